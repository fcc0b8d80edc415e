package almanac.forecast;

import static almanac.Frames.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import almanac.Frames;
import almanac.SmallNight;
import almanac.TestModels;
import almanac.TestSession;
import almanac.config.PeriodType;
import almanac.segment.DailySales;
import almanac.segment.SegmentLeaves;
import almanac.segment.Segments;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Accuracy on literal rows of the back-test, and on the back-test of simulated sales. That the rows fit the spec, its key
 * and its checks is asserted by the night that builds them.
 */
class ForecastAccuracyTest {

    private static final String BACKTEST = "segmentation, segment_level, segment, origin_date, horizon, method,"
            + " forecast_amount, actual_amount, seasonal_naive_amount, p05_amount, p10_amount, p25_amount,"
            + " p75_amount, p90_amount, p95_amount, seasonal_error_amount, seasonal_root_square_amount, is_final, currency_code";

    private static final String HISTORY = "as_of_date, segmentation, segment_level, segment, period_type, period_start,"
            + " period_end, scenario_id, horizon, p50_amount, seasonal_naive_amount, currency_code, p05_amount, p10_amount,"
            + " p25_amount, p75_amount, p90_amount, p95_amount";

    private static final String FIRST = "2024-04-07";
    private static final String SECOND = "2024-04-21";
    private static final String TONIGHT = "2024-05-05";

    private static final Double[] NO_LEVELS = new Double[6];

    private static SmallNight night;

    /** The back-test of 100 segments with three years of weekly sales. */
    private static Dataset<Row> simulated;

    private static List<Row> accuracyOfSimulated;

    @BeforeAll
    static void accuracy() {
        double fee = Math.nextUp(250.0);
        night = SmallNight.of(ForecastWorld.SETTINGS, ForecastWorld.AS_OF)
                .with(DailySales.SPEC, Frames.none(DailySales.SPEC))
                .with(SegmentLeaves.SPEC, Frames.none(SegmentLeaves.SPEC))
                .with(Segments.SPEC, Frames.none(Segments.SPEC))
                .with(
                        Backtests.SPEC,
                        BACKTEST,
                        said(
                                "gin",
                                FIRST,
                                1,
                                "combination",
                                110.0,
                                100.0,
                                90.0,
                                levels(90, 95, 104, 116, 130, 140),
                                10.0,
                                12.0),
                        said(
                                "gin",
                                FIRST,
                                2,
                                "combination",
                                95.0,
                                120.0,
                                100.0,
                                levels(70, 80, 88, 100, 110, 125),
                                10.0,
                                12.0),
                        said(
                                "gin",
                                SECOND,
                                1,
                                "combination",
                                60.0,
                                50.0,
                                80.0,
                                levels(30, 40, 52, 65, 70, 75),
                                8.0,
                                10.0),
                        said("gin", SECOND, 2, "combination", 0.0, 0.0, 20.0, levels(0, 0, 0, 4, 10, 12), 8.0, 10.0),
                        said(
                                "gin",
                                TONIGHT,
                                1,
                                "combination",
                                999.0,
                                null,
                                888.0,
                                levels(0, 0, 900, 999, 1000, 1200),
                                8.0,
                                10.0),
                        // A method without an interval, of a series shorter than a season.
                        said("gin", FIRST, 1, "theta", 105.0, 100.0, 90.0, NO_LEVELS, null, null),
                        // Nothing was sold, and once something was forecast.
                        said("rum", FIRST, 1, "combination", 3.0, 0.0, 4.0, levels(0, 0, 1, 4, 5, 6), 2.0, 3.0),
                        said("rum", FIRST, 2, "combination", 0.0, 0.0, 0.0, levels(0, 0, 0, 1, 2, 3), 2.0, 3.0),
                        // Sales and their return: the actuals add up to nothing, in floating point to 5.6e-17.
                        said("tea", FIRST, 1, "combination", 1.0, 0.1, 2.0, levels(0, 0, 0, 4, 6, 7), 2.0, 3.0),
                        said("tea", FIRST, 2, "combination", 1.0, 0.2, 2.0, levels(0, 0, 0, 4, 6, 7), 2.0, 3.0),
                        said("tea", SECOND, 1, "combination", 1.0, -0.3, 2.0, levels(0, 0, 0, 4, 6, 7), 2.0, 3.0),
                        // An exact forecast, but for rounding.
                        said(
                                "fee",
                                FIRST,
                                1,
                                "combination",
                                fee,
                                250.0,
                                250.0,
                                levels(fee, fee, fee, fee, fee, fee),
                                2.0,
                                3.0))
                .with(
                        SegmentForecastsHistory.SPEC,
                        HISTORY,
                        // Three nights forecast the week from 2024-04-22; two of them equally far ahead.
                        night("2024-04-14", "2024-04-22", 2, "base", 80.0),
                        night("2024-04-20", "2024-04-22", 1, "base", 400.0),
                        night("2024-04-21", "2024-04-22", 1, "base", 90.0),
                        // A disruption, a week that is not over, a scenario, and tonight.
                        night("2024-04-21", "2024-04-29", 2, "base", 500.0),
                        night("2024-04-21", "2024-05-06", 3, "base", 500.0),
                        night("2024-04-21", "2024-04-22", 1, "price_up", 500.0),
                        night(ForecastWorld.AS_OF, "2024-05-06", 1, "base", 500.0),
                        // A week without a sale, though nothing is delivered of it.
                        night("2024-04-07", "2024-04-08", 1, "base", 10.0))
                .with(
                        SegmentActuals.SPEC,
                        "segmentation, segment_level, segment, period_type, period_start, period_end, actual_amount,"
                                + " is_disrupted, currency_code",
                        actual("2024-04-22", 100, false),
                        actual("2024-04-29", 1, true));
        Dataset<Row> computed = simulatedBacktest();
        simulated = TestSession.get().createDataFrame(computed.collectAsList(), computed.schema());
        accuracyOfSimulated = ForecastAccuracy.accuracy(simulated).collectAsList();
    }

