package almanac.forecast;

import static almanac.Frames.row;
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.sum;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import almanac.SmallNight;
import almanac.TestModels;
import almanac.TestSession;
import almanac.config.PeriodType;
import almanac.segment.DailySales;
import almanac.segment.MarketSales;
import almanac.segment.SegmentLeaves;
import almanac.segment.Segments;
import almanac.table.Inputs;
import almanac.table.Models;
import almanac.table.TableSpec;
import almanac.table.TouchedDates;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The back-test of {@link ForecastWorld}. That its rows fit the spec, its key and its checks is asserted by the night that
 * builds it.
 */
class BacktestsTest {

    private static SmallNight night;

    @BeforeAll
    static void backtest() {
        night = ForecastWorld.night();
        night.get(Backtests.SPEC);
    }

    @Test
    void everySegmentHasARowOfTonightForEveryPeriodOfTheHorizon() {
        List<Row> horizons = night.get(Segments.SPEC)
                .join(
                        night.get(Backtests.SPEC).filter("is_published"),
                        new String[] {"segmentation", "segment_level", "segment"},
                        "left")
                .groupBy("segmentation", "segment")
                .agg(array_sort(collect_list("horizon")).as("horizons"))
                .collectAsList();

        assertThat(horizons)
                .hasSize(35)
                .allSatisfy(row -> assertThat(row.<Integer>getList(2))
                        .as(row.getString(0) + " " + row.getString(1))
                        .containsExactly(1, 2, 3, 4));
    }

    @Test
    void statusOfASegmentSaysHowItsForecastCameAbout() {
        assertThat(publishedBy("product=Spirits>Gin")).isEqualTo("combination OK null");
        assertThat(publishedBy("product=Party>Masks"))
                .startsWith("seasonal_naive FALLBACK_NAIVE in the back-test of 8 forecasts the combination was off by ")
                .endsWith(", seasonal naive by 0.000 on average");
        assertThat(publishedBy("product=Wine>Rosé"))
                .isEqualTo(
                        "seasonal_naive FALLBACK_NAIVE too short: 2 periods of history, the last value is carried on");
        assertThat(publishedBy("product=Spirits>Rum"))
                .isEqualTo("zero FALLBACK_NAIVE ended: nothing since 2023-10-15, for 29 periods;"
                        + " the longest pause before was 0");
        assertThat(publishedBy("product=Beer>Samples"))
                .isEqualTo("zero FALLBACK_NAIVE every value of the history is zero");
        assertThat(publishedBy("product=Wine>White"))
                .isEqualTo("combination COLD_START younger than the back-test: methods weigh as for other series");
        assertThat(publishedBy("product=Spirits>Whisky")).isEqualTo("none SKIPPED no value in a period that is over");
    }

    @Test
    void segmentThatOnlyTheMarketKnowsIsSkipped() {
        assertThat(publishedBy("geography=IT|product=Wine"))
                .isEqualTo("none SKIPPED no value in a period that is over");
    }

    @Test
    void originsAreTheEndsOfPeriodsAndTheLastOneIsTonights() {
        // The weeks at the positions 61, 65 and 69 end on these Sundays.
        List<Row> origins = night.get(Backtests.SPEC)
                .filter("segment = 'product=Spirits>Gin'")
                .select("origin_date", "is_final")
                .distinct()
                .orderBy("origin_date")
                .collectAsList();

        assertThat(origins)
                .extracting(Row::toString)
                .containsExactly("[2024-03-10,false]", "[2024-04-07,false]", "[2024-05-05,true]");
    }

    @Test
    void actualOfAPeriodIsWhatWasSoldInTheSegmentInIt() {
        // All rows of the week of Monday 2024-04-29, of which Berlin sold gin only.
        Map<String, Double> sold = new HashMap<>();
        ForecastWorld.sales().stream()
                .filter(row -> row[0].equals("2024-04-29"))
                .forEach(row -> sold.put((String) row[1], (Double) row[4]));

        assertThat(actualOfLastWeek("geography", "ALL"))
                .isCloseTo(sold.values().stream().mapToDouble(amount -> amount).sum(), within(1e-9));
        assertThat(actualOfLastWeek("geography", "geography=DE>Berlin"))
                .isEqualTo(sold.get(ForecastWorld.leaf("DE>Berlin", "Spirits>Gin")));
        assertThat(actualOfLastWeek("product", "product=Spirits>Rum")).isZero();
    }

