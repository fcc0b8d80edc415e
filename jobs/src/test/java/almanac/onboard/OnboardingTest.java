package almanac.onboard;

import static org.assertj.core.api.Assertions.assertThat;

import almanac.SharedData;
import almanac.TestSession;
import almanac.TpcdsLake;
import almanac.config.ColumnMapping;
import almanac.config.InputShape;
import almanac.config.Settings;
import almanac.config.SettingsReader;
import almanac.ingest.MappedInput;
import almanac.lake.survey.LakeSurvey;
import almanac.sample.ForEachDay;
import almanac.sample.SampleLake;
import almanac.sample.SampleParameters;
import almanac.staging.InputTable;
import almanac.staging.StagingTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many columns of lakes that nobody described are recognised, against configurations that people wrote. */
class OnboardingTest {

    private static final double REQUIRED = 0.9;
    private static final double OPTIONAL = 0.75;

    @TempDir
    Path folder;

    @Test
    void sampleLakeIsRecognised() {
        Path lake = folder.resolve("sample");
        SampleLake.generate(
                new SampleParameters(42, 0.1, LocalDate.of(2025, 12, 31), 500),
                lake.toString(),
                new Configuration(),
                ForEachDay.onThreads(2));
        Settings demo = SettingsReader.read(conf("demo.conf"), shapes(), Map.of());
        String right = demo.inputs().stream()
                .flatMap(input -> input.columns().entrySet().stream()
                        .map(column -> input.table() + "." + column.getKey() + " = "
                                + ((ColumnMapping.Rename) column.getValue()).column()))
                .collect(Collectors.joining("\n"));
        Proposal proposal = meetsTheGoals("sample", lake, null, right);
        assertThat(proposal.currency()).contains("EUR");
        assertThat(proposal.decisions()).isEmpty();
        assertThat(proposal.structure().markets())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("geography", "geography_key region", "product", "category_key category_l2"));
    }

    @Test
    void onlineRetailIsRecognised() {
        Path lake = SharedData.require("online_retail/by-day").getParent();
        Proposal proposal = meetsTheGoals("online_retail", lake, null, """
                sales.order_id = InvoiceNo
                sales.order_date = InvoiceDate
                sales.product_id = StockCode
                sales.quantity = Quantity
                sales.net_amount = UnitPrice
                sales.customer_id = CustomerID
                sales.territory_id = Country
                """);
        assertThat(proposal.mappings().get(0).columns().get("net_amount").expression())
                .contains("s.Quantity", " * ", "s.UnitPrice");
        assertThat(proposal.decisions()).anyMatch(text -> text.contains("online_retail_2009_2010"));
    }

    @Test
    void iowaIsRecognised() {
        Path lake = SharedData.require("iowa_liquor");
        Proposal proposal = meetsTheGoals("iowa_liquor", lake, "DIAGEO AMERICAS", """
                sales.order_id = Invoice/Item Number
                sales.order_line_id = Invoice/Item Number
                sales.order_date = Date
                sales.product_id = Item Number
                sales.quantity = Bottles Sold
                sales.net_amount = Sale (Dollars)
                sales.store_id = Store Number
                products.product_id = Item Number
                products.product_name = Item Description
                products.category_l1 = Category Name
                products.is_own = Vendor Name
                ?products.standard_cost_amount = State Bottle Cost
                stores.store_id = Store
                stores.store_name = Name
                stores.city = City
                stores.region = State
                stores.latitude = latitude
                stores.longitude = longitude
                market.market_line_id = Invoice/Item Number
                market.period_start = Date
                market.category_key = Category Name
                market.geography_key = Name|City
                market.supplier_id = Vendor Name
                market.sales_amount = Sale (Dollars)
                market.sales_units = Bottles Sold
                market.is_own = Vendor Name
                market.basis = SELL_IN
                """);
        assertThat(proposal.currency()).contains("USD");
        // The first days of each month have no Sunday, other days do: a sample must not say that Sundays are closed.
        assertThat(proposal.closed()).isEmpty();
    }

    @Test
    void completeJourneyIsRecognised() {
        Path lake = SharedData.require("completejourney");
        meetsTheGoals("completejourney", lake, null, """
                sales.order_id = basket_id
                sales.order_date = transaction_timestamp
                sales.product_id = product_id
                sales.quantity = quantity
                sales.net_amount = sales_value
                sales.customer_id = household_id
                sales.store_id = store_id
                products.product_id = product_id
                products.category_l1 = department
                products.category_l2 = product_category
                products.category_l3 = product_type
                ?products.brand = brand
                customers.customer_id = household_id
                campaigns.campaign_id = campaign_id
                campaigns.campaign_type = campaign_type
                campaigns.start_date = start_date
                campaigns.end_date = end_date
                campaign_exposures.campaign_id = campaign_id
                campaign_exposures.customer_id = household_id
                """);
    }

    @Test
    void crmIsRecognised() {
        Path lake = SharedData.require("crm");
        Proposal proposal = meetsTheGoals("crm", lake, null, """
                sales.order_id = opportunity_id
                sales.order_date = close_date
                sales.product_id = product
                sales.quantity = 1
                sales.net_amount = close_value
                sales.customer_id = account
                sales.sales_rep_id = sales_agent
                products.product_id = product
                products.category_l1 = series
                products.list_price_amount = sales_price
                customers.customer_id = account
                customers.industry = sector
                customers.country = office_location
                """);
        Mapping sales = proposal.mappings().get(0);
        assertThat(sales.where()).isEqualTo("s.deal_stage = 'Won'");
        assertThat(sales.notes()).anyMatch(note -> note.contains("GTXPro"));
    }

    @Test
    void starSchemaIsRecognised() throws IOException {
        Path lake = folder.resolve("tpcds");
        TpcdsLake.write(lake);
        Proposal proposal = meetsTheGoals("tpcds", lake, null, """
                sales.order_id = ss_ticket_number
                sales.order_date = d_date
                sales.product_id = ss_item_sk
                sales.quantity = ss_quantity
                sales.net_amount = ss_net_paid
                sales.customer_id = ss_customer_sk
                sales.store_id = ss_store_sk
                sales.promotion_id = ss_promo_sk
                sales.list_amount = ss_ext_list_price
                sales.discount_amount = ss_ext_discount_amt
                sales.cost_amount = ss_ext_wholesale_cost
                products.product_id = i_item_sk
                products.product_name = i_product_name
                products.brand = i_brand
                products.category_l1 = i_category
                products.category_l2 = i_class
                products.list_price_amount = i_current_price
                products.standard_cost_amount = i_wholesale_cost
                ?products.effective_from = i_rec_start_date
                ?products.effective_to = i_rec_end_date
                stores.store_id = s_store_sk
                stores.store_name = s_store_name
                stores.city = s_city
                stores.region = s_state
                stores.country = s_country
                ?stores.effective_from = s_rec_start_date
                ?stores.effective_to = s_rec_end_date
                customers.customer_id = c_customer_sk
                promotions.promotion_id = p_promo_sk
                promotions.product_id = p_item_sk
                promotions.start_date = d_date
                promotions.end_date = d_date
                """);
        assertThat(proposal.decisions()).anyMatch(text -> text.contains("catalog_sales") && text.contains("web_sales"));
    }

    /** Proposes, prints the figures, and asserts that the proposal can be read and meets the goals. */
    private static Proposal meetsTheGoals(String name, Path lake, @Nullable String own, String expected) {
        long start = System.nanoTime();
        Proposal proposal = Proposal.of(LakeSurvey.of(TestSession.get(), lake.toString()), own);
        double seconds = (System.nanoTime() - start) / 1e9;
        Right right = Right.of(expected);
        Right.Score required = right.score(proposal, true);
        Right.Score optional = right.score(proposal, false);
        System.out.printf(
                "%-16s required: %2d of %2d right, %d open, %d missing, %d wrong; optional: %2d of %2d right, %d open,"
                        + " %d missing %s, %d wrong; %.1f s%n",
                name,
                required.right(),
                required.expected(),
                required.open(),
                required.missing(),
                required.wrong().size(),
                optional.right(),
                optional.expected(),
                optional.open(),
                optional.missing(),
                optional.lacking(),
                optional.wrong().size(),
                seconds);
        proposal.mappings()
                .forEach(mapping -> mapping.open()
                        .forEach((column, candidates) ->
                                System.out.println("  open: " + mapping.table() + "." + column + candidates)));
        assertThat(required.wrong()).isEmpty();
        assertThat(optional.wrong()).isEmpty();
        assertThat(required.rate()).isGreaterThanOrEqualTo(REQUIRED);
        assertThat(optional.rate()).isGreaterThanOrEqualTo(OPTIONAL);
        String text = ConfigurationText.of(proposal, name, lake.toString(), "warehouse");
        Settings settings = SettingsReader.read(lake.resolveSibling("my.conf").toString(), text, shapes(), Map.of());
        assertThat(MappedInput.all(settings)).hasSize(settings.inputs().size()).isNotEmpty();
        return proposal;
    }

    private static Map<String, InputShape> shapes() {
        Map<String, InputShape> shapes = new LinkedHashMap<>();
        Stream.concat(StagingTables.named("sales").stream(), StagingTables.ALL.stream())
                .forEach((InputTable table) -> shapes.putIfAbsent(
                        table.name(), new InputShape(table.required(), table.optional(), table.key())));
        return shapes;
    }

    private static Path conf(String name) {
        return Stream.iterate(Path.of("").toAbsolutePath(), Path::getParent)
                .map(above -> above.resolve("conf").resolve(name))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow();
    }
}
