package almanac.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Expected values: R 4.2.2, {@code stats::acf} and {@code stats::decompose}. */
class SeasonalityTest {

    @Test
    void autocorrelationsAreThoseOfR() {
        assertThat(Seasonality.autocorrelation(ReferenceSeries.airPassengers(), 12))
                .containsExactly(
                        new double[] {
                            0.9480473408, 0.8755748351, 0.8066811555, 0.7526254174, 0.7137699727, 0.6817336033,
                            0.6629043864, 0.6556104843, 0.6709483279, 0.7027199209, 0.7432401890, 0.7603950423
                        },
                        within(1e-9));
    }

    @Test
    void autocorrelationOfAConstantIsZero() {
        assertThat(Seasonality.autocorrelation(new double[] {0.1, 0.1, 0.1, 0.1}, 2))
                .containsExactly(0, 0);
    }

    @Test
    void autocorrelationBeyondTheSeriesIsZero() {
        // By hand: deviations -0.5 and 0.5, so -0.25 / 0.5 at lag 1.
        assertThat(Seasonality.autocorrelation(new double[] {1, 2}, 4)).containsExactly(-0.5, 0, 0, 0);
    }

    @Test
    void autocorrelationOfTheLargestDoublesDoesNotOverflow() {
        assertThat(Seasonality.autocorrelation(new double[] {-Double.MAX_VALUE, Double.MAX_VALUE}, 1))
                .containsExactly(-0.5);
    }

    @Test
    void airPassengersAreSeasonal() {
        assertThat(Seasonality.isSeasonal(ReferenceSeries.airPassengers(), 12)).isTrue();
    }

    @Test
    void theNileIsNotSeasonal() {
        assertThat(Seasonality.isSeasonal(ReferenceSeries.nile(), 12)).isFalse();
    }

    @Test
    void theStandardErrorLeavesOutTheAutocorrelationOfThePeriodItself() {
        // acf in R: r_4 is 0.61089, the limit 0.57540; with r_4 among the squares it would be 0.70666.
        double[] quarters = {8, 10, 22, 9, 4, 13, 26, 9, 13, 17, 26, 9};

        assertThat(Seasonality.isSeasonal(quarters, 4)).isTrue();
    }

    @Test
    void aStrongNegativeAutocorrelationAtThePeriodPassesTheTestToo() {
        // acf(x)$acf[3] is -0.8333 with r_1 = 0 (by hand): limit 1.645 sqrt(1 / 12) = 0.4749.
        double[] everyTwoItTurns = {1, 1, -1, -1, 1, 1, -1, -1, 1, 1, -1, -1};

        assertThat(Seasonality.autocorrelation(everyTwoItTurns, 2)[1]).isCloseTo(-10.0 / 12, within(1e-12));
        assertThat(Seasonality.isSeasonal(everyTwoItTurns, 2)).isTrue();
    }

    @Test
    void moreThanTwoPeriodsAreNeededToSeeASeason() {
        // One peak a year: at 24 months r_12 is 0.5 - 1/22 (by hand) and would pass, but two periods are too few.
        double[] peaks = new double[25];
        Arrays.fill(peaks, 10);
        peaks[5] = 30;
        peaks[17] = 30;
        double[] twoYears = Arrays.copyOf(peaks, 24);

        assertThat(Seasonality.autocorrelation(twoYears, 12)[11]).isGreaterThan(0.4);
        assertThat(Seasonality.isSeasonal(twoYears, 12)).isFalse();
        assertThat(Seasonality.isSeasonal(peaks, 12)).isTrue();
    }

    @Test
    void aPeriodOfOneOrAConstantIsNotSeasonal() {
        assertThat(Seasonality.isSeasonal(ReferenceSeries.airPassengers(), 1)).isFalse();
        assertThat(Seasonality.isSeasonal(new double[60], 12)).isFalse();
    }

    @Test
    void aPeriodBeyondAnyIntegerArithmeticIsNotSeasonal() {
        assertThat(Seasonality.isSeasonal(ReferenceSeries.airPassengers(), Integer.MAX_VALUE))
                .isFalse();
    }

