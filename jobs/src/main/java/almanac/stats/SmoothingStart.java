package almanac.stats;

/**
 * Where smoothing starts: the level and trend before the first observation, and a season. The season is that of the
 * classical decomposition, level and trend are the line through the first two seasons (at least ten observations)
 * without it; without trend the level is their mean. These are the starting values of R, which then searches for more
 * likely ones. Here they stay: what is gained on the past is lost on the future (see {@link ExponentialSmoothing}).
 *
 * <p>Source: R. J. Hyndman, A. B. Koehler, J. K. Ord and R. D. Snyder (2008), <i>Forecasting with Exponential
 * Smoothing</i>, section 2.6.1, doi:10.1007/978-3-540-71918-2.
 */
final class SmoothingStart {

    private static final int FEWEST_FOR_A_LINE = 10;

    /** The smallest factor that a history is divided by, as in R. */
    private static final double SMALLEST_FACTOR = 0.01;

    private final double level;
    private final double trend;
    private final double[] season;

    private SmoothingStart(double level, double trend, double[] season) {
        this.level = level;
        this.trend = trend;
        this.season = season;
    }

    /**
     * The start of a model.
     *
     * @param history at least two periods where the model has a season, all above 0 where that is multiplicative
     */
    static SmoothingStart of(SmoothingModel model, double[] history, int period) {
        double[] season = season(model.season(), history, period);
        int count = Math.min(history.length, Math.max(FEWEST_FOR_A_LINE, 2 * season.length));
        double[] plain = new double[count];
        for (int t = 0; t < count; t++) {
            double index = season[t % season.length];
            plain[t] = model.season() == SmoothingModel.Season.MULTIPLICATIVE ? history[t] / index : history[t] - index;
        }
        return line(plain, model.damped(), season);
    }

    /** The level before the first observation. */
    double level() {
        return level;
    }

    /** The trend before the first observation, a step; 0 where the model has none. */
    double trend() {
        return trend;
    }

    /** Indices, that of the first observation first; a single 0 where there is no season. */
    double[] season() {
        return season.clone();
    }

    private static double[] season(SmoothingModel.Season season, double[] history, int period) {
        return switch (season) {
            case NONE -> new double[] {0};
            case ADDITIVE -> Seasonality.additiveIndices(history, period);
            case MULTIPLICATIVE -> {
                double[] factors = Seasonality.multiplicativeIndices(history, period);
                for (int i = 0; i < period; i++) {
                    factors[i] = Math.max(SMALLEST_FACTOR, factors[i]);
                }
                yield factors;
            }
        };
    }

    private static SmoothingStart line(double[] plain, boolean hasTrend, double[] season) {
        double sum = 0;
        for (double value : plain) {
            sum += value;
        }
        double mean = sum / plain.length;
        if (!hasTrend) {
            return new SmoothingStart(mean, 0, season);
        }
        double middle = (plain.length - 1) / 2.0;
        double products = 0;
        double squares = 0;
        for (int t = 0; t < plain.length; t++) {
            products += (t - middle) * (plain[t] - mean);
            squares += (t - middle) * (t - middle);
        }
        double slope = products / squares;
        return new SmoothingStart(mean - slope * (middle + 1), slope, season);
    }
}
