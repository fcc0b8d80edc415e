package almanac.sample;

import static almanac.Frames.row;
import static org.assertj.core.api.Assertions.assertThat;

import almanac.Frames;
import almanac.SmallNight;
import almanac.TestSettings;
import almanac.config.PeriodType;
import almanac.customer.CustomerDays;
import almanac.market.campaign.CampaignEffects;
import almanac.market.campaign.PromotionEffects;
import almanac.segment.DailySales;
import almanac.segment.SegmentLeaves;
import almanac.staging.CampaignExposures;
import almanac.staging.Campaigns;
import almanac.staging.Promotions;
import almanac.table.TableSpec;
import com.typesafe.config.Config;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the tables find of the campaigns and promotions that were planted in three years of the sample lake. The settings of tests
 * know countries and stores: here regions stand at the level of countries.
 */
class PlantedCampaignsTest {

    @TempDir
    static Path lake;

    private static Config planted;
    private static SmallNight night;

    @BeforeAll
    static void night() throws IOException {
        Lakes.write(SampleParameters.defaults(), lake);
        planted = Lakes.truth(lake).getConfig("planted");
        night = SmallNight.of(TestSettings.of(PeriodType.MONTH), "2025-12-31")
                // As rows of a table: in a plan so many would be planned with it.
                .with(DailySales.SPEC, cube().localCheckpoint())
                .with(Campaigns.CAMPAIGNS.spec(), calendar(Campaigns.CAMPAIGNS.spec(), "campaigns/campaigns.csv"))
                .with(
                        Campaigns.INITIATIVES.spec(),
                        calendar(Campaigns.INITIATIVES.spec(), "initiatives/initiatives.csv"))
                .with(
                        CampaignExposures.INPUT.spec(),
                        "campaign_id, customer_id, is_treated, is_current",
                        Lakes.csv(lake.resolve("campaign_exposures/campaign_exposures.csv")).stream()
                                .map(line -> row(
                                        line.getField("campaign_id"),
                                        line.getField("customer_id"),
                                        Boolean.valueOf(line.getField("is_treated")),
                                        true))
                                .toArray(Object[][]::new))
                .with(CustomerDays.SPEC, customerDays().localCheckpoint())
                .with(
                        Promotions.INPUT.spec(),
                        "promotion_id, product_id, country, start_date, end_date, price_cut_rate, is_current",
                        Lakes.csv(lake.resolve("promotions/promotions.csv")).stream()
                                .map(line -> row(
                                        line.getField("promotion_id"),
                                        line.getField("product_id"),
                                        line.getField("region"),
                                        line.getField("start_date"),
                                        line.getField("end_date"),
                                        Double.valueOf(line.getField("price_cut_rate")),
                                        true))
                                .toArray(Object[][]::new));
        night.with(SegmentLeaves.SPEC, night.get(SegmentLeaves.SPEC).localCheckpoint());
    }

    @Test
    void plantedLiftLiesWithinItsInterval() {
        Row spring =
                night.one(CampaignEffects.SPEC, "campaign_id = '" + planted.getString("campaign.campaign_id") + "'");
        double lift = planted.getDouble("campaign.lift") - 1;

        assertThat(spring.<String>getAs("effect_status")).isEqualTo("JUDGED");
        assertThat(spring.<Integer>getAs("treated_unit_count")).isEqualTo(3);
        assertThat(spring.<Integer>getAs("control_unit_count")).isEqualTo(5);
        assertThat(lift).isBetween(spring.<Double>getAs("lift_low"), spring.<Double>getAs("lift_high"));
        // Eight weeks of one category in three regions are some 500 lines: the lift is seen, and not beyond doubt.
        assertThat(spring.<Double>getAs("lift_rate")).isPositive();
        assertThat(spring.<String>getAs("validity_grade")).isIn("B", "C");
        assertThat(spring.<BigDecimal>getAs("incremental_net_amount")).isPositive();
    }

    @Test
    void campaignsWithoutEffectHaveNone() {
        List<Row> idle =
                new ArrayList<>(night.rows(CampaignEffects.SPEC, "campaign_id = '" + Marketing.IDLE.id() + "'"));
        idle.addAll(night.rows(CampaignEffects.SPEC, "calendar = 'INITIATIVE'"));

        idle.addAll(night.rows(CampaignEffects.SPEC, "campaign_id = '" + Marketing.LETTERS.id() + "'"));

        // One start each of two campaigns, two of an initiative, and these together.
        assertThat(idle).hasSize(5).allSatisfy(row -> {
            assertThat(planted.getStringList("campaigns_without_effect")).contains(row.<String>getAs("campaign_id"));
            assertThat(row.<Double>getAs("lift_low")).isNegative();
            assertThat(row.<Double>getAs("lift_high")).isPositive();
        });
    }

