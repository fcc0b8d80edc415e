package almanac.market.campaign;

import static almanac.segment.RollUp.ratio;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_sub;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.config.Settings;
import almanac.segment.DailySales;
import almanac.segment.SegmentLeaves;
import almanac.staging.InputTable;
import almanac.staging.Promotions;
import almanac.table.Inputs;
import almanac.table.Table;
import almanac.table.TableSpec;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What each promotion of the last {@value #DAYS} days brought, netted in one row: sales that would have been anyway, those that it
 * added, those that it took from the weeks after and from other products of the category, and the lift at which it would have paid.
 *
 * <p>The comparison is that of {@link CampaignEffects}, with places where the product was sold without the promotion, over
 * {@value #MOST_BASE_WEEKS} weeks before. A promotion of one product sells little: read the interval, and sums over promotions.
 */
public final class PromotionEffects implements Table {

    /** Weeks before a promotion that it is compared with: few, since promotions of a product follow one another. */
    static final int MOST_BASE_WEEKS = 13;

    /** How far back promotions are judged: they are many, and old ones do not change. */
    static final int DAYS = 400;

    /** What the table promises. */
    public static final TableSpec SPEC = TableSpec.named("market", "promotion_effects")
            .describedAs(
                    "What each promotion of the last 400 days brought and cost: base and incremental sales, what it took from"
                            + " the time after and from other products, and the lift at which it would have paid.")
            .oneRowPer("promotion_id", "start_date", "is_pooled")
            .column("promotion_id", StringType, "promotion")
            .column(
                    "start_date",
                    DateType,
                    "first day, where all these rows of it start; where is_pooled, the first of them")
            .columns(List.of(EffectColumns.IS_POOLED))
            .columns(EffectColumns.DAYS)
            .columnsOf(DailySales.SPEC, "currency_code")
            .column("price_cut_rate", DoubleType, "what it takes off the price, as told; the largest of its rows")
            .columns(EffectColumns.ALL)
            .column(
                    "without_net_amount",
                    DailySales.SUM,
                    "net amount that would have been sold without it: net_amount - incremental_net_amount; an estimate")
            .column(
                    "netted_net_amount",
                    DailySales.SUM,
                    "incremental_net_amount + after_amount + other_products_amount, of those that are known: what is left of"
                            + " it; an estimate")
            .column("base_unit_margin_amount", DoubleType, "margin of a unit in the weeks before; non-additive")
            .column("unit_margin_amount", DoubleType, "margin of a unit under the promotion; non-additive")
            .column(
                    "break_even_lift_rate",
                    DoubleType,
                    "lift of units at which the margin is as without it: base_unit_margin_amount / unit_margin_amount - 1;"
                            + " null where a unit leaves nothing; non-additive")
            .column(
                    "unit_lift_rate",
                    DoubleType,
                    "incremental_units / (sales_units - incremental_units): to be set beside break_even_lift_rate;"
                            + " non-additive")
            .check(
                    "judged_has_grade_and_lift",
                    "(effect_status = 'JUDGED') = (validity_grade IS NOT NULL)"
                            + " AND (validity_grade IS NULL) = (lift_rate IS NULL)")
            .check("says_why", "reason IS NOT NULL")
            .check(
                    "base_and_incremental_add_up",
                    "lift_rate IS NULL OR without_net_amount + incremental_net_amount = net_amount")
            .build();

    private final Settings settings;

    /** The effects of promotions under these settings. */
    public PromotionEffects(Settings settings) {
        this.settings = settings;
    }

    @Override
    public TableSpec spec() {
        return SPEC;
    }

    @Override
    public List<TableSpec> inputs() {
        return List.of(Promotions.INPUT.spec(), DailySales.SPEC, SegmentLeaves.SPEC);
    }

    @Override
    public Dataset<Row> build(Inputs in) {
        Dataset<Row> promotions = in.get(Promotions.INPUT.spec());
        Dataset<Row> cuts = promotions
                .filter(col(InputTable.IS_CURRENT))
                .groupBy("promotion_id")
                .agg(max("price_cut_rate").as("price_cut_rate"));
        Dataset<Row> calendar = CampaignCalendar.ofPromotions(promotions)
                .filter(col("start_date").between(date_sub(lit(in.asOf()), DAYS), lit(in.asOf())));
        Dataset<Row> cube = in.get(DailySales.SPEC).filter(col("order_date").leq(lit(in.asOf())));
        Dataset<Row> starts = Treatments.of(CampaignCalendar.campaigns(calendar), cube, in.asOf(), MOST_BASE_WEEKS);
        Dataset<Row> panels =
                new EffectPanels(starts, cube, in.get(SegmentLeaves.SPEC), settings.hierarchies()).panels(null);
        return netted(EffectRows.judged(panels))
                .withColumnRenamed("campaign_id", "promotion_id")
                .join(broadcast(cuts), "promotion_id")
                .withColumn("currency_code", lit(settings.currency()));
    }

    private static Dataset<Row> netted(Dataset<Row> effects) {
        Column incremental = col("incremental_net_amount");
        Column baseUnitMargin = ratio(col("base_margin_amount"), col("base_sales_units"));
        Column unitMargin = ratio(col("margin_amount"), col("sales_units"));
        Column netted = incremental.plus(known("after_amount")).plus(known("other_products_amount"));
        return effects.withColumns(Map.of(
                "without_net_amount", sum(col("net_amount").minus(incremental)),
                "netted_net_amount", sum(netted),
                "base_unit_margin_amount", baseUnitMargin,
                "unit_margin_amount", unitMargin,
                "break_even_lift_rate",
                        when(unitMargin.gt(0), baseUnitMargin.divide(unitMargin).minus(1)),
                "unit_lift_rate",
                        ratio(col("incremental_units"), col("sales_units").minus(col("incremental_units")))));
    }

    private static Column known(String amount) {
        return coalesce(col(amount), lit(0).cast(DailySales.SUM));
    }

    private static Column sum(Column amount) {
        return amount.cast(DailySales.SUM);
    }
}
