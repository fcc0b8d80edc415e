package almanac.lake.survey;

import java.util.List;

/**
 * What a survey found in a lake.
 *
 * @param sources what can be read, by path
 * @param leftOut what cannot, each path with the reason
 */
public record Survey(List<SurveyedSource> sources, List<String> leftOut) {

    /** Copies the lists. */
    public Survey {
        sources = List.copyOf(sources);
        leftOut = List.copyOf(leftOut);
    }
}
