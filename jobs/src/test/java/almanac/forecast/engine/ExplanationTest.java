package almanac.forecast.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import almanac.TestSession;
import almanac.forecast.Examples;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Planted truth: 20 monthly series each of a pure season, a pure trend, and a level with a fair that comes again, there alone. */
class ExplanationTest {

    private static final int MONTHS = 84;
    private static final int HORIZON = 12;
    private static final int OF_A_KIND = 20;
    private static final double FAIR = Math.log(1.5);
    private static final Timeline TIMELINE = Examples.months(MONTHS, HORIZON);

    private static List<SeriesForecast> forecasts;

    @BeforeAll
    static void forecast() {
        List<Series> series = new ArrayList<>();
        for (int id = 0; id < OF_A_KIND; id++) {
            double[] noise = Examples.noise(MONTHS, id, 0, 0.01);
            series.add(named(id, "season", t -> 100 * (1 + 0.3 * Math.sin(2 * Math.PI * t / 12)) * (1 + noise[t])));
            series.add(named(100 + id, "trend", t -> (100 + 2 * t) * (1 + noise[t])));
            series.add(named(200 + id, "fair", t -> 100 * Math.exp(FAIR * fair(t)) * (1 + noise[t])));
        }
        forecasts = new ForecastEngine(TestSession.get(), TIMELINE, 3, 42, step -> {})
                .forecasts(JavaSparkContext.fromSparkContext(TestSession.get().sparkContext())
                        .parallelize(series, 2))
                .collect();
    }

    @Test
    void componentsAddUpToTheForecast() {
        for (SeriesForecast forecast : forecasts) {
            List<Explanation> explanations = Explanation.of(forecast, TIMELINE);

            assertThat(explanations).hasSize(HORIZON);
            for (int ahead = 1; ahead <= HORIZON; ahead++) {
                assertThat(explanations.get(ahead - 1).sum()).isCloseTo(published(forecast, ahead), within(1e-9));
            }
        }
    }

    @Test
    void pureSeasonIsCarriedByTheSeason() {
        for (List<Explanation> explanations : ofGroup("season")) {
            for (int h = 0; h < HORIZON; h++) {
                double planted = 30 * Math.sin(2 * Math.PI * (MONTHS + h) / 12);
                assertThat(explanations.get(h).level()).isCloseTo(100, within(3.0));
                assertThat(explanations.get(h).season()).isCloseTo(planted, within(4.0));
                assertThat(explanations.get(h).trend()).isCloseTo(0, within(4.0));
            }
        }
    }

    @Test
    void pureTrendIsCarriedByTheTrend() {
        for (List<Explanation> explanations : ofGroup("trend")) {
            Explanation last = explanations.get(HORIZON - 1);
            assertThat(last.level()).isCloseTo(100 + 2 * (MONTHS - 1), within(8.0));
            // Twelve steps of two, of which methods that damp trends say less.
            assertThat(last.trend()).isBetween(9.0, 32.0);
            assertThat(Math.abs(last.season())).isLessThan(4);
        }
    }

    @Test
    void knownEventIsCarriedByItsDriver() {
        for (List<Explanation> explanations : ofGroup("fair")) {
            for (int h = 0; h < HORIZON; h++) {
                Explanation explanation = explanations.get(h);
                assertThat(explanation.drivers()).hasSize(1);
                if (fair(MONTHS + h) == 1) {
                    // Half of a hundred, but for methods that no driver moves, less what is usual of it: two in twelve.
                    assertThat(explanation.driversAmount()).isBetween(25.0, 50.0);
                }
                assertThat(Math.abs(explanation.season())).isLessThan(12);
            }
        }
    }

    /** Twice a year, in no fixed month. */
    private static int fair(int t) {
        int half = t / 6;
        return t % 6 == (half * 5 + 2 * (half / 3)) % 6 ? 1 : 0;
    }

    private static List<List<Explanation>> ofGroup(String group) {
        List<List<Explanation>> found = forecasts.stream()
                .filter(forecast -> forecast.backtest().series().name().group().equals(group))
                .map(forecast -> Explanation.of(forecast, TIMELINE))
                .toList();
        assertThat(found).hasSize(OF_A_KIND);
        return found;
    }

    private static double published(SeriesForecast forecast, int ahead) {
        List<OriginForecasts> origins = forecast.backtest().origins();
        return origins.get(origins.size() - 1).forecast(forecast.verdict().method(), ahead);
    }

    private static Series named(long id, String group, IntToDoubleFunction value) {
        double[] fairs = IntStream.range(0, MONTHS + HORIZON)
                .mapToDouble(t -> group.equals("fair") ? fair(t) : 0)
                .toArray();
        return new Series(
                Examples.series(id, group, 0, new double[] {1}, Examples.NO_MARKET)
                        .name(),
                0,
                Examples.values(MONTHS, value),
                Examples.NO_MARKET,
                Driver.planned(List.of("fair"), new double[][] {fairs}),
                12);
    }
}
