package almanac.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import almanac.TestModels;
import almanac.TestSession;
import almanac.config.ForecastSettings;
import almanac.config.PeriodType;
import almanac.forecast.engine.CombinedBacktest;
import almanac.forecast.engine.Contest;
import almanac.forecast.engine.ForecastEngine;
import almanac.forecast.engine.Series;
import almanac.table.ModelCard;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;

/** What becomes of forests from night to night, on sixteen seasonal series of weeks. */
class ForestKeeperTest {

    private static final int WEEKS = 80;
    private static final ForecastSettings SETTINGS =
            new ForecastSettings(PeriodType.WEEK, 4, 2, 42, 28, 1.25, 0, List.of());
    private static final ForestKeeper.Judge FOR_THE_CHALLENGER = (champion, challenger) -> new Contest(1, 0.5, 0.001);
    private static final ForestKeeper.Judge FOR_THE_CHAMPION = (champion, challenger) -> new Contest(1, 1, 0.5);

    private final TestModels models = new TestModels();

    @Test
    void firstForestsBecomeChampionAndAreAppliedTheNextNight() {
        CombinedBacktest first = night(WEEKS, 0, SETTINGS, FOR_THE_CHALLENGER);
        CombinedBacktest second = night(WEEKS + 1, 0, SETTINGS, FOR_THE_CHALLENGER);

        assertThat(statuses()).containsExactly("champion");
        assertThat(card(0).reason()).isEqualTo("the first of its name");
        assertThat(card(0).knownUntil()).isEqualTo(LocalDate.of(2023, 1, 1).plusWeeks(WEEKS));
        assertThat(card(0).error()).isCloseTo(Contest.error(first), within(0.0)).isGreaterThan(0);
        assertThat(second.forests().parts().keySet())
                .isEqualTo(first.forests().parts().keySet());
        assertThat(second.forests().parts().values())
                .containsExactlyElementsOf(first.forests().parts().values());
    }

    @Test
    void afterSomeDaysABetterChallengerTakesOver() {
        night(WEEKS, 0, SETTINGS, FOR_THE_CHALLENGER);
        models.nextRun();
        night(WEEKS + 4, 0, SETTINGS, FOR_THE_CHALLENGER);

        assertThat(statuses()).containsExactly("retired", "champion");
        assertThat(card(1).reason())
                .startsWith("better than " + card(0).id() + ": error 0.5000 against 1.0000, p = 0.00100;")
                .contains("28 days have passed");
        assertThat(card(1).digest()).isNotNull();
    }

    @Test
    void oneThatIsNotBetterIsNotKeptAndTheChampionIsLeftInPeace() {
        CombinedBacktest first = night(WEEKS, 0, SETTINGS, FOR_THE_CHAMPION);
        models.nextRun();
        CombinedBacktest challenged = night(WEEKS + 4, 0, SETTINGS, FOR_THE_CHAMPION);
        models.nextRun();
        night(WEEKS + 5, 0, SETTINGS, FOR_THE_CHAMPION);

        assertThat(statuses()).containsExactly("champion", "rejected");
        assertThat(card(1).digest()).isNull();
        assertThat(card(0).statusDate()).isEqualTo(LocalDate.of(2023, 1, 1).plusWeeks(WEEKS + 4));
        assertThat(challenged.forests().parts().values())
                .containsExactlyElementsOf(first.forests().parts().values());
    }

    @Test
    void errorsThatGrowBringAChallengerBefore() {
        night(WEEKS, 0, SETTINGS, FOR_THE_CHAMPION);
        models.nextRun();
        night(WEEKS + 2, 60, SETTINGS, FOR_THE_CHAMPION);

        assertThat(statuses()).containsExactly("champion", "rejected");
        assertThat(card(1).reason()).contains("challenged because its error has grown from");
    }

    @Test
    void spoiledForestsAreRefusedAndReplaced() {
        night(WEEKS, 0, SETTINGS, FOR_THE_CHAMPION);
        models.spoil(card(0).id());
        models.nextRun();
        night(WEEKS + 1, 0, SETTINGS, FOR_THE_CHAMPION);

        assertThat(statuses()).containsExactly("refused", "champion");
        assertThat(card(0).reason()).isEqualTo("its files are not those that were saved");
        assertThat(card(1).reason()).contains("which was refused: its files are not those that were saved");
    }

    @Test
    void forestsOfOtherSettingsAreRetired() {
        night(WEEKS, 0, SETTINGS, FOR_THE_CHAMPION);
        models.nextRun();
        night(WEEKS + 1, 0, new ForecastSettings(PeriodType.WEEK, 3, 2, 42, 28, 1.25, 0, List.of()), FOR_THE_CHAMPION);

        assertThat(statuses()).containsExactly("retired", "champion");
    }

    @Test
    void aNightOfThePastKnowsNothingOfTheChampion() {
        night(WEEKS, 0, SETTINGS, FOR_THE_CHAMPION);
        ModelCard before = card(0);
        models.nextRun();
        CombinedBacktest past = night(WEEKS - 5, 0, SETTINGS, FOR_THE_CHAMPION);

        assertThat(models.cards()).containsExactly(before);
        assertThat(past.forests().parts()).isNotEmpty();
    }

    /** A night after so many weeks, the last of which are off by so much. */
    private CombinedBacktest night(int weeks, double shock, ForecastSettings settings, ForestKeeper.Judge judge) {
        SegmentTimeline timeline = Examples.weeks(weeks, settings.horizon());
        ForecastEngine engine =
                new ForecastEngine(TestSession.get(), timeline, settings.origins(), settings.seed(), step -> {});
        LocalDate asOf = timeline.lastKnownDay(timeline.known());
        return new ForestKeeper(models, settings, timeline, asOf, engine, judge).backtest(series(weeks, shock));
    }

    private static JavaRDD<Series> series(int weeks, double shock) {
        List<Series> series = new ArrayList<>();
        for (long id = 1; id <= 16; id++) {
            double[] values = Examples.noise(WEEKS + 20, id, 100, 4);
            for (int t = 0; t < values.length; t++) {
                values[t] += 20 * Math.sin(2 * Math.PI * t / 52);
            }
            double[] known = Arrays.copyOf(values, weeks);
            IntStream.range(weeks - 4, weeks).forEach(t -> known[t] += t % 2 == 0 ? shock : -shock);
            series.add(Examples.series(id, 0, known));
        }
        return JavaSparkContext.fromSparkContext(TestSession.get().sparkContext())
                .parallelize(series, 2);
    }

    private ModelCard card(int place) {
        return models.cards().get(place);
    }

    private List<String> statuses() {
        return models.cards().stream().map(card -> card.status().id()).toList();
    }
}
