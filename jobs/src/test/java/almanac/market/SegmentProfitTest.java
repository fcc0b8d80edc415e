package almanac.market;

import static almanac.Amounts.assertAmount;
import static almanac.Frames.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import almanac.SmallNight;
import almanac.TestSettings;
import almanac.config.PeriodType;
import almanac.segment.DailySales;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** March of two years in three stores: sums by hand. Sales begin on 2023-01-01. */
class SegmentProfitTest {

    private static final String BERLIN = "geography=DE>Berlin|product=Wine>Red";
    private static final String MUNICH = "geography=DE>Munich|product=Wine>Red";
    private static final String PARIS = "geography=FR>Paris|product=Wine>Red";
    private static final String MARCH = " AND segmentation = 'geography' AND period_start = DATE '2024-03-01'";

    private static SmallNight night;

    @BeforeAll
    static void night() {
        night = SmallNight.of(TestSettings.of(PeriodType.MONTH, PeriodType.DAY), "2024-03-31")
                .with(
                        DailySales.SPEC,
                        "order_date, leaf_segment, product_id, currency_code, net_amount, costed_net_amount, cost_amount,"
                                + " off_invoice_amount, costed_off_invoice_amount",
                        row("2023-01-01", BERLIN, "Red", "EUR", "10", "10", "5", null, null),
                        row("2023-03-05", BERLIN, "Red", "EUR", "100", "100", "60", "5", "5"),
                        row("2024-03-05", BERLIN, "Red", "EUR", "150", "150", "110", "10", "10"),
                        row("2023-03-06", MUNICH, "Red", "EUR", "200", "200", "120", null, null),
                        row("2024-03-06", MUNICH, "Red", "EUR", "180", "180", "90", null, null),
                        // A line of 60 without a cost, and with a rebate that no margin bears.
                        row("2024-03-07", PARIS, "Red", "EUR", "160", "100", "40", "9", "2"));
    }

    @Test
    void profitIsWhatIsLeftOfSalesAfterCostsAndRebates() {
        Row berlin = night.one(SegmentProfit.SPEC, "segment = 'geography=DE>Berlin'" + MARCH);

        assertAmount(berlin, "margin_amount", "40");
        assertAmount(berlin, "contribution_amount", "30");
        assertThat(berlin.<Double>getAs("margin_rate")).isCloseTo(40 / 150.0, within(1e-12));
        assertThat(berlin.<Double>getAs("contribution_rate")).isCloseTo(0.2, within(1e-12));
        assertAmount(berlin, "base_contribution_amount", "35");
        assertAmount(berlin, "contribution_change_amount", "-5");
        assertThat(berlin.<Double>getAs("growth_rate")).isCloseTo(0.5, within(1e-12));
        assertThat(berlin.<Double>getAs("margin_change_pp")).isCloseTo(100 * (40 / 150.0 - 0.4), within(1e-9));
    }

    @Test
    void growthThatEarnsLessThanBeforeIsUnprofitable() {
        Row berlin = night.one(SegmentProfit.SPEC, "segment = 'geography=DE>Berlin'" + MARCH);
        Row munich = night.one(SegmentProfit.SPEC, "segment = 'geography=DE>Munich'" + MARCH);

        // All sales: (40 - 10 + 90 + 60 - 2) / 430.
        assertThat(berlin.<Double>getAs("total_contribution_rate")).isCloseTo(178 / 430.0, within(1e-12));
        assertThat(berlin.<String>getAs("profit_quadrant")).isEqualTo("GROWING_THIN");
        assertThat(berlin.<Boolean>getAs("is_unprofitable_growth")).isTrue();
        assertThat(munich.<String>getAs("profit_quadrant")).isEqualTo("SHRINKING_RICH");
        assertThat(munich.<Boolean>getAs("is_unprofitable_growth")).isFalse();
    }

    @Test
    void profitOfAPartOfTheSalesIsShownAndNotJudged() {
        Row paris = night.one(SegmentProfit.SPEC, "segment = 'geography=FR>Paris'" + MARCH);

        assertAmount(paris, "off_invoice_amount", "9");
        assertAmount(paris, "contribution_amount", "58");
        assertThat(paris.<Double>getAs("cost_coverage_rate")).isCloseTo(0.625, within(1e-12));
        assertThat(paris.<String>getAs("profit_quadrant")).isEqualTo("UNKNOWN");
        assertThat(paris.isNullAt(paris.fieldIndex("is_unprofitable_growth"))).isTrue();
        assertAmount(paris, "base_net_amount", "0");
    }

    @Test
    void whereTheHistoryDoesNotReachBackThereIsNoBase() {
        assertThat(night.rows(SegmentProfit.SPEC, "period_start < DATE '2024-01-01'"))
                .isNotEmpty()
                .allSatisfy(row -> {
                    assertThat(row.isNullAt(row.fieldIndex("base_net_amount"))).isTrue();
                    assertThat(row.<String>getAs("profit_quadrant")).isEqualTo("UNKNOWN");
                });
        assertThat(night.rows(SegmentProfit.SPEC, "period_type = 'day'")).isEmpty();
    }

    @Test
    void profitsOfTheSegmentsOfALevelAddUp() {
        assertAmount(
                night.get(SegmentProfit.SPEC)
                        .filter("segment_level = 'geography.store_name'" + MARCH)
                        .selectExpr("CAST(sum(contribution_amount) AS DECIMAL(28,4)) AS contribution_amount")
                        .first(),
                "contribution_amount",
                "178");
    }
}
