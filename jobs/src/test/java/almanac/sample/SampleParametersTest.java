package almanac.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import almanac.error.Failure;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class SampleParametersTest {

    @Test
    void defaultsAreThreeWholeYears() {
        SampleParameters defaults = SampleParameters.defaults();

        assertThat(defaults.first()).isEqualTo(LocalDate.of(2023, 1, 1));
        assertThat(defaults.dates())
                .hasSize(1096)
                .startsWith(LocalDate.of(2023, 1, 1))
                .endsWith(LocalDate.of(2025, 12, 31));
    }

    @Test
    void everyValueOutOfRangeIsToldAtOnce() {
        Failure failure =
                catchThrowableOfType(Failure.class, () -> new SampleParameters(1, -2, LocalDate.of(2100, 1, 1), 0));

        assertThat(failure.kind()).isEqualTo(Failure.Kind.CONFIGURATION);
        assertThat(failure.details())
                .containsExactly(
                        "scale is -2.0, not between 0.001 and 100000.0",
                        "days is 0, not at least 1",
                        "end is 2100-01-01, after 2099-12-31");
    }

    @Test
    void daysBeforeTheModelKnowsPricesAreRefused() {
        Failure failure =
                catchThrowableOfType(Failure.class, () -> new SampleParameters(1, 1, LocalDate.of(2023, 1, 31), 32));

        assertThat(failure.describe())
                .contains("the first of 32 days up to 2023-01-31 is 2022-12-31, before 2023-01-01")
                .contains("What to do");
    }

    @Test
    void scaleThatIsNoNumberIsRefused() {
        Failure failure = catchThrowableOfType(
                Failure.class, () -> new SampleParameters(1, Double.NaN, LocalDate.of(2025, 12, 31), 10));

        assertThat(failure.details()).containsExactly("scale is NaN, not between 0.001 and 100000.0");
    }
}
