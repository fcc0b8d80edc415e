package almanac.market;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.date_sub;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.segment.DailySales;
import almanac.segment.SegmentPath;
import almanac.stats.QuantileFunction;
import almanac.stats.QuantileLevels;
import almanac.stats.RootCauses;
import almanac.stats.RootCauses.Finding;
import almanac.stats.RootCauses.Node;
import almanac.stats.RootCauses.Reach;
import almanac.stats.RootCauses.Role;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.FilterFunction;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/**
 * The causes among the segments of each period, by {@link RootCauses}: one typed step for each period.
 *
 * <p>Where segments overlap, such as a region and a product, the part of one that lies in the other is that of the sales of their
 * common leaves in the last 365 days. Only of segments whose own p-value is small enough for a discovery it is worked out.
 */
final class AlertCauses {

    /** The share of false discoveries among the segments that are called unusual. */
    static final double FALSE_DISCOVERY_RATE = 0.05;

    /** A deviation matters from this share of what was expected of all sales on. */
    static final double LEAST_IMPACT_RATE = 0.001;

    private static final int DAYS = 365;

    private static final StructType SCHEMA = new StructType()
            .add("segment_id", LongType)
            .add("period_start", DateType)
            .add("alert_role", StringType)
            .add("p_value", DoubleType)
            .add("q_value", DoubleType)
            .add("cause_segment_id", LongType)
            .add("unexplained_amount", DoubleType)
            .add("tested_count", IntegerType)
            .add("total_expected_amount", DoubleType);

    private AlertCauses() {}

    /**
     * One row per segment and period that is beyond chance and large enough to matter: its role and what explains it.
     *
     * @param nodes rows of {@link AlertNodes#of} with their {@code depth}
     * @param cube rows of {@code market.daily_sales} up to the night's date
     */
    static Dataset<Row> of(Dataset<Row> nodes, Dataset<Row> cube, Dataset<Row> segmentLeaves, LocalDate asOf) {
        Dataset<Row> tested = nodes.select(
                col("period_start"),
                struct(
                                col("segment_id"),
                                col("depth"),
                                col("expected_amount"),
                                col("actual_amount").cast(DoubleType).as("actual"),
                                AlertNodes.quantiles().as("quantiles"),
                                col("segment").equalTo(SegmentPath.ALL).as("is_total"))
                        .as("node"));
        Dataset<Row> candidates = tested.filter((FilterFunction<Row>) row -> mayBeDiscovery(row.getStruct(1)))
                .select(col("period_start"), col("node.segment_id").as("cause_id"));
        Dataset<Row> overlaps = overlaps(
                        candidates.select("cause_id").distinct(), leaves(nodes, cube, segmentLeaves, asOf))
                .join(candidates, "cause_id")
                .groupBy("period_start")
                .agg(array_sort(collect_list(struct("cause_id", "node_id", "of_cause", "of_node")))
                        .as("overlaps"));
        // In a fixed order: sums of floating-point numbers depend on it.
        return tested.groupBy("period_start")
                .agg(array_sort(collect_list("node")).as("nodes"))
                .join(overlaps, new String[] {"period_start"}, "left")
                .select("period_start", "nodes", "overlaps")
                .flatMap((FlatMapFunction<Row, Row>) row -> findings(row).iterator(), Encoders.row(SCHEMA));
    }

    /** No adjusted p-value is smaller than the p-value itself. */
    private static boolean mayBeDiscovery(Row node) {
        return distribution(node).pValue(node.getDouble(3)) <= FALSE_DISCOVERY_RATE;
    }

    /** The leaves of each node with their weight: what was turned over in them of late. */
    private static Dataset<Row> leaves(
            Dataset<Row> nodes, Dataset<Row> cube, Dataset<Row> segmentLeaves, LocalDate asOf) {
        Dataset<Row> weights = cube.filter(col("order_date").gt(date_sub(lit(asOf), DAYS)))
                .groupBy("leaf_segment")
                .agg(sum(abs(col("net_amount"))).cast(DailySales.SUM).as("weight"));
        return segmentLeaves
                .select("segment_id", "leaf_segment")
                .join(nodes.select("segment_id").distinct(), "segment_id")
                .join(weights, "leaf_segment");
    }

