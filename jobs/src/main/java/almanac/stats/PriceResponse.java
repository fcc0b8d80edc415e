package almanac.stats;

import java.util.OptionalDouble;

/**
 * What a change of price does where units follow it with a constant elasticity that is known but for a normal error: with
 * {@code s} the step as a part of the price, units become {@code (1 + s)^e} times what they were, revenue {@code (1 + s)^(1 + e)}.
 */
public final class PriceResponse {

    /** Standard errors from the elasticity to an end of its 95 % interval. */
    public static final double REACH = StudentT.normalQuantile(0.975);

    private final double elasticity;
    private final double error;

    /**
     * The response of an elasticity.
     *
     * @param error its standard error, above 0
     */
    public PriceResponse(double elasticity, double error) {
        Arguments.finite("elasticity", elasticity);
        Arguments.finite("error", error);
        if (error <= 0) {
            throw new IllegalArgumentException("error is " + error + ", not above 0");
        }
        this.elasticity = elasticity;
        this.error = error;
    }

    /** A figure at the elasticity, and at the ends of its 95 % interval, the smaller first. */
    public record Outcome(double value, double low, double high) {}

    /** How many times as many units are sold. */
    public Outcome units(double step) {
        return outcome(e -> Math.pow(1 + step, e));
    }

    /** What revenue grows by, as a part of it. */
    public Outcome revenueGrowth(double step) {
        return outcome(e -> Math.pow(1 + step, 1 + e) - 1);
    }

    /** What a price of 1 leaves more a unit that was sold before, after a cost. */
    public Outcome profitChange(double step, double cost) {
        return outcome(e -> (1 + step - cost) * Math.pow(1 + step, e) - (1 - cost));
    }

    /**
     * The chance that profit rises.
     *
     * @param step above -1 and not 0
     * @param cost of a unit as a part of the price; 0 for revenue in the place of profit
     * @return of what is lost where the price does not pay the cost: the chance that it becomes less
     */
    public double chanceOfMore(double step, double cost) {
        double before = 1 - cost;
        double after = 1 + step - cost;
        if (before >= 0 && after <= 0) {
            return 0;
        }
        if (before <= 0 && after >= 0) {
            return 1;
        }
        // (1 + step)^e = before / after is where nothing changes; a loss grows with the units.
        double even = Math.log(before / after) / Math.log(1 + step);
        double below = StudentT.normalBelow((even - elasticity) / error);
        boolean isMoreAbove = (step > 0) == (before > 0);
        return isMoreAbove ? 1 - below : below;
    }

    /**
     * The price at which profit is greatest, as a multiple of the cost: {@code e / (1 + e)}.
     *
     * @return empty where demand does not fall faster than the price rises (e is -1 or above): the dearer the better, as far as
     *     the model goes
     */
    public OptionalDouble bestMarkup() {
        return bestMarkup(elasticity);
    }

    /** The same at the end of the interval at which it is smaller. */
    public OptionalDouble bestMarkupLow() {
        return bestMarkup(elasticity - REACH * error);
    }

    /** The same at the other end; empty where the interval reaches -1. */
    public OptionalDouble bestMarkupHigh() {
        return bestMarkup(elasticity + REACH * error);
    }

    private static OptionalDouble bestMarkup(double e) {
        return e < -1 ? OptionalDouble.of(e / (1 + e)) : OptionalDouble.empty();
    }

    private interface OfElasticity {
        double at(double elasticity);
    }

    /** Each of them is monotone in the elasticity, so that the ends are at its ends. */
    private Outcome outcome(OfElasticity of) {
        double one = of.at(elasticity - REACH * error);
        double other = of.at(elasticity + REACH * error);
        return new Outcome(of.at(elasticity), Math.min(one, other), Math.max(one, other));
    }
}
