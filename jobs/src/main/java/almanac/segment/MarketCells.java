package almanac.segment;

import static org.apache.spark.sql.functions.array_contains;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.sequence;
import static org.apache.spark.sql.functions.slice;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import almanac.config.Hierarchy;
import almanac.config.MarketKey;
import almanac.config.PeriodType;
import almanac.config.Settings;
import almanac.config.WeekPattern;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * Sets own sales and the market on the same ground: the same cells, the same days.
 *
 * <p>A provider's period counts in a window only where the window is made of whole such periods; of several kinds of period
 * the finest that fits is taken, so that nothing is counted twice. Own sales count as covered on the days and in the cells
 * for which the market has a row.
 */
public final class MarketCells {

    /** Their places are the bits by which window types are told. */
    private static final List<PeriodType> WINDOW_TYPES = List.of(PeriodType.values());

    private final Settings settings;

    /** The cells of these settings. */
    public MarketCells(Settings settings) {
        this.settings = settings;
    }

    /** Market sales by segment, window and supplier, their units where all are known, and the bits of their {@link Basis}. */
    public Dataset<Row> marketByWindow(Dataset<Row> market, Dataset<Row> segmentLeaves, Dataset<Row> periods) {
        return marketByWindow(market, segmentLeaves, periods, List.of());
    }

    /**
     * The same with further amounts added up.
     *
     * @param more exact amounts of the rows of the market
     */
    public Dataset<Row> marketByWindow(
            Dataset<Row> market, Dataset<Row> segmentLeaves, Dataset<Row> periods, List<String> more) {
        Dataset<Row> cells = market.withColumn("basis_bits", Basis.bits(col("basis")))
                .join(broadcast(windowTypes(market)), new String[] {"market_cell", "period_type"});
        // Windows first: there are few cells, and many segments above each.
        Dataset<Row> byCell = suppliers(placed(cells, periods), more, "market_cell", RollUp.WINDOW_ID);
        return suppliers(RollUp.together(ofSegments(byCell, segmentLeaves)), more, "segment_id", RollUp.WINDOW_ID);
    }

    /** Own sales that the market covers, by segment and window, as {@code own_amount}. */
    public Dataset<Row> coveredOwnByWindow(
            Dataset<Row> cube, Dataset<Row> market, Dataset<Row> segmentLeaves, Dataset<Row> periods) {
        Dataset<Row> own = own(cube.withColumn("market_cell", cellOfLeaf()), "order_date", "market_cell");
        Dataset<Row> reported = market.join(broadcast(windowTypes(market)), new String[] {"market_cell", "period_type"})
                .select("market_cell", "window_types", "period_start", "period_end")
                .distinct()
                .withColumn("order_date", explode(sequence(col("period_start"), col("period_end"))));
        Dataset<Row> covered = own.join(reported, new String[] {"market_cell", "order_date"});
        Dataset<Row> byCell = own(placed(covered, periods), "market_cell", RollUp.WINDOW_ID);
        return own(RollUp.together(ofSegments(byCell, segmentLeaves)), "segment_id", RollUp.WINDOW_ID);
    }

    private static Dataset<Row> ofSegments(Dataset<Row> cells, Dataset<Row> segmentLeaves) {
        return cells.withColumnRenamed("market_cell", "leaf_segment")
                .join(segmentLeaves.select("segment_id", "leaf_segment"), "leaf_segment");
    }

    private static Dataset<Row> suppliers(Dataset<Row> rows, List<String> more, String... by) {
        List<Column> aggregates = new ArrayList<>(List.of(
                wholeSum("sales_units").as("sales_units"),
                max("is_own").as("is_own"),
                Basis.all(col("basis_bits")).as("basis_bits")));
        more.forEach(amount -> aggregates.add(sum(amount).cast(DailySales.SUM).as(amount)));
        return rows.groupBy(columns(by, "supplier_id"))
                .agg(sum("sales_amount").cast(DailySales.SUM).as("sales_amount"), aggregates.toArray(Column[]::new));
    }