    @Test
    void weightsOfTheMethodsAddUpToOneAtEveryOrigin() {
        List<Row> sums = night.get(Backtests.SPEC)
                .filter("method NOT IN ('zero', 'none')")
                .groupBy("segmentation", "segment", "origin_date", "horizon")
                .agg(sum("weight_rate"))
                .collectAsList();

        assertThat(sums)
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.getDouble(4)).isCloseTo(1, within(1e-12)));
    }

    @Test
    void rowsAreTheSameWhateverThePartitioning() {
        List<Row> ofTwo = night.get(Backtests.SPEC).drop(TableSpec.RUN_ID).collectAsList();

        assertThat(builtOn(1)).containsExactlyInAnyOrderElementsOf(ofTwo);
        assertThat(builtOn(7)).containsExactlyInAnyOrderElementsOf(ofTwo);
    }

    @Test
    void nothingThatHappensAfterAnOriginChangesAForecastOfIt() {
        SmallNight changed = ForecastWorld.nightOf(
                timesSevenAfter(ForecastWorld.LAST_ORIGIN, ForecastWorld.sales(), 4),
                timesSevenAfter(ForecastWorld.LAST_ORIGIN, ForecastWorld.market(), 7));

        Map<String, List<Object>> before = said(night, "origin_date <= '" + ForecastWorld.LAST_ORIGIN + "'");
        assertThat(said(changed, "origin_date <= '" + ForecastWorld.LAST_ORIGIN + "'"))
                .isEqualTo(before);
        // 2 origins of 4 weeks, 5 methods; and tonight does know what changed.
        assertThat(before).hasSizeGreaterThan(2 * 4 * 5 * 20);
        String tonight = "is_final AND segment = 'product=Spirits>Gin'";
        assertThat(said(changed, tonight)).isNotEqualTo(said(night, tonight));
    }

    @Test
    void salesOfAPeriodThatIsNotOverAndOfDatesAfterTheNightChangeNothing() {
        List<Object[]> sales = ForecastWorld.sales();
        for (String date : List.of("2024-05-06", "2024-05-08", "2024-05-09", "2024-06-01")) {
            sales.add(row(date, ForecastWorld.leaf("DE>Berlin", "Spirits>Gin"), "Gin", "EUR", 5000.0));
        }

        Dataset<Row> rows = ForecastWorld.nightOf(sales, ForecastWorld.market()).get(Backtests.SPEC);

        assertThat(rows.collectAsList())
                .containsExactlyInAnyOrderElementsOf(night.get(Backtests.SPEC).collectAsList());
    }

    @Test
    void segmentsOfOwnSalesAreForecastWithoutAMarketToo() {
        SmallNight without = ForecastWorld.nightOf(ForecastWorld.sales());

        assertThat(without.rows(Backtests.SPEC, "segment LIKE '%IT%'")).isEmpty();
        assertThat(without.rows(
                        Backtests.SPEC,
                        "segmentation = 'product' AND segment = 'product=Spirits>Gin' AND is_published"))
                .hasSize(4)
                .allSatisfy(
                        row -> assertThat(row.<String>getAs("method_status")).isEqualTo("OK"));
        assertThat(without.rows(Backtests.SPEC, "is_published AND horizon = 1"))
                .hasSameSizeAs(without.rows(Segments.SPEC, "true"));
    }

    @Test
    void weeklySeasonOfDaysIsForecastExactly() {
        // 33 days, Monday 2024-01-01 first: too few for the learner, enough for the methods to see the week.
        double[] week = {10, 20, 30, 40, 80, 120, 0};
        LocalDate monday = LocalDate.of(2024, 1, 1);
        List<Object[]> sales = new ArrayList<>();
        for (int t = 0; t < 33; t++) {
            sales.add(row(
                    monday.plusDays(t).toString(), ForecastWorld.leaf("DE>Berlin", "Spirits>Gin"), "Gin", week[t % 7]));
        }
        SmallNight days = SmallNight.of(Examples.settings(PeriodType.DAY, 7, 2), "2024-02-02")
                .with(
                        DailySales.SPEC,
                        "order_date, leaf_segment, product_id, net_amount",
                        sales.toArray(Object[][]::new));

        List<Row> forecasts = days.rows(Backtests.SPEC, "segment = 'geography=DE>Berlin' AND is_published");

        // Tomorrow, 2024-02-03, is a Saturday.
        assertThat(forecasts)
                .hasSize(7)
                .allSatisfy(row -> assertThat(row.<Double>getAs("forecast_amount"))
                        .isCloseTo(
                                week[
                                        row.<LocalDate>getAs("period_start")
                                                        .getDayOfWeek()
                                                        .getValue()
                                                - 1],
                                within(1e-9)));
        assertThat(forecasts)
                .extracting(row -> row.<LocalDate>getAs("period_start"))
                .contains(LocalDate.of(2024, 2, 3), LocalDate.of(2024, 2, 9));
    }

    /** Method, status and reason of a segment, the same in every segmentation and for every horizon. */
    private static String publishedBy(String segment) {
        List<String> published = night.rows(Backtests.SPEC, "is_published AND segment = '" + segment + "'").stream()
                .map(row -> row.getAs("method") + " " + row.getAs("method_status") + " " + row.getAs("status_reason"))
                .distinct()
                .toList();
        assertThat(published).as(segment).hasSize(1);
        return published.get(0);
    }

    private static double actualOfLastWeek(String segmentation, String segment) {
        return night.one(
                        Backtests.SPEC,
                        "method = 'seasonal_naive' AND horizon = 4 AND origin_date = '2024-04-07' AND segmentation = '"
                                + segmentation + "' AND segment = '" + segment + "'")
                .getAs("actual_amount");
    }

    /** What was said of each segment, origin, horizon and method: all that must be known at the origin. */
    private static Map<String, List<Object>> said(SmallNight of, String condition) {
        Map<String, List<Object>> said = new HashMap<>();
        of.rows(Backtests.SPEC, condition)
                .forEach(row -> said.put(
                        String.join(
                                " ",
                                row.<String>getAs("segmentation"),
                                row.<String>getAs("segment"),
                                row.<LocalDate>getAs("origin_date").toString(),
                                row.<Integer>getAs("horizon").toString(),
                                row.<String>getAs("method")),
                        Arrays.asList(
                                row.getAs("forecast_amount"),
                                row.getAs("seasonal_naive_amount"),
                                row.getAs("weight_rate"),
                                row.getAs("spread_amount"),
                                row.getAs("seasonal_error_amount"),
                                row.getAs("seasonal_root_square_amount"))));
        return said;
    }

    /** The rows, with seven times the amount after a date. */
    private static List<Object[]> timesSevenAfter(LocalDate date, List<Object[]> rows, int amount) {
        return rows.stream()
                .map(row -> {
                    Object[] changed = row.clone();
                    changed[amount] = (LocalDate.parse((String) row[0]).isAfter(date) ? 7 : 1) * (Double) row[amount];
                    return changed;
                })
                .toList();
    }

    /** The rows that the table computes from so many partitions, in so many after a shuffle. */
    private static List<Row> builtOn(int partitions) {
        Map<TableSpec, Dataset<Row>> tables = new HashMap<>();
        for (TableSpec spec :
                List.of(DailySales.SPEC, SegmentLeaves.SPEC, Segments.SPEC, SegmentActuals.SPEC, MarketSales.SPEC)) {
            tables.put(spec, night.get(spec).repartition(partitions));
        }
        SparkSession spark = TestSession.get();
        String usual = spark.conf().get("spark.sql.shuffle.partitions");
        spark.conf().set("spark.sql.shuffle.partitions", partitions);
        try {
            return new Backtests(ForecastWorld.SETTINGS)
                    .build(new Given(tables, LocalDate.parse(ForecastWorld.AS_OF), spark))
                    .collectAsList();
        } finally {
            spark.conf().set("spark.sql.shuffle.partitions", usual);
        }
    }

    /** Inputs that leave the settings of the session alone. */
    private record Given(Map<TableSpec, Dataset<Row>> tables, LocalDate asOf, SparkSession spark) implements Inputs {

        @Override
        public Dataset<Row> get(TableSpec spec) {
            return tables.get(spec);
        }

        @Override
        public boolean has(TableSpec spec) {
            return tables.containsKey(spec);
        }

        @Override
        public TouchedDates touched() {
            return TouchedDates.everything();
        }

        @Override
        public Models models() {
            return new TestModels();
        }
    }
}
