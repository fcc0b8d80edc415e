package almanac.config;

import java.util.List;

/**
 * A set of segments: the members of one hierarchy, or of several hierarchies crossed.
 *
 * @param name what it is called in results
 * @param crossings at least one, each of another hierarchy, in the order in which a segment's path names them
 */
public record Segmentation(String name, List<Crossing> crossings) {

    /** Copies the list. */
    public Segmentation {
        crossings = List.copyOf(crossings);
    }
}
