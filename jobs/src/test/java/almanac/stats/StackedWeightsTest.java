package almanac.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class StackedWeightsTest {

    private static final int METHODS = 4;

    /** Errors of four methods, forecast by forecast. */
    @Provide
    Arbitrary<double[]> errors() {
        return Arbitraries.doubles()
                .between(-5, 5)
                .array(double[].class)
                .ofMinSize(METHODS)
                .ofMaxSize(METHODS * 30);
    }

    /** Closed form: with the ridge 0.1 (1 + 3) / 2 = 0.2, w1 = (3.2 - 0.5) / (1.2 + 3.2 - 2 * 0.5) = 2.7 / 3.4. */
    @Example
    void weightsOfTwoMethodsAreTheClosedForm() {
        assertThat(StackedWeights.of(new double[] {1, 0.5, 0.5, 3}, 2))
                .containsExactly(new double[] {2.7 / 3.4, 0.7 / 3.4}, within(1e-9));
    }

    /** Expected: R 4.2.2, quadprog 1.5.8, solve.QP on the products plus a tenth of their mean diagonal. */
    @Example
    void weightsOfFourMethodsAreThoseOfQuadraticProgramming() {
        double[] products = {4, 3.5, 1, 5.9, 3.5, 5, 0.5, 6.5, 1, 0.5, 3, 1.2, 5.9, 6.5, 1.2, 12};

        assertThat(StackedWeights.of(products, 4))
                .containsExactly(
                        new double[] {0.203285420944559, 0.239219712525667, 0.557494866529774, 0}, within(1e-9));
    }

    /** Expected: likewise; the third method is off as the first is, four times as far. */
    @Example
    void methodThatErrsMuchMoreTheSameWayWeighsNothing() {
        double[] products = {7.5, 5, 31, -1.5, 5, 7, 22, -3.5, 31, 22, 130, -11, -1.5, -3.5, -11, 14.25};

        assertThat(StackedWeights.of(products, 4))
                .containsExactly(
                        new double[] {0.260479109986131, 0.397052991090262, 0, 0.342467898923607}, within(1e-9));
    }

    /**
     * By hand: the first two are the same, the third is three times as far off. With the ridge 1.1 / 3 the slope at
     * (1/2, 1/2, 0) is 1 + 1.1/6 for the first two and 3 for the third, so that no weight for it makes the error smaller.
     */
    @Example
    void noWeightIsNegative() {
        assertThat(StackedWeights.of(new double[] {1, 1, 3, 1, 1, 3, 3, 3, 9}, 3))
                .containsExactly(new double[] {0.5, 0.5, 0}, within(1e-9));
    }

    @Example
    void methodsWithoutErrorsAndOneMethodWeighTheSame() {
        assertThat(StackedWeights.of(new double[9], 3)).containsOnly(1.0 / 3);
        assertThat(StackedWeights.of(new double[] {7}, 1)).containsExactly(1);
        assertThat(StackedWeights.equal(4)).containsOnly(0.25);
    }

    /** Closed form: beside an error of 2 an exact forecast has the ridge 0.1 alone, the other 2.1. */
    @Example
    void exactMethodDoesNotTakeEverything() {
        assertThat(StackedWeights.of(new double[] {0, 0, 0, 2}, 2))
                .containsExactly(new double[] {2.1 / 2.2, 0.1 / 2.2}, within(1e-9));
    }

    @Property(tries = 200)
    void weightsAreAnOptimumOnTheSimplex(@ForAll("errors") double[] errors) {
        double[] products = products(errors);

        double[] weights = StackedWeights.of(products, METHODS);

        assertThat(Arrays.stream(weights).sum()).isCloseTo(1, within(1e-9));
        assertThat(Arrays.stream(weights).min().orElseThrow()).isGreaterThanOrEqualTo(0);
        // Karush-Kuhn-Tucker: the slope is the same for every method with a weight, and no smaller for the others.
        double trace = 0;
        for (int i = 0; i < METHODS; i++) {
            trace += products[i * METHODS + i];
        }
        double[] slopes = new double[METHODS];
        for (int i = 0; i < METHODS; i++) {
            slopes[i] = 0.1 * trace / METHODS * weights[i];
            for (int j = 0; j < METHODS; j++) {
                slopes[i] += products[i * METHODS + j] * weights[j];
            }
        }
        double smallest = Arrays.stream(slopes).min().orElseThrow();
        for (int i = 0; i < METHODS; i++) {
            if (weights[i] > 1e-6) {
                assertThat(slopes[i]).isCloseTo(smallest, within(1e-6 * trace));
            }
        }
    }

    @Property(tries = 200)
    void unitOfTheErrorsDoesNotMatter(@ForAll("errors") double[] errors) {
        double[] products = products(errors);
        double[] larger =
                Arrays.stream(products).map(product -> product * 0x1p40).toArray();

        assertThat(StackedWeights.of(larger, METHODS)).isEqualTo(StackedWeights.of(products, METHODS));
    }

    @Example
    void productsThatAreNoSquareOrNoNumbersAreRefused() {
        assertThatThrownBy(() -> StackedWeights.of(new double[] {1, 2, 3}, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("3 products are not those of each two of 2 methods");
        assertThatThrownBy(() -> StackedWeights.of(new double[] {1, Double.NaN, 3, 4}, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("products[1] is NaN, not a finite number");
        assertThatThrownBy(() -> StackedWeights.equal(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("methods is 0, less than 1");
    }

    private static double[] products(double[] errors) {
        double[] products = new double[METHODS * METHODS];
        for (int forecast = 0; forecast + METHODS <= errors.length; forecast += METHODS) {
            for (int i = 0; i < METHODS; i++) {
                for (int j = 0; j < METHODS; j++) {
                    products[i * METHODS + j] += errors[forecast + i] * errors[forecast + j];
                }
            }
        }
        return products;
    }
}
