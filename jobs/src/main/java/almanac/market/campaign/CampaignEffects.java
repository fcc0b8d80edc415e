package almanac.market.campaign;

import static almanac.segment.RollUp.positive;
import static almanac.segment.RollUp.ratio;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.config.Settings;
import almanac.customer.CustomerDays;
import almanac.segment.DailySales;
import almanac.segment.SegmentLeaves;
import almanac.staging.CampaignExposures;
import almanac.staging.Campaigns;
import almanac.staging.Dimensions;
import almanac.staging.InputTable;
import almanac.staging.MarketingSpend;
import almanac.table.Inputs;
import almanac.table.Table;
import almanac.table.TableSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What each campaign, and each initiative, did: the lift of treated units over others, in units, net amount and margin, what it
 * returned on its cost, and a grade that says how far that is to be believed.
 *
 * <p>A campaign that starts on different days in different places has a row for each of them: each is compared with units that it
 * never treats, so that no unit already treated stands for what would have been (B. Callaway and P. H. C. Sant'Anna (2021),
 * <i>Difference-in-differences with multiple time periods</i>, doi:10.1016/j.jeconom.2020.12.001). One more row puts the starts
 * together: their amounts add up to its own, and its interval knows that they share controls.
 *
 * <p>How lifts and errors are found, {@link almanac.stats.DifferenceInDifferences} tells; what is compared with what,
 * {@link TreatedPlaces} and {@link TreatedItems}; whom a campaign reaches where its calendar does not say, {@link ExposedUnits}.
 */
public final class CampaignEffects implements Table {

    /** Weeks before a campaign that it is compared with: a year, so that every season is in it. */
    static final int MOST_BASE_WEEKS = 52;

    /** What the table promises. */
    public static final TableSpec SPEC = TableSpec.named("market", "campaign_effects")
            .describedAs(
                    "What each campaign and each initiative did, by the days on which it starts and of all of them together: lift"
                            + " over units that it never treats, what would not have been sold without it, return on its cost, and how far"
                            + " to believe it.")
            .oneRowPer("calendar", "campaign_id", "start_date", "is_pooled")
            .column("calendar", StringType, "CAMPAIGN or INITIATIVE: the input that tells of it")
            .column("campaign_id", StringType, "campaign or initiative")
            .column(
                    "start_date",
                    DateType,
                    "first day, where all these rows of it start; where is_pooled, the first of them")
            .columns(List.of(EffectColumns.IS_POOLED))
            .column("campaign_name", StringType, "name")
            .column("campaign_type", StringType, "kind")
            .column(
                    "unit_type",
                    StringType,
                    "what is compared: PLACE, as fine as its rows name them; EXPOSED_PLACE or CUSTOMER, which its exposures name")
            .column(
                    "has_holdout",
                    BooleanType,
                    "whether its exposures hold units out of it, which then are the controls; by lot, as only the owner of the data"
                            + " knows")
            .columns(EffectColumns.DAYS)
            .columnsOf(DailySales.SPEC, "currency_code")
            .columns(EffectColumns.ALL)
            .column(
                    "cost_amount",
                    DailySales.SUM,
                    "what it cost, by its own rows or, where these do not say, by marketing_spend up to the night's date; of one of"
                            + " several starts only as its own rows say, and of those together where all are judged; null where"
                            + " not known; additive")
            .column(
                    "return_on_spend",
                    DoubleType,
                    "net_amount / cost_amount: what was sold under it, with or without it; non-additive")
            .column(
                    "incremental_return_on_spend",
                    DoubleType,
                    "incremental_margin_amount / cost_amount (iROAS): above 1 it paid for itself; non-additive")
            .column("incremental_return_low", DoubleType, "lower end of its 95 % interval, the cost being certain")
            .column("incremental_return_high", DoubleType, "upper end of it")
            .check(
                    "status_is_known",
                    "effect_status IN ('JUDGED', 'NOT_STARTED', 'TOO_SHORT', 'NOTHING_SOLD', 'NO_CONTROLS', 'TOO_FEW')")
            .check(
                    "judged_has_grade_and_lift",
                    "(effect_status = 'JUDGED') = (validity_grade IS NOT NULL)"
                            + " AND (validity_grade IS NULL) = (lift_rate IS NULL)")
            .check("says_why", "reason IS NOT NULL")
            .check("interval_is_in_order", "lift_rate IS NULL OR (lift_low <= lift_rate AND lift_rate <= lift_high)")
            .build();

