package almanac.report;

import almanac.lake.Ops;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** The night in sentences. Each is a template filled with numbers of the sections, and names the table that they come from. */
final class NightWords {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH);

    private final ReportScope scope;
    private final Map<String, Object> sections;
    private final String currency;
    private final List<String> sentences = new ArrayList<>();

    NightWords(ReportScope scope, Map<String, Object> sections, String currency) {
        this.scope = scope;
        this.sections = sections;
        this.currency = currency;
    }

    /** The sentences in reading order; of what was not built there is none but that it was not. */
    List<String> sentences() {
        published();
        read();
        built();
        int root = scope.segments().root();
        if (root >= 0 && !scope.periods().headlines().isEmpty()) {
            ReportPeriods.Period period =
                    scope.periods().headlines().get(scope.periods().first());
            sales(period, root);
            share(period, root);
            forecast(root);
        }
        alerts();
        return sentences;
    }

    private void published() {
        PublishedNight night = scope.night();
        says(
                "The night of %s was published on %s by run %s of Almanac %s (`ops.publications`).",
                day(night.asOf()),
                MINUTE.format(night.publishedAt().atOffset(ZoneOffset.UTC)),
                night.runId(),
                night.codeVersion());
        Optional<Double> seconds = night.run().map(row -> row.getAs("seconds"));
        seconds.ifPresent(
                took -> says("It took %d min %02d s (`ops.runs`).", took.longValue() / 60, took.longValue() % 60));
    }

    private void read() {
        Object inputs = at("quality", "inputs", "input_table");
        if (inputs == null) {
            return;
        }
        long records = sum("read_rows");
        long quarantined = sum("quarantined_rows");
        says(
                "%s came in %s with %,d records: %,d count, %,d are quarantined, %,d are duplicates, %,d are"
                        + " left out by the mapping (`ops.deliveries`).",
                counted(((Object[]) inputs).length, "input"),
                counted(sum("files"), "file"),
                records,
                sum("accepted_rows"),
                quarantined,
                sum("duplicate_rows"),
                sum("filtered_rows"));
    }

    private void built() {
        List<Row> writes = scope.night().writes();
        long rows = writes.stream().mapToLong(row -> row.getAs("rows_written")).sum();
        int skipped = scope.night().skipped().size();
        says("%,d tables with %,d rows were written (`ops.table_writes`).", writes.size(), rows);
        if (scope.night().has(Ops.CAPABILITIES)) {
            says(
                    skipped == 0
                            ? "No table of the product is missing (`ops.capabilities`)."
                            : "%,d tables of the product were not built; why, is said below (`ops.capabilities`).",
                    skipped);
        }
    }

    private void sales(ReportPeriods.Period period, int root) {
        Object net = number(root, "sales", "periods", period.id(), "net_amount");
        if (net == null) {
            return;
        }
        String compared = growth(
                number(root, "sales", "periods", period.id(), "growth_rate"),
                "a year before (" + days(period.baseStart(), period.baseThrough()) + ")");
        says(
                "Net sales of %s were %s, %s (`market.segment_sales`).",
                days(period.start(), period.through()), money(net), compared);
    }

    private static String growth(@Nullable Object rate, String base) {
        return rate == null
                ? "for which there is no growth: the history has nothing to compare with from " + base
                : signed(rate, 100, "%") + " on " + base;
    }

    private void share(ReportPeriods.Period period, int root) {
        Object share = number(root, "share", "periods", period.id(), "share_rate");
        Object change = number(root, "share", "periods", period.id(), "share_change_pp");
        if (share != null) {
            says(
                    "The share of the market was %.1f %%%s (`market.market_share`).",
                    toDouble(share) * 100,
                    change == null ? "" : ", " + signed(change, 1, "pp") + " on the year before");
        }
    }

    private void forecast(int root) {
        Object starts = at("forecast", "starts");
        if (!(starts instanceof List<?> periods) || periods.isEmpty()) {
            return;
        }
        int last = periods.size() - 1;
        Object middle = point(root, last, "p50_amount");
        Object low = point(root, last, "p10_amount");
        Object high = point(root, last, "p90_amount");
        if (middle == null) {
            return;
        }
        says(
                "For the %s of %s, %,d %ss ahead, %s are forecast%s (`forecast.segment_forecasts`).",
                at("forecast", "type"),
                day(LocalDate.parse(String.valueOf(periods.get(last)))),
                periods.size(),
                at("forecast", "type"),
                money(middle),
                low == null || high == null ? "" : ", with 80 % probability " + money(low) + " to " + money(high));
        Object error = number(root, "forecast", "accuracy", "wape");
        Object naive = number(root, "forecast", "accuracy", "seasonal_naive_wape");
        if (error != null && naive != null) {
            says(
                    "Forecasts of all sales were off by %.1f %%; repeating the last %s by %.1f %%"
                            + " (`forecast.forecast_accuracy`, method %s).",
                    toDouble(error) * 100,
                    at("forecast", "season"),
                    toDouble(naive) * 100,
                    number(root, "forecast", "accuracy", "method"));
        }
    }

    private void alerts() {
        if (at("alerts", "causes") instanceof Long causes) {
            says(
                    causes == 0
                            ? "In the last four periods no segment sold other than forecast beyond chance (`market.alerts`)."
                            : "%,d causes of sales that were not as forecast are told below (`market.alerts`).",
                    causes);
        }
    }

    private void says(String template, @Nullable Object... values) {
        sentences.add(String.format(Locale.ENGLISH, template, values));
    }

    /** A part of a section by its names; null where the section or the part is not there. */
    private @Nullable Object at(String... path) {
        Object part = sections;
        for (String name : path) {
            part = part instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return part;
    }

    private @Nullable Object number(int segment, String... path) {
        return at(path) instanceof Object[] values ? values[segment] : null;
    }

    private @Nullable Object point(int segment, int period, String quantile) {
        return at("forecast", quantile) instanceof List<?> courses && courses.get(segment) instanceof List<?> course
                ? course.get(period)
                : null;
    }

    private long sum(String column) {
        return at("quality", "inputs", column) instanceof Object[] values
                ? Arrays.stream(values)
                        .mapToLong(value -> ((Number) value).longValue())
                        .sum()
                : 0;
    }

    private String money(Object amount) {
        return currency + " "
                + String.format(
                        Locale.ENGLISH,
                        "%,." + scope.rounding().moneyDecimals() + "f",
                        new BigDecimal(amount.toString()));
    }

    private static String counted(long number, String unit) {
        return String.format(Locale.ENGLISH, "%,d %s%s", number, unit, number == 1 ? "" : "s");
    }

    private static String signed(Object number, double times, String unit) {
        BigDecimal rounded = BigDecimal.valueOf(toDouble(number) * times).setScale(1, RoundingMode.HALF_UP);
        // What rounds to zero has no sign.
        return String.format(Locale.ENGLISH, rounded.signum() == 0 ? "%.1f %s" : "%+.1f %s", rounded, unit)
                .replace('-', '\u2212');
    }

    private static double toDouble(Object number) {
        return ((Number) number).doubleValue();
    }

    static String day(LocalDate date) {
        return DAY.format(date);
    }

    private static String days(LocalDate from, LocalDate through) {
        return from.equals(through) ? day(from) : day(from) + " to " + day(through);
    }
}