    /** The exact sum of what is known of every row; null where it is not known of one. */
    public static Column wholeSum(String measure) {
        return when(count(col(measure)).equalTo(count(lit(1))), sum(measure)).cast(DailySales.SUM);
    }

    private static Dataset<Row> own(Dataset<Row> rows, String... by) {
        String amount = List.of(rows.columns()).contains("own_amount") ? "own_amount" : "net_amount";
        return rows.groupBy(columns(by)).agg(sum(amount).cast(DailySales.SUM).as("own_amount"));
    }

    private static Column[] columns(String[] names, String... more) {
        return Stream.concat(Stream.of(names), Stream.of(more))
                .map(name -> col(name))
                .toArray(Column[]::new);
    }

    /** Each row in every window of its types that holds its whole period. */
    private static Dataset<Row> placed(Dataset<Row> rows, Dataset<Row> periods) {
        Column serves = lit(0);
        for (PeriodType window : PeriodType.values()) {
            serves = when(col("period_type").equalTo(window.id()), lit(bit(window)))
                    .otherwise(serves);
        }
        Dataset<Row> dates =
                RollUp.datesOfWindows(periods).withColumn("_window_bit", serves).drop("period_type", "window_start");
        return rows.withColumnRenamed("period_start", "date")
                .join(broadcast(dates), "date")
                .filter(col("period_end")
                        .leq(col("window_through"))
                        .and(col("window_types").bitwiseAND(col("_window_bit")).notEqual(0)))
                .drop("_window_bit", "window_through");
    }

    /** For each cell and kind of provider's period, the types of window that it serves, as bits. */
    private Dataset<Row> windowTypes(Dataset<Row> market) {
        Column kinds = collect_set(col("period_type")).over(Window.partitionBy("market_cell"));
        Column served = lit(0);
        for (PeriodType window : PeriodType.values()) {
            Column finest = lit(null).cast("string");
            List<String> coarsestFirst = new ArrayList<>(providerPeriodsOf(window));
            Collections.reverse(coarsestFirst);
            for (String kind : coarsestFirst) {
                finest = when(array_contains(col("_kinds"), kind), lit(kind)).otherwise(finest);
            }
            served = served.plus(
                    when(finest.equalTo(col("period_type")), lit(bit(window))).otherwise(lit(0)));
        }
        return market.select("market_cell", "period_type")
                .distinct()
                .withColumn("_kinds", kinds)
                .withColumn("window_types", served)
                .drop("_kinds");
    }

    private static int bit(PeriodType window) {
        return 1 << WINDOW_TYPES.indexOf(window);
    }

    /** The provider's periods of which windows of a type are made, finest first. */
    private List<String> providerPeriodsOf(PeriodType window) {
        boolean fiscalIsWeekly = settings.calendar().pattern() != WeekPattern.MONTH;
        return switch (window) {
            case DAY -> List.of("day");
            case WEEK -> List.of("day", "week");
            case MONTH -> List.of("day", "month");
            case QUARTER -> List.of("day", "month", "quarter");
            case YEAR -> List.of("day", "month", "quarter", "year");
            case FISCAL_MONTH, FISCAL_QUARTER, FISCAL_YEAR -> List.of("day", fiscalIsWeekly ? "week" : "month");
        };
    }

    /** The market cell that a leaf of the own cube lies in: its path cut to the levels that the market knows. */
    private Column cellOfLeaf() {
        List<Column> steps = new ArrayList<>();
        for (Hierarchy hierarchy : settings.hierarchies()) {
            MarketKey key = hierarchy.market();
            if (key != null) {
                int depth = MarketSales.levelsDownTo(hierarchy, key).size();
                steps.add(SegmentPath.step(
                        hierarchy.name(),
                        slice(SegmentPath.parts(col("leaf_segment"), hierarchy.name()), 1, depth),
                        depth));
            }
        }
        return steps.isEmpty() ? lit(SegmentPath.ALL) : SegmentPath.join(steps);
    }
}
