package almanac.customer;

import static almanac.Frames.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Percentage.withPercentage;

import almanac.Frames;
import almanac.SharedData;
import almanac.SmallNight;
import almanac.TestSettings;
import almanac.config.PeriodType;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** The models, values and their trial on the purchases of CDNOW, of which the published fits are; and on few customers. */
class LifetimeValueTest {

    private static final String DAY =
            "customer_id, order_date, order_count, net_amount, cost_amount, costed_net_amount, currency_code";

    /** The published fits know the days up to here: 39 weeks. The sample goes on for 39 more. */
    private static final LocalDate ORIGIN = LocalDate.of(1997, 9, 30);

    private static final LocalDate END = LocalDate.of(1998, 6, 30);
    private static final int HOLDOUT = 273;

    @Test
    void modelsOfCdnowAreThePublishedOnesWhateverThePartitions() throws IOException {
        Dataset<Row> days = cdnow();
        Map<Integer, Row> models = new TreeMap<>();
        for (int partitions : new int[] {1, 2, 7}) {
            List<Row> rows = PurchaseModels.models(
                            days.repartition(partitions), END, HOLDOUT, PurchaseModels.MOST_EXACT)
                    .filter("is_holdout")
                    .collectAsList();
            assertThat(rows).hasSize(1);
            models.put(partitions, rows.get(0));
        }

        Row model = models.get(1);
        assertThat(models.values()).allSatisfy(other -> assertThat(other).isEqualTo(model));
        assertThat(model.<LocalDate>getAs("origin_date")).isEqualTo(ORIGIN);
        assertThat(model.<Long>getAs("customer_count")).isEqualTo(2357);
        assertThat(model.<String>getAs("order_status")).isEqualTo("OK");
        // The published fit rounds weeks to two decimals, and takes the day after as the end: to within 0.5 %.
        assertThat(model.<Double>getAs("rate_shape")).isCloseTo(0.24259, withPercentage(0.5));
        assertThat(model.<Double>getAs("rate_scale_days") / 7).isCloseTo(4.41353, withPercentage(0.5));
        assertThat(model.<Double>getAs("leave_shape")).isCloseTo(0.79289, withPercentage(0.5));
        assertThat(model.<Double>getAs("stay_shape")).isCloseTo(2.42575, withPercentage(0.5));
        assertThat(model.<Double>getAs("value_shape")).isCloseTo(6.2488, withPercentage(0.5));
        assertThat(model.<Double>getAs("value_tail")).isCloseTo(3.7446, withPercentage(0.5));
        assertThat(model.<Double>getAs("value_scale_amount")).isCloseTo(15.4477, withPercentage(0.5));
        assertThat(model.<Double>getAs("frequency_value_correlation")).isCloseTo(0.114, within(0.002));
        assertThat(model.<Boolean>getAs("is_value_independent")).isTrue();
    }

    @Test
    void roundedHistoriesHaveFewGroupsAndNearlyTheSameModels() throws IOException {
        Row exact = PurchaseModels.models(cdnow(), END, HOLDOUT, PurchaseModels.MOST_EXACT)
                .filter("is_holdout")
                .first();
        Row rounded = PurchaseModels.models(cdnow(), END, HOLDOUT, 1000)
                .filter("is_holdout")
                .first();

        assertThat(rounded.<Boolean>getAs("is_rounded")).isTrue();
        assertThat(rounded.<Integer>getAs("order_group_count"))
                .isLessThan(exact.<Integer>getAs("order_group_count") * 3 / 4);
        assertThat(rounded.<Double>getAs("rate_shape")).isCloseTo(exact.<Double>getAs("rate_shape"), withPercentage(3));
        assertThat(rounded.<Double>getAs("rate_scale_days"))
                .isCloseTo(exact.<Double>getAs("rate_scale_days"), withPercentage(5));
        assertThat(rounded.<Double>getAs("mean_order_amount"))
                .isCloseTo(exact.<Double>getAs("mean_order_amount"), withPercentage(1));
    }

    @Test
    void ordersOfTheHoldoutOfCdnowCameAsExpected() throws IOException {
        Dataset<Row> days = cdnow();
        Dataset<Row> models = PurchaseModels.models(days, END, HOLDOUT, PurchaseModels.MOST_EXACT);
        Map<String, Row> tenths = new TreeMap<>();
        LifetimeValueCalibration.calibration(days, models, END, HOLDOUT)
                .collectAsList()
                .forEach(row -> tenths.put(row.getAs("decile"), row));

        Row all = tenths.get("ALL");
        assertThat(all.<Long>getAs("customer_count")).isEqualTo(2357);
        assertThat(all.<Long>getAs("actual_repeat_count")).isEqualTo(1882);
        // The article finds that the model expects somewhat too few in the second half.
        assertThat(all.<Double>getAs("actual_to_expected_rate")).isBetween(0.95, 1.15);
        assertThat(all.<Double>getAs("absolute_error_count"))
                .isLessThan(all.<Double>getAs("own_rate_absolute_error_count") * 0.9);
        Row best = tenths.get("10");
        assertThat(best.<Long>getAs("actual_repeat_count") / (double) best.<Long>getAs("customer_count"))
                .isGreaterThan(4 * all.<Long>getAs("actual_repeat_count") / (double) all.<Long>getAs("customer_count"));
        assertThat(tenths.values().stream()
                        .filter(row -> !row.getAs("decile").equals("ALL"))
                        .mapToLong(row -> row.<Long>getAs("customer_count"))
                        .sum())
                .isEqualTo(2357);
    }

