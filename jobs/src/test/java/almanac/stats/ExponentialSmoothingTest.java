package almanac.stats;

import static almanac.stats.SmoothingModel.Season.ADDITIVE;
import static almanac.stats.SmoothingModel.Season.MULTIPLICATIVE;
import static almanac.stats.SmoothingModel.Season.NONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * Expected values: R 4.2.2, forecast 8.20. For given parameters the likelihood and the last states of
 * {@code forecast:::pegelsresid.C}, from the season of {@code decompose} and the level and trend of {@code lsfit}; for the
 * choice {@code ets}.
 */
class ExponentialSmoothingTest {

    private static final double ALPHA = 0.3;
    private static final double BETA = 0.1;
    private static final double GAMMA = 0.2;
    private static final double PHI = 0.9;

    private final ForecastMethod ets = new ExponentialSmoothing();

    @Test
    void eachModelSmoothsAsInR() {
        double[] air = ReferenceSeries.airPassengers();
        // exp(lik / n), then the next two forecasts
        smooths(air, 12, new SmoothingModel(false, false, NONE), 300879.2594482, 461.7665886331, 461.7665886331);
        smooths(air, 12, new SmoothingModel(true, false, NONE), 182072.2158066, 461.7665886331, 461.7665886331);
        smooths(air, 12, new SmoothingModel(true, true, NONE), 229811.534398, 459.54593427, 446.2007920129);
        smooths(air, 12, new SmoothingModel(false, false, ADDITIVE), 74849.58932956, 456.1793202836, 441.1077317440);
        smooths(air, 12, new SmoothingModel(true, true, ADDITIVE), 168079.0645009, 475.9960736553, 465.024488804);
        smooths(
                air,
                12,
                new SmoothingModel(true, false, MULTIPLICATIVE),
                24008.13748665,
                444.0878907062,
                423.9139022871);
        smooths(air, 12, new SmoothingModel(true, true, MULTIPLICATIVE), 21981.6350449, 457.5453613925, 442.3860275142);
        smooths(
                ReferenceSeries.quartersBelowZero(),
                4,
                new SmoothingModel(false, true, ADDITIVE),
                8.217147458039,
                13.420663459557,
                5.051339297623);
    }

    private static void smooths(
            double[] history, int period, SmoothingModel model, double unlikeliness, double first, double second) {
        StateSmoothing states = new StateSmoothing(model, history, SmoothingStart.of(model, history, period));

        assertThat(states.smooth(
                        ALPHA, model.damped() ? BETA : 0, model.season() == NONE ? 0 : GAMMA, model.damped() ? PHI : 1))
                .as("unlikeliness of %s", model)
                .isCloseTo(unlikeliness, withinPercentage(1e-9));
        assertThat(states.forecasts(2))
                .as("forecasts of %s", model)
                .containsExactly(new double[] {first, second}, within(1e-8));
    }

    @Test
    void theModelIsThatOfR() {
        // ets: (M,Ad,M), AICc 1400.638; (A,Ad,N), 718.634; both here without the search for starting states.
        ExponentialSmoothing.Choice air = ExponentialSmoothing.choose(ReferenceSeries.airPassengers(), 12);
        assertThat(air.model()).isEqualTo(new SmoothingModel(true, true, MULTIPLICATIVE));
        assertThat(air.criterion()).isBetween(1395.0, 1420.0);

        ExponentialSmoothing.Choice users = ExponentialSmoothing.choose(ReferenceSeries.serverUsers(), 1);
        assertThat(users.model()).isEqualTo(new SmoothingModel(false, true, NONE));
        assertThat(users.criterion()).isBetween(718.6, 724.0);

        // ets: (M,N,N), AICc 1458.552
        ExponentialSmoothing.Choice nile = ExponentialSmoothing.choose(ReferenceSeries.nile(), 1);
        assertThat(nile.model()).isEqualTo(new SmoothingModel(true, false, NONE));
        assertThat(nile.criterion()).isBetween(1458.5, 1460.0);
    }

