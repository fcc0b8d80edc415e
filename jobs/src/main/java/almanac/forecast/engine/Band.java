package almanac.forecast.engine;

import almanac.stats.Conformal;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * The 10 % and the 90 % quantile of residuals, in spreads of a series.
 *
 * @param low the 10 % quantile
 * @param high the 90 % quantile
 * @param count of residuals it was learnt from; 0 where nothing is known
 */
record Band(double low, double high, int count) implements Serializable {

    /** The lower quantile that is published. */
    static final double LOW = 0.1;

    /** The upper quantile that is published. */
    static final double HIGH = 0.9;

    /** Nothing is known. */
    static final Band NONE = new Band(0, 0, 0);

    private static final int FEWEST = 2;

    /** The quantiles of residuals; empty where there are fewer than two. */
    static Optional<Band> of(List<Double> residuals) {
        if (residuals.size() < FEWEST) {
            return Optional.empty();
        }
        Conformal quantiles =
                Conformal.of(residuals.stream().mapToDouble(Double::doubleValue).toArray());
        return Optional.of(new Band(quantiles.quantile(LOW), quantiles.quantile(HIGH), residuals.size()));
    }

    /** Whether anything is known. */
    boolean isKnown() {
        return count > 0;
    }
}
