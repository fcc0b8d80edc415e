package almanac.forecast.engine;

import almanac.stats.DynamicOptimisedTheta;
import almanac.stats.ForecastMethod;

/** Whether a change of what methods see makes forecasts better: one quick method at an origin, without and with it. */
final class QuickTrial {

    /** The method: quick, and as accurate as any. */
    static final ForecastMethod METHOD = new DynamicOptimisedTheta();

    /** A scaled error beyond this counts as this. */
    private static final double LARGEST = 50;

    private QuickTrial() {}

    /**
     * Absolute errors in spreads of the series, added up, as {@link ExactSums} does.
     *
     * @param count how many are known
     */
    record Errors(long count, long without, long with) {}

    /** The errors of what was forecast at one origin, as far as they are known at another. */
    static Errors errors(Series series, Timeline timeline, int tried, int back, double[] without, double[] with) {
        int origin = series.end() - tried;
        double spread =
                SeriesScale.of(series.history(origin), timeline.frequency()).spread();
        long count = 0;
        long sumWithout = 0;
        long sumWith = 0;
        for (int ahead = 1; ahead <= without.length && tried - ahead >= back; ahead++) {
            double actual = series.actual(origin + ahead - 1);
            if (!Double.isNaN(actual) && spread > 0) {
                count++;
                sumWithout += scaled(without[ahead - 1] - actual, spread);
                sumWith += scaled(with[ahead - 1] - actual, spread);
            }
        }
        return new Errors(count, sumWithout, sumWith);
    }

    private static long scaled(double error, double spread) {
        return ExactSums.of(Math.min(LARGEST, Math.abs(error) / spread));
    }
}
