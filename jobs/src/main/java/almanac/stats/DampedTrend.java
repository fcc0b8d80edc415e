package almanac.stats;

/**
 * Holt's linear trend with damping: level and trend move by parts of each error, and the trend fades by a factor phi a
 * step, so that long forecasts level off. Seasonal histories are forecast without their season (see
 * {@link Seasonality}), which is then given back.
 *
 * <p>The parameters have the smallest sum of squared one-step errors within the bounds of the R package forecast: alpha
 * in [0.0001, 0.9999], beta = alpha beta* in [0.0001, alpha], phi in [0.8, 0.98]. For each triple the best starting
 * level and trend solve a linear least-squares problem in closed form, so that three bounded variables are searched.
 * The search goes down into the valley below alpha 0.2, where R starts too, and does not look for a lower one: the
 * lowest is often a curve that ignores the observations (alpha and beta near 0, a starting trend that fits the past),
 * and it forecast worse on the series of the M3 competition (sMAPE 9.64 against 9.47 quarterly, 14.35 against 14.27
 * monthly).
 *
 * <ul>
 *   <li>Fewer than ten observations: {@link SimpleExponentialSmoothing}; five parameters cannot be learnt from them.
 * </ul>
 *
 * <p>Source: E. S. Gardner and E. McKenzie (1985), <i>Forecasting trends in time series</i>, doi:10.1287/mnsc.31.10.1237;
 * model ETS(A,Ad,N) of Hyndman, Koehler, Ord and Snyder (2008), doi:10.1007/978-3-540-71918-2.
 */
public final class DampedTrend extends ScaledMethod {

    private static final int FEWEST_OBSERVATIONS = 10;
    private static final double LOWEST = SimpleExponentialSmoothing.LOWEST;
    private static final double HIGHEST = SimpleExponentialSmoothing.HIGHEST;
    private static final double LOWEST_PHI = 0.8;
    private static final double HIGHEST_PHI = 0.98;

    /** Where the search starts, in the unit cube of alpha, beta and phi within their bounds: where R starts. */
    private static final double[] START = {0.2, 0.1, 0.99};

    /** Below this the effect of the starting states on an error adds nothing to a sum. */
    private static final double NEGLIGIBLE = 1e-18;

    /**
     * What smoothing found.
     *
     * @param alpha the part of an error by which the level moves
     * @param beta the part of an error by which the trend moves
     * @param phi the factor by which the trend fades in one step
     * @param level after the last observation
     * @param trend after the last observation, a step
     * @param sumOfSquares of the one-step errors
     */
    record Fit(double alpha, double beta, double phi, double level, double trend, double sumOfSquares) {}

    private record Start(double level, double trend) {}

    @Override
    public String id() {
        return "damped_trend";
    }

    @Override
    double[] forecastScaled(double[] history, int period, int horizon) {
        SeasonalAdjustment season = SeasonalAdjustment.shrunk(history, period);
        Fit fit = fit(season.adjusted());
        double[] forecasts = new double[horizon];
        double forecast = fit.level();
        double step = fit.trend();
        for (int h = 0; h < horizon; h++) {
            step *= fit.phi();
            forecast += step;
            forecasts[h] = forecast;
        }
        return season.giveBack(forecasts);
    }

    /** Smooths a series without season. */
    static Fit fit(double[] series) {
        if (series.length < FEWEST_OBSERVATIONS) {
            SimpleExponentialSmoothing.Fit level = SimpleExponentialSmoothing.fit(series);
            return new Fit(level.alpha(), 0, HIGHEST_PHI, level.level(), 0, level.sumOfSquares());
        }
        double[] moved = SimpleExponentialSmoothing.fromFirst(series);
        Fit fit = at(moved, NelderMead.minimise(point -> at(moved, point).sumOfSquares(), START));
        return new Fit(fit.alpha(), fit.beta(), fit.phi(), fit.level() + series[0], fit.trend(), fit.sumOfSquares());
    }

    /** Smooths with the parameters of a point of the unit cube. */
    private static Fit at(double[] series, double[] point) {
        double alpha = between(LOWEST, HIGHEST, point[0]);
        return smooth(series, alpha, between(LOWEST, alpha, point[1]), between(LOWEST_PHI, HIGHEST_PHI, point[2]));
    }

    /** Smooths with given parameters and the best starting states for them. */
    static Fit smooth(double[] series, double alpha, double beta, double phi) {
        Start start = start(series, alpha, beta, phi);
        double level = start.level();
        double trend = start.trend();
        double squares = 0;
        for (double observation : series) {
            double forecast = level + phi * trend;
            double error = observation - forecast;
            level = forecast + alpha * error;
            trend = phi * trend + beta * error;
            squares += error * error;
        }
        return new Fit(alpha, beta, phi, level, trend, squares);
    }

    /**
     * The starting level and trend with the smallest sum of squares. Smoothing is linear: the errors are those of a
     * start at zero, plus the level times the errors that a unit level makes on a series of zeros, plus the trend times
     * those of a unit trend.
     */
    private static Start start(double[] series, double alpha, double beta, double phi) {
        double zeroLevel = 0;
        double zeroTrend = 0;
        double unitLevel = 1;
        double unitLevelTrend = 0;
        double unitTrendLevel = 0;
        double unitTrend = 1;
        double levelLevel = 0;
        double levelTrend = 0;
        double trendTrend = 0;
        double levelError = 0;
        double trendError = 0;
        for (double observation : series) {
            double forecast = zeroLevel + phi * zeroTrend;
            double error = observation - forecast;
            zeroLevel = forecast + alpha * error;
            zeroTrend = phi * zeroTrend + beta * error;

            double ofLevel = unitLevel + phi * unitLevelTrend;
            unitLevel = (1 - alpha) * ofLevel;
            unitLevelTrend = phi * unitLevelTrend - beta * ofLevel;

            double ofTrend = unitTrendLevel + phi * unitTrend;
            unitTrendLevel = (1 - alpha) * ofTrend;
            unitTrend = phi * unitTrend - beta * ofTrend;

            levelLevel += ofLevel * ofLevel;
            levelTrend += ofLevel * ofTrend;
            trendTrend += ofTrend * ofTrend;
            levelError += ofLevel * error;
            trendError += ofTrend * error;
            if (Math.abs(unitLevel) + Math.abs(unitLevelTrend) + Math.abs(unitTrendLevel) + Math.abs(unitTrend)
                    < NEGLIGIBLE) {
                break;
            }
        }
        // Never near 0: the effect of the level starts at 1 and fades, that of the trend starts at phi and grows first.
        double determinant = levelLevel * trendTrend - levelTrend * levelTrend;
        return new Start(
                (levelError * trendTrend - trendError * levelTrend) / determinant,
                (trendError * levelLevel - levelError * levelTrend) / determinant);
    }

    private static double between(double low, double high, double share) {
        return low + share * (high - low);
    }
}
