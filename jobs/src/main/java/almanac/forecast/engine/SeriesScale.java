package almanac.forecast.engine;

import almanac.stats.Accuracy;
import java.io.Serializable;
import java.util.Arrays;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * How much a series moves, as its history tells.
 *
 * @param spread what residuals are divided by, so that series of all sizes can be pooled: the mean absolute difference of
 *     neighbours or of seasons, whichever is smaller, and at least a hundredth of the mean size of the last year; 0 only
 *     for a history of zeros
 * @param seasonalError mean absolute error of seasonal naive within the history: the denominator of MASE; null where the
 *     history is no longer than a season or repeats itself exactly
 * @param seasonalRootSquare root mean squared error of the same: the denominator of RMSSE
 * @param isNeverNegative whether no value is below zero
 */
public record SeriesScale(
        double spread,
        @Nullable Double seasonalError,
        @Nullable Double seasonalRootSquare,
        boolean isNeverNegative) implements Serializable {

    private static final double SMALLEST_SHARE_OF_SIZE = 0.01;

    /** The scale of a history of at least one value. */
    static SeriesScale of(double[] history, Frequency frequency) {
        int season = frequency.season();
        double[] later = Arrays.copyOfRange(history, Math.min(season, history.length), history.length);
        double[] earlier = Arrays.copyOf(history, later.length);
        return new SeriesScale(
                spread(new Course(history), frequency),
                positive(Accuracy.mae(later, earlier)),
                positive(Accuracy.rmse(later, earlier)),
                Arrays.stream(history).allMatch(value -> value >= 0));
    }

    private static double spread(Course course, Frequency frequency) {
        int end = course.length();
        int from = course.meanSize(end - frequency.year(), end) > 0 ? Math.max(0, end - frequency.year()) : 0;
        double size = course.meanSize(from, end);
        if (!MethodPool.isEnough(end)) {
            // Too few steps to tell: the size itself, which is on the safe side.
            return size;
        }
        double steps = course.meanStep(0, end, 1);
        boolean hasSeasons = end >= 2 * frequency.season();
        double smaller = hasSeasons ? Math.min(steps, course.meanStep(0, end, frequency.season())) : steps;
        return Math.max(smaller, SMALLEST_SHARE_OF_SIZE * size);
    }

    private static @Nullable Double positive(OptionalDouble value) {
        return value.isPresent() && value.getAsDouble() > 0 ? value.getAsDouble() : null;
    }
}
