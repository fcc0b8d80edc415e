package almanac.market;

import static almanac.segment.RollUp.positive;
import static almanac.segment.RollUp.ratio;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.LongType;

import almanac.customer.AcquisitionCost;
import almanac.segment.DailySales;
import almanac.segment.SegmentPath;
import almanac.table.ColumnDoc;
import almanac.table.Inputs;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What a channel itself costs: what it takes of its sales, and what was spent on it; and what is left after that. */
final class ChannelCosts {

    /** What is told of it. */
    static final List<ColumnDoc> COLUMNS = List.of(
            new ColumnDoc(
                    "costed_rate",
                    DoubleType,
                    "costed_net_amount / net_amount: the part of sales of which margin and contribution are; null where"
                            + " net_amount is not above 0; non-additive"),
            new ColumnDoc(
                    "channel_fee_amount",
                    DailySales.SUM,
                    "cost_rate of the input channels * net_amount, of the channels that tell one; null where none does;"
                            + " additive"),
            new ColumnDoc(
                    "fee_told_amount",
                    DailySales.SUM,
                    "net amount of the channels that tell one, all or nothing but in ALL; null likewise; additive"),
            new ColumnDoc(
                    "spend_amount",
                    DailySales.SUM,
                    "spend on marketing and selling that names the channel; in ALL, all spend; null where none is told in the period, and"
                            + " where none names the channel while unnamed_spend_amount may be its; additive but for ALL"),
            new ColumnDoc(
                    "unnamed_spend_amount",
                    DailySales.SUM,
                    "spend of the period that names no channel, the same in every row; null where none is told in it;"
                            + " non-additive"),
            new ColumnDoc(
                    "channel_cost_amount",
                    DailySales.SUM,
                    "channel_fee_amount + spend_amount, of those that are told; null where neither is; additive but for ALL"),
            new ColumnDoc(
                    "contribution_after_cost_amount",
                    DailySales.SUM,
                    "contribution_amount - channel_cost_amount; null where either is; too low by what lines without a cost"
                            + " contribute, see costed_rate; additive but for ALL"),
            new ColumnDoc(
                    "contribution_after_cost_rate",
                    DoubleType,
                    "contribution_after_cost_amount / costed_net_amount; null where that is not above 0; non-additive"));

    /** What is told of {@link AcquisitionCost} beside it. */
    static final String[] ACQUISITION = {
        "new_customer_count", "is_history_long", "paid_cost_amount", "loaded_cost_amount"
    };

    private static final String[] KEY = {"channel_id", "period_type", "period_start"};

    private ChannelCosts() {}

    /**
     * Adds the columns.
     *
     * @param rows one per channel and period, with {@code contribution_amount} and the sums of {@link ChannelDays}
     */
    static Dataset<Row> beside(Dataset<Row> rows, Inputs in) {
        Dataset<Row> spent = in.has(AcquisitionCost.SPEC)
                ? rows.join(spend(in.get(AcquisitionCost.SPEC)), KEY, "left")
                        .join(
                                unnamed(in.get(AcquisitionCost.SPEC)),
                                new String[] {"period_type", "period_start"},
                                "left")
                : withoutSpend(rows);
        // Nothing is spent on a channel of which that is told, and it is told where all spend names its channel.
        Column isTold = coalesce(col("_spend"), lit(0).cast(DailySales.SUM))
                .gt(0)
                .or(col("unnamed_spend_amount").equalTo(0));
        Column none = lit(0).cast(DailySales.SUM);
        Column fee = col("channel_fee_amount");
        Column spend = col("spend_amount");
        Dataset<Row> told = spent.withColumn("spend_amount", when(isTold, coalesce(col("_spend"), none)));
        for (String cost : List.of("paid_cost_amount", "loaded_cost_amount")) {
            told = told.withColumn(cost, when(spend.isNotNull(), col(cost)));
        }
        return told.withColumn(
                        "channel_cost_amount",
                        when(
                                fee.isNotNull().or(spend.isNotNull()),
                                coalesce(fee, none).plus(coalesce(spend, none)).cast(DailySales.SUM)))
                .withColumn(
                        "contribution_after_cost_amount",
                        col("contribution_amount")
                                .minus(col("channel_cost_amount"))
                                .cast(DailySales.SUM))
                .withColumn(
                        "contribution_after_cost_rate",
                        ratio(col("contribution_after_cost_amount"), positive("costed_net_amount")))
                .withColumn("costed_rate", ratio(col("costed_net_amount"), positive("net_amount")));
    }

    private static Dataset<Row> spend(Dataset<Row> acquisition) {
        Stream<Column> told =
                Stream.concat(Arrays.stream(KEY), Arrays.stream(ACQUISITION)).map(name -> col(name));
        return acquisition.select(
                Stream.concat(told, Stream.of(col("spend_amount").as("_spend"))).toArray(Column[]::new));
    }

    private static Dataset<Row> unnamed(Dataset<Row> acquisition) {
        Column isAll = col("channel_id").equalTo(SegmentPath.ALL);
        return acquisition
                .groupBy("period_type", "period_start")
                .agg(DailySales.total(when(isAll, col("spend_amount"))
                                .otherwise(col("spend_amount").unary_$minus()))
                        .as("unnamed_spend_amount"));
    }

    private static Dataset<Row> withoutSpend(Dataset<Row> rows) {
        return rows.withColumn("_spend", lit(null).cast(DailySales.SUM))
                .withColumn("unnamed_spend_amount", lit(null).cast(DailySales.SUM))
                .withColumn("new_customer_count", lit(null).cast(LongType))
                .withColumn("is_history_long", lit(null).cast(BooleanType))
                .withColumn("paid_cost_amount", lit(null).cast(DoubleType))
                .withColumn("loaded_cost_amount", lit(null).cast(DoubleType));
    }
}
