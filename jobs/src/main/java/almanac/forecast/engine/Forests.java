package almanac.forecast.engine;

import java.io.Serializable;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.ml.regression.RandomForestRegressionModel;

/**
 * The forests of MLlib that an engine has trained on many series: for each origin one that forecasts ({@link GlobalLearner}) and
 * one that predicts errors ({@link ErrorForest}), which know nothing that follows it. They can be saved, and be applied later, when
 * the series have gone on.
 */
public final class Forests implements Serializable {

    private static final long serialVersionUID = 1L;

    /** Raised whenever features or labels come to mean something else: forests of another layout must not be applied. */
    public static final String LAYOUT = "1";

    private static final String LEARNER = "learner-";
    private static final String ERRORS = "errors-";

    private final TreeMap<Integer, RandomForestRegressionModel> learner;
    private final TreeMap<Integer, RandomForestRegressionModel> errors;

    Forests(Map<Integer, RandomForestRegressionModel> learner, Map<Integer, RandomForestRegressionModel> errors) {
        this.learner = new TreeMap<>(learner);
        this.errors = new TreeMap<>(errors);
    }

    /** The forests by their names, for saving them. */
    public Map<String, RandomForestRegressionModel> parts() {
        Map<String, RandomForestRegressionModel> parts = new TreeMap<>();
        learner.forEach((back, model) -> parts.put(LEARNER + back, model));
        errors.forEach((back, model) -> parts.put(ERRORS + back, model));
        return parts;
    }

    /**
     * Forests that were saved.
     *
     * @return empty where a name is none of {@link #parts()}
     */
    public static Optional<Forests> of(Map<String, RandomForestRegressionModel> parts) {
        Map<Integer, RandomForestRegressionModel> learner = new HashMap<>();
        Map<Integer, RandomForestRegressionModel> errors = new HashMap<>();
        for (Map.Entry<String, RandomForestRegressionModel> part : parts.entrySet()) {
            String name = part.getKey();
            if (name.matches(LEARNER + "\\d{1,6}")) {
                learner.put(Integer.parseInt(name.substring(LEARNER.length())), part.getValue());
            } else if (name.matches(ERRORS + "\\d{1,6}")) {
                errors.put(Integer.parseInt(name.substring(ERRORS.length())), part.getValue());
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(new Forests(learner, errors));
    }

    /** Those that forecast, for each of these origins the newest that knows nothing which follows it. */
    Map<Integer, RandomForestRegressionModel> learner(Collection<Integer> backs, int age) {
        return known(learner, backs, age);
    }

    /** Those that predict errors, likewise. */
    Map<Integer, RandomForestRegressionModel> errors(Collection<Integer> backs, int age) {
        return known(errors, backs, age);
    }

    /**
     * @param backs how far before the end of the series the origins lie
     * @param age how many periods the series have gone on since
     */
    private static Map<Integer, RandomForestRegressionModel> known(
            NavigableMap<Integer, RandomForestRegressionModel> models, Collection<Integer> backs, int age) {
        Map<Integer, RandomForestRegressionModel> known = new HashMap<>();
        for (int back : backs) {
            // What lay so far before the end then lies farther before it now.
            Map.Entry<Integer, RandomForestRegressionModel> newest = models.ceilingEntry(back - age);
            if (newest != null) {
                known.put(back, newest.getValue());
            }
        }
        return known;
    }
}
