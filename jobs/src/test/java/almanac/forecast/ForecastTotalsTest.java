package almanac.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import almanac.SmallNight;
import almanac.segment.DailySales;
import almanac.segment.SegmentLeaves;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The totals and paths of {@link ForecastWorld}: the four weeks from Monday 2024-05-06 to Sunday 2024-06-02. */
class ForecastTotalsTest {

    private static final String GIN = "segmentation = 'product' AND segment = 'product=Spirits>Gin'";

    private static SmallNight night;

    @BeforeAll
    static void total() {
        night = ForecastWorld.night();
    }

    @Test
    void totalOfTheHorizonIsTheSumOfItsForecasts() {
        double sum = night.rows(SegmentForecasts.SPEC, GIN).stream()
                .mapToDouble(row -> row.<Double>getAs("p50_amount"))
                .sum();
        Row total =
                night.one(ForecastTotals.SPEC, GIN + " AND period_type = 'horizon' AND period_end = DATE'2024-06-02'");

        assertThat(total.<Double>getAs("forecast_amount")).isCloseTo(sum, within(1e-9 * sum));
        assertThat(total.<Double>getAs("actual_to_date_amount")).isZero();
        assertThat(total.<Integer>getAs("period_count")).isEqualTo(4);
        assertThat(total.<Double>getAs("p50_amount")).isCloseTo(sum, within(0.2 * sum));
    }

    @Test
    void totalsAreSurerThanTheSumsOfTheirIntervals() {
        double low = 0;
        double high = 0;
        for (Row week : night.rows(SegmentForecasts.SPEC, GIN)) {
            low += week.<Double>getAs("p10_amount");
            high += week.<Double>getAs("p90_amount");
        }
        Row total = night.one(ForecastTotals.SPEC, GIN + " AND period_type = 'horizon' AND period_count = 4");

        assertThat(total.<Double>getAs("p90_amount") - total.<Double>getAs("p10_amount"))
                .isPositive()
                .isLessThan(high - low);
    }

    @Test
    void monthHasWhatWasSoldToDate() {
        Row may = night.one(ForecastTotals.SPEC, GIN + " AND period_type = 'month'");
        // Of May the weeks that are over hold the one of Monday 2024-04-29, but its sale is of April: gin is sold on
        // Mondays.
        assertThat(may.<LocalDate>getAs("period_start")).isEqualTo(LocalDate.of(2024, 5, 1));
        assertThat(may.<Double>getAs("actual_to_date_amount")).isZero();
        // Of the last week, from 2024-05-27 on, five of seven days are in May.
        List<Row> weeks = night.get(SegmentForecasts.SPEC)
                .filter(GIN)
                .orderBy("period_start")
                .collectAsList();
        double expected = 0;
        for (int h = 0; h < 4; h++) {
            expected += weeks.get(h).<Double>getAs("p50_amount") * (h == 3 ? 5 / 7.0 : 1);
        }
        assertThat(may.<Double>getAs("forecast_amount")).isCloseTo(expected, within(1e-9 * expected));
    }

    @Test
    void quarterAndYearAreNotThereBeforeTheyEndWithinTheHorizon() {
        assertThat(night.rows(ForecastTotals.SPEC, "period_type IN ('quarter', 'year')"))
                .isEmpty();
    }

    @Test
    void soldToDateIsPartOfEveryAmount() {
        // The night two weeks earlier lies in April, of which four Mondays are over.
        Dataset<Row> reconciled = night.get(ReconciledForecasts.SPEC).filter("origin_date <= DATE'2024-05-05'");
        Dataset<Row> moved = reconciled
                .withColumn("origin_date", functions.date_sub(functions.col("origin_date"), 14))
                .withColumn("period_start", functions.date_sub(functions.col("period_start"), 14))
                .withColumn("period_end", functions.date_sub(functions.col("period_end"), 14));
        Row april = ForecastTotals.totals(moved, night.get(DailySales.SPEC), night.get(SegmentLeaves.SPEC), 42)
                .filter(GIN + " AND period_type = 'month'")
                .collectAsList()
                .get(0);
        double sold = night
                .get(DailySales.SPEC)
                .filter("product_id = 'Spirits>Gin' AND order_date BETWEEN DATE'2024-04-01' AND DATE'2024-04-21'")
                .collectAsList()
                .stream()
                .mapToDouble(row -> row.getDecimal(row.fieldIndex("net_amount")).doubleValue())
                .sum();

        assertThat(sold).isPositive();
        assertThat(april.<Double>getAs("actual_to_date_amount")).isCloseTo(sold, within(1e-9));
        assertThat(april.<Double>getAs("p05_amount")).isGreaterThan(sold);
        assertThat(april.<Double>getAs("forecast_amount")).isGreaterThan(sold);
    }

    @Test
    void whatWasGivenUpTotalsZeroWithoutDoubt() {
        assertThat(night.rows(ForecastTotals.SPEC, "segmentation = 'product' AND segment = 'product=Spirits>Rum'"))
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.<Double>getAs("p95_amount")).isZero());
    }

    @Test
    void coverageIsNotMeasuredBeforeTwoOriginsHaveIntervals() {
        // Of the two origins of this back-test the first had none, so that the second had no paths to go by.
        Row total = night.one(ForecastTotals.SPEC, GIN + " AND period_type = 'horizon' AND period_count = 4");

        assertThat(total.<Long>getAs("compared_count")).isZero();
        assertThat(total.<Long>getAs("covered_80_count")).isZero();
        assertThat(total.<Double>getAs("p10_amount")).isLessThan(total.<Double>getAs("p90_amount"));
    }

    @Test
    void pathsAreOnlyKeptWhereTheyAreAskedFor() {
        assertThat(night.rows(ForecastPaths.SPEC, "true")).isEmpty();
    }

    @Test
    void pathsAddUpInEveryDrawAndLevel() {
        Dataset<Row> paths = ForecastPaths.paths(
                        night.get(ReconciledForecasts.SPEC), night.get(SegmentLeaves.SPEC), 20, 42)
                .cache();
        List<Row> levels = paths.groupBy("segmentation", "period_start", "draw", "segment_level")
                .agg(functions.sum("net_amount").as("total"))
                .groupBy("segmentation", "period_start", "draw")
                .agg(
                        functions.max("total").as("most"),
                        functions.min("total").as("least"),
                        functions.count(functions.lit(1)).as("levels"))
                .collectAsList();

        assertThat(levels).hasSizeGreaterThanOrEqualTo(20 * 4).allSatisfy(row -> {
            assertThat(row.<Long>getAs("levels")).isGreaterThan(1);
            assertThat(row.<Double>getAs("most")).isCloseTo(row.<Double>getAs("least"), within(1e-6));
        });
        assertThat(paths.filter("draw = 1").select("net_amount").collectAsList())
                .isNotEqualTo(paths.filter("draw = 2").select("net_amount").collectAsList());
        paths.unpersist();
    }
}
