package almanac.market;

import static almanac.Frames.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import almanac.SmallNight;
import almanac.TestSettings;
import almanac.config.PeriodType;
import almanac.forecast.ReconciledForecasts;
import almanac.forecast.SegmentActuals;
import almanac.forecast.SegmentForecastsHistory;
import almanac.segment.DailySales;
import almanac.segment.SegmentLeaves;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.ToDoubleBiFunction;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/**
 * Nights of three stores that sell four products each, every product for 100 a week in every store; the standard deviation of
 * what a segment was expected to sell is 5 % of it at the leaves and less above. The last week ended on 2024-05-05.
 */
class AlertsTest {

    private static final LocalDate LAST = LocalDate.of(2024, 4, 29);
    private static final List<String> STORES = List.of("DE>Berlin", "DE>Munich", "FR>Paris");
    private static final List<String> PRODUCTS = List.of("Spirits>Gin", "Spirits>Rum", "Wine>Red", "Wine>White");
    private static final String BERLIN = "geography=DE>Berlin";
    private static final double[] NORMAL = {-1.645, -1.282, -0.674, 0, 0.674, 1.282, 1.645};
    private static final String NAMES = "segmentation, segment_level, segment, period_type, period_start, period_end, ";
    private static final String QUANTILES =
            "p05_amount, p10_amount, p25_amount, %s, p75_amount, p90_amount, p95_amount, horizon, currency_code, ";

