package almanac.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every method promises, on the histories that break forecasts. */
class ForecastMethodTest {

    static Stream<ForecastMethod> methods() {
        return Stream.of(
                new SeasonalNaive(),
                new Naive2(),
                new SimpleExponentialSmoothing(),
                new Holt(),
                new DampedTrend(),
                new ExponentialSmoothing(),
                new Theta(),
                new DynamicOptimisedTheta(),
                new SyntetosBoylan(),
                new TeunterSyntetosBabai(),
                new AirlineModel(),
                new MultiSeasonal(12));
    }

    @Test
    void idsAreDistinctNamesInSnakeCase() {
        List<String> ids = methods().map(ForecastMethod::id).toList();

        assertThat(ids)
                .containsExactly(
                        "seasonal_naive",
                        "naive2",
                        "simple_exponential_smoothing",
                        "holt",
                        "damped_trend",
                        "ets",
                        "theta",
                        "dynamic_optimised_theta",
                        "sba",
                        "tsb",
                        "airline",
                        "multi_seasonal");
    }

    @ParameterizedTest
    @MethodSource("methods")
    void aConstantIsForecastByThatConstant(ForecastMethod method) {
        for (int length : new int[] {1, 2, 3, 9, 10, 40}) {
            double[] constant = new double[length];
            Arrays.fill(constant, 0.1);
            assertThat(method.forecast(constant, 12, 3)).as("length %d", length).containsExactly(0.1, 0.1, 0.1);
        }
    }

    @ParameterizedTest
    @MethodSource("methods")
    void allZerosAreForecastByZero(ForecastMethod method) {
        assertThat(method.forecast(new double[50], 12, 2)).containsExactly(0, 0);
    }

    @ParameterizedTest
    @MethodSource("methods")
    void oneObservationIsForecastByItself(ForecastMethod method) {
        assertThat(method.forecast(new double[] {-7.5}, 12, 3)).containsExactly(-7.5, -7.5, -7.5);
    }

    @ParameterizedTest
    @MethodSource("methods")
    void oneSpikeAnywhereGivesForecastsOfAtMostItsSize(ForecastMethod method) {
        for (int length : new int[] {2, 5, 12, 40, 100}) {
            for (int place = 0; place < length; place++) {
                double[] spike = new double[length];
                spike[place] = 1e9;
                assertThat(magnitude(method.forecast(spike, 12, 6)))
                        .as("spike at %d of %d", place, length)
                        .isLessThan(5e9);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("methods")
    void theLargestAndSmallestDoublesGiveFiniteForecasts(ForecastMethod method) {
        double[][] histories = {
            {Double.MAX_VALUE, -Double.MAX_VALUE},
            {-Double.MAX_VALUE, -Double.MAX_VALUE / 2, 0, Double.MAX_VALUE},
            {Double.MIN_VALUE, 2 * Double.MIN_VALUE, Double.MIN_VALUE, 3 * Double.MIN_VALUE},
            {Double.MIN_VALUE, Double.MAX_VALUE, Double.MIN_VALUE, Double.MAX_VALUE},
            seasonal(48, 4, Double.MAX_VALUE / 100),
            seasonal(48, 4, Double.MIN_VALUE),
        };
        for (double[] history : histories) {
            for (double forecast : method.forecast(history, 2, 24)) {
                assertThat(forecast).as(Arrays.toString(history)).isFinite();
            }
            for (double forecast : method.forecast(history, 4, 24)) {
                assertThat(forecast).as(Arrays.toString(history)).isFinite();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("methods")
    void aSeasonOfVanishingValuesIsNotDividedBy(ForecastMethod method) {
        // Sold in one month of the year only: the other factors are next to zero.
        double[] christmas = new double[60];
        Arrays.fill(christmas, 1e-9);
        for (int year = 0; year < 5; year++) {
            christmas[12 * year + 11] = 1000 + year;
        }

        double[] forecasts = method.forecast(christmas, 12, 12);

        assertThat(magnitude(forecasts)).isLessThan(1300);
        assertThat(forecasts[11]).isGreaterThan(900);
    }

    @ParameterizedTest
    @MethodSource("methods")
    void tenThousandObservationsAreForecastInTime(ForecastMethod method) {
        double[] daily = seasonal(10_000, 7, 50);
        daily[5_000] = 1e7;

        double[] forecasts = Assertions.assertTimeout(Duration.ofSeconds(10), () -> method.forecast(daily, 7, 365));

        assertThat(forecasts).hasSize(365);
        assertThat(magnitude(forecasts)).isFinite().isLessThan(1e6);
    }

    @ParameterizedTest
    @MethodSource("methods")
    void theHistoryIsLeftAsItWas(ForecastMethod method) {
        double[] history = ReferenceSeries.airPassengers();

        method.forecast(history, 12, 12);

        assertThat(history).containsExactly(ReferenceSeries.airPassengers());
    }

    @ParameterizedTest
    @MethodSource("methods")
    void argumentsWithoutMeaningAreRefusedByName(ForecastMethod method) {
        double[] history = {1, 2, 3};
        double[] gap = {1, Double.NaN, 3};
        double[] infinite = {1, 2, Double.POSITIVE_INFINITY};

        assertThatThrownBy(() -> method.forecast(new double[0], 12, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the length of the history is 0, less than 1");
        assertThatThrownBy(() -> method.forecast(gap, 12, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("history[1] is NaN, not a finite number");
        assertThatThrownBy(() -> method.forecast(infinite, 12, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("history[2] is Infinity, not a finite number");
        assertThatThrownBy(() -> method.forecast(history, 0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("period is 0, less than 1");
        assertThatThrownBy(() -> method.forecast(history, 12, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("horizon is 0, less than 1");
    }

    private static double magnitude(double[] values) {
        return Arrays.stream(values).map(Math::abs).max().orElseThrow();
    }

    /** A season on a slow cycle, all above zero, the largest about twice the size. */
    private static double[] seasonal(int length, int period, double size) {
        double[] series = new double[length];
        for (int t = 0; t < length; t++) {
            series[t] = size * (1 + 0.5 * Math.sin(2 * Math.PI * t / period) + 0.2 * Math.sin(t / 40.0));
        }
        return series;
    }
}
