package almanac.job;

import static org.assertj.core.api.Assertions.assertThat;

import almanac.customer.BasketRules;
import almanac.lake.Warehouse;
import almanac.market.ChannelPerformance;
import almanac.market.NewProducts;
import almanac.market.ProductLaunches;
import almanac.market.ProductPortfolio;
import almanac.sample.SampleParameters;
import com.typesafe.config.Config;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Products, launches, channels and baskets of conf/demo.conf over 450 days of the sample, against what it was made with. */
class SampleProductsTest {

    private static final SampleParameters PARAMETERS = new SampleParameters(7, 0.5, LocalDate.of(2025, 3, 10), 450);

    @TempDir
    static Path folder;

    private static Config truth;
    private static Warehouse warehouse;

    @BeforeAll
    static void night() {
        SampleNight night = SampleNight.of(PARAMETERS, folder, "[month]");
        truth = night.truth();
        Nights.runCompiled(
                night.settings(),
                Set.of(
                        "customer.basket_rules",
                        "market.product_portfolio",
                        "market.new_products",
                        "market.product_launches",
                        "market.channel_launches",
                        "market.channel_performance"));
        warehouse = night.warehouse();
    }

    @Test
    void launchesAreThoseOfTheAssortment() {
        assertThat(warehouse
                        .read(NewProducts.SPEC)
                        .filter("is_latest")
                        .selectExpr("concat(product_id, ' ', launch_date)")
                        .collectAsList())
                .extracting(row -> row.getString(0))
                .containsExactlyInAnyOrder(
                        "P055 2024-01-15", "P005 2024-04-08", "P045 2024-06-03", "P020 2024-09-02", "P030 2025-02-03");
    }

    /** A year before is not in these 450 days: no launch can be told from a season. */
    @Test
    void launchesAreJudgedAsFarAsTheHistoryGoes() {
        assertThat(warehouse
                        .read(ProductLaunches.SPEC)
                        .selectExpr("concat(product_id, ' ', grade)")
                        .collectAsList())
                .extracting(row -> row.getString(0))
                .containsExactlyInAnyOrder(
                        "P055 NO_HISTORY",
                        "P005 SEASON_UNKNOWN",
                        "P045 IMPRECISE",
                        "P020 IMPRECISE",
                        "P030 TOO_RECENT");
    }

    @Test
    void whatIsDiscontinuedHasEndedAndWhatIsYoungIsIntroduced() {
        assertThat(stages("ENDED")).containsExactlyInAnyOrder("P015", "P060", "P025");
        assertThat(stages("INTRODUCTION")).containsExactlyInAnyOrder("P005", "P045", "P020", "P030");
    }

    @Test
    void channelsOfEveryMonthAddUpToTheTruth() {
        Map<String, BigDecimal> sums = new TreeMap<>();
        warehouse
                .read(ChannelPerformance.SPEC)
                .filter("channel_id <> 'ALL'")
                .selectExpr("left(string(period_start), 7) AS month", "net_amount")
                .groupBy("month")
                .sum("net_amount")
                .collectAsList()
                .forEach(row -> sums.put(row.getString(0), row.getDecimal(1).setScale(2)));
        Map<String, BigDecimal> told = new TreeMap<>();
        truth.getConfig("sales.by_month")
                .root()
                .keySet()
                .forEach(month -> told.put(
                        month, new BigDecimal(truth.getString("sales.by_month.\"" + month + "\".net_amount"))));

        assertThat(sums).isEqualTo(told).hasSizeGreaterThan(14);
    }

    /** Orders of the sample are dealt from the day's lines of a store: nothing in them goes with anything beyond that. */
    @Test
    void hardlyAnythingGoesWithAnything() {
        assertThat(warehouse
                        .read(BasketRules.SPEC)
                        .filter("item_level = 'product_id' AND lift_low > 1.5")
                        .collectAsList())
                .extracting(Row::toString)
                .isEmpty();
    }

    private static List<String> stages(String stage) {
        return warehouse
                .read(ProductPortfolio.SPEC)
                .filter("item_level = 'product_id' AND life_cycle_stage = '" + stage + "'")
                .collectAsList()
                .stream()
                .map(row -> row.<String>getAs("item"))
                .toList();
    }
}
