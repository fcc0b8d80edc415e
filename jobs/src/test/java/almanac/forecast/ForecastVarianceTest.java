package almanac.forecast;

import static almanac.Amounts.assertAmount;
import static almanac.Frames.row;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import almanac.Frames;
import almanac.segment.DailySales;
import almanac.segment.SegmentLeaves;
import almanac.segment.SegmentPath;
import almanac.table.Check;
import almanac.table.SnapshotWeeks;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** Two weeks of gin and rum in one store, worked out by hand, and the closing of random ones. */
class ForecastVarianceTest {

    private static final String HISTORY = "as_of_date, segmentation, segment_level, segment, period_type, period_start,"
            + " period_end, scenario_id, p50_amount, currency_code";
    private static final String ACTUALS = "segmentation, segment_level, segment, period_type, period_start, period_end,"
            + " actual_amount, is_disrupted, currency_code";
    private static final String CUBE = "order_date, leaf_segment, product_id, currency_code, net_amount, sales_units";

    @Test
    void everyPartOfAnExample() {
        Dataset<Row> history = Frames.of(
                SegmentForecastsHistory.SPEC,
                HISTORY,
                forecast("2024-04-20", "2024-05-06", "base", 500),
                // The last of the week before it began; the night of its first day knew more.
                forecast("2024-05-05", "2024-05-06", "base", 400),
                forecast("2024-05-06", "2024-05-06", "base", 999),
                forecast("2024-05-05", "2024-05-06", "price_up", 888),
                // A week that is not over.
                forecast("2024-05-05", "2024-05-13", "base", 400));
        Dataset<Row> actuals = Frames.of(
                SegmentActuals.SPEC,
                ACTUALS,
                row("product", "ALL", "ALL", "week", "2024-05-06", "2024-05-12", "460", false, "EUR"));
        Dataset<Row> cube = Frames.of(
                DailySales.SPEC,
                CUBE,
                // Ninety-one days up to 2024-05-05 begin on 2024-02-05.
                row("2024-02-04", "s", "gin", "EUR", "999", "1"),
                row("2024-02-05", "s", "gin", "EUR", "90", "10"),
                row("2024-05-05", "s", "gin", "EUR", "110", "10"),
                row("2024-05-06", "s", "gin", "EUR", "240", "20"),
                row("2024-05-12", "s", "gin", "EUR", "120", "10"),
                row("2024-05-07", "s", "rum", "EUR", "100", "5"),
                row("2024-05-13", "s", "gin", "EUR", "777", "1"));

        List<Row> rows = ForecastVariance.variances(history, actuals, cube, leaves("s"), LocalDate.parse("2024-05-12"))
                .collectAsList();

        assertThat(rows).hasSize(1);
        Row week = rows.get(0);
        assertThat(week.<LocalDate>getAs("forecast_date")).isEqualTo("2024-05-05");
        assertThat(week.<LocalDate>getAs("known_price_start")).isEqualTo("2024-02-05");
        assertAmount(week, "forecast_amount", "400");
        assertAmount(week, "actual_amount", "460");
        assertAmount(week, "variance_amount", "60");
        assertThat(week.<Double>getAs("variance_rate")).isCloseTo(0.15, within(1e-12));
        // Gin was known at 10.00, and sold 30 at 12.00; of rum no price was known.
        assertAmount(week, "price_effect_amount", "60");
        assertAmount(week, "volume_and_mix_amount", "0");
        assertAmount(week, "priced_amount", "360");
    }

    /** Periods that begin on a Monday, in mid-week and on a Sunday; one segment was not forecast on Sundays. */
    @Test
    void whatIsSaidOfAPeriodStaysWhenNightsAreThinned() {
        List<LocalDate> nights = LocalDate.parse("2024-04-01")
                .datesUntil(LocalDate.parse("2024-06-03"))
                .toList();
        List<Object[]> history = new ArrayList<>();
        List<Object[]> actuals = new ArrayList<>();
        for (String start : List.of("2024-05-06", "2024-05-15", "2024-05-26")) {
            for (String segment : List.of("ALL", "product=Spirits")) {
                String end = LocalDate.parse(start).plusDays(6).toString();
                actuals.add(row("product", "ALL", segment, "week", start, end, "460", false, "EUR"));
                for (LocalDate night : nights) {
                    if (segment.equals("ALL") || night.getDayOfWeek() != DayOfWeek.SUNDAY) {
                        history.add(row(
                                night.toString(),
                                "product",
                                "ALL",
                                segment,
                                "week",
                                start,
                                end,
                                "base",
                                (double) night.getDayOfYear(),
                                "EUR"));
                    }
                }
            }
        }
        // The last night of the first week was a Saturday for all.
        history.removeIf(night -> night[0].equals("2024-04-07"));
        Dataset<Row> all = Frames.of(SegmentForecastsHistory.SPEC, HISTORY, history.toArray(Object[][]::new));
        LocalDate asOf = LocalDate.parse("2024-06-02");
        List<LocalDate> gone = SnapshotWeeks.tooOld(
                nights.stream()
                        .filter(night -> !night.equals(LocalDate.parse("2024-04-07")))
                        .toList(),
                asOf);
        Dataset<Row> sold = Frames.of(SegmentActuals.SPEC, ACTUALS, actuals.toArray(Object[][]::new));

        List<String> before = nightsThatCount(all, sold, asOf);
        assertThat(before)
                .containsExactly(
                        "2024-05-06 ALL 2024-05-05 126.0000",
                        "2024-05-06 product=Spirits 2024-04-06 97.0000",
                        "2024-05-15 ALL 2024-05-12 133.0000",
                        "2024-05-15 product=Spirits 2024-04-06 97.0000",
                        "2024-05-26 ALL 2024-05-19 140.0000",
                        "2024-05-26 product=Spirits 2024-04-06 97.0000");
        assertThat(nightsThatCount(all.filter(not(col("as_of_date").isin(gone.toArray()))), sold, asOf))
                .isEqualTo(before);
    }

