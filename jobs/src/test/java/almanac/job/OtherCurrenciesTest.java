package almanac.job;

import static org.apache.spark.sql.functions.sum;
import static org.assertj.core.api.Assertions.assertThat;

import almanac.lake.Ops;
import almanac.segment.CurrencySales;
import almanac.segment.DailySales;
import almanac.staging.MarketingSpend;
import almanac.staging.Sales;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sales in other currencies than the reporting one, the euro: converted to the cent, or quarantined with a reason. */
class OtherCurrenciesTest {

    private static final String RATES = "day,from,to,rate\n";

    @TempDir
    Path folder;

    @TempDir
    Path atOnceFolder;

    @Test
    void amountsAreConvertedAtTheLatestRateOnOrBeforeTheirDate() {
        TestNight night = night(folder)
                .deliversText("rates/a.csv", RATES + "2026-01-05,CHF,EUR,1.0001\n2026-01-07,CHF,EUR,0.9\n")
                .delivers(
                        "sales/a.csv",
                        "o1,1,2026-01-05,gin,1,0.50,c,CHF",
                        "o2,1,2026-01-06,gin,-1,-0.50,c,CHF",
                        "o3,1,2026-01-07,gin,1,10.01,c,CHF",
                        "o4,1,2026-01-05,gin,1,7.77,c,EUR",
                        "o5,1,2026-01-05,gin,1,8.88,c,");
        night.run();

        // 0.50005 is rounded half up, away from 0.
        assertThat(converted(night))
                .containsExactly(
                        "o1 EUR 0.5001 CHF 0.5000 1.000100000000",
                        "o2 EUR -0.5001 CHF -0.5000 1.000100000000",
                        "o3 EUR 9.0090 CHF 10.0100 0.900000000000",
                        "o4 EUR 7.7700 null null null",
                        "o5 EUR 8.8800 null null null");
        assertThat(night.quarantine()).isEmpty();
        assertThat(night.cube())
                .containsExactly(
                        "2026-01-05 gin 3.0000 17.1501",
                        "2026-01-06 gin -1.0000 -0.5001",
                        "2026-01-07 gin 1.0000 9.0090");
    }

    @Test
    void everyAmountOfALineIsConverted() {
        TestNight night = night(folder)
                .with(
                        "inputs.sales.columns { list_amount = list, discount_amount = discount, off_invoice_amount = bonus,"
                                + " cost_amount = cost }")
                .deliversText("rates/a.csv", RATES + "2026-01-05,CHF,EUR,1.1\n")
                .deliversText(
                        "sales/a.csv",
                        "order_id,line,day,product,units,amount,customer,note,list,discount,bonus,cost\n"
                                + "o1,1,2026-01-05,gin,1,10.00,c,CHF,12.00,2.00,0.50,6.00\n");
        night.run();

        assertThat(night.rows(
                        Sales.SPEC,
                        "net_amount",
                        "list_amount",
                        "discount_amount",
                        "off_invoice_amount",
                        "cost_amount"))
                .containsExactly("11.0000 13.2000 2.2000 0.5500 6.6000");
    }

    @Test
    void pairTheOtherWayRoundCountsWhereTheDirectOneIsAbsent() {
        TestNight night = night(folder)
                .deliversText(
                        "rates/a.csv",
                        RATES
                                + "2026-01-05,EUR,USD,1.0921\n2026-01-05,EUR,CHF,0.5\n2026-01-05,CHF,EUR,1.1\n"
                                // Over a third currency there is no way.
                                + "2026-01-05,GBP,USD,1.3\n2026-01-05,EUR,EUR,3\n")
                .delivers(
                        "sales/a.csv",
                        "o1,1,2026-01-05,gin,1,109.21,c,USD",
                        "o2,1,2026-01-05,gin,1,100,c,CHF",
                        "o3,1,2026-01-05,gin,1,100,c,GBP",
                        "o4,1,2026-01-05,gin,1,100,c,EUR");
        night.run();

        assertThat(converted(night))
                .containsExactly(
                        "o1 EUR 100.0000 USD 109.2100 0.915667063456",
                        "o2 EUR 110.0000 CHF 100.0000 1.100000000000",
                        "o4 EUR 100.0000 null null null");
        assertThat(night.quarantine()).containsExactly("sales/a.csv 4 currency.no_rate");
    }

