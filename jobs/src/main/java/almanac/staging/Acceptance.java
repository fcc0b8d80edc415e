package almanac.staging;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.left;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import almanac.table.ColumnDoc;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Converts mapped rows to the columns of their input table and says of each whether it is accepted.
 *
 * <p>In: the mapped columns as delivered, and the record columns {@link #FILE}, {@link #LINE}, {@link #RAW},
 * {@link #PROBLEM} and {@link #SELECTED}. Out: every business column in its type, {@link InputTable#FILE},
 * {@link InputTable#LINE}, and per row the first rule that it breaks with its detail, or null.
 */
public final class Acceptance {

    /** The file of a record, as read. */
    public static final String FILE = "_file";

    /** The line of a record. */
    public static final String LINE = "_line";

    /** The record as delivered, cut to 1,000 characters. */
    public static final String RAW = "_raw";

    /** What made the record unreadable; null where it was read. */
    public static final String PROBLEM = "_problem";

    /** Whether the mapping's WHERE takes the row. */
    public static final String SELECTED = "_selected";

    /** The first rule that the row breaks; null where it is accepted. */
    public static final String RULE = "_rule";

    /** The value that breaks it. */
    public static final String DETAIL = "_detail";

    private static final int DETAIL_CHARACTERS = 120;

    private Acceptance() {}

    /**
     * Judges each row.
     *
     * @param mapped mapped rows, see above
     * @param input what they are
     * @param formats datetime patterns by column
     * @param bounds what tonight's rules need
     * @param dailyRates rows of {@link ExchangeRates#daily}; null where the lake gives no rates
     */
    public static Dataset<Row> judge(
            Dataset<Row> mapped,
            InputTable input,
            Map<String, String> formats,
            Rule.Bounds bounds,
            @Nullable Dataset<Row> dailyRates) {
        StructType delivered = mapped.schema();
        Set<String> given = Set.of(delivered.fieldNames());
        Dataset<Row> converted = mapped.select(converted(input, delivered, given, formats));
        Dataset<Row> completed = converted.select(completed(input, converted.columns(), bounds));
        Exchange exchange = input.exchange();
        Dataset<Row> rated = exchange == null ? completed : exchange.rated(completed, dailyRates);
        return rated.withColumn("_verdict", verdict(input, given, bounds))
                .select(judged(input))
                .withColumnRenamed("_detail_kept", DETAIL);
    }

    /** Converts the amounts of judged rows to the reporting currency; of an input without such nothing. */
    public static Dataset<Row> exchanged(Dataset<Row> judged, InputTable input, String reportingCurrency) {
        Exchange exchange = input.exchange();
        return exchange == null ? judged : exchange.converted(judged, reportingCurrency);
    }

    private static Column[] converted(
            InputTable input, StructType delivered, Set<String> given, Map<String, String> formats) {
        List<Column> columns = new ArrayList<>();
        for (ColumnDoc column : input.columns()) {
            if (given.contains(column.name())) {
                DataType from = delivered.apply(column.name()).dataType();
                Column value = Conversion.named(column.name());
                columns.add(Conversion.convert(value, from, column.type(), formats.get(column.name()))
                        .as(column.name()));
                columns.add(Conversion.text(value).as(deliveredName(column.name())));
            } else {
                columns.add(lit(null).cast(column.type()).as(column.name()));
            }
        }
        for (String record : List.of(FILE, LINE, RAW, PROBLEM, SELECTED)) {
            columns.add(col(record));
        }
        return columns.toArray(Column[]::new);
    }

    private static Column[] completed(InputTable input, String[] names, Rule.Bounds bounds) {
        List<Column> columns = new ArrayList<>();
        for (String name : names) {
            columns.add(
                    input.defaults().containsKey(name)
                            ? coalesce(col(name), input.defaults().get(name).apply(bounds))
                                    .as(name)
                            : col(name));
        }
        return columns.toArray(Column[]::new);
    }

    /** A struct of the first broken rule and its detail; null where the row is accepted or not selected. */
    private static Column verdict(InputTable input, Set<String> given, Rule.Bounds bounds) {
        Column verdict = when(not(col(SELECTED)), lit(null))
                .when(col(PROBLEM).isNotNull(), broken(lit("record.unreadable"), col(PROBLEM)));
        for (ColumnDoc column : input.columns()) {
            if (given.contains(column.name()) && !column.type().equals(DataTypes.StringType)) {
                verdict = verdict.when(
                        col(deliveredName(column.name()))
                                .isNotNull()
                                .and(col(column.name()).isNull()),
                        broken(unreadable(column.type(), deliveredName(column.name())), told(column.name())));
            }
        }
        for (String required : input.required()) {
            verdict = verdict.when(
                    col(required).isNull(), broken(lit(missing(input, required)), lit(required + " is missing")));
        }
        String lineId = input.lineId();
        if (lineId != null && given.contains(lineId)) {
            verdict = verdict.when(col(lineId).isNull(), broken(lit("key.null"), lit(lineId + " is missing")));
        }
        for (Rule rule : input.rules()) {
            verdict = verdict.when(
                    not(coalesce(rule.holds().apply(bounds), lit(true))),
                    broken(
                            lit(rule.name()),
                            concat(
                                    lit(rule.column() + " = "),
                                    col(rule.column()).cast("string"))));
        }
        return verdict;
    }

    private static Column[] judged(InputTable input) {
        List<Column> columns = new ArrayList<>();
        input.columns().forEach(column -> columns.add(col(column.name())));
        columns.add(col(FILE).as(InputTable.FILE));
        columns.add(col(LINE).as(InputTable.LINE));
        if (input.exchange() != null) {
            columns.add(col(ExchangeRates.EXCHANGE_RATE));
        }
        columns.add(col(SELECTED));
        columns.add(col("_verdict.rule").as(RULE));
        columns.add(left(col("_verdict.detail"), lit(DETAIL_CHARACTERS)).as("_detail_kept"));
        columns.add(when(col("_verdict").isNotNull(), col(RAW)).as(RAW));
        return columns.toArray(Column[]::new);
    }

    private static Column broken(Column rule, Column detail) {
        return org.apache.spark.sql.functions.struct(rule.as("rule"), detail.as("detail"));
    }

    private static Column told(String column) {
        return concat(lit(column + " = "), col(deliveredName(column)));
    }

    private static String missing(InputTable input, String column) {
        return input.key().contains(column) ? "key.null" : "required.null";
    }

    private static Column unreadable(DataType type, String delivered) {
        if (type instanceof DecimalType) {
            Column isNumber = col(delivered).rlike("^[+-]?[0-9]*\\.?[0-9]+([eE][+-]?[0-9]+)?$");
            return when(isNumber, lit("amount.precision")).otherwise(lit("amount.number"));
        } else if (type instanceof DateType) {
            return lit("date.format");
        } else if (type instanceof BooleanType) {
            return lit("boolean.format");
        }
        return lit("value.format");
    }

    private static String deliveredName(String column) {
        return "_delivered_" + column;
    }
}
