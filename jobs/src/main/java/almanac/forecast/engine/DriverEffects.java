package almanac.forecast.engine;

import almanac.forecast.engine.DriverRows.Moved;
import almanac.stats.BayesianRegression;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.regression.LinearRegression;
import org.apache.spark.ml.regression.LinearRegressionModel;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * What prices, promotions, holidays and other drivers do to the series: the change of the logarithm of a value for a change of
 * the driver by one. A linear regression of MLlib over all series gives the effects that they share; a series has its own as far
 * as its history speaks for it, in the manner of a Bayesian regression whose prior is the shared effect.
 *
 * <p>Methods see a history without the effects, and their forecasts get those that the drivers of the future will have. A driver
 * whose future is not given counts as staying at its mean. Learnt anew for each origin from what was known there; used only in
 * groups where it made forecasts more accurate by more than a hundredth in the back-test.
 *
 * <p>Source: R. J. Hyndman and G. Athanasopoulos, <i>Forecasting: Principles and Practice</i>, 3rd ed., chapter 10, for regression
 * with a forecast of what is left; D. V. Lindley and A. F. M. Smith (1972), <i>Bayes estimates for the linear model</i>,
 * doi:10.1111/j.2517-6161.1972.tb00885.x, for effects that series share in part.
 */
public final class DriverEffects implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final long MOST_ROWS = 500_000;
    private static final long FEWEST_ROWS = 60;

    /** A change of the logarithm beyond this counts as this: one odd period must not bend the effect of all. */
    private static final double LARGEST_CHANGE = 1.5;

    /** The effects of series differ from the shared one by this part of it, and of its standard error. */
    private static final double HETEROGENEITY = 0.5;

    /** A driver cannot do more than this to the logarithm of a value. */
    private static final double LARGEST_EFFECT = 2.5;

    /** Forecasts must be more accurate by so much with drivers than without. */
    private static final double BETTER = 0.99;

    private final Timeline timeline;
    private final Map<Integer, Shared> shared;
    private final Map<Place, Boolean> helps;

    /**
     * The effects that all series share at an origin.
     *
     * @param effects of each driver, and then of the waves of the year
     * @param errors their standard errors; NaN where they are not known
     */
    public record Shared(double[] effects, double[] errors) implements Serializable {}

    private record Place(int back, String group) implements Serializable {}

    private DriverEffects(Timeline timeline, Map<Integer, Shared> shared, Map<Place, Boolean> helps) {
        this.timeline = timeline;
        this.shared = Map.copyOf(shared);
        this.helps = Map.copyOf(helps);
    }

    /** No effects at all. */
    static DriverEffects none(Timeline timeline) {
        return new DriverEffects(timeline, Map.of(), Map.of());
    }

    /**
     * Learns the effects. Runs Spark jobs, if any series has drivers.
     *
     * @param backs the origins of the back-test, descending, and 0
     */
    static DriverEffects learn(
            SparkSession spark, JavaRDD<Series> series, Timeline timeline, List<Integer> backs, long seed) {
        if (series.filter(one -> one.drivers() > 0).isEmpty()) {
            return none(timeline);
        }
        long possible = series.map(one -> (long) one.length()).fold(0L, Long::sum);
        Sampling sampling = new Sampling(seed, Math.min(1, (double) MOST_ROWS / Math.max(1, possible)));
        JavaPairRDD<Long, Series> byId =
                series.mapToPair(one -> new Tuple2<>(one.name().id(), one));
        Map<Integer, Shared> shared = new HashMap<>();
        try (TrainingRows rows = TrainingRows.of(spark, byId, one -> rows(one, timeline, sampling))) {
            rows.models(
                            backs,
                            FEWEST_ROWS,
                            TrainingRows.Known.BY_THEN,
                            frame -> regression().fit(frame))
                    .forEach((back, model) -> shared.put(back, shared(model)));
        }
        DriverEffects effects = new DriverEffects(timeline, shared, Map.of());
        return new DriverEffects(timeline, shared, effects.helping(series, backs));
    }

    private static LinearRegression regression() {
        return new LinearRegression().setSolver("normal").setRegParam(0);
    }

    private static Iterator<Row> rows(Series series, Timeline timeline, Sampling sampling) {
        List<Row> rows = new ArrayList<>();
        for (Moved moved : new DriverRows(series, series.end(), timeline).rows()) {
            if (sampling.takes(series.name().id(), moved.period(), 0)) {
                rows.add(TrainingRows.row(
                        series.length() - 1 - moved.knownAfter(), moved.drivers(), clipped(moved.change())));
            }
        }
        return rows.iterator();
    }

    private static Shared shared(LinearRegressionModel model) {
        double[] effects = model.coefficients().toArray();
        return new Shared(effects, errors(model, effects.length));
    }

    /** The standard errors of the effects; NaN where drivers go together so closely that there are none. */
    private static double[] errors(LinearRegressionModel model, int count) {
        try {
            // The last one is that of the intercept.
            return Arrays.copyOf(model.summary().coefficientStandardErrors(), count);
        } catch (UnsupportedOperationException e) {
            // MLlib says so by this alone: it left the normal equations, which were singular, for a search.
            double[] unknown = new double[count];
            Arrays.fill(unknown, Double.NaN);
            return unknown;
        }
    }

    /** In which groups the drivers made forecasts better, at each origin by what was known there. */
    private Map<Place, Boolean> helping(JavaRDD<Series> series, List<Integer> backs) {
        Map<Place, Boolean> better = new HashMap<>();
        series.filter(one -> one.drivers() > 0)
                .flatMapToPair(one -> DriverTrial.of(one, this, timeline, backs).iterator())
                .reduceByKey(ExactSums::plus)
                .collectAsMap()
                .forEach((trial, sums) ->
                        better.put(new Place(trial.back(), trial.group()), sums[1] < BETTER * sums[0] && sums[0] > 0));
        return better;
    }

    /** The effects that all series share, as known at the end of them; empty where nothing was learnt. */
    public Optional<Shared> shared() {
        return Optional.ofNullable(shared.get(0));
    }

    /** Whether the forecasts of a series use its drivers at an origin. */
    boolean helps(Series series, int back) {
        return helps.getOrDefault(new Place(back, series.name().group()), false);
    }

    /**
     * The effects of the drivers of a series at an origin; null where there are none.
     *
     * @param back how far before the end of the series the origin lies
     */
    double @Nullable [] of(Series series, int back) {
        Shared prior = shared.get(back);
        int origin = series.end() - back;
        DriverRows about = new DriverRows(series, origin, timeline);
        if (prior == null || series.drivers() == 0 || !about.isUsable()) {
            return null;
        }
        List<Moved> rows = about.rows();
        int count = prior.effects().length;
        double[] residuals = new double[rows.size()];
        double squares = 0;
        for (int i = 0; i < residuals.length; i++) {
            residuals[i] = clipped(rows.get(i).change());
            for (int k = 0; k < count; k++) {
                residuals[i] -= prior.effects()[k] * rows.get(i).drivers()[k];
            }
            squares += residuals[i] * residuals[i];
        }
        double[] spreads = new double[count];
        for (int k = 0; k < count; k++) {
            double error = Double.isFinite(prior.errors()[k]) ? prior.errors()[k] : 0;
            spreads[k] = HETEROGENEITY * Math.max(Math.abs(prior.effects()[k]), error);
        }
        double[] own = BayesianRegression.corrections(
                rows.stream().map(Moved::drivers).toArray(double[][]::new),
                residuals,
                squares / Math.max(1, residuals.length),
                spreads);
        double[] effects = new double[series.drivers()];
        for (int d = 0; d < effects.length; d++) {
            effects[d] = prior.effects()[d] + own[d];
        }
        return effects;
    }

    /** The factor by which the drivers of each period, from the first of the series on, move its value from its usual one. */
    double[] factors(Series series, int back, double[] effects, int periods) {
        double[] usual = new DriverRows(series, series.end() - back, timeline).meansOfLastYear();
        double[] factors = new double[periods];
        for (int t = 0; t < periods; t++) {
            double sum = 0;
            for (int d = 0; d < effects.length; d++) {
                double moved = series.driver(d, t) - usual[d];
                sum += Double.isNaN(moved) ? 0 : effects[d] * moved;
            }
            factors[t] = Math.exp(Math.max(-LARGEST_EFFECT, Math.min(LARGEST_EFFECT, sum)));
        }
        return factors;
    }

    private static double clipped(double change) {
        return Math.max(-LARGEST_CHANGE, Math.min(LARGEST_CHANGE, change));
    }
}
