package almanac.report;

import static almanac.Frames.row;

import almanac.Frames;
import almanac.TestSession;
import almanac.forecast.ForecastAccuracy;
import almanac.forecast.SegmentActuals;
import almanac.forecast.SegmentForecasts;
import almanac.lake.Ops;
import almanac.lake.Warehouse;
import almanac.market.Alerts;
import almanac.market.GrowthShareMatrix;
import almanac.market.MarketShare;
import almanac.market.Opportunities;
import almanac.market.PriceVolumeMix;
import almanac.market.SegmentSales;
import almanac.market.price.CompetitorPosition;
import almanac.segment.Periods;
import almanac.segment.Segments;
import almanac.staging.Market;
import almanac.table.TableSpec;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A warehouse with one published night, written straight as Delta tables: the total and one segment for each name, over 2024 and
 * 2025. Sales of segment i, from 1, are 100 i in every month of 2024 and 110 i in those of 2025.
 */
final class ReportWarehouse {

    /** The market is known up to the third quarter of 2025, sales up to the end of the year. */
    private static final LocalDate MARKET_END = LocalDate.of(2025, 10, 1);

    static final String KEY = "segmentation, segment_level, segment, ";

    private final Path root;
    private final List<String> names;
    private final int years;
    private final int monthsAhead;
    private final Map<String, Long> versions = new LinkedHashMap<>();

    private ReportWarehouse(Path root, List<String> names, int years, int monthsAhead) {
        this.root = root;
        this.names = names;
        this.years = years;
        this.monthsAhead = monthsAhead;
    }

    /** The night with every table of the report. */
    static Warehouse whole(Path root, List<String> names) {
        return whole(root, names, 2, 6);
    }

    /** The same over so many years up to 2025, with forecasts of so many months. */
    static Warehouse whole(Path root, List<String> names, int years, int monthsAhead) {
        ReportWarehouse night = new ReportWarehouse(root, names, years, monthsAhead);
        night.segments();
        night.sales();
        night.market();
        night.forecasts();
        night.findings();
        night.ops();
        return night.published();
    }

    /** The night of a company that knows no market and no forecast. */
    static Warehouse salesOnly(Path root, List<String> names) {
        ReportWarehouse night = new ReportWarehouse(root, names, 2, 6);
        night.segments();
        night.sales();
        night.ops();
        return night.published();
    }

    /** The night of which nothing but its books is there. */
    static Warehouse booksOnly(Path root) {
        ReportWarehouse night = new ReportWarehouse(root, List.of("Tea"), 2, 6);
        night.ops();
        return night.published();
    }

    private void ops() {
        write(
                Ops.CAPABILITIES,
                Frames.of(
                        Ops.CAPABILITIES,
                        "table_name, status, reason, run_id",
                        row("market.segment_sales", "built", null, "run-1"),
                        row(
                                "market.market_share",
                                versions.containsKey("market.market_share") ? "built" : "skipped",
                                "no source is mapped to `market`",
                                "run-1")));
        write(
                Ops.DELIVERIES,
                Frames.of(
                        Ops.DELIVERIES,
                        "input_table, file, status, read_rows, accepted_rows, quarantined_rows, duplicate_rows, filtered_rows",
                        row("sales", "a.csv", "read", 1000, 990, 7, 2, 1),
                        row("sales", "b.csv", "read", 500, 500, 0, 0, 0)));
        write(
                Ops.QUARANTINE,
                Frames.of(
                        Ops.QUARANTINE,
                        "input_table, file, line, rule, detail",
                        row("sales", "a.csv", 2, "date.format", "order_date = " + names.get(0))));
    }

    private void segments() {
        List<Object[]> rows = new ArrayList<>();
        rows.add(row("product", "ALL", "ALL", 0L, 0, null, Map.of(), Map.of(), (long) names.size()));
        for (int i = 1; i <= names.size(); i++) {
            rows.add(row(
                    "product",
                    "product.category_l1",
                    segment(i),
                    (long) i,
                    1,
                    "ALL",
                    Map.of("product", "ALL"),
                    Map.of("product.category_l1", names.get(i - 1)),
                    1L));
        }
        write(
                Segments.SPEC,
                Frames.of(
                        Segments.SPEC,
                        KEY + "segment_id, depth, parent_segment, parents, attributes, leaf_count",
                        rows.toArray(Object[][]::new)));
    }