    @Test
    void multiplicativeIndicesAreThoseOfR() {
        assertThat(Seasonality.multiplicativeIndices(ReferenceSeries.airPassengers(), 12))
                .containsExactly(
                        new double[] {
                            0.9102303674, 0.8836253207, 1.0073662876, 0.9759060123, 0.9813780275, 1.1127758267,
                            1.2265555429, 1.2199109694, 1.0604919326, 0.9217572404, 0.8011780824, 0.8988243900
                        },
                        within(1e-9));
    }

    @Test
    void additiveIndicesAreThoseOfR() {
        assertThat(Seasonality.additiveIndices(ReferenceSeries.airPassengers(), 12))
                .containsExactly(
                        new double[] {
                            -24.748737374,
                            -36.188131313,
                            -2.241161616,
                            -8.036616162,
                            -4.506313131,
                            35.402777778,
                            63.830808081,
                            62.823232323,
                            16.520202020,
                            -20.642676768,
                            -53.593434343,
                            -28.619949495
                        },
                        within(1e-8));
    }

    @Test
    void aLastYearThatIsNotCompleteCountsForTheMonthsItHas() {
        // decompose(ts(AirPassengers[1:31], frequency = 12), type)$figure
        double[] months = Arrays.copyOf(ReferenceSeries.airPassengers(), 31);

        assertThat(Seasonality.multiplicativeIndices(months, 12))
                .containsExactly(
                        new double[] {
                            0.90726837792, 0.95493986057, 1.05410204704, 0.99814924339, 0.91748664254, 1.08313458526,
                            1.19706273553, 1.18538094634, 1.08286036668, 0.91865221869, 0.78595480045, 0.91500817559
                        },
                        within(1e-10));
        assertThat(Seasonality.additiveIndices(months, 12))
                .containsExactly(
                        new double[] {
                            -12.798611111,
                            -5.694444444,
                            7.472222222,
                            -0.027777778,
                            -11.027777778,
                            11.638888889,
                            26.534722222,
                            25.180555556,
                            11.555555556,
                            -11.111111111,
                            -29.881944444,
                            -11.840277778
                        },
                        within(1e-8));
    }

    @Test
    void averagesThatVanishBesideAHugeValueGiveFiniteIndices() {
        double[] series = {1e-320, 1e-320, 1e-320, 1e-320, 1e-320, 1e-320, 1e-320, 1e308};

        // By hand: averages 0 but for the last one, so ratios 1, 1, 1, 1, 1, 0; seasons 2/3 and 1, over their mean 5/6.
        assertThat(Seasonality.multiplicativeIndices(series, 2))
                .containsExactly(new double[] {0.8, 1.2}, within(1e-12));
    }