    /** Expected: R 4.2.2, the formulas of the column comments over the four rows of gin's combination. */
    @Test
    void horizonZeroTakesAllHorizonsTogether() {
        Row gin = accuracy("gin", "combination", 0);

        assertThat(gin.<Long>getAs("n")).isEqualTo(4);
        assertNear(gin, "abs_error_amount", 45);
        assertNear(gin, "abs_actual_amount", 270);
        assertNear(gin, "wape", 0.1666666666666667);
        assertNear(gin, "error_amount", -5);
        assertNear(gin, "actual_amount", 270);
        assertNear(gin, "bias", -0.0185185185185185);
        assertNear(gin, "tracking_signal", -4.0 * 5 / 45);
        assertNear(gin, "mase", 1.1875);
        assertNear(gin, "rmsse", 1.2282835810819730);
        assertNear(gin, "smape", 12.7403604147790190);
        assertNear(gin, "seasonal_naive_abs_error_amount", 80);
        assertNear(gin, "seasonal_naive_wape", 0.2962962962962963);
        assertNear(gin, "fva_pp", 12.9629629629629637);
        assertThat(gin.<Long>getAs("interval_count")).isEqualTo(4);
        assertThat(gin.<Long>getAs("covered_50_count")).isEqualTo(1);
        assertThat(gin.<Long>getAs("covered_80_count")).isEqualTo(3);
        assertThat(gin.<Long>getAs("covered_90_count")).isEqualTo(4);
        assertNear(gin, "coverage_50_rate", 0.25);
        assertNear(gin, "coverage_80_rate", 0.75);
        assertNear(gin, "coverage_90_rate", 1);
        assertNear(gin, "pinball_amount", 3.11964285714285738);
    }

    /** Expected: the same script in R 4.2.2 over the two rows of the second week. */
    @Test
    void everyHorizonHasARowOfItsOwn() {
        Row gin = accuracy("gin", "combination", 2);

        assertThat(gin.<Long>getAs("n")).isEqualTo(2);
        assertNear(gin, "wape", 0.208333333333333);
        assertNear(gin, "bias", -0.208333333333333);
        // Both were too low.
        assertNear(gin, "tracking_signal", -2);
        assertNear(gin, "mase", 1.25);
        assertNear(gin, "rmsse", 1.473139127471974);
        assertNear(gin, "smape", 11.627906976744185);
        assertNear(gin, "fva_pp", 12.5);
        assertNear(gin, "coverage_50_rate", 0.5);
        assertNear(gin, "coverage_80_rate", 0.5);
        assertNear(gin, "coverage_90_rate", 1);
        assertNear(gin, "pinball_amount", 3.8464285714285715);
        assertThat(night.rows(ForecastAccuracy.SPEC, "segment = 'gin' AND method = 'combination'"))
                .extracting(row -> row.<Integer>getAs("horizon"))
                .containsExactlyInAnyOrder(0, 1, 2);
    }

    @Test
    void methodWithoutAnIntervalHasNoCoverage() {
        Row theta = accuracy("gin", "theta", 0);

        assertNear(theta, "wape", 0.05);
        assertThat(theta.<Long>getAs("interval_count")).isZero();
        for (String column : List.of("coverage_50_rate", "coverage_80_rate", "coverage_90_rate", "pinball_amount")) {
            assertThat(theta.<Double>getAs(column)).as(column).isNull();
        }
    }

    @Test
    void errorsOfASeriesShorterThanASeasonAreNotScaled() {
        Row theta = accuracy("gin", "theta", 0);

        assertThat(theta.<Double>getAs("mase")).isNull();
        assertThat(theta.<Double>getAs("rmsse")).isNull();
    }