    @Test
    void rateThatIsTooOldDoesNotCount() {
        TestNight night = night(folder)
                .with("gates.exchange_rate_days = 3")
                .deliversText("rates/a.csv", RATES + "2026-01-05,CHF,EUR,1.1\n")
                .delivers(
                        "sales/a.csv",
                        "o1,1,2026-01-08,gin,1,10,c,CHF",
                        "o2,1,2026-01-09,gin,1,10,c,CHF",
                        "o3,1,2026-01-04,gin,1,10,c,CHF");
        night.run();

        assertThat(converted(night)).containsExactly("o1 EUR 11.0000 CHF 10.0000 1.100000000000");
        assertThat(night.rows(Ops.QUARANTINE, "line", "rule", "detail", "amount", "raw_text"))
                .containsExactly(
                        "3 currency.no_rate currency_code = CHF 10.0000 o2,1,2026-01-09,gin,1,10,c,CHF",
                        "4 currency.no_rate currency_code = CHF 10.0000 o3,1,2026-01-04,gin,1,10,c,CHF");
        assertThat(night.deliveries()).contains("sales/a.csv read 3 1 2 0 0");
    }

    @Test
    void linesComeBackWhenTheirRateComesAndAreRestatedWhenItIs() {
        TestNight night = night(folder)
                .deliversText("rates/1.csv", RATES + "2026-01-05,CHF,EUR,1.1\n2026-01-05,USD,EUR,0.8\n")
                .delivers("sales/1.csv", "o1,1,2026-01-05,gin,1,10,c,CHF", "o2,1,2026-01-20,gin,1,10,c,CHF")
                .delivers("sales/2.csv", "o3,1,2026-01-05,gin,1,10,c,USD", "o4,1,2026-01-20,rum,1,10,c,EUR");
        night.run();
        assertThat(night.cube()).containsExactly("2026-01-05 gin 2.0000 19.0000", "2026-01-20 rum 1.0000 10.0000");

        night.deliversText("rates/2.csv", RATES + "2026-01-19,CHF,EUR,1.3\n2026-01-05,CHF,EUR,1.2\n");
        RunReport report = night.run();

        // The file that no rate changed is not read again.
        assertThat(salesFilesRead(report)).isEqualTo(1);
        assertThat(night.cube())
                .containsExactly(
                        "2026-01-05 gin 2.0000 20.0000",
                        "2026-01-20 gin 1.0000 13.0000",
                        "2026-01-20 rum 1.0000 10.0000");
        assertThat(night.quarantine()).isEmpty();
        assertThat(night.run().status()).isEqualTo("unchanged");

        // A rate that is taken back takes its lines along.
        night.deliversText("rates/2.csv", RATES + "2026-01-05,CHF,EUR,1.2\n").run();
        assertThat(night.quarantine()).containsExactly("sales/1.csv 3 currency.no_rate");

        TestNight atOnce = night(atOnceFolder)
                .deliversText("rates/1.csv", RATES + "2026-01-05,CHF,EUR,1.1\n2026-01-05,USD,EUR,0.8\n")
                .deliversText("rates/2.csv", RATES + "2026-01-05,CHF,EUR,1.2\n")
                .delivers("sales/1.csv", "o1,1,2026-01-05,gin,1,10,c,CHF", "o2,1,2026-01-20,gin,1,10,c,CHF")
                .delivers("sales/2.csv", "o3,1,2026-01-05,gin,1,10,c,USD", "o4,1,2026-01-20,rum,1,10,c,EUR");
        atOnce.run();
        assertThat(night.content()).isEqualTo(atOnce.content());
        assertThat(night.all(CurrencySales.SPEC)).isEqualTo(atOnce.all(CurrencySales.SPEC));
    }

