package almanac.ingest;

import static almanac.staging.Acceptance.DETAIL;
import static almanac.staging.Acceptance.RAW;
import static almanac.staging.Acceptance.RULE;
import static almanac.staging.Acceptance.SELECTED;
import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.percentile_approx;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.lake.Ops;
import almanac.lake.SourceReader;
import almanac.staging.Exchange;
import almanac.staging.InputTable;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * The rows of tonight's files, converted and judged, and what is wrong with whole files.
 *
 * @param input what they are
 * @param rows one row per record, as {@link almanac.staging.Acceptance#judge} gives them
 * @param refused why a file cannot be read as declared, by relative path
 * @param counts how many records and how much money each file has, by relative path; see {@link #counts}
 */
record ArrivedRows(InputTable input, Dataset<Row> rows, Map<String, String> refused, Map<String, Row> counts) {

    private static final int MEDIAN_ACCURACY = 1000;

    /** Adds what only reading could tell: the counts, and the files that were given up half way. */
    static ArrivedRows of(InputTable input, Dataset<Row> rows, Map<String, String> refusedUnread) {
        Map<String, String> refused = new TreeMap<>(refusedUnread);
        rows.filter(isWholeFile())
                .select(InputTable.FILE, DETAIL)
                .collectAsList()
                .forEach(row -> refused.put(row.getString(0), row.getString(1)));
        return new ArrivedRows(input, rows, refused, counts(input, rows));
    }

    /** Columns {@code read_, quarantined_, filtered_rows} and {@code _amount}, and {@code median_amount}. */
    private static Map<String, Row> counts(InputTable input, Dataset<Row> rows) {
        Column amount = amount(input);
        Map<String, Row> counts = new HashMap<>();
        rows.filter(not(isWholeFile()))
                .groupBy(InputTable.FILE)
                .agg(
                        count(lit(1)).as("read_rows"),
                        number(isQuarantined()).as("quarantined_rows"),
                        number(not(col(SELECTED))).as("filtered_rows"),
                        total(amount).as("read_amount"),
                        total(when(isQuarantined(), amount)).as("quarantined_amount"),
                        total(when(not(col(SELECTED)), amount)).as("filtered_amount"),
                        percentile_approx(when(amount.notEqual(lit(0)), abs(amount)), lit(0.5), lit(MEDIAN_ACCURACY))
                                .as("median_amount"))
                .collectAsList()
                .forEach(row -> counts.put(row.getString(0), row));
        return counts;
    }

    /** The rows that break no rule, of files that were not refused. */
    Dataset<Row> accepted() {
        return ofGoodFiles(rows.filter(col(SELECTED).and(col(RULE).isNull())));
    }

    /** The rows that break a rule. */
    Dataset<Row> quarantined() {
        return rows.filter(isQuarantined());
    }

    /** As rows of {@code ops.quarantine}, a refused file as one row. */
    Dataset<Row> quarantine() {
        Dataset<Row> broken = ofGoodFiles(quarantined())
                .select(
                        lit(input.name()).as("input_table"),
                        col(InputTable.FILE).as("file"),
                        col(InputTable.LINE).as("line"),
                        col(RULE).as("rule"),
                        col(DETAIL).as("detail"),
                        amount(input).cast(Ops.MONEY).as("amount"),
                        currency(input).as("currency_code"),
                        date(input).as("business_date"),
                        col(RAW).as("raw_text"));
        return broken.unionByName(rows.sparkSession()
                .createDataFrame(
                        refused.entrySet().stream()
                                .map(file -> RowFactory.create(
                                        input.name(),
                                        file.getKey(),
                                        SourceReader.WHOLE_FILE,
                                        "file.refused",
                                        file.getValue(),
                                        null,
                                        null,
                                        null,
                                        null))
                                .toList(),
                        broken.schema()));
    }

    /** The amount of an input's rows; null where it has none. */
    static Column amount(InputTable input) {
        String name = input.amount();
        return name == null ? lit(null).cast(Ops.MONEY) : col(name);
    }

    private static Column currency(InputTable input) {
        return input.columns().stream().anyMatch(column -> column.name().equals(Exchange.CURRENCY))
                ? col(Exchange.CURRENCY)
                : lit(null).cast(StringType);
    }

    private static Column date(InputTable input) {
        String name = input.date();
        return name == null ? lit(null).cast(DateType) : col(name);
    }

    /** A sum of amounts, exact. */
    static Column total(Column amount) {
        return sum(amount).cast(Ops.MONEY_SUM);
    }

    /** How many rows meet a condition. */
    static Column number(Column condition) {
        return sum(when(condition, lit(1L)).otherwise(lit(0L)));
    }

    private Dataset<Row> ofGoodFiles(Dataset<Row> some) {
        return some.filter(not(col(InputTable.FILE).isin(refused.keySet().toArray())));
    }

    private static Column isWholeFile() {
        return col(InputTable.LINE).equalTo(SourceReader.WHOLE_FILE);
    }

    private static Column isQuarantined() {
        return col(SELECTED).and(col(RULE).isNotNull());
    }
}
