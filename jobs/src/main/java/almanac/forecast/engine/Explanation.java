package almanac.forecast.engine;

import almanac.forecast.engine.SeriesEffects.Part;
import almanac.stats.LevelAndSeason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What tonight's published forecast of a series is made of, period by period; the components add up to it. Of the path that is
 * left without what drivers do: the level is where the history, without drivers and season, stands at its end; the season is
 * what the path loses when the season of the history is taken off it; the trend is the rest.
 *
 * <p>A driver has the part of the change between the path with and without drivers that it has in the logarithm: the
 * logarithmic mean of both paths times the logarithm of the driver's factor.
 *
 * @param level the same in every period
 * @param trend by which the path has left the level, without season
 * @param season added or taken by the season
 * @param drivers what each driver adds; empty where the forecast uses none
 */
public record Explanation(double level, double trend, double season, List<Driven> drivers) {

    /** What one driver adds to a forecast. */
    public record Driven(Part part, double amount) {}

    private static final Explanation NOTHING = new Explanation(0, 0, 0, List.of());

    /** Copies the list. */
    public Explanation {
        drivers = List.copyOf(drivers);
    }

    /** Of each period ahead, the next one first; none where there is no forecast. */
    public static List<Explanation> of(SeriesForecast forecast, Timeline timeline) {
        String method = forecast.verdict().method();
        if (method.equals(Verdict.NONE)) {
            return List.of();
        }
        if (method.equals(Verdict.ZERO)) {
            return Collections.nCopies(timeline.horizon(), NOTHING);
        }
        List<OriginForecasts> origins = forecast.backtest().origins();
        return of(forecast.backtest().series(), origins.get(origins.size() - 1), method, forecast.effects(), timeline);
    }

    private static List<Explanation> of(
            Series series, OriginForecasts last, String method, @Nullable SeriesEffects effects, Timeline timeline) {
        double[] history = series.history(series.end());
        double[] path = new double[last.horizon()];
        List<List<Driven>> drivers = new ArrayList<>();
        for (int ahead = 1; ahead <= path.length; ahead++) {
            List<Driven> ofPeriod = effects == null
                    ? List.of()
                    : driven(
                            effects.parts(history.length + ahead - 1),
                            effects.log(history.length + ahead - 1),
                            moved(last, method, ahead));
            drivers.add(ofPeriod);
            path[ahead - 1] = last.forecast(method, ahead)
                    - ofPeriod.stream().mapToDouble(Driven::amount).sum();
        }
        double[] plain = Undriven.of(history, effects, 0).history();
        LevelAndSeason season = LevelAndSeason.of(plain, timeline.frequency().season());
        double[] withoutSeason = season.withoutSeason(path);
        List<Explanation> explanations = new ArrayList<>();
        for (int h = 0; h < path.length; h++) {
            explanations.add(new Explanation(
                    season.level(), withoutSeason[h] - season.level(), path[h] - withoutSeason[h], drivers.get(h)));
        }
        return explanations;
    }

    /** What of a forecast comes from methods whose forecasts the drivers move. */
    private static double moved(OriginForecasts last, String method, int ahead) {
        if (!method.equals(Verdict.COMBINATION)) {
            return PoolForecaster.isDriven(method) ? last.forecast(method, ahead) : 0;
        }
        return last.weights().entrySet().stream()
                .filter(weight -> PoolForecaster.isDriven(weight.getKey()))
                .mapToDouble(weight -> weight.getValue() * last.forecast(weight.getKey(), ahead))
                .sum();
    }

    /** @param log of the factor that all parts together are */
    private static List<Driven> driven(List<Part> parts, double log, double moved) {
        double mean = log == 0 ? moved : moved * -Math.expm1(-log) / log;
        double sum = parts.stream().mapToDouble(Part::log).sum();
        double held = sum == 0 ? 1 : log / sum;
        return parts.stream()
                .map(part -> new Driven(part, mean * held * part.log()))
                .toList();
    }

    /** Everything together: the forecast. */
    public double sum() {
        return level + trend + season + driversAmount();
    }

    /** What all drivers together add. */
    public double driversAmount() {
        return drivers.stream().mapToDouble(Driven::amount).sum();
    }
}
