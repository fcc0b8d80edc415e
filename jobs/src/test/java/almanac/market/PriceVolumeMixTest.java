package almanac.market;

import static almanac.Amounts.assertAmount;
import static almanac.Frames.row;
import static org.assertj.core.api.Assertions.assertThat;

import almanac.SmallNight;
import almanac.TestSettings;
import almanac.config.PeriodType;
import almanac.staging.Dimensions;
import almanac.staging.ExchangeRates;
import almanac.staging.Sales;
import java.math.BigDecimal;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** Bridges of literal sales in January and February of 2024, every expected number worked out by hand. */
class PriceVolumeMixTest {

    private static final String LINE =
            "order_id, order_date, product_id, store_id, quantity, net_amount, cost_amount, is_return, is_current,"
                    + " delivered_currency_code, delivered_net_amount";

    private static final List<String> EFFECTS = List.of(
            "price_effect_amount",
            "volume_effect_amount",
            "mix_effect_amount",
            "new_amount",
            "lost_amount",
            "other_amount");

    /**
     * Gin goes from 10 at 10.00 to 15 at 12.00, rum from 10 at 20.00 to 9 at 20.00: 20 units at 15.00 on average become 24.
     * Ale is lost, and vodka is new.
     */
    private static SmallNight example() {
        return night(
                sale("2024-01-01", "gin", "s1", 10, "100.00"),
                sale("2024-01-10", "rum", "s1", 10, "200.00"),
                sale("2024-01-11", "ale", "s2", 5, "20.00"),
                sale("2024-02-01", "gin", "s1", 15, "180.00"),
                sale("2024-02-10", "rum", "s1", 9, "180.00"),
                sale("2024-02-11", "vodka", "s2", 3, "90.00"));
    }

    @Test
    void everyEffectOfAnExample() {
        Row all = february(example(), "ALL");

        assertAmount(all, "base_net_amount", "320");
        assertAmount(all, "net_amount", "450");
        // Price: 15 * 2. Volume: 300 * (24 / 20 - 1). Mix: 10 * (15 - 12) + 20 * (9 - 12).
        assertEffects(all, "30", "60", "-30", "90", "-20", "0");
        assertAmount(all, "priced_amount", "360");
    }

    @Test
    void mixOfAProductIsWhatItGrewBeyondTheWholeAndCentredWhetherDearerOnesGained() {
        SmallNight night = example();
        Row gin = february(night, "product=Spirits>gin");
        Row rum = february(night, "product=Spirits>rum");

        assertEffects(gin, "30", "20", "30", "0", "0", "0");
        assertEffects(rum, "0", "40", "-60", "0", "0", "0");
        // (10 - 15) * (15 - 12) and (20 - 15) * (9 - 12): the cheaper one gained.
        assertAmount(gin, "centred_mix_effect_amount", "-15");
        assertAmount(rum, "centred_mix_effect_amount", "-15");
        assertAmount(february(night, "ALL"), "centred_mix_effect_amount", "-30");
    }

    @Test
    void productThatOneSegmentBeginsToSellIsVolumeAndMixThereAndNotNew() {
        SmallNight night = night(
                sale("2024-01-01", "gin", "s1", 10, "100.00"),
                sale("2024-02-01", "gin", "s1", 10, "100.00"),
                sale("2024-02-02", "gin", "s2", 5, "60.00"));

        // Units of the whole grow by half: Berlin's did not, and Paris has no base that could grow.
        assertEffects(february(night, "geography=DE>Berlin"), "0", "50", "-50", "0", "0", "0");
        assertEffects(february(night, "geography=FR>Paris"), "0", "0", "60", "0", "0", "0");
    }

    @Test
    void productThatComesBackIsNeitherLostNorNew() {
        SmallNight night = night(
                sale("2024-01-01", "gin", "s1", 10, "100.00"),
                sale("2024-01-01", "rum", "s1", 10, "100.00"),
                sale("2024-02-01", "gin", "s1", 10, "100.00"),
                sale("2024-03-01", "gin", "s1", 10, "100.00"),
                sale("2024-03-01", "rum", "s1", 10, "100.00"));

        assertEffects(month(night, "product=Spirits>rum", "2024-02-01"), "0", "-50", "-50", "0", "0", "0");
        assertEffects(month(night, "product=Spirits>rum", "2024-03-01"), "0", "0", "100", "0", "0", "0");
    }

