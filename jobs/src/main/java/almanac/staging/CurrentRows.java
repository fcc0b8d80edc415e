package almanac.staging;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.hex;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.xxhash64;

import almanac.table.ColumnDoc;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * De-duplication by business key: of all delivered rows of a key, the one of the latest delivery counts; within one file
 * the one updated last, then the one further down. The result does not depend on the order in which files arrived.
 */
public final class CurrentRows {

    /** The place of a row's file in the order of deliveries; the caller joins it. */
    public static final String DELIVERY_ORDER = "_delivery_order";

    private CurrentRows() {}

    /**
     * Gives a line id to rows of an input whose mapping has none: a hash of the line's content and its place among the
     * equal lines of its file. Two equal lines of one invoice both count; the same lines delivered again do not.
     */
    public static Dataset<Row> withLineId(Dataset<Row> rows, InputTable input) {
        String lineId = input.lineId();
        if (lineId == null) {
            return rows;
        }
        Column content = xxhash64(input.columns().stream()
                .map(ColumnDoc::name)
                .filter(column -> !column.equals(lineId))
                .map(column -> col(column))
                .toArray(Column[]::new));
        WindowSpec equalLines = Window.partitionBy(InputTable.FILE, "_content").orderBy(InputTable.LINE);
        return rows.withColumn("_content", content)
                .withColumn("_place", row_number().over(equalLines))
                .withColumn(lineId, coalesce(col(lineId), concat(hex(col("_content")), lit("-"), col("_place"))))
                .drop("_content", "_place");
    }

    /** Marks the rows that count. Every row of a key must be among the rows, else a superseded one is taken for current. */
    public static Dataset<Row> mark(Dataset<Row> rows, InputTable input) {
        if (input.key().isEmpty()) {
            return rows.withColumn(InputTable.IS_CURRENT, lit(true));
        }
        WindowSpec deliveriesOfKey = Window.partitionBy(columns(input.key())).orderBy(latestFirst(input));
        return rows.withColumn(
                InputTable.IS_CURRENT, row_number().over(deliveriesOfKey).equalTo(lit(1)));
    }

    /** A key as one value, null parts included; for finding the rows of a key, never for telling keys apart for good. */
    public static Column keyHash(InputTable input) {
        return xxhash64(columns(input.key()));
    }

    private static Column[] latestFirst(InputTable input) {
        List<Column> order = new ArrayList<>();
        order.add(col(DELIVERY_ORDER).desc());
        if (input.columns().stream().anyMatch(column -> column.name().equals("updated_at"))) {
            order.add(col("updated_at").desc_nulls_last());
        }
        order.add(col(InputTable.LINE).desc());
        return order.toArray(Column[]::new);
    }

    private static Column[] columns(List<String> names) {
        return names.stream().map(name -> col(name)).toArray(Column[]::new);
    }
}