    @Test
    void ratiosToSalesAreNullWhereNothingWasSold() {
        Row rum = accuracy("rum", "combination", 0);

        assertThat(rum.<Double>getAs("wape")).isNull();
        assertThat(rum.<Double>getAs("bias")).isNull();
        assertThat(rum.<Double>getAs("seasonal_naive_wape")).isNull();
        assertThat(rum.<Double>getAs("fva_pp")).isNull();
        // One forecast of 3 against 0, which is 200 %, and one pair of zeros, which is none.
        assertNear(rum, "smape", 100);
        // The mean of 3 / 2 and 0.
        assertNear(rum, "mase", 0.75);
    }

    @Test
    void biasIsNullWhereTheActualsAddUpToNothing() {
        Row tea = accuracy("tea", "combination", 0);

        assertThat(tea.<Double>getAs("bias")).isNull();
        assertNear(tea, "error_amount", 3);
        // |1 - 0.1| + |1 - 0.2| + |1 + 0.3| over 0.1 + 0.2 + 0.3.
        assertNear(tea, "wape", 5);
    }

    @Test
    void intervalOfNoLengthCoversWhatWasForecastExactly() {
        assertNear(accuracy("fee", "combination", 0), "coverage_80_rate", 1);
    }

    @Test
    void valueIsAddedOnlyToSeasonalNaiveAndSeasonalNaiveAddsNone() {
        assertThat(accuracyOfSimulated.stream()
                        .filter(row -> row.getAs("method").equals("seasonal_naive")))
                .hasSize(100 * 5)
                .allSatisfy(row -> assertThat(row.<Double>getAs("fva_pp")).isZero());
    }

    @Test
    void partsOfTheHorizonsAddUpToThoseOfAllHorizons() {
        List<Row> one = accuracyOfSimulated.stream()
                .filter(row ->
                        row.getAs("segment").equals("7") && row.getAs("method").equals("combination"))
                .toList();

        for (String part : List.of("abs_error_amount", "abs_actual_amount", "error_amount", "actual_amount")) {
            assertThat(sum(one, part, false)).as(part).isCloseTo(sum(one, part, true), within(1e-6));
        }
    }

    @Test
    void rowsAreTheSameWhateverThePartitioning() {
        for (int partitions : new int[] {1, 7}) {
            assertThat(accuracyIn(partitions)).containsExactlyInAnyOrderElementsOf(accuracyOfSimulated);
        }
    }

    @Test
    void intervalsOfSimulatedSalesCoverWhatTheySay() {
        List<Row> all = accuracyOfSimulated.stream()
                .filter(row -> row.getAs("method").equals("combination")
                        && row.<Integer>getAs("horizon") == ForecastAccuracy.ALL_HORIZONS)
                .toList();

        // The first of the three origins knows of no residuals.
        double count = sum(all, "interval_count", true);
        assertThat(count).isEqualTo(100 * 2 * 4);
        // The standard deviations of a binomial with n = 800 and p = 0.5, 0.8 and 0.9 are 1.8, 1.4 and 1.1 points. The
        // residuals come from earlier origins, where less was known, so that somewhat more than that is covered.
        assertThat(sum(all, "covered_50_count", true) / count).isBetween(0.5 - 0.036, 0.5 + 0.08);
        assertThat(sum(all, "covered_80_count", true) / count).isBetween(0.8 - 0.028, 0.8 + 0.06);
        assertThat(sum(all, "covered_90_count", true) / count).isBetween(0.9 - 0.022, 0.9 + 0.05);
    }

    @Test
    void combinationIsMoreAccurateThanSeasonalNaiveOnSalesWithNoise() {
        List<Row> all = accuracyOfSimulated.stream()
                .filter(row -> row.getAs("method").equals("combination")
                        && row.<Integer>getAs("horizon") == ForecastAccuracy.ALL_HORIZONS)
                .toList();

        assertThat(sum(all, "abs_error_amount", true))
                .isLessThan(0.9 * sum(all, "seasonal_naive_abs_error_amount", true));
    }

    /** Each period once per horizon, by the last night that forecast it so far ahead; errors -20, -10 and 10. */
    @Test
    void whatPastNightsPublishedIsComparedWithWhatCame() {
        Row gin = accuracy("gin", "published", 0);

        assertThat(gin.<Long>getAs("n")).isEqualTo(3);
        assertNear(gin, "abs_error_amount", 40);
        assertNear(gin, "error_amount", -20);
        assertNear(gin, "actual_amount", 200);
        assertNear(gin, "seasonal_naive_abs_error_amount", 2 * 30 + 70);
        assertThat(accuracy("gin", "published", 1).<Long>getAs("n")).isEqualTo(2);
        assertThat(accuracy("gin", "published", 2).<Long>getAs("n")).isEqualTo(1);
        assertThat(gin.<Long>getAs("covered_80_count")).isEqualTo(2);
    }

