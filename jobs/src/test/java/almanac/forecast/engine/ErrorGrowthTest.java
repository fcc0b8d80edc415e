package almanac.forecast.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import almanac.forecast.Examples;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Errors whose sizes are planted; the spread of every series is 1. */
class ErrorGrowthTest {

    private static final int HORIZON = 6;
    private static final List<Integer> BACKS = List.of(12, 6, 0);

    @Test
    void plantedPowerIsFound() {
        ErrorGrowth growth =
                growth(List.of(off(1, 1, h -> 2 * Math.pow(h, 0.7)), off(2, -1, h -> 2 * Math.pow(h, 0.7))));

        for (int ahead = 1; ahead <= 12; ahead++) {
            assertThat(growth.size(0, "combination", ahead)).isCloseTo(2 * Math.pow(ahead, 0.7), within(1e-5));
        }
    }

    @Test
    void sizesAreThoseKnownAtTheOrigin() {
        ErrorGrowth growth = growth(List.of(off(1, 1, h -> 3)));

        assertThat(growth.size(12, "combination", 1)).isZero();
        assertThat(growth.count(12, "combination")).isZero();
        assertThat(growth.count(6, "combination")).isEqualTo(6);
        assertThat(growth.count(0, "combination")).isEqualTo(12);
        assertThat(growth.size(6, "combination", 4)).isCloseTo(3, within(1e-6));
    }

    /** One residual of a horizon is not much to say that errors shrink, or grow with more than the power 1.5. */
    @Test
    void fewErrorsNeitherShrinkWithTheHorizonNorExplode() {
        assertThat(ratio(growth(List.of(off(1, 1, h -> 7 - h))))).isCloseTo(1, within(0.05));
        assertThat(ratio(growth(List.of(off(1, 1, h -> 0.01 * Math.pow(h, 4))))))
                .isCloseTo(Math.pow(6, 1.5), within(0.2 * Math.pow(6, 1.5)));
    }

    /** 100 of them at each of both origins, and as much trust in the line: two thirds of the way from it to what was seen. */
    @Test
    void manyErrorsOfAHorizonSayHowLargeTheyAreThere() {
        List<SeriesBacktest> tests = new ArrayList<>();
        for (int id = 1; id <= 100; id++) {
            tests.add(off(id, 1, h -> h == 3 ? 2 : 1));
        }
        ErrorGrowth growth = growth(tests);

        assertThat(growth.size(0, "combination", 3)).isBetween(1.5, 2.0);
        assertThat(growth.size(0, "combination", 2)).isBetween(1.0, 1.15);
    }

    /** Ninety-nine series are off by 1, and one by a million, which counts as 50: (99 + 50) / 100. */
    @Test
    void oneSpikeDoesNotSetTheSizeOfAll() {
        List<SeriesBacktest> tests = new ArrayList<>();
        for (int id = 1; id <= 100; id++) {
            tests.add(off(id, 1, id == 100 ? h -> 1e6 : h -> 1));
        }

        assertThat(growth(tests).size(0, "combination", 3)).isCloseTo(1.49, within(1e-6));
    }

    @Test
    void exactForecastsHaveNoSize() {
        ErrorGrowth growth = growth(List.of(off(1, 1, h -> 0)));

        assertThat(growth.size(0, "combination", 3)).isZero();
    }

    private static double ratio(ErrorGrowth growth) {
        return growth.size(0, "combination", 6) / growth.size(0, "combination", 1);
    }

    private static ErrorGrowth growth(List<SeriesBacktest> tests) {
        return ErrorGrowth.learn(Said.rdd(tests, 2), BACKS);
    }

    private static SeriesBacktest off(long id, int sign, IntToDoubleFunction size) {
        Series series = Examples.series(id, 0, Examples.values(30, t -> 0));
        double[] forecasts = Examples.values(HORIZON, h -> sign * size.applyAsDouble(h + 1));
        List<OriginForecasts> origins = new ArrayList<>();
        for (int back : BACKS) {
            origins.add(new OriginForecasts(
                    back,
                    30 - back,
                    HORIZON,
                    new SeriesScale(1, null, null, false),
                    Map.of("combination", forecasts, "seasonal_naive", forecasts),
                    Map.of()));
        }
        return new SeriesBacktest(series, origins);
    }
}
