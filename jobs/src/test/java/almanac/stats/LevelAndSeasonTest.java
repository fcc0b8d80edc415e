package almanac.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LevelAndSeasonTest {

    private static final double[] FACTORS = {1.2, 0.9, 1.0, 0.9};

    @Test
    void exactSeasonLeavesItsLevel() {
        LevelAndSeason season = LevelAndSeason.of(repeated(24, 50), 4);

        assertThat(season.level()).isCloseTo(50, within(0.5));
        // A path a tenth above the history.
        assertThat(season.withoutSeason(repeated(4, 55))).containsExactly(new double[] {55, 55, 55, 55}, within(0.5));
    }

    @Test
    void historyWithoutSeasonLeavesThePathAsItIs() {
        LevelAndSeason season = LevelAndSeason.of(new double[] {5}, 12);

        assertThat(season.level()).isEqualTo(5);
        assertThat(season.withoutSeason(new double[] {5, 6})).containsExactly(5, 6);
    }

    private static double[] repeated(int length, double level) {
        return IntStream.range(0, length)
                .mapToDouble(t -> level * FACTORS[t % 4])
                .toArray();
    }
}
