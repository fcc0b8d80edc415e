package almanac.stats;

/**
 * The dynamic optimised theta model: simple exponential smoothing plus a part of the trend, where the trend is that of the
 * observations so far and how much of it counts is learnt. {@link Theta} always takes half of the trend of the whole
 * history. Seasonal histories are forecast without their season (see {@link Seasonality}), which is then given back.
 *
 * <p>The forecast of {@code Y_t} is {@code level_{t-1} + (1 - 1/theta) ((1 - alpha)^(t-1) A_{t-1} + (1 - (1 - alpha)^t) /
 * alpha B_{t-1})}, with {@code level_t = alpha Y_t + (1 - alpha) level_{t-1}} and A, B the least-squares line through the
 * observations up to t. Further ahead each forecast stands for its observation.
 *
 * <p>Starting level, alpha in [0.1, 0.99] and theta of at least 1 have the smallest sum of squared one-step errors from the
 * third observation on. For each alpha the errors are linear in the starting level and in {@code 1 - 1/theta}, so that one
 * bounded variable is searched.
 *
 * <ul>
 *   <li>Fewer than six observations: {@link Theta}; three parameters cannot be learnt from them.
 * </ul>
 *
 * <p>Source: J. A. Fiorucci, T. R. Pellegrini, F. Louzada, F. Petropoulos and A. B. Koehler (2016), <i>Models for
 * optimising the theta method and their relationship to state space models</i>, doi:10.1016/j.ijforecast.2016.02.005,
 * model DOTM.
 */
public final class DynamicOptimisedTheta extends ScaledMethod {

    private static final int FEWEST_OBSERVATIONS = 6;
    private static final double LOWEST = 0.1;
    private static final double HIGHEST = 0.99;
    private static final int GRID = 30;

    /** Where the errors are the same for every alpha, the middle is as good as any. */
    private static final int UNDECIDED = GRID / 2;

    /** The first observation of which a line through those before it can be asked. */
    private static final int FIRST_JUDGED = 2;

    /** Half of the trend counts, as in {@link Theta}, where the observations do not tell how much. */
    private static final double HALF = 0.5;

    /** A determinant below this part of the product of its diagonal is rounding. */
    private static final double SINGULAR = 1e-12;

    private static final Theta FOR_SHORT_HISTORIES = new Theta();

    /**
     * What was learnt.
     *
     * @param alpha the part of an error by which the level moves
     * @param level the starting level
     * @param trendShare the part of the trend that counts, 1 - 1 / theta, 0 to 1
     * @param sumOfSquares of the one-step errors
     */
    record Fit(double alpha, double level, double trendShare, double sumOfSquares) {}

    @Override
    public String id() {
        return "dynamic_optimised_theta";
    }

    @Override
    double[] forecastScaled(double[] history, int period, int horizon) {
        if (history.length < FEWEST_OBSERVATIONS) {
            return FOR_SHORT_HISTORIES.forecastScaled(history, period, horizon);
        }
        SeasonalAdjustment season = SeasonalAdjustment.shrunk(history, period);
        double[] adjusted = season.adjusted();
        double[] moved = SimpleExponentialSmoothing.fromFirst(adjusted);
        double[] forecasts = forecasts(moved, fit(moved), horizon);
        for (int h = 0; h < horizon; h++) {
            forecasts[h] += adjusted[0];
        }
        return season.giveBack(forecasts);
    }

    /** Learns from a series without season. */
    static Fit fit(double[] series) {
        double alpha = GoldenSection.minimise(a -> at(series, a).sumOfSquares(), LOWEST, HIGHEST, GRID, UNDECIDED);
        return at(series, alpha);
    }

    /** The best starting level and share of the trend for an alpha. */
    private static Fit at(double[] series, double alpha) {
        State state = new State(alpha);
        double levelLevel = 0;
        double levelTrend = 0;
        double trendTrend = 0;
        double levelRest = 0;
        double trendRest = 0;
        double restRest = 0;
        for (int t = 0; t < series.length; t++) {
            if (t >= FIRST_JUDGED) {
                double rest = series[t] - state.level;
                double trend = state.trend();
                levelLevel += state.fading * state.fading;
                levelTrend += state.fading * trend;
                trendTrend += trend * trend;
                levelRest += state.fading * rest;
                trendRest += trend * rest;
                restRest += rest * rest;
            }
            state.observe(series[t]);
        }
        double determinant = levelLevel * trendTrend - levelTrend * levelTrend;
        double share = determinant > SINGULAR * levelLevel * trendTrend
                ? (trendRest * levelLevel - levelRest * levelTrend) / determinant
                : HALF;
        share = Math.max(0, Math.min(1, share));
        double level = (levelRest - share * levelTrend) / levelLevel;
        double squares = restRest
                + level * level * levelLevel
                + share * share * trendTrend
                - 2 * level * levelRest
                - 2 * share * trendRest
                + 2 * level * share * levelTrend;
        return new Fit(alpha, level, share, Math.max(0, squares));
    }

    private static double[] forecasts(double[] series, Fit fit, int horizon) {
        State state = new State(fit.alpha());
        state.level = fit.level();
        for (double observation : series) {
            state.observe(observation);
        }
        double[] forecasts = new double[horizon];
        for (int h = 0; h < horizon; h++) {
            forecasts[h] = state.level + fit.trendShare() * state.trend();
            state.observe(forecasts[h]);
        }
        return forecasts;
    }

    /** Level, mean and line of the observations so far. */
    private static final class State {
        private final double alpha;
        private double level;
        private double mean;
        private double slope;
        private int count;

        /** The effect of the starting level: (1 - alpha)^count. */
        private double fading = 1;

        State(double alpha) {
            this.alpha = alpha;
        }

        void observe(double observation) {
            level += alpha * (observation - level);
            fading *= 1 - alpha;
            count++;
            slope = ((count - 2.0) * slope + 6.0 / count * (observation - mean)) / (count + 1);
            mean += (observation - mean) / count;
        }

        /** What the whole of the line adds to the next forecast. */
        double trend() {
            double intercept = mean - (count + 1) / 2.0 * slope;
            return fading * intercept + (1 - fading * (1 - alpha)) / alpha * slope;
        }
    }
}