    @Test
    void fewCustomersFallBackAndSayWhy() {
        SmallNight night = SmallNight.of(TestSettings.of(PeriodType.MONTH), "2024-12-31")
                .with(
                        CustomerDays.SPEC,
                        DAY,
                        day("anna", "2024-01-01", 1, "10.00"),
                        day("anna", "2024-04-10", 2, "30.00"),
                        day("anna", "2024-07-19", 1, "50.00"),
                        day("bert", "2024-10-02", 1, "20.00"),
                        day("carl", "2024-12-30", 0, "-20.00"),
                        // After the night.
                        day("bert", "2025-01-01", 1, "20.00"));

        Row model = night.one(PurchaseModels.SPEC, "NOT is_holdout");
        assertThat(model.<String>getAs("order_status")).isEqualTo("FALLBACK");
        assertThat(model.<String>getAs("order_status_reason")).isEqualTo("only 1 customers have ordered on two days");
        assertThat(model.<String>getAs("value_status")).isEqualTo("FALLBACK");
        Row anna = night.one(LifetimeValue.SPEC, "customer_id = 'anna'");
        // Two repeats in 365 + 90 days of both: (1 + 2) / (455 / 2 + 365) a day; (40 + 2 * 40) / (2 + 1) for one.
        assertThat(anna.<Double>getAs("expected_repeat_count")).isCloseTo(365 * 3 / (227.5 + 365), within(1e-9));
        assertThat(anna.<Double>getAs("order_value_amount")).isCloseTo(40, within(1e-9));
        assertThat(anna.<Object>getAs("alive_rate")).isNull();
        assertThat(anna.<Long>getAs("repeat_count")).isEqualTo(2);
        assertThat(anna.<Integer>getAs("last_repeat_days")).isEqualTo(200);
        assertThat(anna.<BigDecimal>getAs("repeat_net_amount")).isEqualByComparingTo("80");
        // Of the last 365 days: cost is half of the 100 that were bought, and nothing of the 20 that were given back.
        assertThat(anna.<Double>getAs("margin_rate")).isCloseTo((80 - 50) / 80.0, within(1e-12));
        assertThat(anna.<Double>getAs("lifetime_value_amount"))
                .isCloseTo(anna.<Double>getAs("discounted_net_amount") * 30 / 80, within(1e-9));
        assertThat(anna.<Double>getAs("discounted_net_amount") / anna.<Double>getAs("expected_net_amount"))
                .isCloseTo((1 - 1 / 1.1) / Math.log(1.1), within(1e-4));
        assertThat(night.rows(LifetimeValue.SPEC, "customer_id = 'carl'")).isEmpty();
        // Of anna alone one repeat was known by 2024-07-02 in 183 days: (1 + 1) / (183 + 183) a day, and one came.
        assertThat(anna.<Double>getAs("holdout_actual_to_expected_rate"))
                .isCloseTo(1 / (182 * 2 / 366.0), within(1e-9));
    }

    @Test
    void withoutRepeatsAndCostNothingIsExpected() {
        SmallNight night = SmallNight.of(TestSettings.of(PeriodType.MONTH), "2024-12-31")
                .with(
                        CustomerDays.SPEC,
                        "customer_id, order_date, order_count, net_amount, currency_code",
                        row("anna", "2024-01-01", 1, "10.00", "EUR"),
                        row("bert", "2024-10-02", 1, "20.00", "EUR"));

        Row anna = night.one(LifetimeValue.SPEC, "customer_id = 'anna'");
        assertThat(anna.<String>getAs("order_status")).isEqualTo("NONE");
        assertThat(anna.<Object>getAs("expected_net_amount")).isNull();
        assertThat(anna.<Object>getAs("lifetime_value_amount")).isNull();
        assertThat(anna.<String>getAs("value_basis")).isEqualTo("NET_AMOUNT");
        assertThat(night.get(LifetimeValueCalibration.SPEC).isEmpty()).isTrue();
    }

    @Test
    void shortHistoryIsNotTriedOnItself() {
        SmallNight night = SmallNight.of(TestSettings.of(PeriodType.MONTH), "2024-12-31")
                .with(
                        CustomerDays.SPEC,
                        DAY,
                        day("anna", "2024-01-04", 1, "10.00"),
                        day("anna", "2024-01-20", 1, "10.00"),
                        day("anna", "2024-09-10", 2, "30.00"));

        // 363 days: the 182 of the holdout leave 181.
        assertThat(night.rows(PurchaseModels.SPEC, "true")).hasSize(1);
        assertThat(night.rows(PurchaseModels.SPEC, "is_holdout")).isEmpty();
        assertThat(night.get(LifetimeValueCalibration.SPEC).isEmpty()).isTrue();
    }

    private static Object[] day(String customer, String date, int orders, String amount) {
        return row(customer, date, orders, amount, orders > 0 ? half(amount) : "0", amount, "EUR");
    }

    private static String half(String amount) {
        return new BigDecimal(amount).divide(BigDecimal.valueOf(2)).toPlainString();
    }

    /** The purchases of the customers of the published fits: several of a day are one row. */
    private static Dataset<Row> cdnow() throws IOException {
        Map<String, BigDecimal> amounts = new TreeMap<>();
        for (String line : Files.readAllLines(SharedData.require("cdnow/CDNOW_sample.txt"))) {
            String[] cells = line.strip().split("\\s+");
            LocalDate date = LocalDate.parse(cells[2], DateTimeFormatter.BASIC_ISO_DATE);
            amounts.merge(cells[1] + " " + date, new BigDecimal(cells[4]), BigDecimal::add);
        }
        List<Object[]> rows = new ArrayList<>();
        amounts.forEach((key, amount) ->
                rows.add(row(key.split(" ")[0], key.split(" ")[1], 1, amount.toPlainString(), null, null, "USD")));
        return Frames.of(CustomerDays.SPEC, DAY, rows.toArray(Object[][]::new));
    }
}
