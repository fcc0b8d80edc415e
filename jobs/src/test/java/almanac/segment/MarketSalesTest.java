package almanac.segment;

import static almanac.Frames.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import almanac.SmallNight;
import almanac.TestSettings;
import almanac.config.PeriodType;
import almanac.staging.Dimensions;
import almanac.staging.Market;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The market's side of the cube: what suppliers sold adds up to the market, whatever the provider names. */
class MarketSalesTest {

    private static final String DELIVERED = "period_start, period_type, category_key, geography_key, supplier_id,"
            + " sales_amount, sales_units, is_own, basis, is_current";

    private static SmallNight night;

    @BeforeAll
    static void market() {
        night = SmallNight.of(TestSettings.of(PeriodType.MONTH), "2024-12-31")
                .with(
                        Market.SPEC,
                        DELIVERED,
                        row("2024-02-01", "month", "Gin", "DE", "TOTAL", 100, 50, null, "SELL_OUT", true),
                        row("2024-02-01", "month", "Gin", "DE", "A", 40, 20, true, "SELL_OUT", true),
                        row("2024-02-01", "month", "Gin", "DE", "B", 25, 10, false, "SELL_OUT", true),
                        row("2024-02-01", "month", "Gin", "DE", "B", 99, 10, false, "SELL_OUT", false),
                        // A remainder beside the total, and a named supplier.
                        row("2024-02-01", "month", "Rum", "DE", "TOTAL", 100, null, null, "SELL_OUT", true),
                        row("2024-02-01", "month", "Rum", "DE", "OTHER", 30, null, null, "SELL_IN", true),
                        row("2024-02-01", "month", "Rum", "DE", "A", 60, null, true, "SELL_OUT", true),
                        // Suppliers alone, one of them in two rows, one taking back more than it sold.
                        row("2024-02-29", "day", "Rum", "FR", "A", "10.50", 1, null, null, true),
                        row("2024-02-29", "day", "Rum", "FR", "A", "4.50", 1, true, null, true),
                        row("2024-02-29", "day", "Rum", "FR", "B", "-5.00", 1, null, null, true),
                        // The total alone.
                        row("2024-01-01", "quarter", "Wine", null, "TOTAL", 7, null, null, null, true),
                        row("2024-01-01", "year", "Wine", "DE", "TOTAL", 7, null, null, null, true),
                        row("2024-02-26", "week", "Wine", "DE", "TOTAL", 7, null, null, null, true));
    }

    @Test
    void totalBecomesWhatTheNamedSuppliersLeave() {
        assertThat(cell("geography=DE|product=Gin"))
                .extracting(
                        row -> row.getAs("supplier_id"),
                        row -> amount(row, "sales_amount"),
                        row -> amount(row, "sales_units"))
                .containsExactly(tuple("A", "40", "20"), tuple("B", "25", "10"), tuple("OTHER", "35", "20"));
    }

    @Test
    void remainderThatIsNamedIsPartOfTheTotalAndNotBesideIt() {
        assertThat(cell("geography=DE|product=Rum"))
                .extracting(row -> row.getAs("supplier_id"), row -> amount(row, "sales_amount"))
                .containsExactly(tuple("A", "60"), tuple("OTHER", "40"));
    }

    @Test
    void suppliersAddUpToTheMarket() {
        assertThat(night.get(MarketSales.SPEC)
                        .groupBy("market_cell")
                        .sum("sales_amount")
                        .collectAsList())
                .extracting(
                        row -> row.getString(0),
                        row -> row.getDecimal(1).stripTrailingZeros().toPlainString())
                .containsExactlyInAnyOrder(
                        tuple("geography=DE|product=Gin", "100"),
                        tuple("geography=DE|product=Rum", "100"),
                        tuple("geography=FR|product=Rum", "10"),
                        tuple("geography=UNKNOWN|product=Wine", "7"),
                        tuple("geography=DE|product=Wine", "14"));
    }

    @Test
    void rowsOfOneSupplierAreOne() {
        assertThat(cell("geography=FR|product=Rum"))
                .extracting(
                        row -> row.getAs("supplier_id"), row -> amount(row, "sales_amount"), row -> row.getAs("is_own"))
                .containsExactly(tuple("A", "15", true), tuple("B", "-5", false));
    }

    @Test
    void unitsThatNobodyReportsAreUnknown() {
        assertThat(cell("geography=DE|product=Rum"))
                .extracting(row -> row.<BigDecimal>getAs("sales_units"))
                .containsOnlyNulls();
    }

    @Test
    void basisOfACellIsMixedWhereItsRowsDiffer() {
        assertThat(cell("geography=DE|product=Gin"))
                .extracting(row -> row.<String>getAs("basis"))
                .containsOnly("SELL_OUT");
        assertThat(night.one(MarketSales.SPEC, "market_cell = 'geography=DE|product=Rum' AND supplier_id = 'OTHER'")
                        .<String>getAs("basis"))
                .isEqualTo("MIXED");
        assertThat(cell("geography=FR|product=Rum"))
                .extracting(row -> row.<String>getAs("basis"))
                .containsOnlyNulls();
    }

    @Test
    void periodEndsOnItsLastDay() {
        assertThat(night.get(MarketSales.SPEC)
                        .select("period_type", "period_end")
                        .distinct()
                        .collectAsList())
                .extracting(
                        row -> row.getString(0), row -> row.<LocalDate>getAs(1).toString())
                .containsExactlyInAnyOrder(
                        tuple("day", "2024-02-29"),
                        tuple("week", "2024-03-03"),
                        tuple("month", "2024-02-29"),
                        tuple("quarter", "2024-03-31"),
                        tuple("year", "2024-12-31"));
    }

    @Test
    void membersAboveTheNamedOneAreLookedUp() {
        SmallNight stores = SmallNight.of(TestSettings.withMarketOfStores(PeriodType.MONTH), "2024-12-31")
                .with(
                        Dimensions.STORES.spec(),
                        "store_id, country, store_name, is_current",
                        row("s1", "DE", "Berlin", true),
                        row("s2", "DE", "Berlin", true),
                        row("s3", "XX", "Berlin", false),
                        row("s4", null, "Nowhere", true))
                .with(
                        Market.SPEC,
                        DELIVERED,
                        row("2024-02-01", "day", "Gin", "Berlin", "A", 1, null, null, null, true),
                        row("2024-02-01", "day", "Gin", "Nowhere", "A", 2, null, null, null, true),
                        row("2024-02-01", "day", "Gin", "Elsewhere", "A", 4, null, null, null, true),
                        row("2024-02-01", "day", "Gin", null, "A", 8, null, null, null, true));

        // One row each, although two stores are called Berlin.
        assertThat(stores.rows(MarketSales.SPEC, "true"))
                .extracting(row -> row.getAs("market_cell"), row -> amount(row, "sales_amount"))
                .containsExactlyInAnyOrder(
                        tuple("geography=DE>Berlin", "1"),
                        tuple("geography=UNKNOWN>Nowhere", "2"),
                        tuple("geography=UNKNOWN>Elsewhere", "4"),
                        tuple("geography=UNKNOWN>UNKNOWN", "8"));
    }

    private static List<Row> cell(String cell) {
        return night.get(MarketSales.SPEC)
                .filter("market_cell = '" + cell + "'")
                .orderBy("supplier_id")
                .collectAsList();
    }

    private static String amount(Row row, String column) {
        BigDecimal amount = row.getAs(column);
        return amount == null ? null : amount.stripTrailingZeros().toPlainString();
    }
}
