package almanac.stats;

/**
 * Smooths one history with one {@link SmoothingModel} for any parameters, and says how unlikely they are. The states
 * after the last observation are those of the parameters smoothed with last.
 *
 * <p>How unlikely: the sum of squared errors; where errors are shares of the forecast, their squares times the squared
 * geometric mean of the forecasts. The smallest is the largest likelihood of either error, in the same unit: minus twice
 * the log-likelihood is n times its logarithm, up to a constant.
 *
 * <p>Parameters are a point of the unit cube, within the bounds of the R package forecast: alpha in [0.0001, 0.9999],
 * gamma in [0.0001, 1 - alpha], beta in [0.0001, alpha], phi in [0.8, 0.98].
 */
final class StateSmoothing {

    private static final double LOWEST = SimpleExponentialSmoothing.LOWEST;
    private static final double HIGHEST = SimpleExponentialSmoothing.HIGHEST;

    /** Forecasts of a history of magnitude one beyond these are refused: an error is not divided by next to nothing. */
    private static final double SMALLEST = 1e-10;

    private static final double LARGEST = 1e10;

    /** A product of forecasts is brought back to one, and its logarithm kept, before it leaves the range of a double. */
    private static final double SMALL_PRODUCT = 1e-100;

    private static final double LARGE_PRODUCT = 1e100;

    private final SmoothingModel model;
    private final double[] history;
    private final SmoothingStart start;
    private final double[] startingSeason;
    private final double[] season;
    private double level;
    private double trend;
    private double phi;

    /**
     * Smooths nothing yet.
     *
     * @param history the observations, of magnitude one; all above 0 where the error of the model is multiplicative
     */
    StateSmoothing(SmoothingModel model, double[] history, SmoothingStart start) {
        this.model = model;
        this.history = history;
        this.start = start;
        this.startingSeason = start.season();
        this.season = start.season();
    }

    /** The point from which R starts its search. */
    double[] firstPoint() {
        double[] point = new double[model.searched()];
        int i = 0;
        point[i++] = 0.2 / season.length;
        if (model.season() != SmoothingModel.Season.NONE) {
            point[i++] = 0.05;
        }
        if (model.damped()) {
            point[i++] = 0.1;
            point[i] = 0.99;
        }
        return point;
    }

    /** How unlikely the parameters at a point of the unit cube are; infinite where a forecast is out of bounds. */
    double unlikeliness(double[] point) {
        int i = 0;
        double alpha = between(LOWEST, HIGHEST, point[i++]);
        double gamma = model.season() == SmoothingModel.Season.NONE ? 0 : between(LOWEST, 1 - alpha, point[i++]);
        double beta = model.damped() ? between(LOWEST, alpha, point[i++]) : 0;
        return smooth(
                alpha,
                beta,
                gamma,
                model.damped() ? between(TrendSmoothing.LOWEST_PHI, TrendSmoothing.HIGHEST_PHI, point[i]) : 1);
    }

    /** Smooths with given parameters: beta 0 and phi 1 without trend, gamma 0 without season. */
    double smooth(double alpha, double beta, double gamma, double damping) {
        level = start.level();
        trend = start.trend();
        phi = damping;
        System.arraycopy(startingSeason, 0, season, 0, season.length);
        double unlikeliness = model.season() == SmoothingModel.Season.MULTIPLICATIVE
                ? smoothProducts(alpha, beta, gamma)
                : smoothSums(alpha, beta, gamma);
        return unlikeliness < Double.POSITIVE_INFINITY ? unlikeliness : Double.POSITIVE_INFINITY;
    }

    /** The forecasts that follow the history, with the parameters smoothed with last. */
    double[] forecasts(int horizon) {
        double[] forecasts = new double[horizon];
        double base = level;
        double step = trend;
        for (int h = 0; h < horizon; h++) {
            step *= phi;
            base += step;
            double index = season[(int) ((history.length + (long) h) % season.length)];
            forecasts[h] = model.season() == SmoothingModel.Season.MULTIPLICATIVE ? base * index : base + index;
        }
        return forecasts;
    }

    /** Forecasts are level plus trend plus season; without season that is one index, 0 for ever. */
    private double smoothSums(double alpha, double beta, double gamma) {
        boolean shares = model.multiplicativeError();
        double squares = 0;
        double product = 1;
        double logarithms = 0;
        int place = 0;
        for (double observation : history) {
            double step = phi * trend;
            double base = level + step;
            double forecast = base + season[place];
            double error = observation - forecast;
            level = base + alpha * error;
            trend = step + beta * error;
            season[place] += gamma * error;
            place = place + 1 == season.length ? 0 : place + 1;
            if (shares) {
                if (!(forecast > SMALLEST)) {
                    return Double.POSITIVE_INFINITY;
                }
                error /= forecast;
                product *= forecast;
                if (product < SMALL_PRODUCT || product > LARGE_PRODUCT) {
                    logarithms += Math.log(product);
                    product = 1;
                }
            }
            squares += error * error;
        }
        return shares ? inUnitOfHistory(squares, logarithms + Math.log(product)) : squares;
    }

    /** Forecasts are level plus trend, times season. */
    private double smoothProducts(double alpha, double beta, double gamma) {
        double squares = 0;
        double product = 1;
        double logarithms = 0;
        int place = 0;
        for (double observation : history) {
            double step = phi * trend;
            double base = level + step;
            double forecast = base * season[place];
            if (!(base > SMALLEST && forecast > SMALLEST && forecast < LARGEST)) {
                return Double.POSITIVE_INFINITY;
            }
            double error = observation / forecast - 1;
            level = base + alpha * base * error;
            trend = step + beta * base * error;
            season[place] += gamma * season[place] * error;
            place = place + 1 == season.length ? 0 : place + 1;
            product *= forecast;
            if (product < SMALL_PRODUCT || product > LARGE_PRODUCT) {
                logarithms += Math.log(product);
                product = 1;
            }
            squares += error * error;
        }
        return inUnitOfHistory(squares, logarithms + Math.log(product));
    }

    private double inUnitOfHistory(double squares, double logarithms) {
        return squares * Math.exp(2 * logarithms / history.length);
    }

    private static double between(double low, double high, double share) {
        return low + share * (high - low);
    }
}
