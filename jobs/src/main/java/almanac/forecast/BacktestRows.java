package almanac.forecast;

import almanac.forecast.engine.Explanation;
import almanac.forecast.engine.OriginForecasts;
import almanac.forecast.engine.SeriesForecast;
import almanac.forecast.engine.Verdict;
import almanac.stats.QuantileLevels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/** A segment's rows of {@link Backtests}. */
final class BacktestRows {

    private static final double[] ZEROS = new double[QuantileLevels.ALL.size()];

    private final SeriesForecast forecast;
    private final SegmentTimeline timeline;
    private final String currency;
    private final String demandClass;
    private final List<Explanation> explanations;
    private final List<Row> rows = new ArrayList<>();

    private BacktestRows(SeriesForecast forecast, SegmentTimeline timeline, String currency) {
        this.forecast = forecast;
        this.timeline = timeline;
        this.currency = currency;
        this.demandClass =
                forecast.backtest().demandClass(timeline.frequency()).name().toLowerCase(Locale.ROOT);
        this.explanations = Explanation.of(forecast, timeline);
    }

    /**
     * The rows, in the order of the computed columns of {@link Backtests#SPEC}: every method at every origin and horizon,
     * and tonight's zeros or the lack of a forecast where that is the verdict.
     */
    static Iterator<Row> of(SeriesForecast forecast, SegmentTimeline timeline, String currency) {
        BacktestRows made = new BacktestRows(forecast, timeline, currency);
        forecast.backtest().origins().forEach(made::addMethods);
        made.addUnasked();
        return made.rows.iterator();
    }

    private void addMethods(OriginForecasts at) {
        for (String method : at.forecasts().keySet()) {
            for (int ahead = 1; ahead <= at.horizon(); ahead++) {
                add(
                        at,
                        ahead,
                        method,
                        at.forecast(method, ahead),
                        forecast.quantiles().around(at, method, ahead));
            }
        }
    }

    /** What is published without any method having been asked. */
    private void addUnasked() {
        String method = forecast.verdict().method();
        boolean isZero = method.equals(Verdict.ZERO);
        if (isZero || method.equals(Verdict.NONE)) {
            Optional<double[]> quantiles = isZero ? Optional.of(ZEROS) : Optional.empty();
            for (int ahead = 1; ahead <= timeline.horizon(); ahead++) {
                add(null, ahead, method, isZero ? 0.0 : null, quantiles);
            }
        }
    }

    /** Adds a row; {@code at} is null where no method was asked, tonight. */
    private void add(
            @Nullable OriginForecasts at,
            int ahead,
            String method,
            @Nullable Double amount,
            Optional<double[]> quantiles) {
        int origin = at == null ? timeline.known() : at.origin();
        int target = origin + ahead - 1;
        boolean isFinal = at == null || at.isFinal();
        Verdict verdict = forecast.verdict();
        List<@Nullable Object> row =
                new ArrayList<>(forecast.backtest().series().name().keys());
        row.addAll(Arrays.asList(
                timeline.grain().id(),
                timeline.start(target),
                timeline.end(target),
                timeline.lastKnownDay(origin),
                isFinal,
                ahead,
                method,
                amount,
                at == null ? null : boxed(forecast.backtest().actual(at, ahead)),
                at == null ? null : at.forecast(Verdict.YARDSTICK, ahead)));
        row.addAll(QuantileLevels.outer(quantiles.orElse(null)));
        row.addAll(Arrays.asList(
                at == null ? null : at.weights().get(method),
                at == null ? null : at.scale().spread(),
                at == null ? null : at.scale().seasonalError(),
                at == null ? null : at.scale().seasonalRootSquare(),
                at == null ? null : at.scale().isNeverNegative()));
        boolean isPublished = isFinal && method.equals(verdict.method());
        row.addAll(explained(isPublished && ahead <= explanations.size() ? explanations.get(ahead - 1) : null));
        row.addAll(Arrays.asList(demandClass, isPublished, verdict.status().name(), verdict.reason(), currency));
        rows.add(RowFactory.create(row.toArray()));
    }

    private static List<@Nullable Object> explained(@Nullable Explanation explanation) {
        if (explanation == null) {
            return Collections.nCopies(5, null);
        }
        Row[] drivers = explanation.drivers().stream()
                .map(driven -> RowFactory.create(
                        driven.part().driver(),
                        driven.part().effect(),
                        driven.part().error(),
                        driven.part().value(),
                        driven.part().usual(),
                        driven.amount()))
                .toArray(Row[]::new);
        return List.of(
                explanation.level(), explanation.trend(), explanation.season(), explanation.driversAmount(), drivers);
    }

    private static @Nullable Double boxed(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }
}
