package almanac.segment;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.config.Hierarchy;
import almanac.config.Settings;
import almanac.segment.Levels.Level;
import almanac.segment.Levels.Step;
import almanac.table.Inputs;
import almanac.table.Table;
import almanac.table.TableSpec;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/**
 * Which leaves make up which segment: the roll-up as rows. A leaf of the own cube has a member at every level; a market
 * cell has them down to the level that the market knows, and belongs to no segment below it.
 */
public final class SegmentLeaves implements Table {

    /** What the table promises. */
    public static final TableSpec SPEC = TableSpec.named("market", "segment_leaves")
            .describedAs("The leaves of every segment: joins the daily cube and the market to the segments above them.")
            .oneRowPer("segment_id", "leaf_segment")
            .column("segment_id", LongType, "surrogate key of the segment; see market.segments")
            .column(
                    "leaf_segment",
                    StringType,
                    "leaf_segment of market.daily_sales or market_cell of market.market_sales")
            .column("segmentation", StringType, "the crossing of hierarchies")
            .column(
                    "segment_level",
                    StringType,
                    "the level, such as geography.country|product.category_l1; ALL for the total")
            .column("segment", StringType, "readable path; ALL for the total")
            .column("depth", IntegerType, "steps below the total, over all hierarchies")
            .column(
                    "parents",
                    DataTypes.createMapType(StringType, StringType),
                    "for each hierarchy that the segment goes into, the segment one step up in it")
            .column(
                    "attributes",
                    DataTypes.createMapType(StringType, StringType),
                    "the member's name at each level, such as geography.country -> DE")
            .build();

    private final Settings settings;

    /** The leaves of these settings. */
    public SegmentLeaves(Settings settings) {
        this.settings = settings;
    }

    @Override
    public TableSpec spec() {
        return SPEC;
    }

    @Override
    public List<TableSpec> inputs() {
        return List.of(DailySales.SPEC);
    }

    @Override
    public List<TableSpec> optionalInputs() {
        return List.of(MarketSales.SPEC);
    }

    @Override
    public Dataset<Row> build(Inputs in) {
        Dataset<Row> leaves = in.get(DailySales.SPEC).select("leaf_segment");
        if (in.has(MarketSales.SPEC)) {
            leaves = leaves.union(
                    in.get(MarketSales.SPEC).select(col("market_cell").as("leaf_segment")));
        }
        return rollUp(leaves.distinct(), settings);
    }

    static Dataset<Row> rollUp(Dataset<Row> leaves, Settings settings) {
        Dataset<Row> withParts = leaves;
        for (Hierarchy hierarchy : settings.hierarchies()) {
            withParts = withParts.withColumn(
                    SegmentPath.partsColumn(hierarchy.name()),
                    SegmentPath.parts(col("leaf_segment"), hierarchy.name()));
        }
        Column segments =
                array(Levels.of(settings).stream().map(SegmentLeaves::segment).toArray(Column[]::new));
        return withParts
                .select(col("leaf_segment"), explode(segments).as("above"))
                .filter(col("above").isNotNull())
                .select("leaf_segment", "above.*")
                .withColumn("segment_id", SegmentPath.id(col("segmentation"), col("segment")));
    }

    /** The segment of a leaf at a level; null where the leaf does not reach that deep. */
    private static Column segment(Level level) {
        Column reached = lit(true);
        for (Step step : level.steps()) {
            Column parts = col(SegmentPath.partsColumn(step.hierarchy()));
            reached = reached.and(coalesce(size(parts), lit(0)).geq(step.depth()));
        }
        return when(
                reached,
                struct(
                        lit(level.segmentation()).as("segmentation"),
                        lit(level.name()).as("segment_level"),
                        path(level.steps()).as("segment"),
                        lit(level.depth()).as("depth"),
                        parents(level).as("parents"),
                        attributes(level).as("attributes")));
    }

    private static Column path(List<Step> steps) {
        return SegmentPath.join(steps.stream()
                .map(step -> SegmentPath.step(
                        step.hierarchy(), col(SegmentPath.partsColumn(step.hierarchy())), step.depth()))
                .toList());
    }

    private static Column parents(Level level) {
        List<Column> entries = new ArrayList<>();
        for (Step step : level.steps()) {
            List<Step> oneUp = new ArrayList<>();
            for (Step other : level.steps()) {
                if (!other.equals(step)) {
                    oneUp.add(other);
                } else if (step.depth() > 1) {
                    oneUp.add(new Step(step.hierarchy(), step.columns().subList(0, step.depth() - 1)));
                }
            }
            entries.add(lit(step.hierarchy()));
            entries.add(path(oneUp));
        }
        return mapOf(entries);
    }

    private static Column attributes(Level level) {
        List<Column> entries = new ArrayList<>();
        for (Step step : level.steps()) {
            Column parts = col(SegmentPath.partsColumn(step.hierarchy()));
            for (int i = 0; i < step.depth(); i++) {
                entries.add(lit(step.hierarchy() + "." + step.columns().get(i)));
                entries.add(SegmentPath.member(parts.getItem(i)));
            }
        }
        return mapOf(entries);
    }

    private static Column mapOf(List<Column> keysAndValues) {
        return map(keysAndValues.toArray(Column[]::new)).cast(DataTypes.createMapType(StringType, StringType));
    }
}