    @Test
    void theForecastsAreCloseToThoseOfR() {
        // forecast(ets(AirPassengers), h = 12), forecast(ets(WWWusage), h = 6)
        assertThat(ets.forecast(ReferenceSeries.airPassengers(), 12, 12))
                .containsExactly(
                        new double[] {
                            441.80, 434.12, 496.63, 483.24, 483.99, 551.02, 613.18, 609.36, 530.54, 463.03, 402.75,
                            451.97
                        },
                        within(10.0));
        assertThat(ets.forecast(ReferenceSeries.serverUsers(), 1, 6))
                .containsExactly(new double[] {218.37, 217.04, 215.95, 215.07, 214.35, 213.76}, within(0.5));
    }

    @Test
    void aValueAtOrBelowZeroLeavesTheAdditiveModels() {
        assertThat(SmoothingModel.candidates(false, true))
                .hasSize(4)
                .noneMatch(model -> model.multiplicativeError() || model.season() == MULTIPLICATIVE);
        assertThat(SmoothingModel.candidates(true, true)).hasSize(10);
        assertThat(SmoothingModel.candidates(true, false)).hasSize(4).allMatch(model -> model.season() == NONE);

        // ets: (A,A,A), 13.38, 5.51, 16.90, 10.51; without the undamped trend a little lower
        ExponentialSmoothing.Choice quarters = ExponentialSmoothing.choose(ReferenceSeries.quartersBelowZero(), 4);
        assertThat(quarters.model().season()).isEqualTo(ADDITIVE);
        assertThat(ets.forecast(ReferenceSeries.quartersBelowZero(), 4, 4))
                .containsExactly(new double[] {13.38, 5.51, 16.90, 10.51}, within(1.2));
    }

    @Test
    void everyNumberLearntCounts() {
        // length(ets(AirPassengers, "MAM", damped = TRUE)$par) + 1, and likewise for Nile and ANN
        assertThat(new SmoothingModel(true, true, MULTIPLICATIVE).learnt(12)).isEqualTo(18);
        assertThat(new SmoothingModel(false, false, NONE).learnt(1)).isEqualTo(3);
        assertThat(new SmoothingModel(false, true, NONE).learnt(1)).isEqualTo(6);
    }

    @Test
    void aLongPeriodIsForecastWithoutSeasonAndGivenItBack() {
        double[] weeks = new double[160];
        double[] nextYear = new double[52];
        for (int t = 0; t < weeks.length + nextYear.length; t++) {
            double value = t % 52 >= 48 ? 200 : 100;
            if (t < weeks.length) {
                weeks[t] = value + (t * 37) % 11;
            } else {
                nextYear[t - weeks.length] = value + 5;
            }
        }
        assertThat(ets.forecast(weeks, 52, 52)).containsExactly(nextYear, within(15.0));
    }

    @Test
    void twoSeasonsAreEnoughForASeason() {
        double[] quarters = {10, 20, 40, 30, 11, 21, 39, 31, 10, 19, 41};

        assertThat(ets.forecast(quarters, 4, 4)).containsExactly(new double[] {30, 10, 20, 40}, within(2.0));
        assertThat(ets.forecast(quarters, 6, 4)).containsOnly(ets.forecast(quarters, 1, 1)[0]);
    }

    @Test
    void aModelThatExplodesIsPassedOver() {
        // The model with the smallest criterion, both error and season multiplicative, forecasts 41 million.
        double[] powersOfTen = {10, 100, 1, 10, 1, 10_000, 1_000, 1, 100, 0.01, 100_000, 100_000};

        assertThat(Arrays.stream(ets.forecast(powersOfTen, 4, 8)).max().orElseThrow())
                .isLessThan(200_000);
    }

    @Test
    void fewerThanTenObservationsAreSmoothedSimply() {
        double[] nine = {1, 2, 3, 4, 5, 6, 7, 8, 9};

        assertThat(ets.forecast(nine, 1, 3)).containsExactly(new SimpleExponentialSmoothing().forecast(nine, 1, 3));
    }
}
