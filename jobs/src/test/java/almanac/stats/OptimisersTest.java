package almanac.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Expected values: closed forms. */
class OptimisersTest {

    @Test
    void goldenSectionFindsTheMinimumOfAParabola() {
        assertThat(GoldenSection.minimise(x -> (x - 0.3) * (x - 0.3) + 1, 0, 1, 7, 0))
                .isCloseTo(0.3, within(1e-7));
    }

    @Test
    void goldenSectionFindsTheDeeperOfTwoValleys() {
        // x^4 - 2 x^2 + x / 10 has minima near -1.0123 and 0.9873; its derivative is 4 x^3 - 4 x + 0.1.
        double found = GoldenSection.minimise(x -> x * x * x * x - 2 * x * x + x / 10, -2, 2, 20, 15);

        assertThat(found).isCloseTo(-1.0123, within(1e-4));
        assertThat(4 * found * found * found - 4 * found + 0.1).isCloseTo(0, within(1e-5));
    }

    @Test
    void goldenSectionReachesBothBounds() {
        assertThat(GoldenSection.minimise(x -> x, 0, 1, 10, 5)).isCloseTo(0, within(1e-7));
        assertThat(GoldenSection.minimise(x -> -x, 0, 1, 10, 5)).isCloseTo(1, within(1e-7));
    }

    @Test
    void goldenSectionStaysWhereItPrefersOnAFlatFunction() {
        assertThat(GoldenSection.minimise(x -> 4.0, 0, 1, 10, 3)).isCloseTo(0.3, within(1e-12));
    }

    @Test
    void nelderMeadFindsTheBottomOfACurvedValley() {
        // Rosenbrock's function moved into the cube: minimum at (0.6, 0.6), where both terms vanish.
        double[] found = NelderMead.minimise(
                point -> {
                    double x = point[0] / 0.6;
                    double y = point[1] / 0.6;
                    return 1 + 100 * (y - x * x) * (y - x * x) + (1 - x) * (1 - x);
                },
                new double[] {0.1, 0.9});

        assertThat(found).containsExactly(new double[] {0.6, 0.6}, within(1e-3));
    }

    @Test
    void nelderMeadFollowsASharpFoldWhereOnlyShrinkingHelps() {
        // Two planes that meet in a narrow fold; minimum 1 at (0.3, 0.7).
        double[] found = NelderMead.minimise(
                point -> 1 + Math.abs(point[0] - 0.3) + 20 * Math.abs(point[1] - 1 + point[0]),
                new double[] {0.9, 0.1});

        assertThat(found).containsExactly(new double[] {0.3, 0.7}, within(0.02));
    }

    @Test
    void nelderMeadReachesAMinimumInACornerOfTheCube() {
        double[] found = NelderMead.minimise(
                point -> 1 + point[0] - point[1] + (point[2] - 0.25) * (point[2] - 0.25), new double[] {0.5, 0.5, 0.5});

        assertThat(found).containsExactly(new double[] {0, 1, 0.25}, within(1e-3));
    }

    @Test
    void nelderMeadEndsOnAFlatFunction() {
        assertThat(NelderMead.minimise(point -> 0, new double[] {0.2, 0.9})).containsExactly(0.2, 0.9);
    }
}