    @Test
    void ratesOfAnotherDayOrCurrencyReadNothingAgain() {
        TestNight night = night(folder)
                .with("gates.quarantine_rate = 1")
                .deliversText("rates/1.csv", RATES + "2026-01-05,CHF,EUR,1.1\n2026-01-05,USD,EUR,0.8\n")
                .delivers("sales/1.csv", "o1,1,2026-01-05,gin,1,10,c,CHF", "o2,1,2026-01-05,gin,1,10,c,SEK")
                .delivers("sales/2.csv", "o3,1,2026-01-04,gin,1,10,c,USD", "o4,1,2026-01-20,gin,1,10,c,EUR");
        night.run();
        assertThat(night.rows(Ops.QUARANTINE, "file", "amount", "currency_code", "business_date"))
                .containsExactly("sales/1.csv 10.0000 SEK 2026-01-05", "sales/2.csv 10.0000 USD 2026-01-04");

        night.deliversText("rates/2.csv", RATES + "2026-01-20,CHF,EUR,1.3\n2026-01-20,USD,EUR,0.9\n");
        assertThat(salesFilesRead(night.run())).isZero();

        night.deliversText("rates/3.csv", RATES + "2026-01-03,USD,EUR,0.7\n");
        assertThat(salesFilesRead(night.run())).isEqualTo(1);
        assertThat(night.cube())
                .containsExactly(
                        "2026-01-04 gin 1.0000 7.0000",
                        "2026-01-05 gin 1.0000 11.0000",
                        "2026-01-20 gin 1.0000 10.0000");
        assertThat(night.quarantine()).containsExactly("sales/1.csv 3 currency.no_rate");
    }

    private static int salesFilesRead(RunReport report) {
        return report.inputs().stream()
                .filter(input -> input.input().equals("sales"))
                .mapToInt(RunReport.Read::files)
                .sum();
    }

    @Test
    void fileThatIsGoneKeepsTheRatesThatItWasReadWith() {
        TestNight night = night(folder)
                .deliversText("rates/1.csv", RATES + "2026-01-05,CHF,EUR,1.1\n")
                .delivers("sales/1.csv", "o1,1,2026-01-05,gin,1,10,c,CHF")
                .delivers("sales/2.csv", "o2,1,2026-01-05,rum,1,10,c,CHF");
        night.run();
        night.takesAway("sales/1.csv")
                .deliversText("rates/2.csv", RATES + "2026-01-05,CHF,EUR,1.2\n")
                .run();

        assertThat(night.cube()).containsExactly("2026-01-05 gin 1.0000 11.0000", "2026-01-05 rum 1.0000 12.0000");
    }

    @Test
    void lineWithoutAnIdKeepsItWhateverTheRate() {
        TestNight night = night(folder)
                .with("inputs.sales = null")
                .with(
                        "inputs.sales { from = sales_files, columns { order_id = order_id, order_date = day, product_id = product,"
                                + " quantity = units, net_amount = amount, currency_code = note } }")
                .deliversText("rates/1.csv", RATES + "2026-01-05,CHF,EUR,1.1\n")
                .delivers("sales/1.csv", "o1,1,2026-01-05,gin,1,10,c,CHF");
        night.run();
        List<String> before = night.rows(Sales.SPEC, "order_id", "order_line_id");
        night.deliversText("rates/2.csv", RATES + "2026-01-05,CHF,EUR,1.2\n").run();

        assertThat(night.rows(Sales.SPEC, "order_id", "order_line_id")).isEqualTo(before);
        assertThat(night.cube()).containsExactly("2026-01-05 gin 1.0000 12.0000");
    }

