package almanac.stats;

import java.util.Arrays;
import java.util.Optional;

/**
 * A step in the level of a history shortly before its end, which smoothing takes long to follow: a shop that moved, a customer
 * that left. It is seen where all values since lie far from the level before, on the same side.
 *
 * <p>The season is taken off by indices of the time before any such step, so that neither is taken for the other. What is
 * far is said by the median absolute deviation of the values before, which a trend widens, so that a trend is no step.
 *
 * <p>Source: intervention analysis, G. E. P. Box and G. C. Tiao (1975), <i>Intervention analysis with applications to economic
 * and environmental problems</i>, doi:10.1080/01621459.1975.10480264, here with a robust test in place of a model.
 *
 * @param since how many values at the end follow the step
 * @param ratio the level after it over the level before, above 0
 */
public record LevelShift(int since, double ratio) {

    /**
     * Every value since the step is so many deviations from the level before, and their median is so many: on the training
     * parts of the M3 series, milder steps were as often undone as they lasted.
     */
    private static final double FAR = 4;

    private static final double VERY_FAR = 7;

    /** A smaller step is left to the methods. */
    private static final double SMALLEST_STEP = 0.25;

    /** With fewer values before it the level is not known. */
    private static final int FEWEST_BEFORE = 8;

    /** The deviation is at least this share of the level: repeated values say nothing of noise. */
    private static final double LEAST_DEVIATION = 0.01;

    /** Makes the deviation of normal values out of the median absolute one. */
    private static final double OF_NORMAL = 1.4826;

    /**
     * The latest step.
     *
     * <ul>
     *   <li>Less than two seasons before the values that are looked at: none is seen, as it might be the season.
     *   <li>A value at or below 0 among those: none, as there is no ratio.
     * </ul>
     *
     * @param history oldest first
     * @param season periods in a season, at least 1
     * @param fewest how many values must follow a step, at least 1
     * @param window how many values before it tell the level, and at most may follow it
     */
    public static Optional<LevelShift> find(double[] history, int season, int fewest, int window) {
        int most = Math.min(window, history.length - Math.max(2 * season, FEWEST_BEFORE));
        if (most < fewest) {
            return Optional.empty();
        }
        int known = history.length - most;
        double[] plain = withoutSeason(history, known, season);
        Optional<LevelShift> found = Optional.empty();
        for (int since = fewest; since <= most; since++) {
            Optional<LevelShift> step = at(plain, since, window);
            if (step.isPresent()) {
                found = step;
            }
        }
        return found;
    }

    /** The history with what lies before the step brought to the level after it. */
    public double[] levelled(double[] history) {
        double[] levelled = history.clone();
        for (int t = 0; t < history.length - since; t++) {
            levelled[t] *= ratio;
        }
        return levelled;
    }

    private static double[] withoutSeason(double[] history, int known, int season) {
        SeasonalAdjustment before = SeasonalAdjustment.shrunk(Arrays.copyOf(history, known), season);
        double[] ones = new double[history.length - known];
        Arrays.fill(ones, 1);
        double[] factors = before.giveBack(ones);
        double[] plain = Arrays.copyOf(before.adjusted(), history.length);
        for (int t = known; t < history.length; t++) {
            plain[t] = history[t] / factors[t - known];
        }
        return plain;
    }

    private static Optional<LevelShift> at(double[] plain, int since, int window) {
        int start = plain.length - since;
        double[] before = Arrays.copyOfRange(plain, Math.max(0, start - window), start);
        double[] after = Arrays.copyOfRange(plain, start, plain.length);
        if (smallest(before) <= 0 || smallest(after) <= 0) {
            return Optional.empty();
        }
        double level = median(before);
        double newLevel = median(after);
        double deviation = Math.max(
                LEAST_DEVIATION * level,
                OF_NORMAL
                        * median(Arrays.stream(before)
                                .map(value -> Math.abs(value - level))
                                .toArray()));
        double side = Math.signum(newLevel - level);
        boolean areAllFar = Arrays.stream(after).allMatch(value -> side * (value - level) >= FAR * deviation);
        double ratio = newLevel / level;
        return areAllFar && Math.abs(newLevel - level) >= VERY_FAR * deviation && Math.abs(ratio - 1) >= SMALLEST_STEP
                ? Optional.of(new LevelShift(since, ratio))
                : Optional.empty();
    }

    private static double smallest(double[] values) {
        return Arrays.stream(values).min().orElse(0);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
