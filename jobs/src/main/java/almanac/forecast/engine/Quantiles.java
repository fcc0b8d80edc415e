package almanac.forecast.engine;

import almanac.forecast.engine.Residuals.Residual;
import almanac.stats.QuantileLevels;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * The quantiles of a series' forecasts: split-conformal quantiles of what back-tests were off by.
 *
 * <p>Residuals are divided by the series' spread, by how errors {@linkplain ErrorGrowth grow} with the horizon, and by how much
 * larger the errors of the series are than those of all, as far as it has shown any. The quantiles come from the
 * {@linkplain ResidualPools pool} of its group and part of the horizon, and go the same way back. They need not be symmetric,
 * enclose the forecast, and end at zero where the history has no value below. Those of a back-test forecast know no more than
 * was known at its origin.
 */
public final class Quantiles implements Serializable {

    private static final long serialVersionUID = 1L;

    /** With so many errors of its own, half of the scale of a series is its own. */
    private static final double TRUST_IN_ALL = 20;

    private final SeriesBacktest test;
    private final ErrorGrowth growth;
    private final ResidualPools pools;
    private final List<Residual> own;

    Quantiles(SeriesBacktest test, ErrorGrowth growth, ResidualPools pools) {
        this.test = test;
        this.growth = growth;
        this.pools = pools;
        this.own = Residuals.of(test);
    }

    /**
     * The quantiles of {@link QuantileLevels#ALL} around a forecast, in the unit of the series; empty where no back-test tells
     * anything about its errors.
     */
    public Optional<double[]> around(OriginForecasts at, String method, int ahead) {
        if (!Residuals.METHODS.contains(method)) {
            return Optional.empty();
        }
        double forecast = at.forecast(method, ahead);
        double scale =
                at.scale().spread() * growth.size(at.back(), method, ahead) * ownFactor(own, growth, method, at.back());
        double floor = at.scale().isNeverNegative() ? 0 : -Double.MAX_VALUE;
        return pools.quantiles(test.series().name().group(), method, at.back(), ahead)
                .map(levels -> {
                    double[] quantiles = new double[levels.length];
                    for (int i = 0; i < levels.length; i++) {
                        double side = QuantileLevels.ALL.get(i) - 0.5;
                        double distance = side == 0 ? 0 : side < 0 ? Math.min(0, levels[i]) : Math.max(0, levels[i]);
                        quantiles[i] = Math.max(floor, forecast + distance * scale);
                    }
                    return quantiles;
                });
    }

    /** How many times as large as those of all the errors of a series are, as was known at an origin. */
    static double ownFactor(List<Residual> own, ErrorGrowth growth, String method, int back) {
        double sum = 0;
        int count = 0;
        for (Residual residual : own) {
            if (residual.method().equals(method) && residual.knownFrom() >= back) {
                double size = growth.size(back, method, residual.ahead());
                sum += size > 0 ? Math.abs(residual.value()) / size : 0;
                count++;
            }
        }
        return (sum + TRUST_IN_ALL) / (count + TRUST_IN_ALL);
    }
}
