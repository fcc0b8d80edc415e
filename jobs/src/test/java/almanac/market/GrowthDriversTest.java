package almanac.market;

import static almanac.Amounts.assertAmount;
import static almanac.Frames.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import almanac.SmallNight;
import almanac.TestSettings;
import almanac.config.PeriodType;
import almanac.segment.DailySales;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Two years of months: gin and wine are sold in Berlin, Munich and Paris, each for about 100 a month; in June 2024 Munich sells
 * 200 more gin, and since May 2024 Paris has sold no wine.
 */
class GrowthDriversTest {

    private static SmallNight night;

    @BeforeAll
    static void night() {
        List<Object[]> rows = new ArrayList<>();
        for (int month = 0; month < 18; month++) {
            String date = LocalDate.of(2023, 1, 15).plusMonths(month).toString();
            for (String store : List.of("DE>Berlin", "DE>Munich", "FR>Paris")) {
                for (String product : List.of("Spirits>Gin", "Wine>Red")) {
                    boolean isPeak = month == 17 && store.equals("DE>Munich") && product.equals("Spirits>Gin");
                    double amount = 100 + (month * 7 + store.length() * 3) % 5 + (isPeak ? 200 : 0);
                    if (!(month >= 16 && store.equals("FR>Paris") && product.equals("Wine>Red"))) {
                        rows.add(row(
                                date, "geography=" + store + "|product=" + product, product, "EUR", amount, 1.0, 1L));
                    }
                }
            }
        }
        night = SmallNight.of(TestSettings.of(PeriodType.MONTH, PeriodType.QUARTER), "2024-06-30")
                .with(
                        DailySales.SPEC,
                        "order_date, leaf_segment, product_id, currency_code, net_amount, sales_units, line_count",
                        rows.toArray(Object[][]::new));
    }

    @Test
    void theFirstDriverIsTheNarrowestSegmentThatHoldsTheChange() {
        // The base of February 2023 begins before the first sale: growth is known from March 2023 on.
        Row first = night.one(GrowthDrivers.SPEC, JUNE + " AND comparison = 'PP' AND driver_rank = 1");

        // Munich as a whole has the same excess and more base; the crossings end at the country.
        assertThat(first.<String>getAs("segment")).isEqualTo("geography=DE>Munich");
        assertThat(first.<Double>getAs("contribution_pp"))
                .isCloseTo(100 * amount(first, "change_amount") / amount(first, "total_base_net_amount"), within(1e-9));
        assertThat(first.<Double>getAs("excess_amount"))
                .isCloseTo(
                        amount(first, "change_amount")
                                - amount(first, "base_net_amount") * first.<Double>getAs("total_growth_rate"),
                        within(1e-9));
        assertThat(first.<Integer>getAs("history_count")).isEqualTo(15);
        assertThat(first.<String>getAs("significance")).isEqualTo("UNUSUAL");
        assertThat(first.<String>getAs("text"))
                .isEqualTo("geography=DE>Munich: +194.00 EUR, +37.52 points of growth; +93.3 % against +36.8 %"
                        + " of all sales; unusual for it");
    }

    @Test
    void driversOfAPeriodDoNotOverlapAndCloseWithTheRest() {
        List<Row> drivers = night.get(GrowthDrivers.SPEC)
                .filter(JUNE + " AND comparison = 'PY'")
                .orderBy("driver_rank")
                .collectAsList();

        assertThat(drivers)
                .extracting(row -> row.<String>getAs("segment"))
                .first()
                .isEqualTo("geography=DE>Munich");
        assertThat(drivers).extracting(row -> row.<String>getAs("segment")).contains("geography=FR");
        assertThat(drivers)
                .extracting(row -> row.<String>getAs("segment"))
                .doesNotContain("ALL", "geography=DE", "product=Spirits", "product=Wine", "geography=FR|product=Wine");
        double soFar = 0;
        for (Row driver : drivers) {
            soFar += amount(driver, "change_amount");
            assertThat(amount(driver, "cumulative_change_amount")).isCloseTo(soFar, within(1e-9));
            assertThat(amount(driver, "rest_change_amount"))
                    .isCloseTo(amount(driver, "total_change_amount") - soFar, within(1e-9));
        }
    }

    @Test
    void aSegmentThatIsGoneIsADriverWithAllOfItsBase() {
        Row wine = night.one(
                GrowthDrivers.SPEC,
                "period_start = DATE '2024-05-01' AND period_type = 'month' AND comparison = 'PP' AND driver_rank = 1");

        assertThat(wine.<String>getAs("segment")).isEqualTo("geography=FR|product=Wine");
        assertAmount(wine, "net_amount", "0");
        assertThat(wine.<Double>getAs("growth_rate")).isEqualTo(-1.0);
    }

    @Test
    void aShortHistorySaysNothingOfWhatIsUsual() {
        assertThat(night.rows(GrowthDrivers.SPEC, "history_count < 8"))
                .isNotEmpty()
                .allSatisfy(row -> {
                    assertThat(row.isNullAt(row.fieldIndex("p_value"))).isTrue();
                    assertThat(row.<String>getAs("significance")).isEqualTo("UNKNOWN");
                });
    }

    private static final String JUNE = "period_start = DATE '2024-06-01' AND period_type = 'month'";

    private static double amount(Row row, String column) {
        return row.getDecimal(row.fieldIndex(column)).doubleValue();
    }
}
