package almanac.forecast.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import almanac.forecast.Examples;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Two back-tests of 60 series whose errors are known: each is judged at one origin, four months before its end. */
class ContestTest {

    private static final int AHEAD = 4;

    @Test
    void oneThatIsBetterByMoreThanAHundredthAndBeyondChanceWins() {
        Contest contest = Contest.of(backtest(1.0, 0.02, 1), backtest(0.95, 0.02, 2));

        assertThat(contest.isWon()).isTrue();
        assertThat(contest.challenger() / contest.champion()).isCloseTo(0.95, within(0.01));
        assertThat(contest.pValue()).isLessThan(1e-6);
    }

    @Test
    void oneThatIsBetterByLessThanAHundredthLoses() {
        Contest contest = Contest.of(backtest(1.0, 0, 1), backtest(0.995, 0, 2));

        assertThat(contest.pValue()).isLessThan(0.05);
        assertThat(contest.isWon()).isFalse();
    }

    @Test
    void oneThatIsBetterByChanceLoses() {
        Contest contest = Contest.of(backtest(1.0, 5, 1), backtest(0.98, 5, 9));

        assertThat(contest.pValue()).isGreaterThan(0.05);
        assertThat(contest.isWon()).isFalse();
    }

    @Test
    void figuresAreTheSameWhateverThePartitioning() {
        List<Contest> contests = new ArrayList<>();
        for (int partitions : new int[] {1, 2, 7}) {
            contests.add(Contest.of(backtest(1.0, 0.3, 1, partitions), backtest(0.9, 0.3, 2, partitions)));
        }

        assertThat(contests).containsOnly(contests.get(0));
        assertThat(Contest.error(backtest(1.0, 0.3, 1, 3)))
                .isEqualTo(contests.get(0).champion());
    }

    @Test
    void withoutAnythingToCompareNobodyWins() {
        CombinedBacktest nothing =
                new CombinedBacktest(Said.rdd(List.of(), 1), List.of(0), new Forests(Map.of(), Map.of()));

        assertThat(Contest.of(nothing, nothing)).isEqualTo(new Contest(0, 0, 1));
        assertThat(Contest.of(nothing, nothing).isWon()).isFalse();
    }

    private static CombinedBacktest backtest(double size, double noise, long seed) {
        return backtest(size, noise, seed, 2);
    }

    /** Errors of about so many spreads. */
    private static CombinedBacktest backtest(double size, double noise, long seed, int partitions) {
        Random random = new Random(seed);
        List<SeriesBacktest> tests = new ArrayList<>();
        for (long id = 1; id <= 60; id++) {
            double[] values = Examples.noise(40, id, 100, 10);
            Series series = Examples.series(id, 0, values);
            double spread = SeriesScale.of(series.history(40 - AHEAD), Frequency.MONTHLY)
                    .spread();
            double error = Math.max(0, size + noise * random.nextGaussian()) * spread;
            double[] forecast = new double[AHEAD];
            for (int h = 0; h < AHEAD; h++) {
                forecast[h] = values[40 - AHEAD + h] + (h % 2 == 0 ? error : -error);
            }
            Map<String, double[]> forecasts = new LinkedHashMap<>();
            forecasts.put(Verdict.YARDSTICK, forecast);
            forecasts.put(Verdict.COMBINATION, forecast);
            tests.add(new SeriesBacktest(series, List.of(Said.at(series, AHEAD, forecasts))));
        }
        return new CombinedBacktest(Said.rdd(tests, partitions), List.of(AHEAD, 0), new Forests(Map.of(), Map.of()));
    }
}
