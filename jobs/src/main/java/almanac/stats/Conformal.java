package almanac.stats;

import java.util.Arrays;

/**
 * Split-conformal quantiles: how far actuals have been from their forecasts in the back-test, made into quantiles of
 * the next actual. The residuals are signed, so the quantiles need not be symmetric, and divided by a scale of their
 * series, so that series of all sizes can be pooled.
 *
 * <p>With n residuals, exchangeable with the next one, the quantile of level p is an order statistic with the
 * finite-sample correction (n + 1) p: above one half the smallest residual that the next one stays at or below with
 * probability p or more; below one half the largest that it falls below with probability p or less; at one half the
 * median. An interval from level a to level b so covers with probability b - a or more, whatever the distribution.
 *
 * <ul>
 *   <li>Levels beyond 1 / (n + 1) or n / (n + 1): no order statistic can promise them. The tail is then extended from
 *       the outermost residual by the predictive distribution of an exponential tail whose scale is learnt from the k
 *       residuals on that side of the median, which falls as a power k: continuous in the level, wide where the
 *       residuals are few. In simulations with 2 to 15 residuals it covers its level on exponential errors and more on
 *       normal, uniform, Laplace and t3 errors. It is an assumption all the same, and {@link #isGuaranteed} says so.
 *   <li>Fewer than two residuals: {@link IllegalArgumentException}; one residual has no spread. Pool more series.
 *   <li>All residuals equal: every quantile is that residual.
 *   <li>A quantile too large for a double: {@link ArithmeticException}.
 * </ul>
 *
 * <p>Source: V. Vovk, A. Gammerman and G. Shafer (2005), <i>Algorithmic Learning in a Random World</i>,
 * doi:10.1007/b106715; Y. Romano, E. Patterson and E. J. Candès (2019), <i>Conformalized quantile regression</i>
 * (asymmetric version), arXiv:1905.03222.
 */
public final class Conformal {

    private static final int FEWEST_RESIDUALS = 2;

    /** Keeps a rank such as 20 x 0.95 at 19 although the product is not exact in binary. */
    private static final double RANK_ROUNDING = 1e-9;

    private final double[] ascending;

    private Conformal(double[] residuals) {
        Arguments.finite("residuals", residuals);
        Arguments.atLeast(FEWEST_RESIDUALS, "the number of residuals", residuals.length);
        this.ascending = residuals.clone();
        Arrays.sort(this.ascending);
    }

    /**
     * The quantiles learnt from residuals.
     *
     * @param scaledResiduals (actual - forecast) / scale, at least two, all finite, in any order
     */
    public static Conformal of(double[] scaledResiduals) {
        return new Conformal(scaledResiduals);
    }

    /**
     * The quantile of the scaled residual; it rises with the level.
     *
     * @param level between 0 and 1, both excluded
     */
    public double quantile(double level) {
        Arguments.level(level);
        double rank = (ascending.length + 1) * level;
        if (!isGuaranteed(level)) {
            return tail(level);
        }
        double below = orderStatistic((int) Math.floor(rank + RANK_ROUNDING));
        double above = orderStatistic((int) Math.ceil(rank - RANK_ROUNDING));
        if (level == 0.5) {
            return below / 2 + above / 2;
        }
        return level < 0.5 ? below : above;
    }

    /**
     * The quantile of the actual, {@code forecast + scale * quantile(level)}.
     *
     * @param forecast the point forecast
     * @param scale of the series, above 0, in the unit of the forecast
     */
    public double quantile(double level, double forecast, double scale) {
        Arguments.finite("forecast", forecast);
        Arguments.finite("scale", scale);
        if (scale <= 0) {
            throw new IllegalArgumentException("scale is " + scale + ", not above 0");
        }
        return representable(forecast + scale * quantile(level));
    }

    /** Whether there are enough residuals for the quantile of a level to hold without assuming a distribution. */
    public boolean isGuaranteed(double level) {
        Arguments.level(level);
        double rank = (ascending.length + 1) * level;
        return rank >= 1 - RANK_ROUNDING && rank <= ascending.length + RANK_ROUNDING;
    }

    /** The number of residuals. */
    public int size() {
        return ascending.length;
    }

    /**
     * Extends the outermost residual. Beyond the median the probability of a distance x is (1 + x / s)^-k / 2, where s is
     * such that the outermost residual is exceeded with probability 1 / (n + 1).
     */
    private double tail(double level) {
        double median = quantile(0.5);
        double outermost = orderStatistic(level < 0.5 ? 1 : ascending.length);
        int onOneSide = ascending.length / 2;
        double reached = Math.pow(0.5 * (ascending.length + 1), 1.0 / onOneSide) - 1;
        double wanted = Math.pow(0.5 / Math.min(level, 1 - level), 1.0 / onOneSide) - 1;
        return representable(median + (outermost - median) * (wanted / reached));
    }

    private static double representable(double quantile) {
        if (!Double.isFinite(quantile)) {
            throw new ArithmeticException("the quantile is too large for a double");
        }
        return quantile;
    }

    private double orderStatistic(int rank) {
        return ascending[rank - 1];
    }
}
