package almanac.market;

import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.config.PeriodType;
import almanac.segment.Periods;
import almanac.segment.SegmentPath;
import almanac.stats.Beta;
import almanac.stats.Volatility;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/** How the months of each segment move with those of all competitors: {@link Beta} over the latest months without a gap. */
final class SegmentBetas {

    private static final StructType BETAS = new StructType()
            .add("segmentation", StringType)
            .add("segment", StringType)
            .add("beta", DoubleType)
            .add("beta_standard_error", DoubleType)
            .add("beta_change_count", IntegerType);

    private SegmentBetas() {}

    /** Beta of each segment that has one: own months against those of all competitors together. */
    static Dataset<Row> of(Dataset<Row> segmentSales, Dataset<Row> marketShare) {
        Column number = Months.number(col("period_start"));
        Column isMonth = col("period_type")
                .equalTo(PeriodType.MONTH.id())
                .and(col("comparison").equalTo(Periods.PREVIOUS_PERIOD))
                .and(col("is_complete"));
        Dataset<Row> competitors = marketShare
                .filter(isMonth.and(col("segment").equalTo(SegmentPath.ALL)))
                .groupBy(number.as("number"))
                // The total of every segmentation is the same.
                .agg(max(col("market_amount").minus(col("own_amount")).cast(DoubleType))
                        .as("market"));
        return segmentSales
                .filter(isMonth)
                .select(
                        col("segmentation"),
                        col("segment"),
                        number.as("number"),
                        col("net_amount").cast(DoubleType).as("own"))
                .join(broadcast(competitors), "number")
                .groupBy("segmentation", "segment")
                .agg(array_sort(collect_list(struct("number", "own", "market"))).as("months"))
                .map((MapFunction<Row, Row>) SegmentBetas::beta, Encoders.row(BETAS));
    }

    private static Row beta(Row segment) {
        List<Row> known = segment.<Row>getList(2).stream()
                .filter(month -> !month.isNullAt(2))
                .toList();
        List<Row> months = Months.latestRun(known);
        Optional<Beta> beta = Beta.ofLogarithms(values(months, 1), values(months, 2));
        return beta.map(found -> RowFactory.create(
                        segment.get(0), segment.get(1), found.slope(), found.standardError(), found.count()))
                .orElse(RowFactory.create(segment.get(0), segment.get(1), null, null, 0));
    }

    private static double[] values(List<Row> months, int field) {
        double[] values =
                months.stream().mapToDouble(row -> row.getDouble(field)).toArray();
        boolean canBeAdjusted = Arrays.stream(values).allMatch(value -> value > 0);
        return canBeAdjusted ? Volatility.withoutSeason(values, Months.YEAR) : values;
    }
}
