package almanac.stats;

import java.util.Optional;

/**
 * How much more treated units changed than others did: the difference in differences, with errors that follow from how units of
 * one group differ.
 *
 * <p>Each unit is one observation, its periods before and after added up: so nothing has to be assumed of how the periods of a
 * unit go together. Of amounts the effect is the logarithm of {@code (T1 / T0) / (C1 / C0)}, sums over the units of each group: the
 * very coefficient of Poisson pseudo-maximum-likelihood with effects of units and periods when all units are treated at one time,
 * and what an analyst would do by hand.
 *
 * <p>Large units weigh more in sums; the variance is that of a weighted mean with each squared residual corrected by its leverage
 * (HC2), which is unbiased where variances fall with size, and its degrees of freedom are those of Bell and McCaffrey, here in
 * closed form. With equal sizes that is Welch's test. A group of fewer than {@value #FEWEST} units tells too little of its own
 * spread: then both groups are taken to have one, and the degrees are the units less 2. Whether it falls with size or is alike for
 * all units would matter then, so the larger of both errors is taken.
 *
 * <p>Sources: M. Bertrand, E. Duflo and S. Mullainathan (2004), <i>How much should we trust differences-in-differences
 * estimates?</i>, doi:10.1162/003355304772839588; G. W. Imbens and M. Kolesár (2016), <i>Robust standard errors in small
 * samples</i>, doi:10.1162/REST_a_00552; S. G. Donald and K. Lang (2007), <i>Inference with difference-in-differences and other
 * panel data</i>, doi:10.1162/rest.89.2.221.
 */
public final class DifferenceInDifferences {

    /** Fewer units than this have no spread of their own. */
    public static final int FEWEST = 3;

    /**
     * An effect.
     *
     * @param value of the effect
     * @param error its standard error, above 0
     * @param degrees of freedom of the error
     */
    public record Effect(double value, double error, double degrees) {

        /** The probability of an effect this far from 0, either way, where there is none. */
        public double pValue() {
            return Math.min(1, 2 * StudentT.above(Math.abs(value) / error, degrees));
        }

        /** The end of an interval: the value below which the effect lies with a probability. */
        public double bound(double level) {
            return value + error * StudentT.quantile(level, degrees);
        }
    }

    /** Units of one group: what each had before and has after, in any measure; {@code before} is above 0. */
    public record Group(double[] before, double[] after) {

        /** Checks that units pair up. */
        public Group {
            Arguments.finite("before", before);
            Arguments.finite("after", after);
            Arguments.sameLength("before", before, "after", after);
            for (int i = 0; i < before.length; i++) {
                if (before[i] <= 0) {
                    throw new IllegalArgumentException("before[" + i + "] is " + before[i] + ", not above 0");
                }
            }
        }

        private int units() {
            return before.length;
        }
    }

    private DifferenceInDifferences() {}

    /**
     * The difference of the logarithms of growth: {@code exp} of it, less 1, is the lift.
     *
     * @return empty where a group has no unit or sums to 0 or less after, where there are fewer than {@value #FEWEST} units, or
     *     where units do not differ at all, so that there is no error
     */
    public static Optional<Effect> ofLogarithms(Group treated, Group controls) {
        if (sum(treated.after()) <= 0 || sum(controls.after()) <= 0) {
            return Optional.empty();
        }
        return effect(new Ratio(treated, true), new Ratio(controls, true));
    }

    /** The difference of the ratios after / before themselves, which may be 0 or below. */
    public static Optional<Effect> ofRatios(Group treated, Group controls) {
        return effect(new Ratio(treated, false), new Ratio(controls, false));
    }

    private static Optional<Effect> effect(Ratio treated, Ratio controls) {
        if (treated.units < 1 || controls.units < 1 || treated.units + controls.units < FEWEST) {
            return Optional.empty();
        }
        double variance;
        double degrees;
        if (Math.min(treated.units, controls.units) < FEWEST) {
            degrees = treated.units + controls.units - 2.0;
            double fallsWithSize = (treated.squares + controls.squares) / degrees;
            double isAlike = (treated.shares + controls.shares) / degrees;
            variance = Math.max(
                    fallsWithSize * (1 / treated.weight + 1 / controls.weight),
                    isAlike * (treated.concentration + controls.concentration));
        } else {
            variance = treated.variance + controls.variance;
            degrees = variance
                    * variance
                    / (treated.variance * treated.variance / treated.degrees
                            + controls.variance * controls.variance / controls.degrees);
        }
        return variance > 0 && Double.isFinite(variance)
                ? Optional.of(new Effect(treated.value - controls.value, Math.sqrt(variance), degrees))
                : Optional.empty();
    }

    /** Sum of after over sum of before of one group, or its logarithm, and how far units are from it. */
    private static final class Ratio {
        private final int units;
        private final double weight;
        private final double value;
        private final double variance;
        private final double degrees;
        private final double squares;
        private final double shares;
        private final double concentration;

        private Ratio(Group group, boolean isLogarithm) {
            double ratio = sum(group.after()) / sum(group.before());
            double scale = isLogarithm ? ratio : 1;
            this.units = group.units();
            this.weight = sum(group.before());
            this.value = isLogarithm ? Math.log(ratio) : ratio;
            double ofVariance = 0;
            double ofSquares = 0;
            double ofShares = 0;
            double weightSquares = 0;
            double factors = 0;
            double factorSquares = 0;
            for (int i = 0; i < units; i++) {
                double residual = (group.after()[i] - ratio * group.before()[i]) / scale;
                double part = group.before()[i] / weight;
                double factor = part * part / (1 - part);
                ofSquares += residual * residual / group.before()[i];
                ofShares += residual * residual / (group.before()[i] * group.before()[i]);
                ofVariance += residual * residual / (weight * weight) / (1 - part);
                weightSquares += part * part;
                factors += factor;
                factorSquares += factor * factor;
            }
            this.squares = ofSquares;
            this.shares = ofShares;
            this.concentration = weightSquares;
            this.variance = ofVariance;
            this.degrees = 1 / (weightSquares + factors * factors - factorSquares);
        }
    }

    private static double sum(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }
}
