package almanac.forecast.engine;

import almanac.stats.AirlineModel;
import almanac.stats.DampedTrend;
import almanac.stats.DynamicOptimisedTheta;
import almanac.stats.ExponentialSmoothing;
import almanac.stats.ForecastMethod;
import almanac.stats.MultiSeasonal;
import almanac.stats.SeasonalNaive;
import almanac.stats.SeriesClass;
import almanac.stats.SyntetosBoylan;
import almanac.stats.TeunterSyntetosBabai;
import almanac.stats.Theta;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The methods that forecast a series from its own past alone: few, good, and different from one another. Which are asked
 * depends on what the history is like.
 */
final class MethodPool {

    private static final ForecastMethod NAIVE = new SeasonalNaive();

    /** The yardstick: what every other method has to beat. */
    static final String YARDSTICK = NAIVE.id();

    private static final List<ForecastMethod> REGULAR = List.of(
            NAIVE,
            new DampedTrend(),
            new Theta(),
            new DynamicOptimisedTheta(),
            new ExponentialSmoothing(),
            new AirlineModel());

    /** For histories with many periods without demand: trends and seasons of single periods are noise there. */
    private static final List<ForecastMethod> INTERMITTENT =
            List.of(NAIVE, new Theta(), new SyntetosBoylan(), new TeunterSyntetosBabai());

    /** Below this many periods there is nothing to learn from, and only the yardstick is asked. */
    private static final int FEWEST = 4;

    /**
     * Methods with one season see no more than so many of it: what lies before moves their parameters little, and takes its
     * time. On daily sales (five years of a market, two of a shop, one of a grocer) 500 days were as accurate as all of them or
     * better: MASE of exponential smoothing 0.979 and 0.992, 0.966 and 0.972; of theta 1.17 and 1.34, 0.97 and 0.99.
     */
    private static final int MOST_SEASONS = 72;

    private MethodPool() {}

    /** Whether a history is long enough for all methods. */
    static boolean isEnough(int periods) {
        return periods >= FEWEST;
    }

    /**
     * The forecasts of each method, the next period first.
     *
     * @param history oldest first, at least one value
     */
    static Map<String, double[]> forecasts(double[] history, Frequency frequency, int horizon) {
        Map<String, double[]> forecasts = new LinkedHashMap<>();
        double[] recent = Arrays.copyOfRange(
                history, Math.max(0, history.length - MOST_SEASONS * frequency.season()), history.length);
        for (ForecastMethod method : asked(history, frequency)) {
            double[] seen = method instanceof MultiSeasonal ? history : recent;
            forecasts.put(method.id(), method.forecast(seen, frequency.season(), horizon));
        }
        return forecasts;
    }

    /** The names of all methods that a combination may have, the learner's among them, in a fixed order. */
    static List<String> names() {
        return Stream.of(
                        REGULAR.stream().map(ForecastMethod::id),
                        INTERMITTENT.stream().map(ForecastMethod::id),
                        Stream.of(MultiSeasonal.ID, GlobalLearner.METHOD))
                .flatMap(names -> names)
                .distinct()
                .sorted()
                .toList();
    }

    /** The forecasts of the yardstick, the next period first. */
    static double[] yardstick(double[] history, Frequency frequency, int horizon) {
        return NAIVE.forecast(history, frequency.season(), horizon);
    }

    /** Days or hours in which nothing is ever sold make no demand intermittent: the sums of whole weeks or days are looked at. */
    private static double[] withoutClosedDays(double[] history, Frequency frequency) {
        int block = frequency.block();
        if (history.length < FEWEST * block) {
            return history;
        }
        double[] sums = new double[history.length / block];
        int first = history.length - sums.length * block;
        for (int t = first; t < history.length; t++) {
            sums[(t - first) / block] += history[t];
        }
        return sums;
    }

    /** How often anything happens in a history, and of which size: a loss is no lack of demand, and neither is a closed day. */
    static SeriesClass demandClass(double[] history, Frequency frequency) {
        double[] sizes = Arrays.stream(history).map(Math::abs).toArray();
        return SeriesClass.of(withoutClosedDays(sizes, frequency), FEWEST);
    }

    private static List<ForecastMethod> asked(double[] history, Frequency frequency) {
        List<ForecastMethod> methods = switch (demandClass(history, frequency)) {
            case TOO_SHORT -> List.of(NAIVE);
            case INTERMITTENT, LUMPY -> INTERMITTENT;
            default -> REGULAR;
        };
        List<Double> seasons = frequency.seasons();
        if (seasons.isEmpty() || methods.size() == 1) {
            return methods;
        }
        List<ForecastMethod> all = new ArrayList<>(methods);
        all.add(new MultiSeasonal(
                seasons.stream().mapToDouble(Double::doubleValue).toArray()));
        return all;
    }
}