    /** For each cause and node with common leaves, which shares of the one and of the other those are. */
    private static Dataset<Row> overlaps(Dataset<Row> causes, Dataset<Row> leaves) {
        Dataset<Row> wholes =
                leaves.groupBy("segment_id").agg(sum("weight").cast(DoubleType).as("whole"));
        Dataset<Row> common = leaves.join(causes, col("segment_id").equalTo(col("cause_id")))
                .select("cause_id", "leaf_segment", "weight")
                .join(leaves.select(col("segment_id").as("node_id"), col("leaf_segment")), "leaf_segment")
                .groupBy("cause_id", "node_id")
                .agg(sum("weight").cast(DoubleType).as("common"))
                .filter(col("common").gt(0).and(col("cause_id").notEqual(col("node_id"))));
        return common.join(
                        wholes.withColumnsRenamed(Map.of("segment_id", "cause_id", "whole", "cause_whole")), "cause_id")
                .join(wholes.withColumnsRenamed(Map.of("segment_id", "node_id", "whole", "node_whole")), "node_id")
                .select(
                        col("cause_id"),
                        col("node_id"),
                        share("cause_whole").as("of_cause"),
                        share("node_whole").as("of_node"));
    }

    private static Column share(String whole) {
        return col("common").divide(col(whole));
    }

    private static List<Row> findings(Row period) {
        List<Row> rows = period.getList(1);
        List<Node> nodes = rows.stream().map(AlertCauses::node).toList();
        Map<Long, Integer> places = new HashMap<>();
        IntStream.range(0, rows.size()).forEach(i -> places.put(rows.get(i).getLong(0), i));
        List<Reach> reaches = new ArrayList<>();
        for (Row overlap : period.isNullAt(2) ? List.<Row>of() : period.<Row>getList(2)) {
            Integer cause = places.get(overlap.getLong(0));
            Integer node = places.get(overlap.getLong(1));
            // A segment that was expected to be nothing in this period is no node of it.
            if (cause != null && node != null) {
                reaches.add(new Reach(
                        cause,
                        node,
                        share(nodes.get(cause), nodes.get(node), overlap.getDouble(2), overlap.getDouble(3))));
            }
        }
        double total = rows.stream()
                .filter(row -> row.getBoolean(5))
                .mapToDouble(row -> Math.abs(row.getDouble(2)))
                .sum();
        List<Finding> findings = RootCauses.find(nodes, reaches, FALSE_DISCOVERY_RATE, LEAST_IMPACT_RATE * total);
        return IntStream.range(0, rows.size())
                .filter(i -> findings.get(i).role() != Role.NONE)
                .mapToObj(i -> row(period.get(0), rows, findings, i, total))
                .toList();
    }

    /**
     * Which share of the cause lies in the node. Where more of the node lies in the cause than the other way round, what was
     * expected of the node says it best: it knows the season of the node.
     */
    private static double share(Node cause, Node node, double ofCause, double ofNode) {
        boolean isByNode = ofNode >= ofCause && cause.expected() > 0 && node.expected() >= 0;
        return isByNode ? Math.min(1, ofNode * node.expected() / cause.expected()) : ofCause;
    }

    private static Node node(Row row) {
        return new Node(row.getInt(1), row.getDouble(2), row.getDouble(3), distribution(row));
    }

    private static QuantileFunction distribution(Row node) {
        return new QuantileFunction(
                QuantileLevels.ALL.stream().mapToDouble(Double::doubleValue).toArray(),
                node.<Double>getList(4).stream()
                        .mapToDouble(Double::doubleValue)
                        .toArray());
    }

    private static Row row(Object period, List<Row> rows, List<Finding> findings, int i, double total) {
        Finding finding = findings.get(i);
        return RowFactory.create(
                rows.get(i).getLong(0),
                period,
                finding.role().name(),
                finding.pValue(),
                finding.qValue(),
                finding.cause() < 0 ? null : rows.get(finding.cause()).getLong(0),
                finding.rest(),
                rows.size(),
                total);
    }
}
