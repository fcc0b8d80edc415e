package almanac.staging;

import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.table.ColumnDoc;
import almanac.table.TableSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;
import org.jspecify.annotations.Nullable;

/**
 * An input of the product: its staging table, what a mapping must give, and the rules for a row.
 *
 * <p>A staging table holds every valid row that was ever delivered; {@code is_current} marks the one row of each business
 * key that counts, so that a restated value is never lost and never counted twice.
 *
 * @param spec the staging table
 * @param columns the business columns, in order
 * @param required those that a mapping must give and that no row may lack
 * @param key the business key: of two rows with one key the later delivery counts; empty where every line counts
 * @param amount the money column whose sum is conserved by file, if there is one
 * @param date the business date, by which rows are replaced; null for a dimension, which is replaced as a whole
 * @param lineId the key column that is made up from the line's content where a mapping does not give it, so that equal
 *     lines of one file all count while the same file delivered again does not; null where there is none
 * @param defaults what a column holds where a row has no value, by column
 * @param rules what a row must keep, in the order in which it is told
 * @param exchange how amounts in other currencies are converted; null where they are refused, or there are none
 */
public record InputTable(
        TableSpec spec,
        List<ColumnDoc> columns,
        List<String> required,
        List<String> key,
        @Nullable String amount,
        @Nullable String date,
        @Nullable String lineId,
        Map<String, Function<Rule.Bounds, Column>> defaults,
        List<Rule> rules,
        @Nullable Exchange exchange) {

    /** The file that a row came in. */
    public static final String FILE = "source_file";

    /** The line of the file. */
    public static final String LINE = "source_line";

    /** Whether the row is the one of its key that counts. */
    public static final String IS_CURRENT = "is_current";

    /** The name of the table, by which configurations know it. */
    public String name() {
        return spec.name();
    }

    /** The same input, told apart by another key. */
    public InputTable withKey(List<String> columnsOfKey) {
        return new InputTable(
                spec, columns, required, List.copyOf(columnsOfKey), amount, date, lineId, defaults, rules, exchange);
    }

    /** The columns that a mapping may leave out. */
    public List<String> optional() {
        return columns.stream()
                .map(ColumnDoc::name)
                .filter(column -> !required.contains(column))
                .toList();
    }

    /** Starts an input table. */
    static Builder named(String name, String description) {
        return new Builder(name, description);
    }

    /** Collects an input table in reading order. */
    static final class Builder {
        private final String name;
        private final String description;
        private final List<ColumnDoc> columns = new ArrayList<>();
        private final List<String> required = new ArrayList<>();
        private final List<Rule> rules = new ArrayList<>();
        private List<String> key = List.of();
        private @Nullable String amount;
        private @Nullable String date;
        private @Nullable String lineId;
        private @Nullable Exchange exchange;
        private final Map<String, Function<Rule.Bounds, Column>> defaults = new LinkedHashMap<>();

        private Builder(String name, String description) {
            this.name = name;
            this.description = description;
        }

        Builder required(String column, DataType type, String doc) {
            required.add(column);
            return optional(column, type, doc);
        }

        Builder optional(String column, DataType type, String doc) {
            columns.add(new ColumnDoc(column, type, doc));
            return this;
        }

        /** What the column added last holds where a row has no value. */
        Builder orElse(Function<Rule.Bounds, Column> value) {
            defaults.put(columns.get(columns.size() - 1).name(), value);
            return this;
        }

        Builder lineId(String column) {
            this.lineId = column;
            return this;
        }

        Builder key(String... keyColumns) {
            this.key = List.of(keyColumns);
            return this;
        }

        Builder conserves(String amountColumn) {
            this.amount = amountColumn;
            return this;
        }

        Builder datedBy(String dateColumn) {
            this.date = dateColumn;
            return this;
        }

        Builder rule(Rule rule) {
            rules.add(rule);
            return this;
        }

        /** Converts amounts in other currencies, with the rate of a date, and adds the rules for that. */
        Builder exchanged(String dateOfRate, String... amounts) {
            this.exchange = new Exchange(dateOfRate, List.of(amounts));
            rules.addAll(exchange.rules());
            return this;
        }

        InputTable build() {
            TableSpec spec = TableSpec.named("staging", name)
                    .describedAs(description)
                    .oneRowPer(FILE, LINE)
                    .columns(columns)
                    .columns(exchange == null ? List.of() : exchange.columns())
                    .column(FILE, StringType, "the delivered file, as a path below the lake; see ops.deliveries")
                    .column(LINE, LongType, "the line of a text file, or the row of a Parquet file")
                    .column(
                            IS_CURRENT,
                            BooleanType,
                            "true for the one row of its business key that counts: that of the latest delivery")
                    .build();
            return new InputTable(
                    spec,
                    List.copyOf(columns),
                    List.copyOf(required),
                    key,
                    amount,
                    date,
                    lineId,
                    defaults,
                    rules,
                    exchange);
        }
    }
}
