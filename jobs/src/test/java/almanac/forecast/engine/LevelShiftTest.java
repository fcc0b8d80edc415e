package almanac.forecast.engine;

import static org.assertj.core.api.Assertions.assertThat;

import almanac.TestSession;
import almanac.forecast.Examples;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;

/**
 * An incident that changes the level of sales for good is followed: among 90 series of weeks, those whose level fell by a third
 * or rose by a half so many weeks before the end.
 */
class LevelShiftTest {

    private static final int WEEKS = 110;
    private static final int HORIZON = 4;
    private static final int SERIES = 90;

    @Test
    void afterThreePeriodsTheForecastIsAtTheNewLevel() {
        assertThat(shareOfShiftFollowed(3)).isBetween(0.8, 1.15);
    }

    @Test
    void beforeItTheForecastIsAtTheOldLevel() {
        assertThat(shareOfShiftFollowed(0)).isBetween(-0.1, 0.1);
    }

    /** How much of the shift the median series has in its forecast, 1 being all of it. */
    private static double shareOfShiftFollowed(int weeksBefore) {
        List<Series> series = new ArrayList<>();
        double[] shifts = new double[SERIES];
        Random random = new Random(11);
        for (int id = 0; id < SERIES; id++) {
            double level = 50 + 100 * random.nextDouble();
            shifts[id] = id % 3 == 0 ? -level / 3 : id % 3 == 1 ? level / 2 : 0;
            double shift = shifts[id];
            double[] values = Examples.values(
                    WEEKS,
                    t -> level * (1 + 0.1 * Math.sin(2 * Math.PI * t / 52) + 0.05 * random.nextGaussian())
                            + (t >= WEEKS - weeksBefore ? shift : 0));
            shifts[id] = shift / level;
            series.add(Examples.series(id + 1, 0, values));
        }
        List<SeriesForecast> forecasts = new ForecastEngine(
                        TestSession.get(), Examples.weeks(WEEKS, HORIZON), 3, 42, step -> {})
                .forecasts(JavaSparkContext.fromSparkContext(TestSession.get().sparkContext())
                        .parallelize(series, 2))
                .collect();
        double[] followed = forecasts.stream()
                .filter(forecast -> shift(forecast, shifts) != 0)
                .mapToDouble(forecast -> moved(forecast, weeksBefore) / shift(forecast, shifts))
                .sorted()
                .toArray();
        assertThat(followed).hasSize(2 * SERIES / 3);
        return followed[followed.length / 2];
    }

    private static double shift(SeriesForecast forecast, double[] shifts) {
        return shifts[(int) forecast.backtest().series().name().id() - 1];
    }

    /** The mean of the forecasts above that of the year before the shift, in units of it, the season taken off. */
    private static double moved(SeriesForecast forecast, int weeksBefore) {
        OriginForecasts last =
                forecast.backtest().origins().get(forecast.backtest().origins().size() - 1);
        double[] history = forecast.backtest().series().history(WEEKS);
        double level = Arrays.stream(history, WEEKS - weeksBefore - 52, WEEKS - weeksBefore)
                .average()
                .orElseThrow();
        double mean = 0;
        for (int ahead = 1; ahead <= HORIZON; ahead++) {
            double season = 0.1 * Math.sin(2 * Math.PI * (WEEKS + ahead - 1) / 52);
            mean += (last.forecast(forecast.verdict().method(), ahead) / level - 1 - season) / HORIZON;
        }
        return mean;
    }
}
