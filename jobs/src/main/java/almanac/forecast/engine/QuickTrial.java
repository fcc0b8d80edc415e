package almanac.forecast.engine;

import almanac.stats.DynamicOptimisedTheta;
import almanac.stats.ForecastMethod;

/**
 * Whether a change of what methods see makes forecasts of a series better: one quick method at an origin, without and with it,
 * and how far off both were.
 */
final class QuickTrial {

    /** Quick, and as accurate as any. */
    private static final ForecastMethod METHOD = new DynamicOptimisedTheta();

    /** A scaled error beyond this counts as this. */
    private static final double LARGEST = 50;

    private final Series series;
    private final int tried;
    private final int season;
    private final int horizon;
    private final double[] history;
    private final double spread;

    /**
     * A trial at an origin at which at least one period is known.
     *
     * @param tried how far before the end of the series it lies, above 0
     */
    QuickTrial(Series series, Timeline timeline, int tried) {
        this.series = series;
        this.tried = tried;
        this.season = timeline.frequency().season();
        this.horizon = Math.min(timeline.horizon(), tried);
        this.history = series.history(series.end() - tried);
        this.spread = SeriesScale.of(history, timeline.frequency()).spread();
    }

    /**
     * Absolute errors in spreads of the series, added up, as {@link ExactSums} does.
     *
     * @param count how many are known
     */
    record Errors(long count, long without, long with) {}

    /** What is known at the origin, oldest first. Not to be changed. */
    double[] history() {
        return history;
    }

    /** How many periods ahead are forecast: those that can be compared. */
    int horizon() {
        return horizon;
    }

    /** The forecast of what is known, or of what has been made of it. */
    double[] forecast(double[] seen) {
        return METHOD.forecast(seen, season, horizon);
    }

    /** The errors of two forecasts, as far as they are known at another origin. */
    Errors errors(int back, double[] without, double[] with) {
        int origin = series.end() - tried;
        long count = 0;
        long sumWithout = 0;
        long sumWith = 0;
        for (int ahead = 1; ahead <= horizon && tried - ahead >= back; ahead++) {
            double actual = series.actual(origin + ahead - 1);
            if (!Double.isNaN(actual) && spread > 0) {
                count++;
                sumWithout += scaled(without[ahead - 1] - actual);
                sumWith += scaled(with[ahead - 1] - actual);
            }
        }
        return new Errors(count, sumWithout, sumWith);
    }

    private long scaled(double error) {
        return ExactSums.of(Math.min(LARGEST, Math.abs(error) / spread));
    }
}
