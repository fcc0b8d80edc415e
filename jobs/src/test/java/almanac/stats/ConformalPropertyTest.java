package almanac.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Scale;

/** Quantiles over all residuals, and the coverage that the theory promises. */
class ConformalPropertyTest {

    private static final int TRIALS = 40_000;

    @Provide
    Arbitrary<double[]> residuals() {
        return Arbitraries.doubles()
                .between(-100, 100)
                .array(double[].class)
                .ofMinSize(2)
                .ofMaxSize(40);
    }

    @Property
    void quantilesRiseWithTheLevel(
            @ForAll("residuals") double[] residuals,
            @ForAll @Scale(6) @DoubleRange(min = 0.001, max = 0.999) double one,
            @ForAll @Scale(6) @DoubleRange(min = 0.001, max = 0.999) double other) {
        Conformal conformal = Conformal.of(residuals);

        assertThat(conformal.quantile(Math.min(one, other)))
                .isLessThanOrEqualTo(conformal.quantile(Math.max(one, other)) + 1e-9);
    }

    @Property
    void guaranteedQuantilesAreResidualsAndTheOthersLieOutside(
            @ForAll("residuals") double[] residuals,
            @ForAll @Scale(6) @DoubleRange(min = 0.501, max = 0.999) double level) {
        Conformal conformal = Conformal.of(residuals);
        double quantile = conformal.quantile(level);
        double largest = Arrays.stream(residuals).max().orElseThrow();

        if (conformal.isGuaranteed(level)) {
            assertThat(residuals).contains(quantile);
        } else {
            assertThat(quantile).isGreaterThanOrEqualTo(largest - 1e-9);
        }
    }

    @Property
    void mirroredResidualsGiveMirroredQuantiles(
            @ForAll("residuals") double[] residuals,
            @ForAll @Scale(6) @DoubleRange(min = 0.01, max = 0.99) double level) {
        double[] mirrored = Arrays.stream(residuals).map(r -> -r).toArray();

        assertThat(Conformal.of(mirrored).quantile(1 - level))
                .isCloseTo(-Conformal.of(residuals).quantile(level), within(1e-9));
    }

    /** Theory: exactly k / (n + 1), here 19 / 20 and 1 / 20, for every continuous distribution. */
    @Example
    void skewedErrorsAreCoveredAsPromised() {
        double[] below = coverage(19, 0.05, 0.95);

        // Three standard errors of 40,000 trials are 0.0033.
        assertThat(below[0]).isCloseTo(0.05, within(0.0033));
        assertThat(below[1]).isCloseTo(0.95, within(0.0033));
    }

    /** Theory: ceil(26 * 0.9) / 26 = 24 / 26 and floor(26 * 0.1) / 26 = 2 / 26. */
    @Example
    void levelsBetweenTwoRanksAreCoveredBySlightlyMore() {
        double[] below = coverage(25, 0.1, 0.9);

        assertThat(below[0]).isCloseTo(2.0 / 26, within(0.0042));
        assertThat(below[1]).isCloseTo(24.0 / 26, within(0.0042));
    }

    /** Theory: the extended tail is exact for exponential errors but for the median of an even number. */
    @Example
    void theExtendedTailOfFewResidualsCoversItsLevel() {
        assertThat(coverage(3, 0.05, 0.95)[1]).isCloseTo(0.95, within(0.0033));
        assertThat(coverage(5, 0.05, 0.95)[1]).isCloseTo(0.95, within(0.0033));
        assertThat(coverage(9, 0.025, 0.975)[1]).isCloseTo(0.975, within(0.0024));
        assertThat(coverage(2, 0.05, 0.95)[1]).isBetween(0.93, 0.95);
    }

    /** How often the next of n + 1 skewed draws falls below the quantiles learnt from the first n. */
    private static double[] coverage(int residuals, double low, double high) {
        Random random = new Random(20260101);
        int belowLow = 0;
        int belowHigh = 0;
        for (int trial = 0; trial < TRIALS; trial++) {
            double[] drawn = new double[residuals];
            for (int i = 0; i < residuals; i++) {
                drawn[i] = exponential(random);
            }
            Conformal conformal = Conformal.of(drawn);
            double next = exponential(random);
            belowLow += next < conformal.quantile(low) ? 1 : 0;
            belowHigh += next < conformal.quantile(high) ? 1 : 0;
        }
        return new double[] {(double) belowLow / TRIALS, (double) belowHigh / TRIALS};
    }

    private static double exponential(Random random) {
        return -Math.log(1 - random.nextDouble());
    }
}
