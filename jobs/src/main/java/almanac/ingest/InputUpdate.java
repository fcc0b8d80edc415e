package almanac.ingest;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;

import almanac.lake.Night;
import almanac.lake.Replace;
import almanac.lake.Warehouse;
import almanac.staging.CurrentRows;
import almanac.staging.InputTable;
import almanac.table.TouchedDates;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Sets tonight's accepted rows among those of earlier nights and marks the row of each key that counts. Only dates with a
 * new row, a replaced one, or another row of such a row's key are written again.
 */
final class InputUpdate {

    private final Warehouse warehouse;
    private final Night night;

    InputUpdate(Warehouse warehouse, Night night) {
        this.warehouse = warehouse;
        this.night = night;
    }

    /** Stages the input table and says which dates of it changed. */
    TouchedDates stage(Arrivals arrivals, Dataset<Row> accepted) {
        InputTable input = arrivals.input();
        Dataset<Row> fresh = accepted.select(columns(input));
        Dataset<Row> order = broadcast(deliveryOrder(arrivals, accepted));
        if (arrivals.everything()) {
            night.stage(input.spec(), marked(fresh, order, input), Replace.everything());
            return TouchedDates.everything();
        }
        Column isReplaced = col(InputTable.FILE).isin(arrivals.replacedPaths().toArray());
        Dataset<Row> existing = warehouse.read(input.spec());
        Dataset<Row> kept = existing.filter(not(isReplaced));
        if (input.date() == null) {
            Dataset<Row> all = kept.select(columns(input)).unionByName(fresh);
            night.stage(input.spec(), marked(all, order, input), Replace.everything());
            return TouchedDates.everything();
        }
        Dataset<Row> moved = fresh.unionByName(existing.filter(isReplaced).select(columns(input)));
        return stageTouched(input, kept, moved, fresh, order);
    }

    /**
     * @param kept rows of files that stay as they were
     * @param moved the new rows and those whose file is replaced
     */
    private TouchedDates stageTouched(
            InputTable input, Dataset<Row> kept, Dataset<Row> moved, Dataset<Row> fresh, Dataset<Row> order) {
        String date = String.valueOf(input.date());
        Column key = CurrentRows.keyHash(input);
        Dataset<Row> keys = moved.select(key.as("_key")).distinct();
        Dataset<Row> ofKeys =
                kept.join(keys, key.equalTo(col("_key")), "left_semi").select(columns(input));
        List<LocalDate> dates = moved.select(date)
                .union(ofKeys.select(date))
                .distinct()
                .as(Encoders.LOCALDATE())
                .collectAsList();
        TouchedDates touched = TouchedDates.of(dates);
        Dataset<Row> ofOtherKeys = kept.filter(touched.contains(date))
                .join(keys, key.equalTo(col("_key")), "left_anti")
                .select(Stream.concat(Stream.of(columns(input)), Stream.of(col(InputTable.IS_CURRENT)))
                        .toArray(Column[]::new));
        night.stage(
                input.spec(),
                ofOtherKeys.unionByName(marked(ofKeys.unionByName(fresh), order, input)),
                Replace.dates(date, touched));
        return touched;
    }

    private static Dataset<Row> marked(Dataset<Row> rows, Dataset<Row> order, InputTable input) {
        return CurrentRows.mark(rows.join(order, InputTable.FILE), input).drop(CurrentRows.DELIVERY_ORDER);
    }

    /** All that a row says of itself: whether it counts depends on the others of its key. */
    private static Column[] columns(InputTable input) {
        return input.spec().computedColumns().stream()
                .filter(column -> !column.equals(InputTable.IS_CURRENT))
                .map(column -> col(column))
                .toArray(Column[]::new);
    }

    private static Dataset<Row> deliveryOrder(Arrivals arrivals, Dataset<Row> any) {
        List<Row> rows = new ArrayList<>();
        arrivals.deliveryOrder().forEach((file, place) -> rows.add(RowFactory.create(file, place)));
        return any.sparkSession()
                .createDataFrame(
                        rows,
                        new StructType()
                                .add(InputTable.FILE, DataTypes.StringType)
                                .add(CurrentRows.DELIVERY_ORDER, DataTypes.LongType));
    }
}
