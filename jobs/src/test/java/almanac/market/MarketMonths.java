package almanac.market;

import static almanac.Frames.row;

import almanac.segment.Periods;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/** Literal rows of {@link MarketShare}: months of markets, compared with the year before. */
final class MarketMonths {

    static final String COLUMNS = "segmentation, segment_level, segment, period_type, period_start, period_end,"
            + " is_complete, comparison, currency_code, own_amount, market_amount, market_units, share_rate,"
            + " base_market_amount, base_market_units, market_growth_rate, relative_share_rate, largest_competitor_id,"
            + " own_in_market_amount, largest_competitor_amount";

    private static final LocalDate FIRST = LocalDate.of(2022, 1, 1);

    private final List<Object[]> rows = new ArrayList<>();

    /** Adds so many months of a segment from January 2022 on, by their places. */
    MarketMonths with(
            String level,
            String segment,
            int months,
            IntToDoubleFunction market,
            IntToDoubleFunction own,
            IntToDoubleFunction relativeShare) {
        for (int i = 0; i < months; i++) {
            LocalDate start = FIRST.plusMonths(i);
            double amount = market.applyAsDouble(i);
            Double base = i < 12 ? null : Double.valueOf(market.applyAsDouble(i - 12));
            rows.add(row(
                    "product",
                    level,
                    segment,
                    "month",
                    start.toString(),
                    start.plusMonths(1).minusDays(1).toString(),
                    true,
                    Periods.PREVIOUS_YEAR,
                    "EUR",
                    text(own.applyAsDouble(i)),
                    text(amount),
                    text(amount / 2),
                    own.applyAsDouble(i) / amount,
                    base == null ? null : text(base),
                    base == null ? null : text(base / 2),
                    base == null ? null : amount / base - 1,
                    relativeShare.applyAsDouble(i),
                    "RIVAL",
                    text(own.applyAsDouble(i)),
                    text(own.applyAsDouble(i) / relativeShare.applyAsDouble(i))));
        }
        return this;
    }

    /** Adds a year of a segment. */
    MarketMonths withYear(String level, String segment, int year, String market, String base, Double relativeShare) {
        rows.add(row(
                "product",
                level,
                segment,
                "year",
                year + "-01-01",
                year + "-12-31",
                true,
                Periods.PREVIOUS_YEAR,
                "EUR",
                "10",
                market,
                null,
                0.1,
                base,
                null,
                base == null ? null : Double.parseDouble(market) / Double.parseDouble(base) - 1,
                relativeShare,
                "RIVAL",
                "10",
                relativeShare == null ? null : text(10 / relativeShare)));
        return this;
    }

    Object[][] rows() {
        return rows.toArray(Object[][]::new);
    }

    private static String text(double amount) {
        return Math.round(amount * 100) / 100.0 + "";
    }
}