    private static double sum(List<Row> rows, String column, boolean ofAllHorizons) {
        return rows.stream()
                .filter(row -> (row.<Integer>getAs("horizon") == ForecastAccuracy.ALL_HORIZONS) == ofAllHorizons)
                .mapToDouble(row -> row.<Number>getAs(column).doubleValue())
                .sum();
    }

    private static List<Row> accuracyIn(int partitions) {
        SparkSession spark = simulated.sparkSession();
        String usual = spark.conf().get("spark.sql.shuffle.partitions");
        spark.conf().set("spark.sql.shuffle.partitions", partitions);
        try {
            return ForecastAccuracy.accuracy(simulated.repartition(partitions)).collectAsList();
        } finally {
            spark.conf().set("spark.sql.shuffle.partitions", usual);
        }
    }

    /**
     * Sales of level, trend, season and noise that are each segment's own. The noise is normal on the scale of logarithms,
     * from a twentieth to a quarter of the level.
     */
    private static Dataset<Row> simulatedBacktest() {
        int weeks = 156;
        Random random = new Random(20240505);
        List<Row> series = new ArrayList<>();
        for (long id = 1; id <= 100; id++) {
            double level = Math.exp(4 + random.nextGaussian());
            double growth = 0.3 * (random.nextDouble() - 0.4);
            double season = 0.3 * random.nextDouble();
            double phase = 2 * Math.PI * random.nextDouble();
            double noise = 0.05 + 0.2 * random.nextDouble();
            List<Row> sales = new ArrayList<>();
            for (int t = 0; t < weeks; t++) {
                double course = (1 + growth * t / 52) * (1 + season * Math.sin(2 * Math.PI * t / 52 + phase));
                sales.add(RowFactory.create(t, level * course * Math.exp(noise * random.nextGaussian())));
            }
            series.add(RowFactory.create(
                    id, "product", "product.product_name", Long.toString(id), sales.toArray(Row[]::new), null));
        }
        StructType schema = StructType.fromDDL("segment_id BIGINT, segmentation STRING, segment_level STRING,"
                + " segment STRING, sales ARRAY<STRUCT<position: INT, amount: DOUBLE>>,"
                + " market ARRAY<STRUCT<position: INT, amount: DOUBLE>>");
        return new Backtests(Examples.settings(PeriodType.WEEK, 4, 3))
                .backtests(
                        TestSession.get().createDataFrame(series, schema),
                        Examples.weeks(weeks, 4),
                        EventCalendar.none(Examples.weeks(weeks, 4)),
                        new TestModels(),
                        LocalDate.parse(ForecastWorld.AS_OF));
    }

    /** What a night published of gin: 15 either way are its quantiles, 70 is what seasonal naive said. */
    private static Object[] night(String asOf, String start, int horizon, String scenario, double amount) {
        double[] away = {-15, -15, -10, 10, 15, 15};
        Object[] fixed = {
            asOf,
            "product",
            "product.product_name",
            "gin",
            "week",
            start,
            LocalDate.parse(start).plusDays(6).toString(),
            scenario,
            horizon,
            amount,
            70.0,
            "EUR"
        };
        return Stream.concat(Stream.of(fixed), Arrays.stream(away).mapToObj(by -> amount + by))
                .toArray();
    }

    private static Object[] actual(String start, double amount, boolean isDisrupted) {
        String end = LocalDate.parse(start).plusDays(6).toString();
        return row("product", "product.product_name", "gin", "week", start, end, amount, isDisrupted, "EUR");
    }

    private static Object[] said(
            String segment,
            String origin,
            int horizon,
            String method,
            Double forecast,
            Double actual,
            Double seasonalNaive,
            Double[] levels,
            Double seasonalError,
            Double seasonalRootSquare) {
        return row(
                "product",
                "product.product_name",
                segment,
                origin,
                horizon,
                method,
                forecast,
                actual,
                seasonalNaive,
                levels[0],
                levels[1],
                levels[2],
                levels[3],
                levels[4],
                levels[5],
                seasonalError,
                seasonalRootSquare,
                origin.equals(TONIGHT),
                "EUR");
    }

    /** The quantiles but the one in the middle. */
    private static Double[] levels(double... values) {
        return Arrays.stream(values).boxed().toArray(Double[]::new);
    }

    private static Row accuracy(String segment, String method, int horizon) {
        return night.one(
                ForecastAccuracy.SPEC,
                "segment = '" + segment + "' AND method = '" + method + "' AND horizon = " + horizon);
    }

    private static void assertNear(Row row, String column, double expected) {
        assertThat(row.<Double>getAs(column)).as(column).isCloseTo(expected, within(1e-12));
    }
}
