package almanac.forecast;

import almanac.forecast.Intervals.Interval;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/** A segment's rows of {@link Backtests}. */
final class BacktestRows {

    private final SegmentBacktest test;
    private final Intervals intervals;
    private final Timeline timeline;
    private final String currency;
    private final List<Row> rows = new ArrayList<>();

    private BacktestRows(SegmentBacktest test, ResidualPools pools, Timeline timeline, String currency) {
        this.test = test;
        this.intervals = new Intervals(test, pools, timeline.horizon());
        this.timeline = timeline;
        this.currency = currency;
    }

    /**
     * The rows, in the order of the computed columns of {@link Backtests#SPEC}: every method at every origin and horizon,
     * and tonight's zeros or the lack of a forecast where that is the verdict.
     */
    static Iterator<Row> of(SegmentBacktest test, ResidualPools pools, Timeline timeline, String currency) {
        BacktestRows made = new BacktestRows(test, pools, timeline, currency);
        test.origins().forEach(made::addMethods);
        made.addUnasked();
        return made.rows.iterator();
    }

    private void addMethods(OriginForecasts at) {
        for (String method : at.forecasts().keySet()) {
            for (int ahead = 1; ahead <= at.horizon(); ahead++) {
                Optional<Interval> interval =
                        Residuals.METHODS.contains(method) ? intervals.around(at, method, ahead) : Optional.empty();
                add(at, ahead, method, at.forecast(method, ahead), interval);
            }
        }
    }

    /** What is published without any method having been asked. */
    private void addUnasked() {
        String method = test.verdict().method();
        boolean isZero = method.equals(Verdict.ZERO);
        if (isZero || method.equals(Verdict.NONE)) {
            Optional<Interval> interval = isZero ? Optional.of(new Interval(0, 0)) : Optional.empty();
            for (int ahead = 1; ahead <= timeline.horizon(); ahead++) {
                add(null, ahead, method, isZero ? 0.0 : null, interval);
            }
        }
    }

    /** Adds a row; {@code at} is null where no method was asked, tonight. */
    private void add(
            @Nullable OriginForecasts at,
            int ahead,
            String method,
            @Nullable Double forecast,
            Optional<Interval> interval) {
        int origin = at == null ? timeline.known() : at.origin();
        int target = origin + ahead - 1;
        boolean isFinal = origin == timeline.known();
        rows.add(RowFactory.create(
                test.series().name().segmentation(),
                test.series().name().level(),
                test.series().name().segment(),
                timeline.grain().id(),
                timeline.start(target),
                timeline.end(target),
                timeline.lastKnownDay(origin),
                isFinal,
                ahead,
                method,
                forecast,
                at == null ? null : test.actual(at, ahead).orElse(null),
                at == null ? null : at.forecast(CandidatePool.YARDSTICK, ahead),
                interval.map(Interval::low).orElse(null),
                interval.map(Interval::high).orElse(null),
                at == null ? null : at.weights().get(method),
                at == null ? null : at.scale().spread(),
                at == null ? null : at.scale().seasonalError(),
                at == null ? null : at.scale().seasonalRootSquare(),
                isFinal && method.equals(test.verdict().method()),
                test.verdict().status().name(),
                test.verdict().reason(),
                currency));
    }
}