    @Test
    void customersAreComparedWithThoseWhoWereHeldOut() {
        Row letters = night.one(CampaignEffects.SPEC, "campaign_id = '" + Marketing.LETTERS.id() + "'");

        assertThat(letters.<String>getAs("unit_type")).isEqualTo("CUSTOMER");
        assertThat(letters.<Boolean>getAs("has_holdout")).isTrue();
        assertThat(letters.<Integer>getAs("treated_unit_count")
                        + letters.<Integer>getAs("control_unit_count")
                        + letters.<Integer>getAs("absent_unit_count"))
                .isEqualTo(planted.getInt("letters.treated_customers") + planted.getInt("letters.held_out_customers"));
        assertThat(letters.<String>getAs("validity_grade")).isEqualTo("A");
        assertThat(letters.<String>getAs("reason")).contains("held-out customers");
    }

    @Test
    void campaignThatRunsEverywhereHasNoVerdict() {
        assertThat(night.one(CampaignEffects.SPEC, "campaign_id = '" + Marketing.EVERYWHERE.id() + "'")
                        .<String>getAs("effect_status"))
                .isEqualTo("NO_CONTROLS");
    }

    /** Each promotion sells little; together they tell of the planted lift times what lower prices bring. */
    @Test
    void promotionsTogetherSellWhatWasPlanted() throws IOException {
        Map<String, String> categories = new HashMap<>();
        Lakes.csv(lake.resolve("products/products.csv"))
                .forEach(line -> categories.put(line.getField("product_id"), line.getField("category_l1")));
        double found = 0;
        double expected = 0;
        double held = 0;
        int count = 0;
        for (Row row : night.rows(PromotionEffects.SPEC, "effect_status = 'JUDGED' AND unit_lift_rate IS NOT NULL")) {
            String id = row.getAs("promotion_id");
            double elasticity = planted.getConfig("price_elasticity")
                    .getDouble('"' + categories.get(id.substring(id.length() - 4)) + '"');
            double cut = row.<Double>getAs("price_cut_rate");
            double truth = planted.getDouble("promotion_lift") * Math.pow(1 - cut, elasticity);
            double units = row.<BigDecimal>getAs("sales_units").doubleValue();
            expected += units * (1 - 1 / truth);
            found += row.<BigDecimal>getAs("incremental_units").doubleValue();
            double net = truth * (1 - cut) - 1;
            held += net >= row.<Double>getAs("lift_low") && net <= row.<Double>getAs("lift_high") ? 1 : 0;
            count++;
        }

        assertThat(count).isGreaterThan(100);
        assertThat(found / expected).isBetween(0.85, 1.15);
        assertThat(held / count).isBetween(0.88, 0.99);
    }

    private static Dataset<Row> calendar(TableSpec spec, String file) throws IOException {
        return Frames.of(
                spec,
                "campaign_id, start_date, end_date, country, category_l1, cost_amount, is_current",
                Lakes.csv(lake.resolve(file)).stream()
                        .map(line -> row(
                                line.getField("campaign_id"),
                                line.getField("start_date"),
                                line.getField("end_date"),
                                line.getField("region").isEmpty() ? null : line.getField("region"),
                                line.getField("category_l1"),
                                line.getField("cost_amount"),
                                true))
                        .toArray(Object[][]::new));
    }

    private static Dataset<Row> customerDays() throws IOException {
        Map<List<String>, BigDecimal> sums = new HashMap<>();
        for (DeliveredSales.Line line : DeliveredSales.read(lake).accepted.values()) {
            if (!line.of("customer_id").isEmpty()) {
                sums.merge(List.of(line.of("customer_id"), line.of("order_date")), line.net(), BigDecimal::add);
            }
        }
        List<Object[]> rows = new ArrayList<>();
        sums.forEach((key, sum) -> rows.add(row(key.get(0), key.get(1), "EUR", sum)));
        return Frames.of(
                CustomerDays.SPEC, "customer_id, order_date, currency_code, net_amount", rows.toArray(Object[][]::new));
    }

    private static Dataset<Row> cube() throws IOException {
        Map<String, String> regions = new HashMap<>();
        Network.STORES.forEach(store -> regions.put(store.id(), store.region()));
        Map<String, String> categories = new HashMap<>();
        Lakes.csv(lake.resolve("products/products.csv"))
                .forEach(line -> categories.put(line.getField("product_id"), line.getField("category_l1")));
        Map<List<String>, BigDecimal[]> sums = new HashMap<>();
        for (DeliveredSales.Line line : DeliveredSales.read(lake).accepted.values()) {
            String product = line.of("product_id");
            BigDecimal[] sum = sums.computeIfAbsent(
                    List.of(
                            line.of("order_date"),
                            "geography=" + regions.getOrDefault(line.of("store_id"), "UNKNOWN") + ">"
                                    + line.of("store_id") + "|product=" + categories.getOrDefault(product, "UNKNOWN")
                                    + ">" + product,
                            product),
                    none -> new BigDecimal[] {BigDecimal.ZERO, BigDecimal.ZERO});
            sum[0] = sum[0].add(line.net());
            sum[1] = sum[1].add(BigDecimal.valueOf(line.quantity()));
        }
        List<Object[]> rows = new ArrayList<>();
        sums.forEach((key, sum) -> rows.add(row(key.get(0), key.get(1), key.get(2), "EUR", sum[0], sum[1])));
        return Frames.of(
                DailySales.SPEC,
                "order_date, leaf_segment, product_id, currency_code, net_amount, sales_units",
                rows.toArray(Object[][]::new));
    }
}
