package almanac.report;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.market.SegmentSales;
import almanac.segment.Periods;
import almanac.segment.SegmentPath;
import almanac.segment.Segments;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * The segments that the report shows, the largest first. Everywhere else in the report a segment is its
 * place in this list.
 */
final class SegmentList {

    /** As many segments as are shown at most. */
    static final int MOST = 2_000;

    /** The column that holds the place of a row's segment. */
    static final String INDEX = "segment_index";

    /** The columns by which tables name a segment. */
    static final List<String> KEY = List.of("segmentation", "segment");

    private static final String SIZE = "size_amount";
    private static final StructType PLACES = new StructType()
            .add("segmentation", StringType)
            .add("segment", StringType)
            .add(INDEX, IntegerType);

    private final List<Row> rows;
    private final long total;

    private SegmentList(List<Row> rows, long total) {
        this.rows = rows;
        this.total = total;
    }

    /** The largest segments of a night by their sales of a period that is shown; none where it built no table of them. */
    static SegmentList of(PublishedNight night, ReportPeriods periods, int most) {
        if (!night.has(Segments.SPEC)) {
            return new SegmentList(List.of(), 0);
        }
        Dataset<Row> segments = night.rows(Segments.SPEC);
        Dataset<Row> sized =
                night.has(SegmentSales.SPEC) && !periods.headlines().isEmpty()
                        ? segments.join(sizes(night, periods), key(), "left")
                        : segments.withColumn(SIZE, lit(0).cast("decimal(28,4)"));
        List<Row> largest = sized.withColumn(SIZE, coalesce(col(SIZE), lit(0)))
                .orderBy(col(SIZE).desc(), col("depth"), col("segmentation"), col("segment"))
                .limit(most)
                .collectAsList();
        return new SegmentList(largest, largest.size() < most ? largest.size() : segments.count());
    }

    private static Dataset<Row> sizes(PublishedNight night, ReportPeriods periods) {
        ReportPeriods.Period first = periods.headlines().get(periods.first());
        return night.rows(SegmentSales.SPEC)
                .filter(col("comparison")
                        .equalTo(Periods.PREVIOUS_YEAR)
                        .and(col("period_type").equalTo(first.type()))
                        .and(col("period_start").equalTo(lit(first.start()))))
                .select(col("segmentation"), col("segment"), col("net_amount").as(SIZE));
    }

    /** The same for a join. */
    static String[] key() {
        return KEY.toArray(String[]::new);
    }

    /** The rows of these segments, each with its segment's place. */
    Dataset<Row> only(Dataset<Row> tableRows) {
        return placed(tableRows, "inner");
    }

    /** All rows, those of these segments with their segment's place. */
    Dataset<Row> placed(Dataset<Row> tableRows) {
        return placed(tableRows, "left");
    }

    private Dataset<Row> placed(Dataset<Row> tableRows, String join) {
        List<Row> places = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            places.add(RowFactory.create(
                    rows.get(i).getAs("segmentation"), rows.get(i).getAs("segment"), i));
        }
        SparkSession spark = tableRows.sparkSession();
        return tableRows.join(broadcast(spark.createDataFrame(places, PLACES)), key(), join);
    }

    int size() {
        return rows.size();
    }

    /** The largest amount of a segment, which says how finely money is to be shown. */
    double largestAmount() {
        return rows.stream()
                .mapToDouble(row -> row.<BigDecimal>getAs(SIZE).doubleValue())
                .max()
                .orElse(0);
    }

    /** The name that people read: the members of the segment without those above them. A row has its level and attributes. */
    static String label(Row row) {
        String level = row.getAs("segment_level");
        Map<String, String> members = row.getJavaMap(row.fieldIndex("attributes"));
        return level.equals(SegmentPath.ALL)
                ? "All sales"
                : Arrays.stream(level.split("\\|"))
                        .map(part -> member(part, members.getOrDefault(part, part)))
                        .collect(Collectors.joining(" · "));
    }

    /** Members that are not known are told apart by what they are. */
    private static String member(String level, String name) {
        return name.equals(SegmentPath.UNKNOWN)
                ? "Unknown " + level.substring(level.indexOf('.') + 1).replace('_', ' ')
                : name;
    }

    /** The place of the total with which the report opens: of the segmentation with most segments; -1 where there is none. */
    int root() {
        Map<String, Long> sizes = rows.stream()
                .collect(Collectors.groupingBy(row -> row.<String>getAs("segmentation"), Collectors.counting()));
        return IntStream.range(0, rows.size())
                .filter(i -> rows.get(i).<Integer>getAs("depth") == 0)
                .boxed()
                .max(Comparator.comparing(i -> sizes.get(rows.get(i).<String>getAs("segmentation"))))
                .orElse(-1);
    }

    /** The list as arrays, parents as places. */
    Map<String, Object> data() {
        Map<List<String>, Integer> places = new HashMap<>();
        for (int i = 0; i < rows.size(); i++) {
            places.put(List.of(rows.get(i).getAs("segmentation"), rows.get(i).getAs("segment")), i);
        }
        List<String> labels = new ArrayList<>();
        List<List<Integer>> parents = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            labels.add(label(row));
            parents.add(row.<String, String>getJavaMap(row.fieldIndex("parents")).values().stream()
                    .map(parent -> places.get(List.of(row.getAs("segmentation"), parent)))
                    .filter(Objects::nonNull)
                    .distinct()
                    .sorted()
                    .toList());
        }
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("label", labels);
        data.put("path", strings("segment"));
        data.put("segmentation", strings("segmentation"));
        data.put("parents", parents);
        data.put("root", root());
        data.put("total", total);
        return data;
    }

    private List<String> strings(String column) {
        return rows.stream().map(row -> row.<String>getAs(column)).toList();
    }
}