    @Test
    void argumentsWithoutMeaningAreRefused() {
        double[] gap = {1, Double.NaN, 3, 4};
        double[] empty = {};
        double[] series = {1, 2, 3, 4};

        assertThatThrownBy(() -> Seasonality.autocorrelation(gap, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("series[1] is NaN, not a finite number");
        assertThatThrownBy(() -> Seasonality.autocorrelation(empty, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the length of the series is 0, less than 1");
        assertThatThrownBy(() -> Seasonality.autocorrelation(series, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxLag is 0, less than 1");
        assertThatThrownBy(() -> Seasonality.isSeasonal(empty, 12))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the length of the series is 0, less than 1");
        assertThatThrownBy(() -> Seasonality.isSeasonal(series, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("period is 0, less than 1");
        assertThatThrownBy(() -> Seasonality.additiveIndices(gap, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("series[1] is NaN, not a finite number");
        assertThatThrownBy(() -> Seasonality.multiplicativeIndices(series, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("period is 1, less than 2");
        assertThatThrownBy(() -> Seasonality.multiplicativeIndices(new double[] {1, 2, 3}, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the series has 3 observations: seasonal indices of period 2 need two periods");
    }

    @Test
    void anOddPeriodHasIndicesToo() {
        // By hand: a moving average over three of 1, 2, 6, ... is always 3.
        double[] threes = {1, 2, 6, 1, 2, 6, 1, 2, 6};

        assertThat(Seasonality.additiveIndices(threes, 3)).containsExactly(new double[] {-2, -1, 3}, within(1e-12));
        assertThat(Seasonality.multiplicativeIndices(threes, 3))
                .containsExactly(new double[] {1.0 / 3, 2.0 / 3, 2}, within(1e-12));
    }

    @Test
    void multiplicativeIndicesRefuseAZero() {
        assertThatThrownBy(() -> Seasonality.multiplicativeIndices(new double[] {1, 2, 0, 2}, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("series[2] is 0.0: multiplicative indices need values above 0, use additive ones");
    }

    @Test
    void indicesRefuseLessThanTwoPeriods() {
        assertThatThrownBy(() -> Seasonality.additiveIndices(new double[] {1, 2, 3}, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the series has 3 observations: seasonal indices of period 2 need two periods");
    }

    /**
     * Expected: R 4.2.2, ratios to a moving average by stats::filter, their weighted means by weighted.mean, and the shrinkage of
     * James and Stein as Miller and Williams give it, by hand.
     */
    @Test
    void shrunkFactorsOfAirPassengersAreThoseOfMillerAndWilliams() {
        assertThat(Seasonality.shrunkIndices(ReferenceSeries.airPassengers(), 12, true))
                .containsExactly(
                        new double[] {
                            0.909861105376360, 0.862859394973971, 0.977226292523223, 0.967409274505293,
                            0.984793480112126, 1.122490598155129, 1.249774806941306, 1.246574911196531,
                            1.059763913765614, 0.923030250008274, 0.804053722148986, 0.892162250293188
                        },
                        within(1e-12));
    }

    /** Expected: likewise. */
    @Test
    void shrunkSummandsOfDeathsAreThoseOfMillerAndWilliams() {
        assertThat(Seasonality.shrunkIndices(ReferenceSeries.accidentalDeaths(), 12, false))
                .containsExactly(
                        new double[] {
                            -752.609407976665807,
                            -1489.720543513004714,
                            -739.720715685682080,
                            -496.375115807136751,
                            353.267738194339756,
                            717.553389515364529,
                            1706.542921562633182,
                            919.699350060426355,
                            -159.804811503464379,
                            232.132665026039945,
                            -290.296002127806275,
                            -0.669467745043747
                        },
                        within(1e-8));
    }

    /** Expected: likewise; chance alone would have driven the factors of these minutes 0.36 times as far apart. */
    @Test
    void weakSeasonIsDrawnTogether() {
        assertThat(Seasonality.shrunkIndices(ReferenceSeries.serverUsers(), 5, true))
                .containsExactly(
                        new double[] {
                            1.003388555939067,
                            1.006133741591674,
                            1.000369829910459,
                            0.993523519195078,
                            0.996584353363722
                        },
                        within(1e-12));
    }

    /** Expected: likewise; the indices of these years are no farther apart than chance would have driven them. */
    @Test
    void noSeasonIsLeftWhereChanceExplainsIt() {
        assertThat(Seasonality.shrunkIndices(ReferenceSeries.nile(), 4, false))
                .containsExactly(new double[] {0, 0, 0, 0}, within(0.0));
        assertThat(Seasonality.shrunkIndices(ReferenceSeries.nile(), 12, false))
                .containsExactly(new double[12], within(0.0));
        assertThat(Seasonality.shrunkIndices(ReferenceSeries.nile(), 4, true)).containsOnly(1);
    }

    @Test
    void shrunkIndicesOfAConstantAreNone() {
        double[] constant = new double[30];
        Arrays.fill(constant, 0.1);

        assertThat(Seasonality.shrunkIndices(constant, 12, false)).containsOnly(new double[] {0}, within(1e-15));
        assertThat(Seasonality.shrunkIndices(constant, 12, true)).containsOnly(new double[] {1}, within(1e-15));
    }

    /** Three indices about their mean have two degrees of freedom: too few to tell a season from chance. */
    @Test
    void threeIndicesOrTwoAreNotShrunk() {
        double[] twos = {1, 5, 2, 4, 1, 7, 3, 6};

        // R 4.2.2: the weighted means of what the moving averages leave of either season, about their own mean.
        assertThat(Seasonality.shrunkIndices(twos, 2, false))
                .containsExactly(new double[] {-1.83811475409836, 1.83811475409836}, within(1e-12));
    }

    @Test
    void shrunkIndicesOfHugeValuesAreFinite() {
        double[] huge = Arrays.stream(ReferenceSeries.accidentalDeaths())
                .map(value -> value * 0x1p1000)
                .toArray();

        double[] indices = Seasonality.shrunkIndices(huge, 12, false);

        assertThat(indices[1] / 0x1p1000).isCloseTo(-1489.720543513004714, within(1e-8));
    }
}
