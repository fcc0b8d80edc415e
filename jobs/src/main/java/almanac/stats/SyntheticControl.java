package almanac.stats;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What a unit would have had without a treatment, as the mixture of other units that was most like it before; for few treated
 * units, of which differences in differences say little.
 *
 * <p>Every unit is set in relation to its own mean before, so that mixtures compare courses and not sizes. The weights are 0 or
 * above and add up to 1: nothing is extrapolated. They are the least squares of the periods before, found by accelerated
 * projected gradients.
 *
 * <p>Whether the gap after is large is told by placebos: each other unit is treated in its turn, and the p-value is the part of all
 * units whose ratio of root mean square gaps, after to before, is at least that of the treated one. With {@code n} others it
 * cannot be below {@code 1 / (n + 1)}.
 *
 * <p>Source: A. Abadie, A. Diamond and J. Hainmueller (2010), <i>Synthetic control methods for comparative case studies</i>,
 * doi:10.1198/jasa.2009.ap08746; A. Beck and M. Teboulle (2009), <i>A fast iterative shrinkage-thresholding algorithm</i>,
 * doi:10.1137/080716542.
 */
public final class SyntheticControl {

    /** Fewer others than this are no mixture, and placebos of them no test. */
    public static final int FEWEST_OTHERS = 3;

    private static final int MOST_STEPS = 5000;
    private static final double CONVERGED = 1e-10;

    /**
     * What was found.
     *
     * @param weights of the other units
     * @param lift sum of the treated unit after over that of its mixture, less 1
     * @param pValue by placebos
     */
    public record Result(double[] weights, double lift, double pValue) {}

    private SyntheticControl() {}

    /**
     * Compares a unit with its mixture.
     *
     * @param treated periods before, then those after
     * @param others one row a unit, likewise
     * @param before how many periods are before
     * @return empty where there are fewer than {@value #FEWEST_OTHERS} others, no period after, a unit without anything before, or
     *     a mixture without anything after
     */
    public static Optional<Result> of(double[] treated, double[][] others, int before) {
        Arguments.atLeast(2, "before", before);
        if (others.length < FEWEST_OTHERS || treated.length <= before) {
            return Optional.empty();
        }
        double[][] units = new double[others.length + 1][];
        units[0] = treated;
        System.arraycopy(others, 0, units, 1, others.length);
        double[][] courses = new double[units.length][];
        for (int unit = 0; unit < units.length; unit++) {
            Arguments.finite("unit", units[unit]);
            double mean = Arrays.stream(units[unit], 0, before).average().orElse(0);
            if (mean <= 0) {
                return Optional.empty();
            }
            courses[unit] =
                    Arrays.stream(units[unit]).map(value -> value / mean).toArray();
        }
        Gap gap = gap(courses, 0, before);
        int asLarge = 0;
        for (int unit = 0; unit < courses.length; unit++) {
            // Of the others the treated unit is not part: what happened to it would be in their mixture.
            if (unit == 0 || gap(courses, unit, before).ratio >= gap.ratio) {
                asLarge++;
            }
        }
        return gap.mixtureAfter > 0
                ? Optional.of(
                        new Result(gap.weights, gap.after / gap.mixtureAfter - 1, asLarge / (double) courses.length))
                : Optional.empty();
    }

    private record Gap(double[] weights, double after, double mixtureAfter, double ratio) {}

    private static Gap gap(double[][] courses, int unit, int before) {
        double[][] donors = IntStream.range(1, courses.length)
                .filter(other -> other != unit)
                .mapToObj(other -> courses[other])
                .toArray(double[][]::new);
        double[] weights = weights(courses[unit], donors, before);
        double squaresBefore = 0;
        double squaresAfter = 0;
        double after = 0;
        double mixtureAfter = 0;
        int periods = courses[unit].length;
        for (int period = 0; period < periods; period++) {
            double mixture = 0;
            for (int donor = 0; donor < donors.length; donor++) {
                mixture += weights[donor] * donors[donor][period];
            }
            double difference = courses[unit][period] - mixture;
            if (period < before) {
                squaresBefore += difference * difference;
            } else {
                squaresAfter += difference * difference;
                after += courses[unit][period];
                mixtureAfter += mixture;
            }
        }
        double ofBefore = Math.sqrt(squaresBefore / before);
        double ofAfter = Math.sqrt(squaresAfter / (periods - before));
        return new Gap(weights, after, mixtureAfter, ofAfter / Math.max(ofBefore, Double.MIN_NORMAL));
    }

    /** The weights, 0 or above with sum 1, whose mixture has the least squared distance before. */
    static double[] weights(double[] target, double[][] donors, int before) {
        int count = donors.length;
        double[][] products = new double[count][count];
        double[] aims = new double[count];
        double trace = 0;
        for (int a = 0; a < count; a++) {
            for (int period = 0; period < before; period++) {
                aims[a] += donors[a][period] * target[period];
                for (int b = 0; b < count; b++) {
                    products[a][b] += donors[a][period] * donors[b][period];
                }
            }
            trace += products[a][a];
        }
        double step = 1 / Math.max(trace, Double.MIN_NORMAL);
        double[] weights = new double[count];
        Arrays.fill(weights, 1.0 / count);
        double[] ahead = weights.clone();
        double momentum = 1;
        for (int iteration = 0; iteration < MOST_STEPS; iteration++) {
            double[] moved = new double[count];
            double downhill = 0;
            for (int a = 0; a < count; a++) {
                double gradient = -aims[a];
                for (int b = 0; b < count; b++) {
                    gradient += products[a][b] * ahead[b];
                }
                moved[a] = ahead[a] - step * gradient;
            }
            double[] next = ontoSimplex(moved);
            double change = 0;
            for (int a = 0; a < count; a++) {
                change = Math.max(change, Math.abs(next[a] - ahead[a]));
                downhill += (ahead[a] - next[a]) * (next[a] - weights[a]);
            }
            // Momentum that leads uphill is dropped.
            double nextMomentum = downhill > 0 ? 1 : (1 + Math.sqrt(1 + 4 * momentum * momentum)) / 2;
            double carry = downhill > 0 ? 0 : (momentum - 1) / nextMomentum;
            for (int a = 0; a < count; a++) {
                ahead[a] = next[a] + carry * (next[a] - weights[a]);
            }
            momentum = nextMomentum;
            weights = next;
            if (change < CONVERGED) {
                break;
            }
        }
        return weights;
    }

    /** The nearest point whose coordinates are 0 or above and add up to 1. */
    private static double[] ontoSimplex(double[] point) {
        double[] sorted = point.clone();
        Arrays.sort(sorted);
        double sum = 0;
        double shift = 0;
        for (int rank = 1; rank <= sorted.length; rank++) {
            double value = sorted[sorted.length - rank];
            sum += value;
            if (value - (sum - 1) / rank > 0) {
                shift = (sum - 1) / rank;
            }
        }
        double level = shift;
        return Arrays.stream(point).map(value -> Math.max(0, value - level)).toArray();
    }
}
