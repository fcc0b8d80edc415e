package almanac.forecast;

import static almanac.Frames.row;
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.collect_list;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import almanac.Frames;
import almanac.SmallNight;
import almanac.segment.DailySales;
import almanac.segment.SegmentLeaves;
import almanac.segment.Segments;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The published forecasts on literal rows of the back-test, of the night of Wednesday 2024-05-08, and on those of
 * {@link ForecastWorld}. That they fit the spec, its key and its checks is asserted by the night that builds them.
 */
class SegmentForecastsTest {

    private static final String BACKTEST =
            "segmentation, segment_level, segment, period_type, period_start, period_end,"
                    + " origin_date, is_final, horizon, method, forecast_amount, p05_amount, p10_amount, p25_amount,"
                    + " p75_amount, p90_amount, p95_amount, weight_rate, is_published, method_status, status_reason, currency_code";

    private static final Double[] NO_LEVELS = new Double[6];

    private static SmallNight night;

    @BeforeAll
    static void forecasts() {
        night = SmallNight.of(ForecastWorld.SETTINGS, ForecastWorld.AS_OF)
                .with(DailySales.SPEC, Frames.none(DailySales.SPEC))
                .with(SegmentLeaves.SPEC, Frames.none(SegmentLeaves.SPEC))
                .with(Segments.SPEC, Frames.none(Segments.SPEC))
                .with(
                        Backtests.SPEC,
                        BACKTEST,
                        // Gin: a week of the back-test, then tonight's forecasts of two methods, combined.
                        before("Gin", "seasonal_naive", 90.0, NO_LEVELS, 0.5, "OK", null),
                        before("Gin", "theta", 110.0, NO_LEVELS, 0.5, "OK", null),
                        before("Gin", "combination", 100.0, levels(75, 80, 90, 107.5, 115, 120), null, "OK", null),
                        tonight(
                                1,
                                "Gin",
                                "seasonal_naive",
                                100.0,
                                levels(65, 70, 85, 115, 130, 135),
                                0.25,
                                false,
                                "OK",
                                null),
                        tonight(1, "Gin", "theta", 120.0, NO_LEVELS, 0.75, false, "OK", null),
                        tonight(
                                1,
                                "Gin",
                                "combination",
                                115.0,
                                levels(90, 95, 105, 120, 125, 130),
                                null,
                                true,
                                "OK",
                                null),
                        tonight(
                                2,
                                "Gin",
                                "seasonal_naive",
                                104.0,
                                levels(65, 70, 87, 119, 134, 139),
                                0.25,
                                false,
                                "OK",
                                null),
                        tonight(2, "Gin", "theta", 124.0, NO_LEVELS, 0.75, false, "OK", null),
                        tonight(
                                2,
                                "Gin",
                                "combination",
                                119.0,
                                levels(85, 90, 104.5, 129.5, 140, 145),
                                null,
                                true,
                                "OK",
                                null),
                        // Rum: the combination was worse than seasonal naive.
                        tonight(
                                1,
                                "Rum",
                                "seasonal_naive",
                                40.0,
                                levels(25, 30, 35, 45, 50, 55),
                                0.5,
                                true,
                                "FALLBACK_NAIVE",
                                "worse"),
                        tonight(1, "Rum", "theta", 60.0, NO_LEVELS, 0.5, false, "FALLBACK_NAIVE", "worse"),
                        tonight(
                                1,
                                "Rum",
                                "combination",
                                50.0,
                                levels(40, 45, 47.5, 55, 60, 65),
                                null,
                                false,
                                "FALLBACK_NAIVE",
                                "worse"),
                        // Port: given up.
                        tonight(
                                1,
                                "Port",
                                "seasonal_naive",
                                7.0,
                                levels(0, 5, 6, 8, 9, 14),
                                0.5,
                                false,
                                "FALLBACK_NAIVE",
                                "ended"),
                        tonight(1, "Port", "theta", 0.0, NO_LEVELS, 0.5, false, "FALLBACK_NAIVE", "ended"),
                        tonight(
                                1,
                                "Port",
                                "combination",
                                3.5,
                                levels(0, 2, 2.75, 4.25, 5, 10),
                                null,
                                false,
                                "FALLBACK_NAIVE",
                                "ended"),
                        tonight(
                                1,
                                "Port",
                                "zero",
                                0.0,
                                levels(0, 0, 0, 0, 0, 0),
                                null,
                                true,
                                "FALLBACK_NAIVE",
                                "ended"),
                        // Tea: not sold yet.
                        tonight(1, "Tea", "none", null, NO_LEVELS, null, true, "SKIPPED", "never sold"));
    }

    @Test
    void rowThatIsPublishedIsShownAndNoOther() {
        assertThat(night.rows(SegmentForecasts.SPEC, "true"))
                .extracting(row -> row.getAs("segment") + " " + row.getAs("horizon") + " " + row.getAs("model"))
                .containsExactlyInAnyOrder(
                        "Gin 1 combination", "Gin 2 combination", "Rum 1 seasonal_naive", "Port 1 zero", "Tea 1 none");
    }

    @Test
    void forecastIsTheMedianAmongItsQuantiles() {
        Row gin = forecast("Gin", 2);

        assertThat(List.of(
                        "p05_amount",
                        "p10_amount",
                        "p25_amount",
                        "p50_amount",
                        "p75_amount",
                        "p90_amount",
                        "p95_amount"))
                .extracting(gin::<Double>getAs)
                .containsExactly(85.0, 90.0, 104.5, 119.0, 129.5, 140.0, 145.0);
    }

