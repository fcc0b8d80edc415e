package almanac.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeasonalAdjustmentTest {

    private static final double[] QUARTERS = {20, 10, 5, 5};

    @Test
    void adjustedHistoryHasNoSeasonLeftAndForecastsGetItBack() {
        double[] history =
                IntStream.range(0, 20).mapToDouble(t -> QUARTERS[t % 4]).toArray();

        for (SeasonalAdjustment adjustment : new SeasonalAdjustment[] {
            SeasonalAdjustment.classical(history, 4), SeasonalAdjustment.shrunk(history, 4)
        }) {
            assertThat(adjustment.adjusted()).containsOnly(new double[] {10}, within(1e-9));
            assertThat(adjustment.giveBack(new double[] {10, 20, 10, 10, 10}))
                    .containsExactly(new double[] {20, 20, 5, 5, 20}, within(1e-9));
        }
    }

    @Test
    void historyWithAValueBelowZeroIsAdjustedBySummands() {
        double[] history =
                IntStream.range(0, 20).mapToDouble(t -> QUARTERS[t % 4] - 8).toArray();

        assertThat(SeasonalAdjustment.shrunk(history, 4).giveBack(new double[] {100, 100, 100, 100}))
                .containsExactly(new double[] {110, 100, 95, 95}, within(1e-9));
    }

    /** Expected: R 4.2.2; its acf is 1.2989 standard errors at lag 4. Its first shrunk factor is 1.283491412112270. */
    @Test
    void shrunkSeasonNeedsOneStandardErrorAndTheClassicalOne90Percent() {
        double[] weak = {10, 15, 9, 10, 13, 11, 7, 10, 19, 10, 8, 12, 13, 8, 6, 13, 12, 11, 8, 5};

        assertThat(SeasonalAdjustment.classical(weak, 4).adjusted()).isEqualTo(weak);
        assertThat(SeasonalAdjustment.shrunk(weak, 4).adjusted()[0]).isCloseTo(7.79124807975363, within(1e-9));
    }

    @Test
    void constantHistoryIsNotAdjusted() {
        double[] constant = new double[20];
        Arrays.fill(constant, 7);

        assertThat(SeasonalAdjustment.classical(constant, 4).adjusted()).isEqualTo(constant);
        assertThat(SeasonalAdjustment.shrunk(constant, 4).adjusted()).isEqualTo(constant);
        assertThat(SeasonalAdjustment.none(constant).adjusted()).isEqualTo(constant);
    }

    @Test
    void historyOfTwoSeasonsOrLessIsNotAdjusted() {
        double[] history =
                IntStream.range(0, 8).mapToDouble(t -> QUARTERS[t % 4]).toArray();

        assertThat(SeasonalAdjustment.shrunk(history, 4).adjusted()).isEqualTo(history);
    }
}
