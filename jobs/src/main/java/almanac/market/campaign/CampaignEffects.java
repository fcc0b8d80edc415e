package almanac.market.campaign;

import static almanac.segment.RollUp.positive;
import static almanac.segment.RollUp.ratio;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_distinct;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.config.Settings;
import almanac.segment.DailySales;
import almanac.segment.SegmentLeaves;
import almanac.staging.Campaigns;
import almanac.staging.InputTable;
import almanac.staging.MarketingSpend;
import almanac.table.Inputs;
import almanac.table.Table;
import almanac.table.TableSpec;
import java.util.List;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/**
 * What each campaign, or each initiative, did: the lift of treated units over others, in units, net amount and margin, what it
 * returned on its cost, and a grade that says how far that is to be believed.
 *
 * <p>A campaign that starts on different days in different places has a row for each of them: each is compared with units that it
 * never treats, so that no unit already treated stands for what would have been (B. Callaway and P. H. C. Sant'Anna (2021),
 * <i>Difference-in-differences with multiple time periods</i>, doi:10.1016/j.jeconom.2020.12.001). Their amounts add up; their
 * intervals do not.
 *
 * <p>How lifts and errors are found, {@link almanac.stats.DifferenceInDifferences} tells; what is compared with what,
 * {@link EffectPanels}.
 */
public final class CampaignEffects implements Table {

    /** Weeks before a campaign that it is compared with: a year, so that every season is in it. */
    static final int MOST_BASE_WEEKS = 52;

    /** What is promised of campaigns. */
    public static final TableSpec SPEC = spec(
            "campaign_effects",
            "What each campaign did, by the days on which it starts: lift over units that it never treats, what would not have been"
                    + " sold without it, return on its cost, and how far to believe it.");

    /** What is promised of initiatives. */
    public static final TableSpec OF_INITIATIVES = spec(
            "initiative_effects",
            "What each initiative did, by the days on which it starts, as market.campaign_effects tells of campaigns.");

    private final TableSpec spec;
    private final InputTable own;
    private final InputTable other;
    private final String calendar;
    private final String currency;

    private CampaignEffects(TableSpec spec, InputTable own, InputTable other, String calendar, Settings settings) {
        this.spec = spec;
        this.own = own;
        this.other = other;
        this.calendar = calendar;
        this.currency = settings.currency();
    }

    /** The effects of campaigns. */
    public static CampaignEffects ofCampaigns(Settings settings) {
        return new CampaignEffects(
                SPEC, Campaigns.CAMPAIGNS, Campaigns.INITIATIVES, CampaignCalendar.CAMPAIGN, settings);
    }

    /** The effects of initiatives. */
    public static CampaignEffects ofInitiatives(Settings settings) {
        return new CampaignEffects(
                OF_INITIATIVES, Campaigns.INITIATIVES, Campaigns.CAMPAIGNS, CampaignCalendar.INITIATIVE, settings);
    }

    private static TableSpec spec(String name, String description) {
        return TableSpec.named("market", name)
                .describedAs(description)
                .oneRowPer("campaign_id", "start_date")
                .column("campaign_id", StringType, "campaign or initiative")
                .column("start_date", DateType, "first day, where all these rows of it start")
                .column("end_date", DateType, "last day")
                .column("campaign_name", StringType, "name")
                .column("campaign_type", StringType, "kind")
                .column("is_complete", BooleanType, "whether it was over at the end of the night's date")
                .column("through_date", DateType, "last day of it that is judged")
                .column("base_start", DateType, "first of the days before that it is compared with")
                .column("base_week_count", IntegerType, "weeks of these, at most 52")
                .column("after_through", DateType, "last day after it that is judged; null before it is over")
                .column("is_after_complete", BooleanType, "whether all days after it that are judged are over")
                .columnsOf(DailySales.SPEC, "currency_code")
                .columns(EffectModel.COLUMNS)
                .column(
                        "cost_amount",
                        DailySales.SUM,
                        "what it cost, by its own rows or, where these do not say and it starts on one day, by"
                                + " marketing_spend up to the night's date; null where not known; additive")
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
                .check(
                        "interval_is_in_order",
                        "lift_rate IS NULL OR (lift_low <= lift_rate AND lift_rate <= lift_high)")
                .build();
    }

    @Override
    public TableSpec spec() {
        return spec;
    }

    @Override
    public List<TableSpec> inputs() {
        return List.of(own.spec(), DailySales.SPEC, SegmentLeaves.SPEC);
    }

    @Override
    public List<TableSpec> optionalInputs() {
        return List.of(other.spec(), MarketingSpend.INPUT.spec());
    }

    @Override
    public Dataset<Row> build(Inputs in) {
        Dataset<Row> rows = CampaignCalendar.of(in.get(own.spec()), calendar);
        Dataset<Row> all =
                in.has(other.spec()) ? rows.unionByName(CampaignCalendar.of(in.get(other.spec()), "OTHER")) : rows;
        Dataset<Row> panels = new EffectPanels(
                        all, in.get(DailySales.SPEC), in.get(SegmentLeaves.SPEC), in.asOf(), MOST_BASE_WEEKS)
                .panels()
                .filter(col("calendar").equalTo(calendar));
        return withReturn(judged(panels).join(costs(rows, in), new String[] {"campaign_id", "start_date"}))
                .withColumn("currency_code", lit(currency));
    }

    /** Each panel with the verdict on it, in place of its cells. */
    static Dataset<Row> judged(Dataset<Row> panels) {
        return panels.map(
                (MapFunction<Row, Row>) EffectModel::judged, Encoders.row(EffectModel.schema(panels.schema())));
    }

    /** Names and costs of what starts on one day. */
    private static Dataset<Row> costs(Dataset<Row> rows, Inputs in) {
        Dataset<Row> told = rows.groupBy("campaign_id", "start_date")
                .agg(
                        max("campaign_name").as("campaign_name"),
                        max("campaign_type").as("campaign_type"),
                        DailySales.total(col("cost_amount")).as("cost_amount"));
        if (!in.has(MarketingSpend.INPUT.spec())) {
            return told;
        }
        Dataset<Row> starts = rows.groupBy("campaign_id")
                .agg(count_distinct(col("start_date")).as("_starts"));
        Dataset<Row> spent = in.get(MarketingSpend.INPUT.spec())
                .filter(col(InputTable.IS_CURRENT).and(col("spend_date").leq(lit(in.asOf()))))
                .groupBy("campaign_id")
                .agg(DailySales.total(col("spend_amount")).as("_spent"));
        Column isOne = col("_starts").equalTo(1);
        return told.join(broadcast(starts), "campaign_id")
                .join(broadcast(spent), new String[] {"campaign_id"}, "left")
                .withColumn("cost_amount", coalesce(col("cost_amount"), when(isOne, col("_spent"))))
                .drop("_starts", "_spent");
    }

    private static Dataset<Row> withReturn(Dataset<Row> effects) {
        Column cost = positive("cost_amount");
        return effects.withColumn("return_on_spend", ratio(col("net_amount"), cost))
                .withColumn("incremental_return_on_spend", ratio(col("incremental_margin_amount"), cost))
                .withColumn("incremental_return_low", ratio(col("incremental_margin_low_amount"), cost))
                .withColumn("incremental_return_high", ratio(col("incremental_margin_high_amount"), cost));
    }
}