    @Test
    void withoutExchangeRatesOtherCurrenciesAreRefusedAndWithThemComeIn() {
        TestNight night = TestNight.in(folder)
                .with("inputs.sales.columns.currency_code = note")
                .delivers("sales/a.csv", "o1,1,2026-01-05,gin,1,10,c,CHF", "o2,1,2026-01-05,gin,1,10,c,EUR");
        night.run();
        assertThat(night.quarantine()).containsExactly("sales/a.csv 2 currency.unknown");
        assertThat(night.cube()).containsExactly("2026-01-05 gin 1.0000 10.0000");

        withRates(night)
                .deliversText("rates/a.csv", RATES + "2026-01-05,CHF,EUR,1.1\n")
                .run();
        assertThat(night.quarantine()).isEmpty();
        assertThat(night.rows(
                        CurrencySales.SPEC,
                        "product_id",
                        "delivered_currency_code",
                        "delivered_net_amount",
                        "net_amount"))
                .containsExactly("gin CHF 10.0000 11.0000");
    }

    @Test
    void ratesAndCurrenciesThatCannotBeAreQuarantined() {
        TestNight night = night(folder)
                .deliversText(
                        "rates/a.csv",
                        RATES
                                + "2026-01-05,CHF,EUR,0\n2026-01-05,USD,EUR,-1\n2026-01-05,GBP,EUR,1e8\n"
                                + "2026-01-05,Franc,EUR,1\n2026-01-05,JPY,eur,1\n2026-01-05,SEK,EUR,one\n"
                                + "2026-13-05,SEK,EUR,1\n2026-01-05,KRW,EUR,9999999\n")
                .delivers(
                        "sales/a.csv",
                        "o1,1,2026-01-05,gin,1,10,c,CHF",
                        "o2,1,2026-01-05,gin,1,10,c,chf",
                        "o3,1,2026-01-05,gin,1,99999999999999,c,KRW",
                        "o4,1,2026-01-05,gin,1,10,c,EUR");
        night.run();

        assertThat(night.quarantine())
                .containsExactly(
                        "rates/a.csv 2 rate.range",
                        "rates/a.csv 3 rate.range",
                        "rates/a.csv 4 rate.range",
                        "rates/a.csv 5 currency.unknown",
                        "rates/a.csv 6 currency.unknown",
                        "rates/a.csv 7 value.format",
                        "rates/a.csv 8 date.format",
                        "sales/a.csv 2 currency.no_rate",
                        "sales/a.csv 3 currency.unknown",
                        "sales/a.csv 4 amount.precision");
        assertThat(night.cube()).containsExactly("2026-01-05 gin 1.0000 10.0000");
    }

    @Test
    void spendIsConvertedOnItsDay() {
        TestNight night = night(folder)
                .with("sources.spend_files { format = csv, path = \"spend/*.csv\" }")
                .with("inputs.marketing_spend { from = spend_files, columns { spend_date = day, spend_amount = amount,"
                        + " currency_code = currency } }")
                .deliversText("rates/a.csv", RATES + "2026-01-05,CHF,EUR,1.1\n")
                .deliversText("spend/a.csv", "day,amount,currency\n2026-01-06,20,CHF\n2026-01-07,5,EUR\n")
                .delivers("sales/a.csv", "o4,1,2026-01-05,gin,1,10,c,EUR");
        night.run();

        assertThat(night.rows(
                        MarketingSpend.INPUT.spec(),
                        "spend_date",
                        "spend_amount",
                        "currency_code",
                        "delivered_spend_amount",
                        "exchange_rate"))
                .containsExactly("2026-01-06 22.0000 EUR 20.0000 1.100000000000", "2026-01-07 5.0000 EUR null null");
    }