    private void sales() {
        List<Object[]> periods = new ArrayList<>();
        List<Object[]> sales = new ArrayList<>();
        for (Span span : spans()) {
            periods.add(row(
                    span.type,
                    span.start,
                    span.end(),
                    true,
                    "PY",
                    span.end(),
                    span.start.minusYears(1),
                    span.end().minusYears(1)));
            for (int i = 0; i <= names.size(); i++) {
                Object base = span.is2025() ? String.valueOf(100 * weight(i) * span.months) : null;
                double net = (span.is2025() ? 110.0 : 100.0) * weight(i) * span.months;
                sales.add(key(i, span, net, base, span.is2025() ? 0.1 : null));
            }
        }
        write(
                Periods.SPEC,
                Frames.of(
                        Periods.SPEC,
                        "period_type, period_start, period_end, is_complete, comparison, through_date, base_start, base_through",
                        periods.toArray(Object[][]::new)));
        write(
                SegmentSales.SPEC,
                Frames.of(
                        SegmentSales.SPEC,
                        KEY + "period_type, period_start, net_amount, base_net_amount, growth_rate, comparison",
                        with(sales, "PY")));
    }

    private void market() {
        List<Object[]> shares = new ArrayList<>();
        List<Object[]> rivals = new ArrayList<>();
        List<Object[]> places = new ArrayList<>();
        List<Object[]> bridges = new ArrayList<>();
        for (Span span : spans()) {
            for (int i = 0; i <= names.size(); i++) {
                shares.add(key(i, span, 0.25, 0.5, "Rival", 0.8, "PY"));
                if (span.type.equals("quarter") && span.start.isBefore(MARKET_END)) {
                    rivals.addAll(suppliers(i, span));
                }
                if (!span.isLast()) {
                    continue;
                }
                places.add(key(i, span, "110", 0.5 + i, 0.02 * i, 1.0, 0.05, i % 2 == 0 ? "STAR" : "DOG"));
                bridges.add(key(i, span, "1200", "0", "50", "100", "-30", "20", "-20", "0", "1320", "PY"));
            }
        }
        write(
                MarketShare.SPEC,
                Frames.of(
                        MarketShare.SPEC,
                        KEY + "period_type, period_start, share_rate, share_change_pp, largest_competitor_id,"
                                + " relative_share_rate, comparison",
                        shares.toArray(Object[][]::new)));
        write(
                CompetitorPosition.SPEC,
                Frames.of(
                        CompetitorPosition.SPEC,
                        KEY + "period_type, period_start, supplier_id, is_own, share_rate, sales_amount",
                        rivals.toArray(Object[][]::new)));
        write(
                GrowthShareMatrix.SPEC,
                Frames.of(
                        GrowthShareMatrix.SPEC,
                        KEY + "period_type, period_start, own_amount, relative_share_rate, market_growth_rate,"
                                + " relative_share_threshold, market_growth_threshold, quadrant",
                        places.toArray(Object[][]::new)));
        write(
                PriceVolumeMix.SPEC,
                Frames.of(
                        PriceVolumeMix.SPEC,
                        KEY + "period_type, period_start, base_net_amount, fx_effect_amount, price_effect_amount,"
                                + " volume_effect_amount, mix_effect_amount, new_amount, lost_amount, other_amount, net_amount,"
                                + " comparison",
                        bridges.toArray(Object[][]::new)));
    }

    /** The first segment has a leader of its own; whoever is large in all sales alone, is no rival there. */
    private List<Object[]> suppliers(int segment, Span span) {
        List<Object[]> suppliers = new ArrayList<>();
        suppliers.add(key(segment, span, "Us", true, 0.2, "200"));
        suppliers.add(key(segment, span, names.get(0), false, 0.3, "300"));
        suppliers.add(key(segment, span, Market.OTHER, false, 0.4, "400"));
        if (segment == 1) {
            suppliers.add(key(segment, span, "Local", false, 0.35, "350"));
        }
        if (segment == 0) {
            IntStream.rangeClosed(1, 5)
                    .forEach(big -> suppliers.add(key(segment, span, "Big " + big, false, 0.02, "9000")));
        }
        return suppliers;
    }

