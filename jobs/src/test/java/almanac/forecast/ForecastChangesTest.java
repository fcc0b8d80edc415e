package almanac.forecast;

import static almanac.Frames.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import almanac.Frames;
import almanac.SmallNight;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What changed between two nights, on literal rows: the nights of Wednesday 2024-05-01 and 2024-05-08, between which the week
 * of 2024-04-29 ends. The week that both forecast is that of 2024-05-06. That the parts add up is asserted by the night that
 * builds the table.
 */
class ForecastChangesTest {

    private static final String BEFORE = "2024-05-01";
    private static final String TONIGHT = ForecastWorld.AS_OF;

    private static final String HISTORY = "as_of_date, segmentation, segment_level, segment, period_type, period_start,"
            + " period_end, scenario_id, horizon, p50_amount, is_reconciled, unreconciled_amount, model, weights, method_amounts,"
            + " method_status, currency_code, history_amount, history_digest";

    private static final String ACTUALS = "segmentation, segment_level, segment, period_type, period_start, period_end,"
            + " actual_amount, is_disrupted, currency_code";

    private static final Map<String, Double> HALVES = Map.of("seasonal_naive", 0.5, "theta", 0.5);
    private static final Map<String, Double> SHIFTED = Map.of("seasonal_naive", 0.25, "theta", 0.75);

    private static SmallNight night;

    @BeforeAll
    static void changes() {
        List<Object[]> actuals = new ArrayList<>();
        for (String segment : List.of("gin", "rum", "ale", "rye", "tea", "new")) {
            actuals.add(actual(
                    segment, "2024-04-22", "2024-04-28", segment.equals("rum") || segment.equals("ale") ? 90 : 100));
            actuals.add(actual(segment, "2024-04-29", "2024-05-05", 130));
        }
        Map<String, Row> known = Frames.of(SegmentActuals.SPEC, ACTUALS, unrestated())
                .groupBy("segment")
                .agg(
                        SegmentForecastsHistory.amount().as("amount"),
                        SegmentForecastsHistory.digest().as("digest"))
                .collectAsList()
                .stream()
                .collect(Collectors.toMap(row -> row.getString(0), row -> row));
        List<Object[]> history = new ArrayList<>();
        for (String segment : List.of("gin", "rum", "rye", "tea")) {
            history.add(
                    forecast(BEFORE, segment, "2024-04-29", 110, 110, "combination", HALVES, amounts(100, 120), known));
        }
        // New data alone, beside new weights and another reconciliation.
        history.add(forecast(BEFORE, "gin", "2024-05-06", 108, 110, "combination", HALVES, amounts(100, 120), known));
        history.add(forecast(TONIGHT, "gin", "2024-05-06", 131, 132, "combination", SHIFTED, amounts(120, 136), known));
        // A week ended 20 above its forecast while another one was restated by 10.
        history.add(forecast(BEFORE, "rum", "2024-05-06", 110, 110, "combination", HALVES, amounts(100, 120), known));
        history.add(forecast(TONIGHT, "rum", "2024-05-06", 116, 116, "combination", HALVES, amounts(106, 126), known));
        // Restated, and no week of it was forecast that has ended since.
        history.add(forecast(BEFORE, "ale", "2024-05-06", 110, 110, "combination", HALVES, amounts(100, 120), known));
        history.add(forecast(TONIGHT, "ale", "2024-05-06", 104, 104, "combination", HALVES, amounts(94, 114), known));
        // Another model is published.
        history.add(forecast(BEFORE, "rye", "2024-05-06", 110, 110, "combination", HALVES, amounts(100, 120), known));
        history.add(forecast(
                TONIGHT,
                "rye",
                "2024-05-06",
                95,
                95,
                "seasonal_naive",
                Map.of("seasonal_naive", 1.0),
                Map.of("seasonal_naive", 95.0),
                known));
        // Nothing changed.
        history.add(forecast(BEFORE, "tea", "2024-05-06", 110, 110, "combination", HALVES, amounts(100, 120), known));
        history.add(forecast(TONIGHT, "tea", "2024-05-06", 110, 110, "combination", HALVES, amounts(100, 120), known));
        // Of no night before.
        history.add(forecast(TONIGHT, "new", "2024-05-06", 110, 110, "combination", HALVES, amounts(100, 120), known));
        night = SmallNight.of(ForecastWorld.SETTINGS, TONIGHT)
                .with(SegmentActuals.SPEC, ACTUALS, actuals.toArray(Object[][]::new))
                .with(SegmentForecastsHistory.SPEC, HISTORY, history.toArray(Object[][]::new));
    }

