package almanac.stats;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

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
 * <p>Of effects that begin at several times there is one pooled effect ({@link #ofLogarithms(List)}), as B. Callaway and P. H. C.
 * Sant'Anna (2021), <i>Difference-in-differences with multiple time periods</i>, doi:10.1016/j.jeconom.2020.12.001, pool theirs.
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

        int units() {
            return before.length;
        }
    }

    /**
     * What is compared at one time.
     *
     * @param treated units that an effect may have begun in
     * @param controls units that it never begins in
     * @param names of the controls, one each, by which those of several starts are known to be the same
     */
    public record Start(Group treated, Group controls, List<String> names) {

        /** Checks that controls have names. */
        public Start {
            names = List.copyOf(names);
            if (names.size() != controls.units()) {
                throw new IllegalArgumentException(names.size() + " names for " + controls.units() + " controls");
            }
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
        return ofLogarithms(one(treated, controls));
    }

    /** The difference of the ratios after / before themselves, which may be 0 or below. */
    public static Optional<Effect> ofRatios(Group treated, Group controls) {
        return ofRatios(one(treated, controls));
    }

    /**
     * Of several starts, each of which compares units that it treats with units that none of them treats, the one effect that they
     * have together: the logarithm of what all treated units sold over what they would have sold without, so that amounts
     * add up over starts.
     *
     * <p>To the first order that is the mean of the effects of the starts, weighted by what would have been sold. A control of
     * several starts errs in all of them, and not independently: its errors are added up with their weights before they are
     * squared, which is the variance of clusters. Treated units belong to one start each.
     *
     * @return empty where {@link #ofLogarithms(Group, Group)} is of any start, or where there is no start
     */
    public static Optional<Effect> ofLogarithms(List<Start> starts) {
        if (starts.stream()
                .anyMatch(start -> sum(start.treated().after()) <= 0
                        || sum(start.controls().after()) <= 0)) {
            return Optional.empty();
        }
        return StaggeredEffect.of(starts, true);
    }

    /** Likewise of ratios: the mean of the starts' differences, weighted by what treated units had before. */
    public static Optional<Effect> ofRatios(List<Start> starts) {
        return StaggeredEffect.of(starts, false);
    }

    private static List<Start> one(Group treated, Group controls) {
        return List.of(new Start(
                treated,
                controls,
                IntStream.range(0, controls.units()).mapToObj(Integer::toString).toList()));
    }

    static double sum(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }
}
