package almanac.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import almanac.lake.Warehouse;
import almanac.market.DueTo;
import almanac.market.SegmentClusters;
import almanac.market.price.PriceGaps;
import almanac.sample.SampleParameters;
import com.typesafe.config.Config;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Why sales changed, prices of competitors and groups of markets of conf/demo.conf over 460 days of the sample, against its truth. */
class SampleCausesTest {

    private static final SampleParameters PARAMETERS = new SampleParameters(7, 0.5, LocalDate.of(2025, 2, 28), 460);

    @TempDir
    static Path folder;

    private static Config planted;
    private static Warehouse warehouse;

    @BeforeAll
    static void night() {
        SampleNight night = SampleNight.of(PARAMETERS, folder, "[month]");
        planted = night.truth().getConfig("planted");
        Nights.runCompiled(night.settings(), Set.of("market.due_to", "market.price_gaps", "market.segment_clusters"));
        warehouse = night.warehouse();
    }

    @Test
    void competitorsAskWhatWasPlanted() {
        Config rates = planted.getConfig("competitor_price_rate");

        // The same units of the same products at prices that differ by what was planted, to the rounding of cents.
        for (String competitor : rates.root().keySet()) {
            double ratio = atTheirPrice(competitor) / atTheirPrice("CASTRELLE");
            assertThat(ratio)
                    .as(competitor)
                    .isCloseTo(rates.getDouble(competitor) / rates.getDouble("CASTRELLE"), within(0.003));
        }
    }

    /** A competitor takes a part of our snacks from January 2025 on; nothing that is known explains it. */
    @Test
    void whatACompetitorTookIsUnexplained() {
        double kept = planted.getDouble("share_shift.own_demand_factor");
        String category = planted.getString("share_shift.category");

        assertThat(unexplainedRate(category)).isCloseTo(kept - 1, within(0.08));
        for (String other : List.of("Household", "Personal care", "Pet care")) {
            assertThat(Math.abs(unexplainedRate(other))).as(other).isLessThan(0.12);
        }
    }

    @Test
    void causesOfTheWholeAreThoseOfItsParts() {
        for (String effect : List.of(
                "distribution_effect_amount",
                "price_effect_amount",
                "promotion_effect_amount",
                "market_effect_amount",
                "unexplained_amount")) {
            assertThat(sum("segment_level = 'product.category_l1'", effect))
                    .as(effect)
                    .isCloseTo(sum("segmentation = 'product' AND segment = 'ALL'", effect), within(0.01));
        }
    }

    @Test
    void marketsOfOneCategoryAreAlikeInEveryRegion() {
        List<Row> clusters = warehouse.read(SegmentClusters.SPEC).collectAsList();

        assertThat(clusters).hasSizeGreaterThan(90).allSatisfy(row -> {
            assertThat(row.<Integer>getAs("segment_cluster")).isPositive();
            // A year before is not known of them.
            assertThat(row.<Double>getAs("market_growth_rate")).isNull();
            assertThat(row.<Integer>getAs("imputed_count")).isEqualTo(1);
            assertThat(row.<Long>getAs("month_count")).isEqualTo(12);
        });
    }

    private static double atTheirPrice(String competitor) {
        return number(
                warehouse.read(PriceGaps.SPEC).filter("comparison = 'PY' AND competitor_id = '" + competitor + "'"),
                "own_at_their_price_amount");
    }

    private static double unexplainedRate(String category) {
        String segment = "segment = 'product=" + category + "' AND segmentation = 'product'";
        return sum(segment, "unexplained_amount") / sum(segment, "base_net_amount");
    }

    /** Of January and February 2025, against the year before. */
    private static double sum(String condition, String column) {
        return number(
                warehouse
                        .read(DueTo.SPEC)
                        .filter(condition)
                        .filter("comparison = 'PY' AND period_start >= '2025-01-01' AND segmentation = 'product'"),
                column);
    }

    private static double number(Dataset<Row> rows, String column) {
        return rows.selectExpr("coalesce(double(sum(" + column + ")), 0)")
                .first()
                .getDouble(0);
    }
}
