package almanac.forecast.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SamplingTest {

    @Test
    void takesTheShareOfRowsThatWasAskedFor() {
        Sampling fifth = new Sampling(42, 0.2);

        long taken = IntStream.range(0, 100_000)
                .filter(i -> fifth.takes(i / 1000, i / 13 % 77, i % 13))
                .count();

        // The standard deviation of a binomial with n = 100,000 and p = 0.2 is 126.
        assertThat(taken).isCloseTo(20_000, within(500L));
    }

    @Test
    void takesEveryRowWhereTheShareIsOne() {
        Sampling all = new Sampling(42, 1);

        assertThat(IntStream.range(0, 1000).allMatch(i -> all.takes(i, 3, 1))).isTrue();
    }

    @Test
    void takesTheSameRowsAgainAndOthersWithAnotherSeed() {
        assertThat(new Sampling(1, 0.5).uniform(7, 5, 3)).isEqualTo(new Sampling(1, 0.9).uniform(7, 5, 3));
        assertThat(new Sampling(1, 0.5).uniform(7, 5, 3)).isNotEqualTo(new Sampling(2, 0.5).uniform(7, 5, 3));
        assertThat(new Sampling(1, 0.5).uniform(7, 5, 3)).isNotEqualTo(new Sampling(1, 0.5).uniform(7, 3, 5));
    }
}
