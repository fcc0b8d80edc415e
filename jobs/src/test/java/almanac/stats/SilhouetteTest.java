package almanac.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SilhouetteTest {

    private static final double[][] POINTS = {{1, 2}, {1.5, 1.8}, {5, 8}, {8, 8}, {1, 0.6}, {9, 11}, {4, 4}};

    @Test
    void itIsThatOfR() {
        // R 4.2.2, from the definition: d <- as.matrix(dist(x))^2; per point a, b and (b - a) / max(a, b).
        assertThat(Silhouette.ofSquares(POINTS, new int[] {0, 0, 1, 1, 0, 1, 2}, 3))
                .isCloseTo(0.600295121181723, within(1e-12));
    }

    @Test
    void oneClusterTellsNothingApart() {
        assertThat(Silhouette.ofSquares(POINTS, new int[7], 3)).isZero();
    }

    @Test
    void everyPointHasACluster() {
        assertThatThrownBy(() -> Silhouette.ofSquares(POINTS, new int[6], 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("7 points and 6 clusters of them");
    }
}