    private void forecasts() {
        List<Object[]> ahead = new ArrayList<>();
        List<Object[]> behind = new ArrayList<>();
        List<Object[]> accuracy = new ArrayList<>();
        for (int i = 0; i <= names.size(); i++) {
            double middle = 110.0 * weight(i);
            for (int month = 1; month <= monthsAhead; month++) {
                Span span = new Span("month", LocalDate.of(2025, 12, 1).plusMonths(month), 1);
                ahead.add(key(
                        i, span, "base", month, middle * .8, middle * .9, middle, middle * 1.1, middle * 1.2, "OK"));
            }
            for (Span span : spans()) {
                if (span.type.equals("month")) {
                    behind.add(key(i, span, middle));
                }
            }
            accuracy.add(
                    row("product", "x", i == 0 ? "ALL" : segment(i), "reconciled", 0, 12L, 0.1, 0.2, 0.01, 0.8, 12L));
        }
        write(
                SegmentForecasts.SPEC,
                Frames.of(
                        SegmentForecasts.SPEC,
                        KEY + "period_type, period_start, scenario_id, horizon, p05_amount, p10_amount, p50_amount,"
                                + " p90_amount, p95_amount, method_status",
                        ahead.toArray(Object[][]::new)));
        write(
                SegmentActuals.SPEC,
                Frames.of(
                        SegmentActuals.SPEC,
                        KEY + "period_type, period_start, actual_amount",
                        behind.toArray(Object[][]::new)));
        write(
                ForecastAccuracy.SPEC,
                Frames.of(
                        ForecastAccuracy.SPEC,
                        KEY + "method, horizon, n, wape, seasonal_naive_wape, bias, coverage_80_rate, interval_count",
                        accuracy.toArray(Object[][]::new)));
    }

    private void findings() {
        write(
                Alerts.SPEC,
                Frames.of(
                        Alerts.SPEC,
                        KEY
                                + "period_start, is_latest, is_root, severity, actual_amount, expected_amount, impact_rate, text",
                        row(
                                "product",
                                "x",
                                segment(1),
                                "2025-12-01",
                                true,
                                true,
                                "HIGH",
                                "50",
                                110.0,
                                0.1,
                                names.get(0))));
        write(
                Opportunities.SPEC,
                Frames.of(
                        Opportunities.SPEC,
                        KEY + "period_start, period_end, opportunity_rank, own_amount, market_amount, share_rate,"
                                + " target_share_rate, opportunity_amount, confidence_rate, expected_opportunity_amount",
                        row(
                                "product",
                                "product.category_l1",
                                segment(1),
                                "2025-01-01",
                                "2025-12-31",
                                1,
                                "10",
                                "40",
                                0.25,
                                0.5,
                                10.0,
                                0.9,
                                9.0)));
    }

    /** Names what was written in the row that makes it visible. */
    private Warehouse published() {
        write(
                Ops.PUBLICATIONS,
                Frames.of(
                        Ops.PUBLICATIONS,
                        "run_id, run_number, as_of_date, published_at, table_versions, code_version",
                        row(
                                "run-1",
                                1,
                                "2025-12-31",
                                Instant.parse("2026-01-01T02:03:04Z"),
                                Map.copyOf(versions),
                                "1.0")));
        return Warehouse.open(TestSession.get(), root.toString());
    }

    void write(TableSpec spec, Dataset<Row> rows) {
        rows.coalesce(1)
                .write()
                .format("delta")
                .save(root.resolve(spec.area()).resolve(spec.name()).toString());
        versions.put(spec.qualifiedName(), 0L);
    }

    /** The total is the sum of the segments. */
    private int weight(int segment) {
        return segment > 0 ? segment : names.size() * (names.size() + 1) / 2;
    }

    private static String segment(int i) {
        return "product=" + i;
    }

    private static Object[] key(int segment, Span span, Object... values) {
        return Stream.concat(
                        Stream.of(
                                "product",
                                segment == 0 ? "ALL" : "product.category_l1",
                                segment == 0 ? "ALL" : segment(segment),
                                span.type,
                                span.start),
                        Stream.of(values))
                .toArray();
    }

    private static Object[][] with(List<Object[]> rows, Object last) {
        return rows.stream()
                .map(values -> Stream.concat(Stream.of(values), Stream.of(last)).toArray())
                .toArray(Object[][]::new);
    }

    private List<Span> spans() {
        return Stream.of(1, 3, 12)
                .flatMap(months -> IntStream.range(0, years * 12 / months)
                        .mapToObj(i -> new Span(
                                Map.of(1, "month", 3, "quarter", 12, "year").get(months),
                                LocalDate.of(2026 - years, 1, 1).plusMonths((long) i * months),
                                months)))
                .toList();
    }

    /** A period of some months. */
    private record Span(String type, LocalDate start, int months) {
        LocalDate end() {
            return start.plusMonths(months).minusDays(1);
        }

        boolean isLast() {
            return end().equals(LocalDate.of(2025, 12, 31));
        }

        boolean is2025() {
            return start.getYear() == 2025;
        }
    }
}