    @Test
    void returnsOfEarlierSalesAndFreeGoodsAreOther() {
        SmallNight night = night(
                sale("2024-01-01", "gin", "s1", 10, "100.00"),
                sale("2024-01-02", "rum", "s1", 4, "20.00"),
                sale("2024-01-02", "ale", "s1", 4, "0.00"),
                sale("2024-02-01", "gin", "s1", 10, "100.00"),
                sale("2024-02-02", "rum", "s1", -1, "-5.00"),
                sale("2024-02-02", "ale", "s1", 4, "8.00"));

        assertEffects(february(night, "product=Spirits>rum"), "0", "0", "0", "0", "0", "-25");
        assertEffects(february(night, "product=Spirits>ale"), "0", "0", "0", "0", "0", "8");
        assertEffects(february(night, "ALL"), "0", "0", "0", "0", "0", "-17");
    }

    @Test
    void whereNothingComparableWasSoldInTheBaseThereIsNoVolume() {
        SmallNight night =
                night(sale("2024-01-01", "gin", "s1", 10, "100.00"), sale("2024-02-01", "rum", "s1", 10, "150.00"));
        Row all = february(night, "ALL");

        assertEffects(all, "0", "0", "0", "150", "-100", "0");
        assertThat(all.<BigDecimal>getAs("centred_mix_effect_amount")).isNull();
    }

    @Test
    void segmentThatSoldNothingOnOneSideHasABridge() {
        assertEffects(february(example(), "product=Spirits>ale"), "0", "0", "0", "0", "-20", "0");
        assertEffects(february(example(), "product=Spirits>vodka"), "0", "0", "0", "90", "0", "0");
    }

    @Test
    void unitsThatCostMoreTakeFromTheMargin() {
        SmallNight night = night(
                costed("2024-01-01", "gin", 10, "100.00", "60.00"),
                costed("2024-02-01", "gin", 15, "180.00", "105.00"),
                // The cost of a part of the units says nothing about a unit.
                costed("2024-01-02", "rum", 10, "100.00", "60.00"),
                costed("2024-02-02", "rum", 5, "50.00", "40.00"),
                costed("2024-02-03", "rum", 5, "50.00", null));

        // 6.00 became 7.00, 15 times.
        assertAmount(february(night, "ALL"), "cost_effect_amount", "-15");
        assertAmount(february(night, "ALL"), "costed_amount", "180");
        Row rum = february(night, "product=Spirits>rum");
        assertThat(rum.<BigDecimal>getAs("cost_effect_amount")).isNull();
        assertThat(rum.<BigDecimal>getAs("costed_amount")).isNull();
    }

    /**
     * January's rate is 1.00 from the 1st on and 1.20 from the 9th on, and each counts for a week more: 8 days of either, 1.10 on
     * average, while the rest of the month has none. In February it is 1.30.
     */
    @Test
    void exchangeRatesComeFirstAndTheRestIsAtConstantCurrency() {
        SmallNight night = night(
                        foreign("2024-01-02", "gin", "s1", 10, "100.00", "CHF", "100.00"),
                        foreign("2024-02-01", "gin", "s1", 12, "195.00", "CHF", "150.00"),
                        sale("2024-02-01", "gin", "s2", 4, "60.00"),
                        sale("2024-01-02", "gin", "s2", 6, "60.00"))
                .with(
                        ExchangeRates.INPUT.spec(),
                        "rate_date, from_currency, to_currency, rate, is_current",
                        row("2024-01-01", "CHF", "EUR", 1.0, true),
                        row("2024-01-09", "CHF", "EUR", 1.2, true),
                        row("2024-02-01", "CHF", "EUR", 1.3, true));
        Row berlin = february(night, "geography=DE>Berlin");

        // 195 - 150 * 1.10; then a price of 165 / 12 after one of 10, and units that grow as none of all sales did.
        assertAmount(berlin, "fx_effect_amount", "30");
        assertEffects(berlin, "45", "0", "20", "0", "0", "0");
        assertAmount(berlin, "foreign_net_amount", "195");
        assertAmount(berlin, "unrated_net_amount", "0");
        assertAmount(berlin, "priced_amount", "195");
        Row paris = february(night, "geography=FR>Paris");
        assertAmount(paris, "fx_effect_amount", "0");
        assertAmount(paris, "foreign_net_amount", "0");
        assertEffects(paris, "20", "0", "-20", "0", "0", "0");
        assertAmount(february(night, "ALL"), "fx_effect_amount", "30");
    }

