package almanac.segment;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.array_contains;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.slice;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import almanac.config.Hierarchy;
import almanac.config.MarketKey;
import almanac.config.PeriodType;
import almanac.config.Settings;
import almanac.config.WeekPattern;
import java.util.ArrayList;
import java.util.List;
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

    private final Settings settings;

    /** The cells of these settings. */
    public MarketCells(Settings settings) {
        this.settings = settings;
    }

    /** Market sales by segment, window and supplier. */
    public Dataset<Row> marketByWindow(Dataset<Row> market, Dataset<Row> segmentLeaves, Dataset<Row> periods) {
        Dataset<Row> cells = market.join(windowTypes(market), new String[] {"market_cell", "period_type"});
        Dataset<Row> bySegment = ofSegments(cells, segmentLeaves)
                .groupBy("segment_id", "window_types", "period_start", "period_end", "supplier_id")
                .agg(supplierTotals()[0], supplierTotals()[1], supplierTotals()[2]);
        return placed(bySegment, periods)
                .groupBy("segment_id", "period_type", "window_start", "window_through", "supplier_id")
                .agg(supplierTotals()[0], supplierTotals()[1], supplierTotals()[2]);
    }

    /** Own sales that the market covers, by segment and window, as {@code own_amount}. */
    public Dataset<Row> coveredOwnByWindow(
            Dataset<Row> cube, Dataset<Row> market, Dataset<Row> segmentLeaves, Dataset<Row> periods) {
        Dataset<Row> own = cube.withColumn("market_cell", cellOfLeaf())
                .groupBy("order_date", "market_cell")
                .agg(sum("net_amount").as("own_amount"));
        Dataset<Row> reported = market.join(windowTypes(market), new String[] {"market_cell", "period_type"})
                .select("market_cell", "window_types", "period_start", "period_end")
                .distinct();
        Dataset<Row> covered = own.join(reported, "market_cell")
                .filter(col("order_date").between(col("period_start"), col("period_end")))
                .groupBy("market_cell", "window_types", "period_start", "period_end")
                .agg(sum("own_amount").as("own_amount"));
        Dataset<Row> bySegment = ofSegments(covered, segmentLeaves)
                .groupBy("segment_id", "window_types", "period_start", "period_end")
                .agg(sum("own_amount").as("own_amount"));
        return placed(bySegment, periods)
                .groupBy("segment_id", "period_type", "window_start", "window_through")
                .agg(sum("own_amount").as("own_amount"));
    }

    private static Dataset<Row> ofSegments(Dataset<Row> cells, Dataset<Row> segmentLeaves) {
        return cells.withColumnRenamed("market_cell", "leaf_segment")
                .join(segmentLeaves.select("segment_id", "leaf_segment"), "leaf_segment");
    }

    private static Column[] supplierTotals() {
        return new Column[] {
            sum("sales_amount").as("sales_amount"),
            max("is_own").as("is_own"),
            max("basis").as("basis")
        };
    }

    /** Each row in every window of its types that holds its whole period. */
    private static Dataset<Row> placed(Dataset<Row> rows, Dataset<Row> periods) {
        return rows.withColumnRenamed("period_start", "date")
                .join(RollUp.datesOfWindows(periods), "date")
                .filter(col("period_end")
                        .leq(col("window_through"))
                        .and(array_contains(col("window_types"), col("period_type"))));
    }

    /** For each cell and kind of provider's period, the types of window that it serves. */
    private Dataset<Row> windowTypes(Dataset<Row> market) {
        Column kinds = collect_set(col("period_type")).over(Window.partitionBy("market_cell"));
        List<Column> served = new ArrayList<>();
        for (PeriodType window : PeriodType.values()) {
            Column finest = lit(null).cast("string");
            List<String> coarsestFirst = new ArrayList<>(providerPeriodsOf(window));
            java.util.Collections.reverse(coarsestFirst);
            for (String kind : coarsestFirst) {
                finest = when(array_contains(col("_kinds"), kind), lit(kind)).otherwise(finest);
            }
            served.add(when(finest.equalTo(col("period_type")), lit(window.id())));
        }
        return market.select("market_cell", "period_type")
                .distinct()
                .withColumn("_kinds", kinds)
                .withColumn("window_types", array_compact(array(served.toArray(Column[]::new))))
                .drop("_kinds");
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
