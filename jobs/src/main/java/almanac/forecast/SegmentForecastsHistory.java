package almanac.forecast;

import static org.apache.spark.sql.functions.bit_xor;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.xxhash64;
import static org.apache.spark.sql.types.DataTypes.LongType;

import almanac.segment.DailySales;
import almanac.table.Inputs;
import almanac.table.Refresh;
import almanac.table.Table;
import almanac.table.TableSpec;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What every night forecast, so that it can be compared with what came, and with what the next night says. */
public final class SegmentForecastsHistory implements Table {

    /** What the table promises. */
    public static final TableSpec SPEC = TableSpec.named("forecast", "segment_forecasts_history")
            .describedAs(
                    "forecast.segment_forecasts as every night published it, by as_of_date; how long nights stay is"
                            + " a setting.")
            .oneRowPer("as_of_date", "segmentation", "segment", "period_type", "period_start", "scenario_id")
            .columnsOf(
                    SegmentForecasts.SPEC,
                    SegmentForecasts.SPEC.computedColumns().toArray(String[]::new))
            .column(
                    "history_amount",
                    DailySales.SUM,
                    "net amount of all periods that the segment's forecast knew; additive over segments of one level")
            .column(
                    "history_digest",
                    LongType,
                    "a hash of the amounts of these periods: where it differs between nights, what was known has been restated")
            .build();

    @Override
    public TableSpec spec() {
        return SPEC;
    }

    @Override
    public List<TableSpec> inputs() {
        return List.of(SegmentForecasts.SPEC, SegmentActuals.SPEC);
    }

    @Override
    public Refresh refresh() {
        return Refresh.ownNight("as_of_date");
    }

    @Override
    public Dataset<Row> build(Inputs in) {
        Dataset<Row> known = in.get(SegmentActuals.SPEC)
                .groupBy("segmentation", "segment")
                .agg(amount().as("history_amount"), digest().as("history_digest"));
        return in.get(SegmentForecasts.SPEC)
                .join(known, new String[] {"segmentation", "segment"}, "left")
                .withColumn("history_amount", coalesce(col("history_amount"), lit(0).cast(DailySales.SUM)))
                .withColumn("history_digest", coalesce(col("history_digest"), lit(0L)));
    }

    /** The sum of a segment's actuals. */
    static Column amount() {
        return sum("actual_amount").cast(DailySales.SUM);
    }

    /** A hash of a segment's actuals, whatever their order; 0 of none. */
    static Column digest() {
        return bit_xor(xxhash64(col("period_start"), col("actual_amount")));
    }
}
