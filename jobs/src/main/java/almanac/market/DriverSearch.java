package almanac.market;

import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.map_entries;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.stats.DriverPaths;
import almanac.stats.DriverPaths.Part;
import almanac.stats.PredictionTest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/** The typed steps of {@link GrowthDrivers}: which segments drive a period, and how unusual that is for them. */
final class DriverSearch {

    private static final String[] PERIOD = {"period_type", "period_start", "comparison"};

    private static final StructType DRIVERS = new StructType()
            .add("period_type", StringType)
            .add("period_start", DateType)
            .add("comparison", StringType)
            .add("segment", StringType)
            .add("driver_rank", IntegerType);

    private static final StructType TESTS = new StructType()
            .add("period_type", StringType)
            .add("period_start", DateType)
            .add("comparison", StringType)
            .add("segment", StringType)
            .add("history_count", IntegerType)
            .add("p_value", DoubleType);

    private DriverSearch() {}

    /**
     * The drivers of each period and comparison, with their {@code driver_rank}.
     *
     * @param segments of each period, with {@code attributes}, {@code base_net_amount}, {@code change_amount},
     *     {@code total_base_net_amount} and {@code total_growth_rate}
     */
    static Dataset<Row> drivers(Dataset<Row> segments, int most, double leastRate) {
        // In a fixed order, so that equal inputs give equal rows.
        return segments.groupBy(columns(PERIOD))
                .agg(array_sort(collect_list(struct(
                                col("segment"),
                                number("base_net_amount").as("base"),
                                number("change_amount").as("change"),
                                number("total_base_net_amount").as("total"),
                                col("total_growth_rate"),
                                // Maps have no order, which sorting needs.
                                map_entries(col("attributes")).as("members"))))
                        .as("parts"))
                .flatMap(
                        (FlatMapFunction<Row, Row>)
                                period -> drivers(period, most, leastRate).iterator(),
                        Encoders.row(DRIVERS));
    }

    private static List<Row> drivers(Row period, int most, double leastRate) {
        List<Row> rows = period.getList(3);
        List<Part> parts = rows.stream().map(DriverSearch::part).toList();
        Row any = rows.get(0);
        List<Integer> found = DriverPaths.find(parts, any.getDouble(4), most, leastRate * any.getDouble(3));
        return IntStream.range(0, found.size())
                .mapToObj(i -> RowFactory.create(
                        period.get(0),
                        period.get(1),
                        period.get(2),
                        rows.get(found.get(i)).getString(0),
                        i + 1))
                .toList();
    }

    private static Part part(Row row) {
        Map<String, String> members = new HashMap<>();
        row.<Row>getList(5).forEach(member -> members.put(member.getString(0), member.getString(1)));
        return new Part(row.getString(0), members, row.getDouble(1), row.getDouble(2));
    }

    /**
     * How unusual the growth of each driver is, against that of the whole, next to its own earlier changes of the same kind.
     *
     * @param drivers rows of {@link #drivers} with {@code relative_growth_rate}
     * @param earlier the same rate of all segments and complete periods
     */
    static Dataset<Row> tests(Dataset<Row> drivers, Dataset<Row> earlier) {
        Dataset<Row> histories = earlier.select(
                col("segment"),
                col("period_type"),
                col("comparison"),
                col("period_start").as("earlier_start"),
                col("relative_growth_rate").as("earlier_rate"));
        return drivers.join(histories, new String[] {"segment", "period_type", "comparison"})
                .filter(col("earlier_start").lt(col("period_start")))
                .groupBy("period_type", "period_start", "comparison", "segment", "relative_growth_rate")
                .agg(array_sort(collect_list(struct("earlier_start", "earlier_rate")))
                        .as("history"))
                .map((MapFunction<Row, Row>) DriverSearch::test, Encoders.row(TESTS));
    }

    private static Row test(Row driver) {
        List<Row> history = driver.getList(5);
        OptionalDouble p = PredictionTest.pValue(
                history.stream().mapToDouble(row -> row.getDouble(1)).toArray(), driver.getDouble(4));
        return RowFactory.create(
                driver.get(0),
                driver.get(1),
                driver.get(2),
                driver.get(3),
                history.size(),
                p.isPresent() ? p.getAsDouble() : null);
    }

    private static Column number(String name) {
        return col(name).cast(DoubleType);
    }

    private static Column[] columns(String... names) {
        return java.util.Arrays.stream(names).map(name -> col(name)).toArray(Column[]::new);
    }
}
