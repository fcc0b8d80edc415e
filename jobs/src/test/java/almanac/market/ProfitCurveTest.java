package almanac.market;

import static almanac.Amounts.assertAmount;
import static almanac.Frames.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import almanac.Frames;
import almanac.SmallNight;
import almanac.TestSettings;
import almanac.config.PeriodType;
import almanac.customer.CustomerDays;
import almanac.segment.DailySales;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** Four products, one of which loses money, and 200 customers; sums by hand. */
class ProfitCurveTest {

    private static final String DAYS =
            "order_date, product_id, leaf_segment, currency_code, net_amount, costed_net_amount," + " cost_amount";

    @Test
    void theCurveRisesAboveItsEndWhereProductsLoseMoney() {
        SmallNight night = night("2023-06-01").with(CustomerDays.SPEC, Frames.none(CustomerDays.SPEC));

        List<Row> curve = night.get(ProfitCurve.SPEC).orderBy("percentile").collectAsList();

        assertThat(curve).extracting(row -> row.<Integer>getAs("percentile")).containsExactly(25, 50, 75, 100);
        assertThat(curve)
                .extracting(row -> row.getDecimal(row.fieldIndex("cumulative_margin_amount"))
                        .intValueExact())
                .containsExactly(60, 90, 100, 80);
        assertThat(curve).extracting(row -> row.<Long>getAs("cumulative_count")).containsExactly(1L, 2L, 3L, 4L);
        assertThat(curve.get(2).<Double>getAs("cumulative_margin_rate")).isCloseTo(1.25, within(1e-12));
        assertThat(curve).allSatisfy(row -> {
            assertAmount(row, "peak_margin_amount", "100");
            assertAmount(row, "total_margin_amount", "80");
            assertThat(row.<Boolean>getAs("is_complete")).isTrue();
        });
        assertThat(curve.get(3).<Long>getAs("loss_making_count")).isEqualTo(1);
    }

    @Test
    void customersAreGatheredIntoHundredths() {
        List<Object[]> days = new ArrayList<>();
        for (int i = 1; i <= 200; i++) {
            days.add(row("2024-06-01", "c" + i, "EUR", 2.0 * i, 2.0 * i, 1.0 * i));
        }
        // Before the window, and without a cost.
        days.add(row("2023-06-02", "c1", "EUR", 1e6, 1e6, 1.0));
        days.add(row("2024-06-01", "c0", "EUR", 1e6, null, null));
        SmallNight night = night("2023-07-03")
                .with(
                        CustomerDays.SPEC,
                        "order_date, customer_id, currency_code, net_amount, costed_net_amount, cost_amount",
                        days.toArray(Object[][]::new));

        assertThat(night.rows(ProfitCurve.SPEC, "entity = 'customer'")).hasSize(100);
        Row first = night.one(ProfitCurve.SPEC, "entity = 'customer' AND percentile = 1");
        assertAmount(first, "margin_amount", "399");
        assertThat(first.<Long>getAs("entity_count")).isEqualTo(2);
        assertAmount(first, "total_margin_amount", "20100");
        assertThat(first.<Boolean>getAs("is_complete")).isFalse();
    }

    private static SmallNight night(String firstDate) {
        return SmallNight.of(TestSettings.of(PeriodType.MONTH), "2024-06-30")
                .with(
                        DailySales.SPEC,
                        DAYS,
                        row(firstDate, "old", "l", "EUR", 1.0, null, null),
                        row("2024-01-01", "gin", "l", "EUR", 100.0, 100.0, 40.0),
                        row("2024-02-01", "rum", "l", "EUR", 50.0, 50.0, 20.0),
                        row("2024-03-01", "red", "l", "EUR", 15.0, 15.0, 5.0),
                        row("2024-03-01", "loss", "l", "EUR", 10.0, 10.0, 30.0));
    }
}
