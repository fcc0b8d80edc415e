package almanac.market;

import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.segment.SegmentPath;
import almanac.stats.GrowingSample;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/**
 * What earlier launches had sold when they were as old: of the same group of products, or, where fewer than {@value #FEWEST} of
 * it were launched before, of all.
 */
final class Analogues {

    static final int FEWEST = 5;

    private static final StructType QUARTILES = new StructType()
            .add("product_id", StringType)
            .add("weeks_since_launch", IntegerType)
            .add("_scope", StringType)
            .add("_count", IntegerType)
            .add("_p25", DoubleType)
            .add("_p50", DoubleType)
            .add("_p75", DoubleType);

    private Analogues() {}

    /**
     * Adds {@code analogue_basis} ({@code GROUP}, {@code ALL} or {@code TOO_FEW}), {@code analogue_count}, and {@code analogue_p25},
     * {@code analogue_p50} and {@code analogue_p75} of {@code cumulative_net_amount}, null where there are too few.
     *
     * @param curves one row per {@code product_id} and {@code weeks_since_launch}, with {@code first_sale_date}, {@code group_segment}
     */
    static Dataset<Row> beside(Dataset<Row> curves) {
        String[] key = {"product_id", "weeks_since_launch"};
        Dataset<Row> joined = curves.join(
                        quartiles(curves.filter(col("group_segment").isNotNull()), col("group_segment"), "group"),
                        key,
                        "left")
                .join(quartiles(curves, lit(SegmentPath.ALL), "all"), key, "left");
        Column ofGroup = coalesce(col("group_count").geq(FEWEST), lit(false));
        Column ofAll = not(ofGroup).and(col("all_count").geq(FEWEST));
        Dataset<Row> told = joined.withColumn(
                        "analogue_basis",
                        when(ofGroup, "GROUP").when(ofAll, "ALL").otherwise("TOO_FEW"))
                .withColumn("analogue_count", when(ofGroup, col("group_count")).otherwise(col("all_count")));
        for (String quartile : List.of("p25", "p50", "p75")) {
            told = told.withColumn(
                    "analogue_" + quartile,
                    when(ofGroup, col("group_" + quartile)).when(ofAll, col("all_" + quartile)));
        }
        return told;
    }

    private static Dataset<Row> quartiles(Dataset<Row> curves, Column scope, String prefix) {
        return curves.groupBy(scope.as("_scope"), col("weeks_since_launch"))
                .agg(array_sort(collect_list(struct(
                                col("first_sale_date"),
                                col("product_id"),
                                col("cumulative_net_amount").cast(DoubleType).as("amount"))))
                        .as("_launches"))
                .flatMap((FlatMapFunction<Row, Row>) week -> quartiles(week).iterator(), Encoders.row(QUARTILES))
                .select(
                        col("product_id"),
                        col("weeks_since_launch"),
                        col("_count").as(prefix + "_count"),
                        col("_p25").as(prefix + "_p25"),
                        col("_p50").as(prefix + "_p50"),
                        col("_p75").as(prefix + "_p75"));
    }

    /** Of launches in the order of their days, each beside those of earlier days. */
    private static List<Row> quartiles(Row week) {
        List<Row> launches = week.getList(2);
        List<Row> rows = new ArrayList<>();
        GrowingSample earlier = new GrowingSample();
        int added = 0;
        for (int i = 0; i < launches.size(); i++) {
            LocalDate day = launches.get(i).getLocalDate(0);
            for (; launches.get(added).getLocalDate(0).isBefore(day); added++) {
                earlier.add(launches.get(added).getDouble(2));
            }
            boolean hasAny = earlier.size() > 0;
            rows.add(RowFactory.create(
                    launches.get(i).getString(1),
                    week.getInt(1),
                    week.getString(0),
                    earlier.size(),
                    hasAny ? earlier.quantile(0.25) : null,
                    hasAny ? earlier.quantile(0.5) : null,
                    hasAny ? earlier.quantile(0.75) : null));
        }
        return rows;
    }
}
