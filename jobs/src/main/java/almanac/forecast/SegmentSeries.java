package almanac.forecast;

import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.config.Settings;
import almanac.forecast.engine.Series;
import almanac.forecast.engine.Series.SeriesName;
import almanac.segment.DailySales;
import almanac.segment.MarketCells;
import almanac.segment.RollUp;
import almanac.segment.SegmentPath;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * The series of every segment, made in Spark: one row a segment with the sums of its periods, and with those of its market
 * where there is one. Every segment has a row, whether anything was ever sold in it or not.
 */
final class SegmentSeries {

    private static final StructType WINDOWS = new StructType()
            .add("period_type", StringType)
            .add("period_start", DateType)
            .add("through_date", DateType)
            .add("base_start", DateType)
            .add("base_through", DateType)
            .add("position", IntegerType);

    private SegmentSeries() {}

    /**
     * One row per segment: its id and names as in {@code market.segments}, and in order of their positions the arrays
     * {@code sales} of (position, amount), with every period from the first sale on, {@code market} of (position, amount,
     * others_amount) and {@code drivers}, with those for which something is known; an array is null where there is nothing.
     *
     * @param segments rows of {@code market.segments}
     * @param actuals rows of {@code forecast.segment_actuals}
     * @param marketByPosition rows of {@link #market}
     * @param driversByPosition rows of {@link SegmentDrivers#rows}
     * @param timeline the periods
     */
    static Dataset<Row> series(
            Dataset<Row> segments,
            Dataset<Row> actuals,
            Dataset<Row> marketByPosition,
            Dataset<Row> driversByPosition,
            SegmentTimeline timeline) {
        Dataset<Row> sales = actuals.join(broadcast(timeline.periods(segments.sparkSession())), "period_start")
                .select(
                        SegmentPath.id(col("segmentation"), col("segment")).as("segment_id"),
                        col("position"),
                        col("actual_amount").cast(DoubleType).as("amount"));
        return segments.select("segment_id", "segmentation", "segment_level", "segment")
                .join(arrays(sales, "sales"), new String[] {"segment_id"}, "left")
                .join(arrays(marketByPosition, "market"), new String[] {"segment_id"}, "left")
                .join(arrays(driversByPosition, "drivers"), new String[] {"segment_id"}, "left");
    }

    /**
     * Sales of the market per {@code segment_id} and {@code position}, as {@code amount}, and of it what others than ourselves
     * sold, as {@code others_amount}. A period counts only where it is made of whole periods of the provider, within the days that the market data spans.
     *
     * @param marketSales rows of {@code market.market_sales} that are known
     */
    static Dataset<Row> market(
            Dataset<Row> marketSales, Dataset<Row> segmentLeaves, Settings settings, SegmentTimeline timeline) {
        Dataset<Row> wholeMarket = marketSales
                .groupBy("market_cell", "period_type", "period_start", "period_end", "is_own")
                .agg(sum("sales_amount").as("sales_amount"))
                .withColumn("supplier_id", when(col("is_own"), "OWN").otherwise("OTHERS"))
                .withColumn("basis", lit(null).cast(StringType))
                .withColumn("sales_units", lit(null).cast(DailySales.SUM));
        Dataset<Row> spanned = marketSales.agg(
                min("period_start").as("_first"), max("period_end").as("_last"));
        Dataset<Row> windows = windows(timeline, marketSales.sparkSession())
                .crossJoin(broadcast(spanned))
                .filter(col("period_start")
                        .geq(col("_first"))
                        .and(col("through_date").leq(col("_last"))))
                .drop("_first", "_last");
        // Cells first, each as a segment of its own: there are few of them, and many segments above each.
        Dataset<Row> cells = wholeMarket
                .select(col("market_cell").as("segment_id"), col("market_cell").as("leaf_segment"))
                .distinct();
        Dataset<Row> cellWindows = new MarketCells(settings)
                .marketByWindow(wholeMarket, cells, windows)
                .withColumnRenamed("segment_id", "leaf_segment")
                .join(
                        broadcast(windows.select(
                                RollUp.windowId(col("period_type"), col("period_start"), col("through_date"))
                                        .as(RollUp.WINDOW_ID),
                                col("position"))),
                        RollUp.WINDOW_ID);
        return cellWindows
                .join(segmentLeaves.select("segment_id", "leaf_segment"), "leaf_segment")
                .groupBy("segment_id", "position")
                .agg(
                        sum("sales_amount").cast(DoubleType).as("amount"),
                        sum(when(not(col("is_own")), col("sales_amount")))
                                .cast(DoubleType)
                                .as("others_amount"));
    }

    /** What {@link #market} gives where there is no market. */
    static Dataset<Row> noMarket(SparkSession spark) {
        return spark.createDataFrame(
                List.of(),
                new StructType()
                        .add("segment_id", "long")
                        .add("position", IntegerType)
                        .add("amount", DoubleType)
                        .add("others_amount", DoubleType));
    }

    /** The series in a row of {@link #series}. */
    static Series read(Row row, SegmentTimeline timeline, EventCalendar events, SegmentDrivers drivers) {
        String segmentation = row.getAs("segmentation");
        String level = row.getAs("segment_level");
        SeriesName name = new SeriesName(
                row.getAs("segment_id"),
                segmentation + " " + level,
                List.of(segmentation, level, row.getAs("segment")),
                SegmentKin.of(segmentation, level, row.getAs("segment")));
        List<Row> sales = entries(row, "sales");
        List<Row> market = entries(row, "market");
        int first = sales.isEmpty() ? timeline.known() : sales.get(0).getInt(0);
        return new Series(
                name,
                first,
                events.masked(
                        sales.stream().mapToDouble(sale -> sale.getDouble(1)).toArray(), first),
                dense(market, 1, timeline.known()),
                drivers.read(entries(row, "drivers"), dense(market, 2, timeline.known()), first, events, timeline),
                timeline.frequency().season());
    }

    private static List<Row> entries(Row row, String column) {
        int field = row.fieldIndex(column);
        return row.isNullAt(field) ? List.of() : row.getList(field);
    }

    /** A field of an array of (position, …) as one value for each position, NaN where not known; empty without entries. */
    private static double[] dense(List<Row> entries, int field, int length) {
        double[] values = new double[entries.isEmpty() ? 0 : length];
        Arrays.fill(values, Double.NaN);
        for (Row entry : entries) {
            values[entry.getInt(0)] = entry.isNullAt(field) ? Double.NaN : entry.getDouble(field);
        }
        return values;
    }

    /** By segment one array of structs, by position first. */
    private static Dataset<Row> arrays(Dataset<Row> amounts, String name) {
        Column[] columns = Stream.concat(
                        Stream.of("position"),
                        Arrays.stream(amounts.columns())
                                .filter(column ->
                                        !List.of("segment_id", "position").contains(column)))
                .map(column -> col(column))
                .toArray(Column[]::new);
        return amounts.groupBy("segment_id")
                .agg(array_sort(collect_list(struct(columns))).as(name));
    }

    private static Dataset<Row> windows(SegmentTimeline timeline, SparkSession spark) {
        List<Row> rows = new ArrayList<>();
        for (int position = 0; position < timeline.known(); position++) {
            rows.add(RowFactory.create(
                    timeline.grain().id(),
                    timeline.start(position),
                    timeline.end(position),
                    timeline.start(position),
                    timeline.end(position),
                    position));
        }
        return spark.createDataFrame(rows, WINDOWS);
    }
}