    @Test
    void currencyWithoutARateInTheBaseHasNoEffectAndSaysSo() {
        SmallNight night = night(
                        sale("2024-01-02", "gin", "s1", 10, "100.00"),
                        foreign("2024-02-01", "gin", "s1", 10, "130.00", "CHF", "100.00"),
                        foreign("2024-02-02", "vodka", "s1", 1, "9.00", "USD", "10.00"))
                .with(
                        ExchangeRates.INPUT.spec(),
                        "rate_date, from_currency, to_currency, rate, is_current",
                        row("2024-02-01", "CHF", "EUR", 1.3, true),
                        row("2024-01-31", "EUR", "USD", 1.25, true),
                        row("2024-02-01", "EUR", "USD", 0.5, false));
        Row all = february(night, "ALL");

        // Francs had no rate in January; dollars had one on its last day, 1 / 1.25: 9 - 10 * 0.8.
        assertAmount(all, "unrated_net_amount", "130");
        assertAmount(all, "foreign_net_amount", "139");
        assertAmount(all, "fx_effect_amount", "1");
        assertEffects(all, "30", "0", "0", "8", "0", "0");
    }

    @Test
    void salesInOneCurrencyHaveNoEffectOfExchangeRates() {
        assertThat(example().rows(PriceVolumeMix.SPEC, "fx_effect_amount <> 0 OR foreign_net_amount <> 0"))
                .isEmpty();
    }

    @Test
    void daysAndPeriodsWithoutABaseHaveNoBridge() {
        SmallNight night = example();

        assertThat(night.rows(PriceVolumeMix.SPEC, "period_type = 'day'")).isEmpty();
        assertThat(night.rows(PriceVolumeMix.SPEC, "period_start < '2024-02-01' OR comparison = 'PY'"))
                .isEmpty();
        assertThat(night.rows(PriceVolumeMix.SPEC, "period_start = '2024-02-01'"))
                .hasSize(night.rows(
                                SegmentSales.SPEC,
                                "period_start = '2024-02-01' AND comparison = 'PP' AND period_type =" + " 'month'")
                        .size());
    }

    private static SmallNight night(Object[]... lines) {
        return SmallNight.of(TestSettings.of(PeriodType.DAY, PeriodType.MONTH), "2024-03-31")
                .with(
                        Dimensions.PRODUCTS.spec(),
                        "product_id, category_l1, product_name, is_current",
                        row("gin", "Spirits", "gin", true),
                        row("rum", "Spirits", "rum", true),
                        row("ale", "Spirits", "ale", true),
                        row("vodka", "Spirits", "vodka", true))
                .with(
                        Dimensions.STORES.spec(),
                        "store_id, country, store_name, is_current",
                        row("s1", "DE", "Berlin", true),
                        row("s2", "FR", "Paris", true))
                .with(Sales.SPEC, LINE, lines);
    }

    private static Object[] sale(String date, String product, String store, int units, String amount) {
        return row("o" + date, date, product, store, units, amount, null, units < 0, true, null, null);
    }

    private static Object[] foreign(
            String date, String product, String store, int units, String amount, String currency, String delivered) {
        return row("o" + date, date, product, store, units, amount, null, units < 0, true, currency, delivered);
    }

    private static Object[] costed(String date, String product, int units, String amount, String cost) {
        return row("o" + date, date, product, "s1", units, amount, cost, false, true, null, null);
    }

    private static Row february(SmallNight night, String segment) {
        return month(night, segment, "2024-02-01");
    }

    private static Row month(SmallNight night, String segment, String start) {
        return night.one(
                PriceVolumeMix.SPEC,
                "segmentation IN ('product', 'geography') AND segment = '" + segment + "' AND (segment <> 'ALL' OR"
                        + " segmentation = 'product') AND period_type = 'month' AND period_start = '" + start
                        + "' AND comparison = 'PP'");
    }

    private static void assertEffects(Row row, String... expected) {
        for (int i = 0; i < expected.length; i++) {
            assertAmount(row, EFFECTS.get(i), expected[i]);
        }
    }
}
