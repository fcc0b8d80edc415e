package almanac.forecast.engine;

import java.io.Serializable;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.regression.RandomForestRegressionModel;

/** What the learner has learnt, by how far the origin lies before the end of a series; it forecasts a series on an executor. */
final class LearnedModels implements Serializable {

    private static final long serialVersionUID = 1L;

    private final Timeline timeline;
    private final Map<Integer, RandomForestRegressionModel> models;

    /**
     * @param timeline the periods of the series
     * @param models the model of each origin, by its distance from the end of a series, which knows nothing that follows it
     */
    LearnedModels(Timeline timeline, Map<Integer, RandomForestRegressionModel> models) {
        this.timeline = timeline;
        this.models = Map.copyOf(models);
    }

    /**
     * Forecasts of a series, the next period first; empty where the series has no {@link Features} at the origin, or
     * there was too little to learn from before it.
     */
    Optional<double[]> forecast(Series series, int back, int horizon) {
        RandomForestRegressionModel model = models.get(back);
        return model == null
                ? Optional.empty()
                : Features.at(series, series.end() - back, timeline)
                        .map(features -> forecast(model, features, horizon));
    }

    private static double[] forecast(RandomForestRegressionModel model, Features features, int horizon) {
        double[] forecasts = new double[horizon];
        for (int h = 1; h <= horizon; h++) {
            forecasts[h - 1] = features.level() * model.predict(Vectors.dense(features.of(h)));
        }
        return forecasts;
    }
}
