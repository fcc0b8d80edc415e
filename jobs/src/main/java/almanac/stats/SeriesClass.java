package almanac.stats;

import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * The demand class of a series, by how often there is demand and how much its size varies. A period has demand where
 * its value is above 0; zeros and net returns have none.
 *
 * <ul>
 *   <li>Average demand interval (ADI): observations divided by observations with demand; 1 where there always is some.
 *   <li>CV²: the squared coefficient of variation (sample standard deviation over mean) of the sizes with demand; 0 for
 *       one demand.
 * </ul>
 *
 * <p>The cut-offs are 1.32 and 0.49; a value at a cut-off counts as below it.
 *
 * <p>Source: A. A. Syntetos, J. E. Boylan and J. D. Croston (2005), <i>On the categorization of demand patterns</i>,
 * doi:10.1057/palgrave.jors.2601841.
 */
public enum SeriesClass {
    /** Demand in most periods, of like size. */
    SMOOTH,
    /** Demand in most periods, of very different size. */
    ERRATIC,
    /** Demand in few periods, of like size. */
    INTERMITTENT,
    /** Demand in few periods, of very different size. */
    LUMPY,
    /** Too few observations to tell. */
    TOO_SHORT,
    /** Observations enough, and no demand in any. */
    ALL_ZERO;

    private static final double INTERVAL_CUT_OFF = 1.32;
    private static final double VARIATION_CUT_OFF = 0.49;

    /**
     * The class of a series. Too short is asked first.
     *
     * @param series the observations, oldest first, all finite; may be empty
     * @param fewest the number of observations below which a series is {@link #TOO_SHORT}
     */
    public static SeriesClass of(double[] series, int fewest) {
        Arguments.finite("series", series);
        if (series.length < fewest) {
            return TOO_SHORT;
        }
        OptionalDouble interval = averageDemandInterval(series);
        if (interval.isEmpty()) {
            return ALL_ZERO;
        }
        boolean frequent = interval.getAsDouble() <= INTERVAL_CUT_OFF;
        boolean even = squaredCoefficientOfVariation(series).orElseThrow() <= VARIATION_CUT_OFF;
        if (frequent) {
            return even ? SMOOTH : ERRATIC;
        }
        return even ? INTERMITTENT : LUMPY;
    }

    /** ADI, at least 1; empty where there is no demand. */
    public static OptionalDouble averageDemandInterval(double[] series) {
        int demands = sizes(series).length;
        return demands == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) series.length / demands);
    }

    /** CV² of the sizes of demand, at least 0; empty where there is no demand. */
    public static OptionalDouble squaredCoefficientOfVariation(double[] series) {
        double[] sizes = sizes(series);
        if (sizes.length == 0) {
            return OptionalDouble.empty();
        }
        // The measure has no unit, so sizes of magnitude one give the same and cannot overflow.
        double[] scaled = Scaling.down(sizes, Scaling.exponent(sizes));
        double sum = 0;
        for (double size : scaled) {
            sum += size;
        }
        double mean = sum / scaled.length;
        double squares = 0;
        for (double size : scaled) {
            squares += (size - mean) * (size - mean);
        }
        double variance = scaled.length == 1 ? 0 : squares / (scaled.length - 1);
        return OptionalDouble.of(variance / (mean * mean));
    }

    private static double[] sizes(double[] series) {
        Arguments.finite("series", series);
        double[] sizes = new double[series.length];
        int demands = 0;
        for (double value : series) {
            if (value > 0) {
                sizes[demands++] = value;
            }
        }
        return Arrays.copyOf(sizes, demands);
    }
}
