package almanac.market;

import static almanac.Amounts.assertAmount;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import almanac.Frames;
import almanac.SmallNight;
import almanac.TestSettings;
import almanac.config.PeriodType;
import almanac.segment.Segments;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/**
 * Five markets of 100 a month with shares of 10, 20, 30, 40 and 50 %: the third quartile is 40 %. Two markets below Gin (30 %),
 * too few to compare.
 */
class OpportunitiesTest {

    private static final String CATEGORY = "products.category_l1";
    private static final String ITEM = "products.product_name";

    private static final SmallNight NIGHT = SmallNight.of(TestSettings.of(PeriodType.MONTH), "2023-12-31")
            .with(MarketShare.SPEC, MarketMonths.COLUMNS, months().rows())
            .with(
                    Segments.SPEC,
                    "segmentation, segment_level, segment, segment_id, depth, parent_segment",
                    segment("ALL", 0, null),
                    segment("product=Ale", 1, "ALL"),
                    segment("product=Cider", 1, "ALL"),
                    segment("product=Gin", 1, "ALL"),
                    segment("product=Rum", 1, "ALL"),
                    segment("product=Wine", 1, "ALL"),
                    segment("product=Gin>Dry", 2, "product=Gin"),
                    segment("product=Gin>Old", 2, "product=Gin"));

    @Test
    void gapIsWorthWhatTheQuantileOfComparableSharesWouldBring() {
        // (0.4 - 0.1) of 1,200.
        Row ale = of("product=Ale");

        assertAmount(ale, "market_amount", "1200");
        assertThat(ale.<Double>getAs("target_share_rate")).isCloseTo(0.4, within(1e-12));
        assertThat(ale.<String>getAs("target_basis")).isEqualTo("COMPARABLE");
        assertThat(ale.<Long>getAs("comparable_count")).isEqualTo(5);
        assertThat(ale.<Double>getAs("opportunity_amount")).isCloseTo(360, within(1e-9));
        assertThat(ale.<Double>getAs("confidence_rate")).isEqualTo(1);
        assertThat(ale.<Integer>getAs("opportunity_rank")).isEqualTo(1);
        assertThat(of("product=Cider").<Integer>getAs("opportunity_rank")).isEqualTo(2);
        assertThat(of("product=Gin").<Integer>getAs("opportunity_rank")).isEqualTo(3);
    }

    @Test
    void segmentAtOrAboveTheTargetHasNoOpportunity() {
        for (String segment : new String[] {"product=Rum", "product=Wine"}) {
            assertThat(of(segment).<Double>getAs("opportunity_amount")).isZero();
            assertThat(of(segment).<Object>getAs("opportunity_rank")).isNull();
        }
    }

    @Test
    void fairShareIsThatOfTheSegmentAbove() {
        Row ale = of("product=Ale");

        assertThat(ale.<Double>getAs("parent_share_rate")).isCloseTo(0.3, within(1e-12));
        assertThat(ale.<Double>getAs("fair_share_gap_pp")).isCloseTo(20, within(1e-9));
        assertThat(ale.<Double>getAs("development_index")).isCloseTo(100 * 0.1 / 0.3, within(1e-9));
    }

    @Test
    void fewSegmentsAreComparedWithTheirParent() {
        Row old = of("product=Gin>Old");

        assertThat(old.<String>getAs("target_basis")).isEqualTo("PARENT");
        assertThat(old.<Double>getAs("target_share_rate")).isCloseTo(0.3, within(1e-12));
        assertThat(of("ALL").<Object>getAs("target_share_rate")).isNull();
        assertThat(of("ALL").<Object>getAs("opportunity_amount")).isNull();
    }

    @Test
    void shareThatWandersAboutTheTargetIsNoSureGap() {
        // 20 % and 36 % in turn: 28 % on average, against a target of 30 %.
        Row dry = of("product=Gin>Dry");

        assertThat(dry.<Double>getAs("confidence_rate")).isBetween(0.55, 0.95);
        assertThat(dry.<Double>getAs("expected_opportunity_amount"))
                .isCloseTo(
                        dry.<Double>getAs("opportunity_amount") * dry.<Double>getAs("confidence_rate"), within(1e-9));
    }

    @Test
    void monthThatIsNotKnownLeavesNoConfidence() {
        SmallNight night = SmallNight.of(TestSettings.of(PeriodType.MONTH), "2022-06-30")
                .with(
                        MarketShare.SPEC,
                        MarketMonths.COLUMNS,
                        new MarketMonths()
                                .with("ALL", "ALL", 6, i -> 100, i -> 20, i -> 1)
                                .with(CATEGORY, "product=Ale", 6, i -> 50, i -> 5, i -> 1)
                                .rows())
                .with(
                        Segments.SPEC,
                        "segmentation, segment_level, segment, segment_id, depth, parent_segment",
                        segment("ALL", 0, null),
                        segment("product=Ale", 1, "ALL"));

        Row ale = night.one(Opportunities.SPEC, "segment = 'product=Ale'");

        assertThat(ale.<Long>getAs("month_count")).isEqualTo(6);
        assertThat(ale.<Double>getAs("opportunity_amount")).isCloseTo(30, within(1e-9));
        assertThat(ale.<Object>getAs("confidence_rate")).isNull();
        assertThat(ale.<Object>getAs("opportunity_rank")).isNull();
    }

    private static MarketMonths months() {
        return new MarketMonths()
                .with("ALL", "ALL", 24, i -> 500, i -> 150, i -> 1)
                .with(CATEGORY, "product=Ale", 24, i -> 100, i -> 10, i -> 1)
                .with(CATEGORY, "product=Cider", 24, i -> 100, i -> 20, i -> 1)
                .with(CATEGORY, "product=Gin", 24, i -> 100, i -> 30, i -> 1)
                .with(CATEGORY, "product=Rum", 24, i -> 100, i -> 40, i -> 1)
                .with(CATEGORY, "product=Wine", 24, i -> 100, i -> 50, i -> 1)
                .with(ITEM, "product=Gin>Dry", 24, i -> 50, i -> i % 2 == 0 ? 10 : 18, i -> 1)
                .with(ITEM, "product=Gin>Old", 24, i -> 50, i -> 16, i -> 1);
    }

    private static Object[] segment(String path, int depth, String parent) {
        return Frames.row("product", depth == 0 ? "ALL" : CATEGORY, path, (long) path.hashCode(), depth, parent);
    }

    private static Row of(String segment) {
        return NIGHT.one(Opportunities.SPEC, "segment = '" + segment + "'");
    }
}