    @Test
    void theStoreThatSoldLessIsTheOneCause() {
        SmallNight night = night((store, week) -> store.equals("DE>Berlin") && week == 0 ? 0.4 : 1, 0);

        List<Row> roots = night.rows(Alerts.SPEC, "is_root");
        assertThat(roots).hasSize(1);
        Row berlin = roots.get(0);
        assertThat(berlin.<String>getAs("segment")).isEqualTo(BERLIN);
        assertThat(berlin.<String>getAs("segmentation")).isEqualTo("geography");
        assertThat(berlin.<LocalDate>getAs("period_start")).isEqualTo(LAST);
        assertThat(berlin.<String>getAs("direction")).isEqualTo("BELOW");
        assertThat(berlin.<String>getAs("severity")).isEqualTo("HIGH");
        assertThat(berlin.<String>getAs("alert_status")).isEqualTo("NEW");
        assertThat(berlin.<Double>getAs("deviation_amount")).isCloseTo(-240, within(1e-9));
        assertThat(berlin.<Double>getAs("deviation_rate")).isCloseTo(-0.6, within(1e-9));
        assertThat(berlin.<Double>getAs("impact_rate")).isCloseTo(0.2, within(1e-9));
        // All segments but one, which was expected to sell nothing in some weeks.
        assertThat(berlin.<Integer>getAs("tested_count")).isEqualTo(15);
        assertThat(berlin.<String>getAs("expectation_source")).isEqualTo("BACKTEST");
        assertThat(berlin.<String>getAs("text"))
                .isEqualTo("geography=DE>Berlin: week of 2024-04-29 sold 160.00 EUR, 60.0 % below the 400.00 expected"
                        + " (90 % interval 383.55 to 416.45)");
        // All that is above it and all products, as a third of each is sold there.
        assertThat(night.rows(Alerts.SPEC, "NOT is_root"))
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.<String>getAs("explained_by")).isEqualTo(BERLIN))
                .extracting(row -> row.<String>getAs("segment"))
                .contains("ALL", "geography=DE", "product=Wine", "product=Wine>Red", "geography=DE|product=Wine")
                .doesNotContain("geography=FR", "geography=DE>Munich", "geography=FR|product=Wine");
    }

    @Test
    void aNightThatCameAsExpectedHasNoAlert() {
        assertThat(night((store, week) -> 1, 0).rows(Alerts.SPEC, "true")).isEmpty();
    }

    @Test
    void anAlertThatLastsSaysSinceWhen() {
        SmallNight night = night((store, week) -> store.equals("DE>Berlin") && week <= 1 ? 1.5 : 1, 0);

        Row now = night.one(Alerts.SPEC, "is_root AND is_latest");
        assertThat(now.<String>getAs("alert_status")).isEqualTo("CONTINUING");
        assertThat(now.<LocalDate>getAs("first_period_start")).isEqualTo(LAST.minusWeeks(1));
        assertThat(now.<String>getAs("direction")).isEqualTo("ABOVE");
        assertThat(night.one(Alerts.SPEC, "is_root AND NOT is_latest").<String>getAs("alert_status"))
                .isEqualTo("NEW");
    }

    @Test
    void periodsOfADisruptionAndLongGoneOnesAreNotTested() {
        assertThat(night((store, week) -> week == 2 || week == 4 ? 0.3 : 1, 0).rows(Alerts.SPEC, "true"))
                .isEmpty();
    }

    @Test
    void whatTheLatestNightBeforeSaidIsWhatWasExpected() {
        SmallNight night = night((store, week) -> store.equals("DE>Berlin") && week == 0 ? 0.4 : 1, 0.4);

        assertThat(night.rows(Alerts.SPEC, "segment = '" + BERLIN + "'")).isEmpty();
        assertThat(night.rows(Alerts.SPEC, "segment = 'geography=DE>Munich'"))
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.<String>getAs("expectation_source")).isEqualTo("NIGHT");
                    assertThat(row.<LocalDate>getAs("expected_on_date")).isEqualTo(LocalDate.of(2024, 4, 30));
                    assertThat(row.<Integer>getAs("horizon")).isEqualTo(1);
                    assertThat(row.<Double>getAs("expected_amount")).isCloseTo(160, within(1e-9));
                });
    }

    /**
     * A night.
     *
     * @param factor what a store sells a week, times what was expected; the last week is 0, the one before it 1
     * @param said what earlier nights said of the last week, times the usual; 0: there were none
     */
    private static SmallNight night(ToDoubleBiFunction<String, Integer> factor, double said) {
        SmallNight night = SmallNight.of(TestSettings.of(PeriodType.WEEK), "2024-05-08")
                .with(
                        DailySales.SPEC,
                        "order_date, leaf_segment, product_id, currency_code, net_amount",
                        leaves().stream()
                                .map(leaf -> row("2024-04-01", leaf, leaf, "EUR", 100.0))
                                .toArray(Object[][]::new));
        List<Object[]> actuals = new ArrayList<>();
        List<Object[]> backtests = new ArrayList<>();
        List<Object[]> nights = new ArrayList<>();
        var sums = new TreeMap<List<String>, List<String>>(java.util.Comparator.comparing(Object::toString));
        for (Row leaf : night.rows(SegmentLeaves.SPEC, "true")) {
            List<String> segment =
                    List.of(leaf.getAs("segmentation"), leaf.getAs("segment_level"), leaf.getAs("segment"));
            sums.computeIfAbsent(segment, name -> new ArrayList<>()).add(leaf.getAs("leaf_segment"));
        }
        sums.forEach((segment, leaves) -> {
            for (int week = 0; week < 5; week++) {
                int age = week;
                double actual = leaves.stream()
                        .mapToDouble(leaf -> 100
                                * factor.applyAsDouble(leaf.substring("geography=".length(), leaf.indexOf('|')), age))
                        .sum();
                actuals.add(append(name(segment, week), actual, week == 2, "EUR"));
                backtests.add(append(
                        forecast(segment, week, 100.0 * leaves.size(), leaves.size()),
                        4 - week,
                        "EUR",
                        "2024-03-31",
                        false));
            }
            backtests.add(append(forecast(segment, 0, 1, 1), 1, "EUR", "2024-05-05", true));
            if (said > 0) {
                for (String asOf : List.of("2024-04-25", "2024-04-30", "2024-05-08")) {
                    double median = asOf.equals("2024-04-30") ? said : 1;
                    nights.add(append(
                            forecast(segment, 0, 100 * median * leaves.size(), leaves.size()), 1, "EUR", asOf, "base"));
                }
            }
        });
        return night.with(
                        SegmentActuals.SPEC,
                        NAMES + "actual_amount, is_disrupted, currency_code",
                        actuals.toArray(Object[][]::new))
                .with(
                        ReconciledForecasts.SPEC,
                        NAMES + QUANTILES.formatted("forecast_amount") + "origin_date, is_final",
                        backtests.toArray(Object[][]::new))
                .with(
                        SegmentForecastsHistory.SPEC,
                        NAMES + QUANTILES.formatted("p50_amount") + "as_of_date, scenario_id",
                        nights.toArray(Object[][]::new));
    }

    private static List<String> leaves() {
        return STORES.stream()
                .flatMap(store -> PRODUCTS.stream().map(product -> "geography=" + store + "|product=" + product))
                .toList();
    }

    private static Object[] name(List<String> segment, int week) {
        LocalDate monday = LAST.minusWeeks(week);
        return row(
                segment.get(0),
                segment.get(1),
                segment.get(2),
                "week",
                monday.toString(),
                monday.plusDays(6).toString());
    }

    private static Object[] forecast(List<String> segment, int week, double median, int leaves) {
        Object[] row = name(segment, week);
        for (double z : NORMAL) {
            boolean isSeldomSold = segment.get(2).equals("product=Wine>White") && z < 0;
            row = append(row, isSeldomSold ? 0.0 : median + 5 * Math.sqrt(leaves) * z);
        }
        return row;
    }

    private static Object[] append(Object[] row, Object... more) {
        List<Object> all = new ArrayList<>(List.of(row));
        all.addAll(List.of(more));
        return all.toArray();
    }
}
