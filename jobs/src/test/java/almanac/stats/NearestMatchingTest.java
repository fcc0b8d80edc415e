package almanac.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Worked out by hand; the third case is one that matching point by point gets wrong. */
class NearestMatchingTest {

    @Test
    void pointsThatMovedALittleAreFoundAgain() {
        double[][] earlier = {{0, 0}, {5, 5}, {9, 0}};
        double[][] points = {{8.5, 0.5}, {0.1, 0}, {5, 4}};

        assertThat(NearestMatching.of(earlier, points)).containsExactly(2, 0, 1);
    }

    @Test
    void pointWithoutAnEarlierOneIsTheOneFarthestFromAll() {
        assertThat(NearestMatching.of(new double[][] {{0}, {10}}, new double[][] {{1}, {50}, {9}}))
                .containsExactly(0, -1, 1);
        assertThat(NearestMatching.of(new double[][] {{0}, {10}, {20}}, new double[][] {{19}}))
                .containsExactly(2);
        assertThat(NearestMatching.of(new double[0][], new double[][] {{1}})).containsExactly(-1);
    }

    @Test
    void sumOfAllDistancesCountsAndNotTheNearestOfEach() {
        // The first point is nearest to the second earlier one: 1 + sqrt(32) = 6.66; the other way it is 2 + sqrt(17) =
        // 6.12.
        assertThat(NearestMatching.of(new double[][] {{0, 0}, {3, 0}}, new double[][] {{2, 0}, {4, 4}}))
                .containsExactly(0, 1);
    }

    @Test
    void tooManyAreRefused() {
        assertThatThrownBy(() -> NearestMatching.of(new double[11][1], new double[1][1]))
                .hasMessageContaining("more than 10");
    }
}
