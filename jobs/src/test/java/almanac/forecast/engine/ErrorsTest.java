package almanac.forecast.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import almanac.forecast.Examples;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A series of tens, and what two methods said of it. */
class ErrorsTest {

    private static final List<String> METHODS = List.of("a", "b");

    private final Series series = Examples.series(1, 0, Examples.values(20, t -> t == 17 ? Double.NaN : 10));
    private final OriginForecasts early = Said.at(series, 6, Map.of("a", new double[] {11, 12, 13, 14}, "b", tens()));
    private final OriginForecasts late = Said.at(series, 2, Map.of("a", new double[] {10, 5, 7, 9}, "b", tens()));

    @Test
    void errorIsForecastMinusActualOfEveryMethod() {
        assertThat(Errors.of(early, series, 2, METHODS)).containsExactly(new double[] {1, 0}, new double[] {2, 0});
    }

    @Test
    void periodThatIsNotKnownHasNoError() {
        // The fourth period after the early origin is at position 17, and two after the late one are not over.
        assertThat(Errors.of(early, series, 4, METHODS)).hasSize(3);
        assertThat(Errors.of(late, series, 4, METHODS)).containsExactly(new double[] {0, 0}, new double[] {-5, 0});
    }

    @Test
    void originKnowsWhatWasOverByThen() {
        List<OriginForecasts> said = List.of(early, late);

        assertThat(Errors.knownAt(6, series, said, METHODS).count()).isZero();
        assertThat(Errors.knownAt(4, series, said, METHODS).values())
                .containsExactly(new double[] {1, 0}, new double[] {2, 0});
        assertThat(Errors.knownAt(2, series, said, METHODS).count()).isEqualTo(3);
        assertThat(Errors.knownAt(0, series, said, METHODS).count()).isEqualTo(5);
    }

    @Test
    void originAtWhichAMethodWasSilentTellsNothingAboutTheOthers() {
        assertThat(Errors.knownAt(0, series, List.of(early, late), List.of("a", "c"))
                        .count())
                .isZero();
    }

    @Test
    void errorsOfAMethodAreRelativeToTheMeanOfAll() {
        // Mean absolute errors 2 and 1 of two methods: 1.5 of both.
        Errors errors = new Errors(List.of(new double[] {3, -1}, new double[] {-1, 1}));

        assertThat(errors.meanSize()).isEqualTo(1.5);
        assertThat(errors.relative(2)).containsExactly(new double[] {4.0 / 3, 2.0 / 3}, within(1e-12));
    }

    @Test
    void exactForecastsAndNoneAtAllAreAllTheSame() {
        assertThat(new Errors(List.of(new double[] {0, 0})).relative(2)).containsExactly(1, 1);
        assertThat(new Errors(List.of()).relative(3)).containsExactly(1, 1, 1);
        assertThat(new Errors(List.of()).meanSize()).isZero();
    }

    private static double[] tens() {
        return new double[] {10, 10, 10, 10};
    }
}
