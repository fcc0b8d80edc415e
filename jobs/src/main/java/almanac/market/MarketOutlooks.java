package almanac.market;

import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.ln;
import static org.apache.spark.sql.functions.log1p;
import static org.apache.spark.sql.functions.month;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.config.PeriodType;
import almanac.stats.LevelOutlook;
import almanac.stats.StudentT;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/**
 * How likely each quadrant is over the next twelve months. The logarithms of market growth and of relative share, month by month,
 * have a level that wanders ({@link LevelOutlook}); each next month weighs as much as the same month did last year.
 */
final class MarketOutlooks {

    /** What lies between this and its opposite is 80 % of the standard normal distribution. */
    private static final double REACH = StudentT.normalQuantile(0.9);

    private static final StructType SCHEMA = new StructType()
            .add("segmentation", StringType)
            .add("segment", StringType)
            .add("period_type", StringType)
            .add("period_start", DateType)
            .add("star_probability", DoubleType)
            .add("cash_cow_probability", DoubleType)
            .add("question_mark_probability", DoubleType)
            .add("dog_probability", DoubleType)
            .add("market_growth_outlook_rate", DoubleType)
            .add("market_growth_outlook_low", DoubleType)
            .add("market_growth_outlook_high", DoubleType)
            .add("outlook_month_count", IntegerType);

    private MarketOutlooks() {}

    /**
     * The outlook of each row: its key, the probabilities, and the growth that is expected with its 80 % interval. A row whose
     * segment has less than twelve months of growth, or no relative share, has none.
     *
     * @param rows with {@code relative_share_threshold} and {@code market_growth_threshold}
     * @param periods rows of {@code market.market_share} compared with the year before
     */
    static Dataset<Row> of(Dataset<Row> rows, Dataset<Row> periods) {
        Column number = Months.number(col("period_start"));
        Dataset<Row> months = periods.filter(
                        col("period_type").equalTo(PeriodType.MONTH.id()).and(col("is_complete")))
                .filter(col("market_growth_rate")
                        .gt(-1)
                        .and(col("relative_share_rate").gt(0)))
                .groupBy("segmentation", "segment")
                .agg(array_sort(collect_list(struct(
                                number.as("number"),
                                log1p(col("market_growth_rate")).as("growth"),
                                ln(col("relative_share_rate")).as("position"),
                                col("market_amount").cast(DoubleType).as("amount"))))
                        .as("months"));
        Dataset<Row> asked = rows.join(months, new String[] {"segmentation", "segment"})
                .select(
                        "segmentation",
                        "segment",
                        "period_type",
                        "period_start",
                        "relative_share_threshold",
                        "market_growth_threshold",
                        "months");
        return asked.flatMap(
                (FlatMapFunction<Row, Row>) row -> outlook(row).stream().iterator(), Encoders.row(SCHEMA));
    }

    private static Optional<Row> outlook(Row row) {
        List<Row> months = Months.latestRun(row.getList(6));
        double[] weights = months.stream()
                .skip(Math.max(0, months.size() - Months.YEAR))
                .mapToDouble(month -> month.getDouble(3))
                .toArray();
        Optional<LevelOutlook> growth = LevelOutlook.of(values(months, 1), weights);
        Optional<LevelOutlook> position = LevelOutlook.of(values(months, 2), weights);
        if (growth.isEmpty() || position.isEmpty() || row.isNullAt(5)) {
            return Optional.empty();
        }
        double fast = growth.get().reaches(Math.log1p(row.getDouble(5)));
        double strong = position.get().reaches(Math.log(row.getDouble(4)));
        double spread = REACH * growth.get().deviation();
        return Optional.of(RowFactory.create(
                row.get(0),
                row.get(1),
                row.get(2),
                row.get(3),
                strong * fast,
                strong * (1 - fast),
                (1 - strong) * fast,
                (1 - strong) * (1 - fast),
                Math.expm1(growth.get().mean()),
                Math.expm1(growth.get().mean() - spread),
                Math.expm1(growth.get().mean() + spread),
                months.size()));
    }

    private static double[] values(List<Row> months, int field) {
        return months.stream().mapToDouble(month -> month.getDouble(field)).toArray();
    }
}
