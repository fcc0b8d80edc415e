package almanac.forecast.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import almanac.forecast.Examples;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TraitsTest {

    private static final List<String> ALL = List.of("a", "b", "c");
    private static final Errors NOTHING = new Errors(List.of());

    @Test
    void traitsHaveNoUnit() {
        double[] history = Examples.noise(40, 1, 100, 20);
        double[] larger = Arrays.stream(history).map(value -> value * 1024).toArray();

        assertThat(traits(larger, 1024, NOTHING)).containsExactly(traits(history, 1, NOTHING), within(1e-12));
    }

    @Test
    void traitsOfOddHistoriesAreFinite() {
        double[][] odd = {
            {1, 2, 3, 4},
            {5, 5, 5, 5, 5, 5, 5, 5},
            {0, 0, 0, 7},
            {-1, 3, -2, 5, -9},
            Examples.values(40, t -> t == 20 ? 1e12 : 1),
            Examples.values(400, t -> t % 12),
        };
        for (double[] history : odd) {
            assertThat(Arrays.stream(traits(history, 1, NOTHING)).allMatch(Double::isFinite))
                    .as(Arrays.toString(history))
                    .isTrue();
        }
    }

    @Test
    void traitsSayWhichMethodItIsWhatItWasOffByAndWhereItStands() {
        // Of three methods two forecast, 99 and 101; errors of the first were a third of those of the second.
        Errors known = new Errors(List.of(new double[] {1, 3}, new double[] {-1, 3}));
        double[] history = Examples.values(40, t -> 100 + t % 2);

        double[] traits = traits(history, 1, known);

        // Relative error 1 / 2; two errors; one below the mean of 100 and one apart from it, in spreads of 1.005, a
        // hundredth of the size of the last year.
        assertThat(Arrays.copyOf(traits, 4))
                .containsExactly(new double[] {Math.log(0.5), Math.log(3), -1 / 1.005, 1 / 1.005}, within(1e-9));
        assertThat(Arrays.copyOfRange(traits, 4, 7)).containsExactly(1, 0, 0);
        assertThat(traits[7]).isEqualTo(Math.log(40));
    }

    private static double[] traits(double[] history, double unit, Errors known) {
        Series series = Examples.series(1, 0, history);
        Map<String, double[]> forecasts = new LinkedHashMap<>();
        forecasts.put("a", new double[] {99 * unit, 99 * unit});
        forecasts.put("b", new double[] {101 * unit, 101 * unit});
        OriginForecasts at = Said.at(series, 0, forecasts);
        return Traits.of(history, Frequency.MONTHLY).of(0, at, List.of("a", "b"), ALL, known);
    }
}
