package almanac.segment.cluster;

import java.util.List;

/**
 * What is grouped, and by what.
 *
 * @param id the column that tells things apart
 * @param features columns of doubles; each counts in units of its standard deviation
 * @param orderedBy the feature from whose largest centre to its smallest the groups of the first night are numbered
 * @param fewest so many are needed for groups
 * @param tooFew the status of all where they are fewer, or alike
 */
public record Likeness(String id, List<String> features, String orderedBy, int fewest, String tooFew) {

    /** What is added to the name of a feature for its standard deviation. */
    static final String SPREAD = "_spread";

    /** Copies the list. */
    public Likeness {
        features = List.copyOf(features);
    }

    /** The columns of the standard deviations. */
    List<String> spreads() {
        return features.stream().map(feature -> feature + SPREAD).toList();
    }
}
