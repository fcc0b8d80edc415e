package almanac.segment;

import static org.apache.spark.sql.functions.any_value;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map_values;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.table.ColumnDoc;
import almanac.table.Inputs;
import almanac.table.Table;
import almanac.table.TableSpec;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/** Every segment of every segmentation. */
public final class Segments implements Table {

    /** The columns by which every reporting table names a segment. */
    public static final List<ColumnDoc> COLUMNS = List.of(
            new ColumnDoc("segmentation", StringType, "the crossing of hierarchies, as named in the configuration"),
            new ColumnDoc(
                    "segment_level",
                    StringType,
                    "the level, such as geography.country|product.category_l1; ALL for the total"),
            new ColumnDoc(
                    "segment",
                    StringType,
                    "readable path, such as geography=EMEA>DE|product=Whisky; ALL for the total"));

    /** What the table promises. */
    public static final TableSpec SPEC = TableSpec.named("market", "segments")
            .describedAs("Every segment with its parents, depth and attributes.")
            .oneRowPer("segment_id")
            .columns(COLUMNS)
            .column(
                    "segment_id",
                    LongType,
                    "surrogate key: 64-bit hash of segmentation and segment, checked to be unique")
            .column("depth", IntegerType, "steps below the total, over all hierarchies")
            .column(
                    "parent_segment",
                    StringType,
                    "the segment one step up in the last hierarchy of the path; null for the total")
            .column(
                    "parents",
                    DataTypes.createMapType(StringType, StringType),
                    "for each hierarchy that the segment goes into, the segment one step up in it")
            .column(
                    "attributes",
                    DataTypes.createMapType(StringType, StringType),
                    "the member's name at each level, such as geography.country -> DE")
            .column("leaf_count", LongType, "leaves and market cells below it")
            .check("total_has_no_parent", "(depth = 0) = (parent_segment IS NULL)")
            .build();

    @Override
    public TableSpec spec() {
        return SPEC;
    }

    @Override
    public List<TableSpec> inputs() {
        return List.of(SegmentLeaves.SPEC);
    }

    @Override
    public Dataset<Row> build(Inputs in) {
        // Grouped by name, not by id: two segments that share an id by chance break the check on the key.
        return in.get(SegmentLeaves.SPEC)
                .groupBy("segmentation", "segment_level", "segment")
                .agg(
                        any_value(col("segment_id")).as("segment_id"),
                        any_value(col("depth")).as("depth"),
                        any_value(col("parents")).as("parents"),
                        any_value(col("attributes")).as("attributes"),
                        count(lit(1)).as("leaf_count"))
                .withColumn("parent_segment", when(col("depth").gt(0), element_at(map_values(col("parents")), -1)));
    }
}