    private final Settings settings;

    /** The effects under these settings. */
    public CampaignEffects(Settings settings) {
        this.settings = settings;
    }

    @Override
    public TableSpec spec() {
        return SPEC;
    }

    @Override
    public List<TableSpec> inputs() {
        return List.of(DailySales.SPEC, SegmentLeaves.SPEC);
    }

    @Override
    public List<TableSpec> optionalInputs() {
        return List.of(
                Campaigns.CAMPAIGNS.spec(),
                Campaigns.INITIATIVES.spec(),
                CampaignExposures.INPUT.spec(),
                MarketingSpend.INPUT.spec(),
                CustomerDays.SPEC,
                Dimensions.STORES.spec());
    }

    @Override
    public List<String> neededColumns() {
        return List.of("campaigns.campaign_id" + OR + "initiatives.campaign_id");
    }

    @Override
    public Dataset<Row> build(Inputs in) {
        Dataset<Row> campaigns = CampaignCalendar.campaigns(calendar(in));
        Dataset<Row> cube = in.get(DailySales.SPEC).filter(col("order_date").leq(lit(in.asOf())));
        Dataset<Row> sold = null;
        Dataset<Row> starts;
        if (in.has(CampaignExposures.INPUT.spec())) {
            ExposedUnits exposed = ExposedUnits.of(campaigns, in, settings);
            starts = Treatments.of(exposed.campaigns(), cube, in.asOf(), MOST_BASE_WEEKS);
            if (in.has(CustomerDays.SPEC)) {
                sold = new CustomerCells(starts, exposed.customers(), in.get(CustomerDays.SPEC), in.asOf()).sales();
            }
        } else {
            starts = Treatments.of(campaigns, cube, in.asOf(), MOST_BASE_WEEKS);
        }
        Dataset<Row> panels =
                new EffectPanels(starts, cube, in.get(SegmentLeaves.SPEC), settings.hierarchies()).panels(sold);
        return withReturn(withCosts(EffectRows.judged(panels), in));
    }

    private static Dataset<Row> calendar(Inputs in) {
        List<Dataset<Row>> calendars = new ArrayList<>();
        if (in.has(Campaigns.CAMPAIGNS.spec())) {
            calendars.add(CampaignCalendar.of(in.get(Campaigns.CAMPAIGNS.spec()), CampaignCalendar.OF_CAMPAIGNS));
        }
        if (in.has(Campaigns.INITIATIVES.spec())) {
            calendars.add(CampaignCalendar.of(in.get(Campaigns.INITIATIVES.spec()), CampaignCalendar.OF_INITIATIVES));
        }
        return calendars.stream().reduce(Dataset::unionByName).orElseThrow();
    }

    /** Adds costs: of starts by their own rows, of a whole campaign by all of them, or by what was spent on it. */
    private static Dataset<Row> withCosts(Dataset<Row> effects, Inputs in) {
        Dataset<Row> known = effects.withColumn("_cost", col("campaign_cost_amount"));
        if (in.has(MarketingSpend.INPUT.spec())) {
            Dataset<Row> spent = in.get(MarketingSpend.INPUT.spec())
                    .filter(col(InputTable.IS_CURRENT).and(col("spend_date").leq(lit(in.asOf()))))
                    .groupBy("campaign_id")
                    .agg(DailySales.total(col("spend_amount")).as("_spent"));
            known = effects.join(broadcast(spent), new String[] {"campaign_id"}, "left")
                    .withColumn("_cost", coalesce(col("campaign_cost_amount"), when(col("is_owner"), col("_spent"))));
        }
        Column isWhole = col("start_count")
                .equalTo(1)
                .or(col("is_pooled").and(col("judged_start_count").equalTo(col("start_count"))));
        return known.withColumn(
                "cost_amount", when(isWhole, col("_cost")).when(not(col("is_pooled")), col("start_cost_amount")));
    }

    private Dataset<Row> withReturn(Dataset<Row> effects) {
        Column cost = positive("cost_amount");
        return effects.withColumns(Map.of(
                "return_on_spend", ratio(col("net_amount"), cost),
                "incremental_return_on_spend", ratio(col("incremental_margin_amount"), cost),
                "incremental_return_low", ratio(col("incremental_margin_low_amount"), cost),
                "incremental_return_high", ratio(col("incremental_margin_high_amount"), cost),
                "currency_code", lit(settings.currency())));
    }
}
