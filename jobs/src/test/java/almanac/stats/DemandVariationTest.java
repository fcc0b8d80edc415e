package almanac.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Variation against R 4.2.2, {@code sd(x) / mean(x)}. */
class DemandVariationTest {

    private static final double[] YEAR = {12, 15, 9, 30, 14, 11, 10, 13, 22, 8, 16, 12};

    @Test
    void variationOfAYearIsThatOfR() {
        assertThat(DemandVariation.lastSeason(YEAR, 12)).hasValueCloseTo(0.43041822175274519, within(1e-14));
    }

    @Test
    void onlyTheLastSeasonCounts() {
        double[] history = new double[20];
        Arrays.fill(history, 1000);
        System.arraycopy(YEAR, 0, history, 8, 12);

        assertThat(DemandVariation.lastSeason(history, 12)).hasValueCloseTo(0.43041822175274519, within(1e-14));
    }

    @Test
    void whatComesAgainEveryYearIsNoVariation() {
        double[] history = IntStream.range(0, 36)
                .mapToDouble(month -> 100 + 60 * Math.sin(2 * Math.PI * month / 12))
                .toArray();
        double[] twoYears = Arrays.copyOf(history, 24);

        assertThat(DemandVariation.lastSeason(history, 12).orElseThrow()).isLessThan(0.02);
        assertThat(DemandVariation.lastSeason(twoYears, 12).orElseThrow()).isGreaterThan(0.4);
        assertThat(DemandVariation.tellsSeason(24, 12)).isFalse();
        assertThat(DemandVariation.tellsSeason(25, 12)).isTrue();
    }

    @Test
    void withoutAYearOrDemandThereIsNone() {
        assertThat(DemandVariation.lastSeason(new double[11], 12)).isEmpty();
        assertThat(DemandVariation.lastSeason(new double[12], 12)).isEmpty();
        assertThat(DemandVariation.lastSeason(new double[] {-1, -3}, 2)).isEmpty();
    }
}
