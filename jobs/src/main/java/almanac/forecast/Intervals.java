package almanac.forecast;

import almanac.forecast.Residuals.Residual;
import java.util.List;
import java.util.Optional;

/**
 * The 80 % interval of a segment's forecasts: split-conformal quantiles of what the back-test was off by.
 *
 * <p>They come from the segment's own residuals in the same part of the horizon where it has 30 of them, else from those of
 * its level, and where the level has few too, from those of all segments. The interval of a back-test forecast leaves
 * out the residuals of its origin. It need not be symmetric, holds the forecast itself, and ends at zero where the
 * history has no value below.
 */
final class Intervals {

    private static final int ENOUGH = 30;

    private final SegmentBacktest test;
    private final ResidualPools pools;
    private final int horizon;
    private final List<Residual> own;

    /** The intervals of a segment. */
    Intervals(SegmentBacktest test, ResidualPools pools, int horizon) {
        this.test = test;
        this.pools = pools;
        this.horizon = horizon;
        this.own = Residuals.of(test, horizon);
    }

    /**
     * The bounds of an interval.
     *
     * @param low the 10 % quantile, in the unit of the series
     * @param high the 90 % quantile
     */
    record Interval(double low, double high) {}

    /** The interval around a forecast; empty where no back-test tells anything about its errors. */
    Optional<Interval> around(OriginForecasts at, String method, int ahead) {
        Band band = band(method, Residuals.bucket(ahead, horizon), at.origin());
        if (!band.isKnown()) {
            return Optional.empty();
        }
        double forecast = at.forecast(method, ahead);
        double floor = at.scale().isNeverNegative() ? 0 : -Double.MAX_VALUE;
        double low = forecast + Math.min(0, band.low()) * at.scale().spread();
        double high = forecast + Math.max(0, band.high()) * at.scale().spread();
        return Optional.of(new Interval(Math.max(floor, low), high));
    }

    private Band band(String method, int bucket, int origin) {
        Band ofSeries = Band.of(own.stream()
                        .filter(residual -> residual.method().equals(method)
                                && residual.bucket() == bucket
                                && residual.origin() != origin)
                        .map(Residual::value)
                        .toList())
                .orElse(Band.NONE);
        Band ofLevel = pools.ofLevel(test, method, bucket, origin);
        if (ofSeries.count() >= ENOUGH) {
            return ofSeries;
        }
        return ofLevel.count() >= ENOUGH ? ofLevel : pools.ofAll(method, bucket, origin);
    }
}
