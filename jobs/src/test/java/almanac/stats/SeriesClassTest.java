package almanac.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Expected values: the definitions by hand. */
class SeriesClassTest {

    @Test
    void demandInEveryPeriodOfLikeSizeIsSmooth() {
        assertThat(SeriesClass.of(new double[] {10, 12, 11, 9, 10, 12}, 6)).isEqualTo(SeriesClass.SMOOTH);
    }

    @Test
    void demandInEveryPeriodOfVeryDifferentSizeIsErratic() {
        assertThat(SeriesClass.of(new double[] {1, 30, 2, 1, 40, 1}, 6)).isEqualTo(SeriesClass.ERRATIC);
    }

    @Test
    void rareDemandOfLikeSizeIsIntermittent() {
        assertThat(SeriesClass.of(new double[] {0, 0, 5, 0, 0, 6}, 6)).isEqualTo(SeriesClass.INTERMITTENT);
    }

    @Test
    void rareDemandOfVeryDifferentSizeIsLumpy() {
        assertThat(SeriesClass.of(new double[] {0, 1, 0, 40, 0, 2, 0, 1}, 6)).isEqualTo(SeriesClass.LUMPY);
    }

    @Test
    void anIntervalAtTheCutOffCountsAsBelowIt() {
        // 33 observations, 25 with demand: 1.32 exactly. With 24: 1.375.
        double[] series = new double[33];
        Arrays.fill(series, 0, 25, 7);
        assertThat(SeriesClass.of(series, 6)).isEqualTo(SeriesClass.SMOOTH);

        series[24] = 0;
        assertThat(SeriesClass.of(series, 6)).isEqualTo(SeriesClass.INTERMITTENT);
    }

    @Test
    void theVariationCutOffSeparatesSmoothFromErratic() {
        // Sizes 1 - d and 1 + d: mean 1, sample variance 2 d^2, so 0.5 at d = 0.5 and 0.4802 at d = 0.49.
        assertThat(SeriesClass.of(new double[] {0.51, 1.49}, 2)).isEqualTo(SeriesClass.SMOOTH);
        // Sizes 3, 10, 17: mean 10, sample variance 49, so 0.49 exactly, which counts as below.
        assertThat(SeriesClass.of(new double[] {3, 10, 17}, 2)).isEqualTo(SeriesClass.SMOOTH);
        assertThat(SeriesClass.of(new double[] {0.5, 1.5}, 2)).isEqualTo(SeriesClass.ERRATIC);
    }

    @Test
    void aSeriesShorterThanAskedForIsTooShortEvenIfAllZero() {
        assertThat(SeriesClass.of(new double[] {0, 0, 0}, 4)).isEqualTo(SeriesClass.TOO_SHORT);
        assertThat(SeriesClass.of(new double[0], 1)).isEqualTo(SeriesClass.TOO_SHORT);
    }

    @Test
    void aSeriesWithoutDemandIsAllZero() {
        assertThat(SeriesClass.of(new double[] {0, 0, 0, 0}, 4)).isEqualTo(SeriesClass.ALL_ZERO);
        assertThat(SeriesClass.of(new double[] {0, -3, 0, -1}, 4)).isEqualTo(SeriesClass.ALL_ZERO);
    }

    @Test
    void netReturnsAreNoDemand() {
        assertThat(SeriesClass.averageDemandInterval(new double[] {5, -2, 5, 0}))
                .hasValue(2);
        assertThat(SeriesClass.squaredCoefficientOfVariation(new double[] {5, -2, 5, 0}))
                .hasValue(0);
    }

    @Test
    void variationIsTheSampleVarianceOverTheSquaredMean() {
        // Sizes 2, 4, 6: mean 4, variance 4.
        assertThat(SeriesClass.squaredCoefficientOfVariation(new double[] {2, 0, 4, 6}))
                .hasValueCloseTo(0.25, within(1e-12));
    }

    @Test
    void oneDemandHasNoVariationAndNoDemandHasNoMeasure() {
        assertThat(SeriesClass.squaredCoefficientOfVariation(new double[] {0, 9, 0}))
                .hasValue(0);
        assertThat(SeriesClass.squaredCoefficientOfVariation(new double[] {0, 0}))
                .isEmpty();
        assertThat(SeriesClass.averageDemandInterval(new double[] {0, 0})).isEmpty();
    }

    @Test
    void hugeSizesDoNotOverflow() {
        assertThat(SeriesClass.squaredCoefficientOfVariation(
                        new double[] {Double.MAX_VALUE, Double.MAX_VALUE, Double.MAX_VALUE}))
                .hasValue(0);
    }

    @Test
    void aGapIsRefused() {
        double[] gap = {1, Double.NaN};

        assertThatThrownBy(() -> SeriesClass.of(gap, 6))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("series[1] is NaN, not a finite number");
        assertThatThrownBy(() -> SeriesClass.averageDemandInterval(gap))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("series[1] is NaN, not a finite number");
        assertThatThrownBy(() -> SeriesClass.squaredCoefficientOfVariation(gap))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("series[1] is NaN, not a finite number");
    }
}