    private static List<String> nightsThatCount(Dataset<Row> history, Dataset<Row> actuals, LocalDate asOf) {
        return ForecastVariance.variances(history, actuals, Frames.none(DailySales.SPEC), leaves("s"), asOf)
                .select("period_start", "segment", "forecast_date", "forecast_amount")
                .orderBy("period_start", "segment")
                .collectAsList()
                .stream()
                .map(row -> row.mkString(" "))
                .toList();
    }

    @Test
    void priceThatIsTooLargeToBeTrueHasNoEffect() {
        Dataset<Row> history =
                Frames.of(SegmentForecastsHistory.SPEC, HISTORY, forecast("2024-05-05", "2024-05-06", "base", 400));
        Dataset<Row> actuals = Frames.of(
                SegmentActuals.SPEC,
                ACTUALS,
                row("product", "ALL", "ALL", "week", "2024-05-06", "2024-05-12", "100", false, "EUR"));
        Dataset<Row> cube = Frames.of(
                DailySales.SPEC,
                CUBE,
                row("2024-05-05", "s", "gin", "EUR", "99999999999999", "0.0001"),
                row("2024-05-06", "s", "gin", "EUR", "100", "99999999999999"));

        Row week = ForecastVariance.variances(history, actuals, cube, leaves("s"), LocalDate.parse("2024-05-12"))
                .first();

        assertThat(week.<Object>getAs("price_effect_amount")).isNull();
        assertAmount(week, "priced_amount", "0");
        assertAmount(week, "variance_amount", "-300");
    }

    @Test
    void partsOfRandomWeeksCloseToTheCent() {
        Random random = new Random(3);
        List<Object[]> history = new ArrayList<>();
        List<Object[]> actuals = new ArrayList<>();
        List<Object[]> cube = new ArrayList<>();
        LocalDate first = LocalDate.of(2000, 1, 3);
        int weeks = 1_000;
        for (int week = 0; week < weeks; week++) {
            LocalDate start = first.plusWeeks(week);
            String night = start.minusDays(1).toString();
            history.add(forecast(night, start.toString(), "base", random.nextDouble() * 1e6));
            BigDecimal sold = BigDecimal.ZERO;
            for (String product : List.of("gin", "rum", "ale")) {
                BigDecimal net = BigDecimal.valueOf(random.nextInt(10_000_000) - 1_000_000, 4);
                BigDecimal units = BigDecimal.valueOf(random.nextInt(10_000) - 1_000, 2);
                cube.add(row(start.plusDays(random.nextInt(7)).toString(), "s", product, "EUR", net, units));
                sold = sold.add(net);
            }
            actuals.add(row(
                    "product",
                    "ALL",
                    "ALL",
                    "week",
                    start.toString(),
                    start.plusDays(6).toString(),
                    sold,
                    false,
                    "EUR"));
        }

        Dataset<Row> rows = ForecastVariance.variances(
                        Frames.of(SegmentForecastsHistory.SPEC, HISTORY, history.toArray(Object[][]::new)),
                        Frames.of(SegmentActuals.SPEC, ACTUALS, actuals.toArray(Object[][]::new)),
                        Frames.of(DailySales.SPEC, CUBE, cube.toArray(Object[][]::new)),
                        leaves("s"),
                        first.plusWeeks(weeks))
                .localCheckpoint();

        assertThat(rows.count()).isEqualTo(weeks);
        assertThat(rows.filter("price_effect_amount IS NOT NULL").count()).isBetween(weeks / 2L, weeks - 1L);
        for (Check check : ForecastVariance.SPEC.checks()) {
            assertThat(rows.filter("NOT coalesce(" + check.condition() + ", false)")
                            .count())
                    .as(check.name())
                    .isZero();
        }
    }

    private static Object[] forecast(String night, String start, String scenario, double amount) {
        String end = LocalDate.parse(start).plusDays(6).toString();
        return row(night, "product", "ALL", "ALL", "week", start, end, scenario, amount, "EUR");
    }

    private static Dataset<Row> leaves(String leaf) {
        return Frames.of(
                        SegmentLeaves.SPEC,
                        "segmentation, segment_level, segment, leaf_segment, depth",
                        row("product", "ALL", "ALL", leaf, 0))
                .withColumn("segment_id", SegmentPath.id(col("segmentation"), col("segment")));
    }
}
