package almanac.market;

import static almanac.segment.RollUp.positive;
import static almanac.segment.RollUp.ratio;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.pow;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;

import almanac.config.PeriodType;
import almanac.segment.DailySales;
import almanac.segment.Periods;
import almanac.segment.Segments;
import almanac.table.Inputs;
import almanac.table.Table;
import almanac.table.TableSpec;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * How large each market is and how it grows: by value, and where suppliers report units by volume and price; within a year, over
 * the last twelve months, and over the years.
 *
 * <p>The mean growth of several years is the compound one: {@code (size / size n years before)^(1/n) - 1}.
 */
public final class MarketSize implements Table {

    /** What the table promises. */
    public static final TableSpec SPEC = TableSpec.named("market", "market_size")
            .describedAs(
                    "Size of the market of each segment, and its growth: by value, volume and price, over the year before,"
                            + " the last twelve months and up to five years. Months and longer periods.")
            .oneRowPer("segmentation", "segment", "period_type", "period_start")
            .columns(Segments.COLUMNS)
            .columns(Periods.COLUMNS)
            .columnsOf(MarketShare.SPEC, "currency_code", "basis", "market_amount", "market_units")
            .column(
                    "market_price_amount",
                    DoubleType,
                    "market_amount / market_units: what a unit costs on average, mix included; non-additive")
            .columnsOf(MarketShare.SPEC, "base_market_amount", "base_market_units", "market_growth_rate")
            .column(
                    "volume_growth_rate",
                    DoubleType,
                    "market_units / base_market_units - 1; null where units are not known; non-additive")
            .column(
                    "price_growth_rate",
                    DoubleType,
                    "(1 + market_growth_rate) / (1 + volume_growth_rate) - 1: prices and mix; non-additive")
            .column(
                    "rolling_year_amount",
                    DailySales.SUM,
                    "market_amount of the twelve calendar months that end with the period; null where one is not known, not over, or the period ends with none; semi-additive: over segments, not over periods")
            .column("base_rolling_year_amount", DailySales.SUM, "of the twelve months before those; semi-additive")
            .column(
                    "rolling_year_growth_rate",
                    DoubleType,
                    "rolling_year_amount / base_rolling_year_amount - 1; non-additive")
            .column(
                    "compound_years",
                    IntegerType,
                    "years that compound_growth_rate spans: as many as the data does, up to five; null where less than two")
            .column(
                    "compound_growth_rate",
                    DoubleType,
                    "mean growth a year: (rolling_year_amount / that of compound_years before)^(1 / compound_years) - 1; non-additive")
            .columnsOf(MarketShare.SPEC, "supplier_count", "own_amount", "own_total_amount", "coverage_rate")
            .check("years_are_whole", "compound_years IS NULL OR compound_years BETWEEN 2 AND 5")
            .build();

    private static final int MOST_YEARS = 5;

    @Override
    public TableSpec spec() {
        return SPEC;
    }

    @Override
    public List<TableSpec> inputs() {
        return List.of(MarketShare.SPEC);
    }

    @Override
    public Dataset<Row> build(Inputs in) {
        return size(in.get(MarketShare.SPEC));
    }

    static Dataset<Row> size(Dataset<Row> marketShare) {
        Dataset<Row> periods = marketShare
                .filter(col("comparison").equalTo(Periods.PREVIOUS_YEAR))
                .filter(Periods.isMonthOrLonger());
        Column priceGrowth = ratio(
                        col("market_growth_rate").plus(1),
                        col("volume_growth_rate").plus(1))
                .minus(1);
        return periods.join(rollingYears(periods), new String[] {"segmentation", "segment", "period_end"}, "left")
                .withColumn("market_price_amount", ratio(col("market_amount"), positive("market_units")))
                .withColumn("volume_growth_rate", growth("market_units", "base_market_units"))
                .withColumn("price_growth_rate", priceGrowth)
                .withColumn("rolling_year_growth_rate", growth("rolling_year_amount", "base_rolling_year_amount"));
    }

    /** By segment and end of a month, the twelve months that end with it, and how they have grown over the years. */
    private static Dataset<Row> rollingYears(Dataset<Row> periods) {
        WindowSpec ofSegment = Window.partitionBy("segmentation", "segment").orderBy("_month");
        WindowSpec lastYear = ofSegment.rangeBetween(1 - Months.YEAR, 0);
        Dataset<Row> months = periods.filter(
                        col("period_type").equalTo(PeriodType.MONTH.id()).and(col("is_complete")))
                .select(
                        col("segmentation"),
                        col("segment"),
                        col("period_end"),
                        col("market_amount"),
                        Months.number(col("period_start")).as("_month"))
                .withColumn("_known", count(col("market_amount")).over(lastYear))
                .withColumn(
                        "rolling_year_amount",
                        when(
                                col("_known").equalTo(Months.YEAR),
                                sum("market_amount").over(lastYear).cast(DailySales.SUM)));
        Column years = lit(null).cast(IntegerType);
        Column before = lit(null).cast(DailySales.SUM);
        for (int n = 2; n <= MOST_YEARS; n++) {
            Column then = yearsBefore(n, ofSegment);
            years = when(then.gt(0), lit(n)).otherwise(years);
            before = when(then.gt(0), then).otherwise(before);
        }
        return months.withColumn("base_rolling_year_amount", yearsBefore(1, ofSegment))
                .withColumn("_before", before)
                .withColumn(
                        "compound_years", when(positive("rolling_year_amount").isNotNull(), years))
                .withColumn(
                        "compound_growth_rate",
                        pow(
                                        ratio(positive("rolling_year_amount"), col("_before")),
                                        lit(1.0).divide(col("compound_years")))
                                .minus(1))
                .drop("market_amount", "_month", "_known", "_before");
    }

    /** The rolling year so many years before. */
    private static Column yearsBefore(int years, WindowSpec ofSegment) {
        long months = (long) Months.YEAR * years;
        return max("rolling_year_amount").over(ofSegment.rangeBetween(-months, -months));
    }

    private static Column growth(String amount, String base) {
        return ratio(col(amount), positive(base)).minus(1);
    }
}
