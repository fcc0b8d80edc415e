package almanac.forecast;

import static almanac.Frames.row;

import almanac.SmallNight;
import almanac.config.PeriodType;
import almanac.config.Settings;
import almanac.segment.DailySales;
import almanac.segment.MarketSales;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/**
 * A small world of weekly sales that the tests of the forecast tables share: 70 weeks from Monday 2023-01-02 on, of which
 * the last ended on Sunday 2024-05-05; the night is that of the Wednesday after it. Four weeks are forecast, at the origins
 * 62, 66 and, tonight, 70. Each product of the world is sold in one store, and fares differently.
 */
final class ForecastWorld {

    static final Settings SETTINGS = Examples.settings(PeriodType.WEEK, 4, 2);
    static final String AS_OF = "2024-05-08";

    /** What the last origin of the back-test knows last: the week at position 65 ends on it. */
    static final LocalDate LAST_ORIGIN = LocalDate.of(2024, 4, 7);

    private static final int WEEKS = 70;
    private static final LocalDate FIRST_MONDAY = LocalDate.of(2023, 1, 2);
    private static final String SALES = "order_date, leaf_segment, product_id, currency_code, net_amount";
    private static final String MARKET =
            "period_start, period_end, period_type, market_cell, supplier_id, is_own, currency_code, sales_amount";

    private static SmallNight night;

    private ForecastWorld() {}

    /** The night of the world, its tables computed once for all tests. */
    static synchronized SmallNight night() {
        if (night == null) {
            night = nightOf(sales(), market());
        }
        return night;
    }

    static SmallNight nightOf(List<Object[]> sales, List<Object[]> market) {
        return nightOf(sales).with(MarketSales.SPEC, MARKET, market.toArray(Object[][]::new));
    }

    /** A night without a market. */
    static SmallNight nightOf(List<Object[]> sales) {
        return SmallNight.of(SETTINGS, AS_OF).with(DailySales.SPEC, SALES, sales.toArray(Object[][]::new));
    }

    /** Rows of {@code market.daily_sales}: date, leaf, product, currency, amount. */
    static List<Object[]> sales() {
        List<Object[]> rows = new ArrayList<>();
        double[] gin = Examples.noise(WEEKS, 1, 200, 20);
        double[] wine = Examples.noise(WEEKS, 2, 100, 15);
        double[] beer = Examples.noise(WEEKS, 3, 80, 10);
        double[] masks = Examples.noise(52, 4, 50, 12);
        addWeeks(rows, "DE>Berlin", "Spirits>Gin", 0, WEEKS, t -> gin[t]);
        addWeeks(rows, "DE>Munich", "Beer>Lager", 0, WEEKS, t -> beer[t] + t);
        addWeeks(rows, "FR>Paris", "Wine>Red", 0, WEEKS, t -> wine[t]);
        // Every year as the year before, week by week.
        addWeeks(rows, "FR>Nice", "Party>Masks", 0, WEEKS, t -> masks[t % 52]);
        // Given up after the week at position 40, which ends on 2023-10-15.
        addWeeks(rows, "DE>Berlin", "Spirits>Rum", 0, 41, t -> 30);
        // Only ever given away.
        addWeeks(rows, "DE>Munich", "Beer>Samples", 0, WEEKS, t -> 0);
        // Two launches: two weeks before the last origin of the back-test, and two weeks ago.
        addWeeks(rows, "FR>Paris", "Wine>White", 64, WEEKS, t -> 40 + t % 2);
        addWeeks(rows, "FR>Paris", "Wine>Rosé", 68, WEEKS, t -> 25);
        // First sold on Tuesday, in a week that is not over.
        rows.add(row("2024-05-07", leaf("DE>Berlin", "Spirits>Whisky"), "Whisky", "EUR", 60.0));
        return rows;
    }

    /** Rows of {@code market.market_sales}; of Italy only the market knows. */
    static List<Object[]> market() {
        List<Object[]> rows = new ArrayList<>();
        double[] spirits = Examples.noise(WEEKS, 5, 1000, 100);
        for (String cell :
                List.of("geography=DE|product=Spirits", "geography=FR|product=Wine", "geography=IT|product=Wine")) {
            for (int t = 0; t < WEEKS; t++) {
                LocalDate monday = FIRST_MONDAY.plusWeeks(t);
                rows.add(row(
                        monday.toString(),
                        monday.plusDays(6).toString(),
                        "week",
                        cell,
                        "OTHER",
                        false,
                        "EUR",
                        Math.rint(spirits[t])));
            }
        }
        return rows;
    }

    static String leaf(String store, String product) {
        return "geography=" + store + "|product=" + product;
    }

    private static void addWeeks(
            List<Object[]> rows, String store, String product, int from, int to, IntToDoubleFunction amount) {
        for (int t = from; t < to; t++) {
            rows.add(row(
                    FIRST_MONDAY.plusWeeks(t).toString(),
                    leaf(store, product),
                    product,
                    "EUR",
                    Math.rint(100 * amount.applyAsDouble(t)) / 100));
        }
    }
}
