package almanac.forecast.engine;

import almanac.forecast.engine.DriverRows.Moved;
import almanac.stats.BayesianRegression;
import almanac.stats.BayesianRegression.Posterior;
import almanac.stats.NormalEquations;
import almanac.stats.NormalEquations.Solution;
import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * What prices, promotions, holidays and other drivers do to the series: the change of the logarithm of a value for a change of
 * the driver by one. A linear regression over all series gives the effects that they share, a series counting the more
 * the less it moves otherwise; a series has its own as far as its history speaks for it, in the manner of a Bayesian regression
 * whose prior is the shared effect.
 *
 * <p>Methods see a history without the effects, and their forecasts get those that the drivers of the future will have. A driver
 * of whose future nothing is known counts as staying at its mean. Drivers come in sets, which may overlap. Learnt anew for each
 * origin from what was known there; each group uses the set that made its forecasts most accurate in the back-test, if it did so
 * by more than a hundredth, or else none.
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

    /** With fewer periods before it nothing tells how much a series moves, and a period is not learnt from. */
    private static final int FEWEST_BEFORE = 8;

    /** No series moves less than this, a thousandth. */
    private static final double SMALLEST_SQUARE = 1e-6;

    /** The effects of series differ from the one that they share by this part of it. */
    private static final double HETEROGENEITY = 0.5;

    /** Neighbours among residuals do not count as more alike than this. */
    private static final double LARGEST_CORRELATION = 0.8;

    /** Forecasts must be more accurate by so much with drivers than without. */
    private static final double BETTER = 0.99;

    private final Timeline timeline;
    private final List<String> trials;
    private final Map<Learnt, Shared> shared;
    private final Map<Place, String> chosen;

    /**
     * The effects that all series share at an origin.
     *
     * @param effects of each driver of a set, and then of the waves of the year
     * @param errors their standard errors, as if each group of series told the same; NaN where they are not known
     */
    public record Shared(double[] effects, double[] errors) implements Serializable {}

    private record Learnt(String trial, int back) implements Serializable {}

    private record Place(int back, String group) implements Serializable {}

    private DriverEffects(
            Timeline timeline, List<String> trials, Map<Learnt, Shared> shared, Map<Place, String> chosen) {
        this.timeline = timeline;
        this.trials = List.copyOf(trials);
        this.shared = Map.copyOf(shared);
        this.chosen = Map.copyOf(chosen);
    }

    /** No effects at all. */
    static DriverEffects none(Timeline timeline) {
        return new DriverEffects(timeline, List.of(), Map.of(), Map.of());
    }

    /**
     * Learns the effects. Runs Spark jobs, if any series has drivers. What is collected is a small matrix for each origin: all
     * sets of drivers are solved from it, where a regression of MLlib takes a pass over the rows for each.
     *
     * @param backs the origins of the back-test, descending, and 0
     */
    public static DriverEffects learn(JavaRDD<Series> series, Timeline timeline, List<Integer> backs, long seed) {
        List<Series> first = series.filter(one -> !one.drivers().isEmpty()).take(1);
        if (first.isEmpty()) {
            return none(timeline);
        }
        List<Driver> drivers = first.get(0).drivers();
        List<String> trials = drivers.stream()
                .flatMap(driver -> driver.trials().stream())
                .distinct()
                .toList();
        long possible = series.map(one -> (long) one.length()).fold(0L, Long::sum);
        // Groups may be sums of the same sales: together they tell no more than one of them.
        double copies = Math.sqrt(
                (double) series.map(one -> one.name().group()).distinct().count());
        Sampling sampling = new Sampling(seed, Math.min(1, (double) MOST_ROWS / Math.max(1, possible)));
        int columns = DriverRows.width(drivers);
        List<Map<Integer, NormalEquations>> parts = TrainingRows.inOrder(
                        series.mapToPair(one -> new Tuple2<>(one.name().id(), one)))
                .mapPartitions(part ->
                        List.of(sums(part, timeline, backs, sampling, columns)).iterator())
                .collect();
        Map<Learnt, Shared> shared = new HashMap<>();
        NormalEquations known = new NormalEquations(columns);
        for (int back : backs) {
            parts.stream().filter(part -> part.containsKey(back)).forEach(part -> known.add(part.get(back)));
            for (String trial : known.count() < FEWEST_ROWS ? List.<String>of() : trials) {
                shared.put(new Learnt(trial, back), shared(known.solve(DriverRows.columns(drivers, trial)), copies));
            }
        }
        DriverEffects effects = new DriverEffects(timeline, trials, shared, Map.of());
        return new DriverEffects(timeline, trials, shared, effects.best(series, backs));
    }

    /**
     * The sums of the rows of some series, by the first origin at which they are known.
     *
     * @param backs the origins, descending
     */
    private static Map<Integer, NormalEquations> sums(
            Iterator<Series> some, Timeline timeline, List<Integer> backs, Sampling sampling, int columns) {
        Map<Integer, NormalEquations> sums = new HashMap<>();
        while (some.hasNext()) {
            Series series = some.next();
            double squares = 0;
            int before = 0;
            for (Moved moved : DriverRows.of(series, series.end(), timeline).rows()) {
                double change = clipped(moved.change());
                if (before >= FEWEST_BEFORE && sampling.takes(series.name().id(), moved.period(), 0)) {
                    double size = Math.sqrt(Math.max(SMALLEST_SQUARE, squares / before));
                    int knownFrom = series.length() - 1 - moved.knownAfter();
                    double[] row = Arrays.stream(moved.drivers())
                            .map(driver -> driver / size)
                            .toArray();
                    backs.stream()
                            .filter(back -> back <= knownFrom)
                            .findFirst()
                            .ifPresent(back -> sums.computeIfAbsent(back, none -> new NormalEquations(columns))
                                    .add(row, change / size));
                }
                squares += change * change;
                before++;
            }
        }
        return sums;
    }

    private static Shared shared(Solution solution, double copies) {
        return new Shared(
                solution.coefficients(),
                Arrays.stream(solution.errors()).map(error -> error * copies).toArray());
    }

    /** The set that made the forecasts of a group best, at each origin by what was known there. */
    private Map<Place, String> best(JavaRDD<Series> series, List<Integer> backs) {
        Map<DriverTrial, long[]> sums = series.filter(one -> !one.drivers().isEmpty())
                .flatMapToPair(one -> DriverTrial.of(one, this, timeline, backs).iterator())
                .reduceByKey(ExactSums::plus)
                .collectAsMap();
        Map<Place, String> best = new HashMap<>();
        Map<Place, Double> errors = new HashMap<>();
        for (String trial : trials) {
            sums.forEach((tried, sum) -> {
                Place place = new Place(tried.back(), tried.group());
                if (tried.name().equals(trial) && sum[1] < errors.getOrDefault(place, BETTER * sum[0])) {
                    best.put(place, trial);
                    errors.put(place, (double) sum[1]);
                }
            });
        }
        return best;
    }

    /** The sets of drivers, in the order in which they are preferred. */
    List<String> trials() {
        return trials;
    }

    /** The effects that all series share, as known at the end of them; empty where nothing was learnt. */
    public Optional<Shared> shared(String trial) {
        return Optional.ofNullable(shared.get(new Learnt(trial, 0)));
    }

    /** The effects that the forecasts of a series use at an origin; null where they use none. */
    @Nullable
    SeriesEffects used(Series series, int back) {
        String trial = chosen.get(new Place(back, series.name().group()));
        return trial == null ? null : of(series, trial, back).orElse(null);
    }

    /**
     * The effects of a set of drivers on a series at an origin; empty where there are none.
     *
     * @param back how far before the end of the series the origin lies
     */
    public Optional<SeriesEffects> of(Series series, String trial, int back) {
        return of(DriverRows.of(series.inTrial(trial), series.end() - back, timeline), trial, back);
    }

    /**
     * The same of what is known of the series.
     *
     * @param rows of the drivers of the set, as known at the origin
     */
    Optional<SeriesEffects> of(DriverRows rows, String trial, int back) {
        Shared prior = shared.get(new Learnt(trial, back));
        if (prior == null || rows.drivers().isEmpty() || !rows.isUsable()) {
            return Optional.empty();
        }
        Posterior own = own(rows.rows(), prior);
        double[] effects = new double[rows.drivers().size()];
        for (int d = 0; d < effects.length; d++) {
            effects[d] = prior.effects()[d] + own.corrections()[d];
        }
        return Optional.of(new SeriesEffects(
                rows.drivers(),
                rows.known(),
                timeline.frequency().year(),
                effects,
                Arrays.copyOf(own.errors(), effects.length),
                rows.meansOfLastYear()));
    }

    /** How far the effects on a series lie from the shared ones. */
    private static Posterior own(List<Moved> rows, Shared prior) {
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
            spreads[k] = Math.hypot(HETEROGENEITY * prior.effects()[k], error);
        }
        return BayesianRegression.posterior(
                rows.stream().map(Moved::drivers).toArray(double[][]::new),
                residuals,
                squares / Math.max(1, residuals.length) * dependence(residuals, squares),
                spreads);
    }

    /** How many times as much noise there is in sums of residuals than there would be if neighbours were independent. */
    private static double dependence(double[] residuals, double squares) {
        double products = 0;
        for (int i = 1; i < residuals.length; i++) {
            products += residuals[i] * residuals[i - 1];
        }
        double correlation = squares > 0 ? Math.min(LARGEST_CORRELATION, Math.max(0, products / squares)) : 0;
        return (1 + correlation) / (1 - correlation);
    }

    private static double clipped(double change) {
        return Math.max(-LARGEST_CHANGE, Math.min(LARGEST_CHANGE, change));
    }
}
