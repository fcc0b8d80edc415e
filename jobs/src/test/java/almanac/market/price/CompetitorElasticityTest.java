package almanac.market.price;

import static almanac.Frames.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import almanac.SmallNight;
import almanac.TestSettings;
import almanac.config.PeriodType;
import almanac.segment.DailySales;
import almanac.staging.CompetitorPrices;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** Gin in twelve outlets, whose units follow its own price and that of a competitor. */
class CompetitorElasticityTest {

    private static final LocalDate MONDAY = LocalDate.of(2023, 1, 2);
    private static final int WEEKS = 104;
    private static final double[] PRICES = {10, 10.5, 9.5, 11, 10.2, 9.8, 10.8, 9.2};

    @Test
    void unitsFollowThePriceOfACompetitorAndNotThatOfAnother() {
        List<Object[]> sales = new ArrayList<>();
        List<Object[]> prices = new ArrayList<>();
        for (int week = 0; week < WEEKS; week++) {
            double own = PRICES[week / 5 % 8];
            double theirs = PRICES[week / 7 % 8];
            LocalDate monday = MONDAY.plusWeeks(week);
            for (int outlet = 0; outlet < 12; outlet++) {
                double noise = 1 + 0.02 * ((week * 7 + outlet * 5) % 11 - 5) / 5;
                double units = Math.rint(1e6 * Math.pow(own, -2) * Math.pow(theirs, 0.8) * noise) / 100;
                sales.add(row(
                        monday.plusDays(outlet % 7).toString(),
                        "geography=X>" + outlet + "|product=Any>gin",
                        "gin",
                        Math.rint(units * own * 1e4) / 1e4,
                        units));
            }
            if (week % 2 == 0) {
                // Seen every fortnight; it held in between, whatever the true one did.
                prices.add(price(monday, "THEM", theirs));
                prices.add(price(monday, "FLAT", 9));
            }
            prices.add(price(monday, "ELSE", PRICES[week * 3 / 11 % 8]));
        }
        List<Row> rows = SmallNight.of(TestSettings.of(PeriodType.MONTH), "2024-12-29")
                .with(
                        DailySales.SPEC,
                        "order_date, leaf_segment, product_id, net_amount, sales_units",
                        sales.toArray(Object[][]::new))
                .with(
                        CompetitorPrices.INPUT.spec(),
                        "price_date, product_id, competitor_id, price_amount, uom_per_eq_unit, is_current",
                        prices.toArray(Object[][]::new))
                .rows(PriceElasticity.SPEC, "true");

        assertThat(rows)
                .extracting(row -> row.getAs("kind") + " " + row.getAs("other_product_id"))
                .containsExactlyInAnyOrder("OWN gin", "COMPETITOR THEM", "COMPETITOR FLAT", "COMPETITOR ELSE");
        assertThat(of(rows, "THEM").<Double>getAs("elasticity")).isCloseTo(0.8, within(0.15));
        assertThat(of(rows, "THEM").<Boolean>getAs("is_usable")).isTrue();
        assertThat(Math.abs(of(rows, "ELSE").<Double>getAs("elasticity"))).isLessThan(0.15);
        assertThat(of(rows, "FLAT").<Double>getAs("elasticity")).isNull();
        assertThat(of(rows, "FLAT").<Boolean>getAs("is_usable")).isFalse();
    }

    private static Object[] price(LocalDate date, String competitor, double price) {
        return row(date.toString(), "gin", competitor, price, 1, true);
    }

    private static Row of(List<Row> rows, String competitor) {
        return rows.stream()
                .filter(row -> row.getAs("other_product_id").equals(competitor))
                .findFirst()
                .orElseThrow();
    }
}
