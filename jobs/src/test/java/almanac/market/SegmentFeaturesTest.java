package almanac.market;

import static almanac.Frames.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import almanac.Frames;
import almanac.segment.Periods;
import almanac.segment.Segments;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The year 2023 of a few markets of 100 a month, in which the largest competitor sells 20. */
class SegmentFeaturesTest {

    private static final List<Object[]> MONTHS = new ArrayList<>();
    private static List<Row> features;

    @BeforeAll
    static void markets() {
        for (int month = 1; month <= 12; month++) {
            LocalDate start = LocalDate.of(2023, month, 1);
            with("product.category_l1", "seldom", start, month == 5 ? 60 : 0, month == 5 ? 60 : 0, 20);
            with("product.category_l1", "never", start, 0, 0, 20);
            with("product.category_l1", "unnamed", start, 30, 30, month == 7 ? null : 20);
            with("product.category_l1", "reported", start, 50, 40, 20);
            // A finer delivery that ended before the last twelve months.
            with("product.category_l2", "fine", start.minusYears(1), 50, 40, 20);
        }
        features = SegmentFeatures.of(
                        Frames.of(
                                MarketShare.SPEC,
                                "segmentation, segment_level, segment, period_type, period_start, period_end, is_complete,"
                                        + " comparison, currency_code, own_amount, own_in_market_amount, market_amount,"
                                        + " relative_share_rate, largest_competitor_amount",
                                MONTHS.toArray(Object[][]::new)),
                        Frames.of(
                                Segments.SPEC,
                                "segmentation, segment, segment_id, depth",
                                row("product", "seldom", 1L, 1),
                                row("product", "never", 2L, 1),
                                row("product", "unnamed", 3L, 1),
                                row("product", "reported", 4L, 1),
                                row("product", "fine", 5L, 2)))
                .collectAsList();
    }

    @Test
    void competitorCountsInMonthsWithoutOwnSalesToo() {
        assertThat(relativeShare("seldom")).isCloseTo(60.0 / 240, within(1e-12));
    }

    @Test
    void whoSellsNothingHasARelativeShareOfZero() {
        assertThat(relativeShare("never")).isZero();
        assertThat(feature("never").<Double>getAs("relative_share_log")).isCloseTo(Math.log(0.01), within(1e-12));
    }

    @Test
    void relativeShareIsUnknownWhereAMonthNamesNoCompetitor() {
        assertThat(relativeShare("unnamed")).isNull();
    }

    @Test
    void relativeShareIsOfWhatTheMarketDataSaysThatWeSold() {
        assertThat(relativeShare("reported")).isCloseTo(2, within(1e-12));
        assertThat(feature("reported").<Double>getAs("share_rate")).isCloseTo(0.5, within(1e-12));
    }

    @Test
    void levelIsTheDeepestOfTheMonthsThatCount() {
        assertThat(features)
                .extracting(row -> row.<String>getAs("segment"))
                .containsExactlyInAnyOrder("seldom", "never", "unnamed", "reported");
    }

    private static Double relativeShare(String segment) {
        return feature(segment).getAs("relative_share_rate");
    }

    private static Row feature(String segment) {
        return features.stream()
                .filter(row -> row.getAs("segment").equals(segment))
                .findFirst()
                .orElseThrow();
    }

    private static void with(String level, String segment, LocalDate start, int own, int inMarket, Integer competitor) {
        MONTHS.add(row(
                "product",
                level,
                segment,
                "month",
                start.toString(),
                start.plusMonths(1).minusDays(1).toString(),
                true,
                Periods.PREVIOUS_YEAR,
                "EUR",
                own,
                inMarket,
                100,
                competitor == null ? null : inMarket / (double) competitor,
                competitor));
    }
}