    @Test
    void forecastSaysOfWhichPeriodItIsAndWhenItWasMade() {
        Row gin = forecast("Gin", 2);

        assertThat(gin.<String>getAs("period_type")).isEqualTo("week");
        assertThat(gin.<LocalDate>getAs("period_start")).isEqualTo("2024-05-13");
        assertThat(gin.<LocalDate>getAs("period_end")).isEqualTo("2024-05-19");
        assertThat(gin.<LocalDate>getAs("as_of_date")).isEqualTo("2024-05-08");
        assertThat(gin.<String>getAs("scenario_id")).isEqualTo("base");
        assertThat(gin.<String>getAs("segment_level")).isEqualTo("product.product_name");
        assertThat(gin.<String>getAs("currency_code")).isEqualTo("EUR");
    }

    @Test
    void weightsOfACombinationAreTonights() {
        assertThat(weights(forecast("Gin", 1))).isEqualTo(Map.of("seasonal_naive", 0.25, "theta", 0.75));
        assertThat(weights(forecast("Gin", 2))).isEqualTo(weights(forecast("Gin", 1)));
    }

    @Test
    void seasonalNaiveThatStandsInHasTheWholeWeight() {
        Row rum = forecast("Rum", 1);

        assertThat(weights(rum)).isEqualTo(Map.of("seasonal_naive", 1.0));
        assertThat(rum.<String>getAs("method_status")).isEqualTo("FALLBACK_NAIVE");
        assertThat(rum.<String>getAs("status_reason")).isEqualTo("worse");
    }

    @Test
    void zeroThatStandsInHasNoWeights() {
        Row port = forecast("Port", 1);

        assertThat(port.<Double>getAs("p50_amount")).isZero();
        assertThat(port.<Object>getAs("weights")).isNull();
    }

    @Test
    void segmentThatIsSkippedHasARowWithAReasonAndNoAmounts() {
        Row tea = forecast("Tea", 1);

        for (String amount : List.of("p05_amount", "p50_amount", "p95_amount")) {
            assertThat(tea.<Double>getAs(amount)).as(amount).isNull();
        }
        assertThat(tea.<Object>getAs("weights")).isNull();
        assertThat(tea.<String>getAs("method_status")).isEqualTo("SKIPPED");
        assertThat(tea.<String>getAs("status_reason")).isEqualTo("never sold");
    }

    @Test
    void demandOfASegmentIsClassified() {
        assertThat(classOf("product=Spirits>Gin")).isEqualTo("smooth");
        assertThat(classOf("product=Beer>Samples")).isEqualTo("all_zero");
        assertThat(classOf("product=Wine>Rosé")).isEqualTo("too_short");
    }

    private static String classOf(String segment) {
        return ForecastWorld.night()
                .rows(SegmentForecasts.SPEC, "segment = '" + segment + "' AND segmentation = 'product'")
                .stream()
                .map(row -> row.<String>getAs("demand_class"))
                .distinct()
                .reduce((one, other) -> one + " and " + other)
                .orElseThrow();
    }

    @Test
    void everySegmentIsForecastForEveryPeriodOfTheHorizon() {
        SmallNight world = ForecastWorld.night();

        List<Row> periods = world.get(SegmentForecasts.SPEC)
                .groupBy("segmentation", "segment")
                .agg(array_sort(collect_list("period_start")))
                .collectAsList();

        assertThat(periods).hasSameSizeAs(world.rows(Segments.SPEC, "true"));
        assertThat(periods)
                .allSatisfy(row -> assertThat(row.<LocalDate>getList(2))
                        .extracting(LocalDate::toString)
                        .containsExactly("2024-05-06", "2024-05-13", "2024-05-20", "2024-05-27"));
    }

    @Test
    void weightsAddUpToOneWhereverMethodsWereAsked() {
        List<Row> asked =
                ForecastWorld.night().rows(SegmentForecasts.SPEC, "model IN ('combination', 'seasonal_naive')");

        assertThat(asked)
                .hasSizeGreaterThan(80)
                .allSatisfy(row -> assertThat(weights(row).values().stream()
                                .mapToDouble(weight -> weight)
                                .sum())
                        .isCloseTo(1, within(1e-12)));
    }

    private static Object[] before(
            String segment,
            String method,
            Double forecast,
            Double[] levels,
            Double weight,
            String status,
            String reason) {
        return row(
                "product",
                "product.product_name",
                segment,
                "week",
                "2024-04-29",
                "2024-05-05",
                "2024-04-28",
                false,
                1,
                method,
                forecast,
                levels[0],
                levels[1],
                levels[2],
                levels[3],
                levels[4],
                levels[5],
                weight,
                false,
                status,
                reason,
                "EUR");
    }

    private static Object[] tonight(
            int horizon,
            String segment,
            String method,
            Double forecast,
            Double[] levels,
            Double weight,
            boolean isPublished,
            String status,
            String reason) {
        LocalDate monday = LocalDate.of(2024, 4, 29).plusWeeks(horizon);
        return row(
                "product",
                "product.product_name",
                segment,
                "week",
                monday.toString(),
                monday.plusDays(6).toString(),
                "2024-05-05",
                true,
                horizon,
                method,
                forecast,
                levels[0],
                levels[1],
                levels[2],
                levels[3],
                levels[4],
                levels[5],
                weight,
                isPublished,
                status,
                reason,
                "EUR");
    }

    /** The quantiles but the one in the middle. */
    private static Double[] levels(double... values) {
        return Arrays.stream(values).boxed().toArray(Double[]::new);
    }

    private static Row forecast(String segment, int horizon) {
        return night.one(SegmentForecasts.SPEC, "segment = '" + segment + "' AND horizon = " + horizon);
    }

    private static Map<String, Double> weights(Row row) {
        return row.getJavaMap(row.fieldIndex("weights"));
    }
}