    /** Weights: (-0.25)(110) + 0.25 (128) = 4.5; reconciliation: -1 - (-2) = 1; new data: 23 - 4.5 - 1. */
    @Test
    void aChangeIsDividedByItsCauses() {
        assertParts("gin", 23, 17.5, 0, 4.5, 1, 0, "new_data");
        Row gin = change("gin");
        assertThat(gin.<LocalDate>getAs("previous_as_of_date")).isEqualTo(LocalDate.parse(BEFORE));
        assertThat(gin.<Long>getAs("ended_period_count")).isEqualTo(1);
        assertThat(gin.<BigDecimal>getAs("ended_actual_amount")).isEqualByComparingTo("130");
        assertThat(gin.<Double>getAs("ended_forecast_amount")).isEqualTo(110);
        assertThat(gin.<BigDecimal>getAs("restated_history_amount")).isEqualByComparingTo("0");
    }

    @Test
    void newAndRestatedDataTogetherAreDividedLikeTheirSurprises() {
        assertParts("rum", 6, 4, 2, 0, 0, 0, "new_data");
        assertThat(change("rum").<Boolean>getAs("is_data_split_estimated")).isTrue();
        assertThat(change("rum").<BigDecimal>getAs("restated_history_amount")).isEqualByComparingTo("-10");
    }

    @Test
    void restatedDataAloneIsNamed() {
        assertParts("ale", -6, 0, -6, 0, 0, 0, "restated_data");
        assertThat(change("ale").<Boolean>getAs("is_data_split_estimated")).isFalse();
    }

    @Test
    void anotherModelIsNamed() {
        assertParts("rye", -15, 0, 0, 0, 0, -15, "model");
    }

    @Test
    void whatStaysHasNoReason() {
        assertParts("tea", 0, 0, 0, 0, 0, 0, "none");
    }

    @Test
    void whatWasNotForecastBeforeHasNotChanged() {
        assertThat(night.rows(ForecastChanges.SPEC, "segment = 'new'")).isEmpty();
    }

    @Test
    void theFirstNightHasNoChanges() {
        Dataset<Row> first = night.get(SegmentForecastsHistory.SPEC)
                .filter(functions.col("as_of_date").equalTo(TONIGHT));
        assertThat(ForecastChanges.changes(first, night.get(SegmentActuals.SPEC), LocalDate.parse(TONIGHT))
                        .count())
                .isZero();
    }

    private static void assertParts(
            String segment,
            double change,
            double newData,
            double restated,
            double weights,
            double reconciliation,
            double model,
            String reason) {
        Row row = change(segment);
        assertNear(row, "change_amount", change);
        assertNear(row, "new_data_amount", newData);
        assertNear(row, "restated_data_amount", restated);
        assertNear(row, "weights_amount", weights);
        assertNear(row, "reconciliation_amount", reconciliation);
        assertNear(row, "model_amount", model);
        assertThat(row.<String>getAs("main_reason")).isEqualTo(reason);
    }

    private static void assertNear(Row row, String column, double expected) {
        assertThat(row.<Double>getAs(column)).as(column).isCloseTo(expected, within(1e-9));
    }

    private static Row change(String segment) {
        return night.one(ForecastChanges.SPEC, "segment = '" + segment + "'");
    }

    /** What the night before knew: a week of 100 of each segment. */
    private static Object[][] unrestated() {
        return List.of("gin", "rum", "ale", "rye", "tea", "new").stream()
                .map(segment -> actual(segment, "2024-04-22", "2024-04-28", 100))
                .toArray(Object[][]::new);
    }

    private static Object[] actual(String segment, String start, String end, double amount) {
        return row("product", "product.product_name", segment, "week", start, end, amount, false, "EUR");
    }

    private static Map<String, Double> amounts(double naive, double theta) {
        return Map.of("seasonal_naive", naive, "theta", theta);
    }

    private static Object[] forecast(
            String asOf,
            String segment,
            String start,
            double p50,
            double unreconciled,
            String model,
            Map<String, Double> weights,
            Map<String, Double> amounts,
            Map<String, Row> known) {
        return row(
                asOf,
                "product",
                "product.product_name",
                segment,
                "week",
                start,
                LocalDate.parse(start).plusDays(6).toString(),
                "base",
                1,
                p50,
                true,
                unreconciled,
                model,
                weights,
                amounts,
                "OK",
                "EUR",
                known.get(segment).getDecimal(1),
                known.get(segment).getLong(2));
    }
}