    /**
     * 1,200 lines of a year in five currencies: francs with direct rates on weekdays up to day 300, dollars with inverse ones,
     * pounds with both, yen with one a month. Expected sums: DuckDB 1.5.6 with exact decimals, and the same of Python's
     * decimals.
     */
    @Test
    void sumsOfAYearAreThoseOfAnotherEngine() {
        LocalDate first = LocalDate.parse("2025-01-01");
        List<String> lines = new ArrayList<>();
        String[] currencies = {"EUR", "USD", "CHF", "GBP", "JPY"};
        for (int i = 0; i < 1200; i++) {
            int sign = i % 17 == 0 ? -1 : 1;
            int cents = sign * ((i * 7919) % 100_000 + 1);
            lines.add(String.format(
                    Locale.ROOT,
                    "o%d,1,%s,p,%d,%.2f,c,%s",
                    i,
                    first.plusDays(i * 7 % 365),
                    sign,
                    cents / 100.0,
                    currencies[i % 5]));
        }
        StringBuilder rates = new StringBuilder(RATES);
        for (int day = 0; day < 365; day++) {
            rate(rates, first, day, day % 7 < 5 && day <= 300, "CHF,EUR", 9000 + day * 37 % 1000);
            rate(rates, first, day, day % 3 == 0, "EUR,USD", 10_500 + day * 53 % 1000);
            rate(rates, first, day, day % 20 == 0, "GBP,EUR", 11_400 + day * 41 % 1000);
            rate(rates, first, day, day % 5 == 0, "EUR,GBP", 8300 + day * 29 % 1000);
            rate(rates, first, day, day % 30 == 0, "JPY,EUR", 60 + day % 7);
        }
        TestNight night = night(folder)
                .with("gates.quarantine_rate = 1")
                .deliversText("rates/a.csv", rates.toString())
                .delivers("sales/a.csv", lines.toArray(String[]::new));
        night.run();

        assertThat(TestNight.texts(
                        night.warehouse()
                                .read(CurrencySales.SPEC)
                                .groupBy("delivered_currency_code")
                                .agg(
                                        sum("line_count").as("lines"),
                                        sum("delivered_net_amount").as("delivered"),
                                        sum("net_amount").as("converted")),
                        "delivered_currency_code",
                        "lines",
                        "delivered",
                        "converted"))
                .containsExactly(
                        "CHF 200 89880.7000 85170.8172",
                        "GBP 240 106017.8600 123092.8739",
                        "JPY 43 22697.9900 143.3180",
                        "USD 240 105701.1000 96102.1261");
        assertThat(night.quarantine()).hasSize(237).allMatch(line -> line.endsWith("currency.no_rate"));
        assertThat(TestNight.texts(
                        night.warehouse()
                                .read(DailySales.SPEC)
                                .agg(sum("net_amount").as("all")),
                        "all"))
                .containsExactly("410815.7352");
    }

    private static void rate(
            StringBuilder rates, LocalDate first, int day, boolean isGiven, String pair, int tenThousandths) {
        if (isGiven) {
            rates.append(
                    String.format(Locale.ROOT, "%s,%s,%.4f%n", first.plusDays(day), pair, tenThousandths / 10_000.0));
        }
    }

    private static TestNight night(Path folder) {
        TestNight night = TestNight.in(folder).with("inputs.sales.columns.currency_code = note");
        return withRates(night);
    }

    private static TestNight withRates(TestNight night) {
        night.with("sources.rates_files { format = csv, path = \"rates/*.csv\" }")
                .with("inputs.exchange_rates { from = rates_files, columns { rate_date = day, from_currency = from,"
                        + " to_currency = to, rate = rate } }");
        return night.building(new DailySales(night.settings()), new CurrencySales(night.settings()));
    }

    /** Order, currency, amount, and what was delivered. */
    private static List<String> converted(TestNight night) {
        return night.rows(
                Sales.SPEC,
                "order_id",
                "currency_code",
                "net_amount",
                "delivered_currency_code",
                "delivered_net_amount",
                "exchange_rate");
    }
}
