package almanac.table;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * What a table promises: its name, grain, documented columns and checks. Comments and constraints in storage, the data
 * dictionary and the tests all follow from it.
 *
 * @param area the schema it lies in, such as {@code market}
 * @param name plural or collective noun, snake_case
 * @param description what it is, in one or two sentences
 * @param key the columns that identify a row: never null, unique
 * @param columns every column in order; {@code run_id} is the last one
 * @param checks what holds for every row, beyond the key and that numbers are finite
 */
public record TableSpec(
        String area, String name, String description, List<String> key, List<ColumnDoc> columns, List<Check> checks) {

    /** The column that says which run wrote a row. It is added on writing, no table computes it. */
    public static final String RUN_ID = "run_id";

    private static final Pattern SNAKE = Pattern.compile("[a-z][a-z0-9_]{0,63}");

    /** Checks the names and that the key lies in the columns. */
    public TableSpec {
        key = List.copyOf(key);
        columns = List.copyOf(columns);
        checks = List.copyOf(checks);
        List<String> names = columns.stream().map(ColumnDoc::name).toList();
        requireSnakeCase(area);
        requireSnakeCase(name);
        names.forEach(TableSpec::requireSnakeCase);
        if (names.stream().distinct().count() != names.size()) {
            throw new IllegalArgumentException(area + "." + name + " declares a column twice: " + names);
        }
        if (key.isEmpty() || !names.containsAll(key)) {
            throw new IllegalArgumentException(area + "." + name + ": the key " + key + " is not among " + names);
        }
    }

    /** Starts the spec of a table. */
    public static Builder named(String area, String name) {
        return new Builder(area, name);
    }

    /** The name under which people know it: {@code area.name}. */
    public String qualifiedName() {
        return area + "." + name;
    }

    /** Every column with its comment, all nullable, {@code run_id} last. */
    public StructType schema() {
        return new StructType(columns.stream().map(TableSpec::field).toArray(StructField[]::new));
    }

    /** The columns that a table's function computes: all but {@code run_id}. */
    public List<String> computedColumns() {
        return columns.stream()
                .map(ColumnDoc::name)
                .filter(column -> !column.equals(RUN_ID))
                .toList();
    }

    /** The columns that a table computes, as a schema. */
    public StructType computedSchema() {
        return new StructType(columns.stream()
                .filter(column -> !column.name().equals(RUN_ID))
                .map(TableSpec::field)
                .toArray(StructField[]::new));
    }

    private ColumnDoc column(String columnName) {
        return columns.stream()
                .filter(column -> column.name().equals(columnName))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException(qualifiedName() + " has no column named " + columnName));
    }

    private static StructField field(ColumnDoc column) {
        Metadata comment =
                new MetadataBuilder().putString("comment", column.doc()).build();
        return new StructField(column.name(), column.type(), true, comment);
    }

    private static void requireSnakeCase(String name) {
        if (!SNAKE.matcher(name).matches()) {
            throw new IllegalArgumentException("not a snake_case name of at most 64 characters: " + name);
        }
    }

    /** Collects a spec in reading order: description, grain, columns, checks. */
    public static final class Builder {
        private final String area;
        private final String name;
        private String description = "";
        private List<String> key = List.of();
        private final List<ColumnDoc> columns = new ArrayList<>();
        private final List<Check> checks = new ArrayList<>();

        private Builder(String area, String name) {
            this.area = area;
            this.name = name;
        }

        /** What the table is, in one or two sentences. */
        public Builder describedAs(String text) {
            this.description = text;
            return this;
        }

        /** The grain: one row for each combination of these columns. */
        public Builder oneRowPer(String... columnNames) {
            this.key = List.of(columnNames);
            return this;
        }

        /** Adds a column. */
        public Builder column(String columnName, DataType type, String doc) {
            columns.add(new ColumnDoc(columnName, type, doc));
            return this;
        }

        /** Adds a column that several tables share. */
        public Builder column(ColumnDoc shared) {
            columns.add(shared);
            return this;
        }

        /** Adds columns that several tables share. */
        public Builder columns(List<ColumnDoc> shared) {
            columns.addAll(shared);
            return this;
        }

        /**
         * Adds columns that mean here what they mean in another table: this one passes them on, or adds them up.
         *
         * @throws IllegalArgumentException if the other table has no such column
         */
        public Builder columnsOf(TableSpec other, String... columnNames) {
            for (String columnName : columnNames) {
                columns.add(other.column(columnName));
            }
            return this;
        }

        /** Adds a condition that every row meets; null counts as broken. */
        public Builder check(String checkName, String condition) {
            checks.add(new Check(checkName, condition));
            return this;
        }

        /** The finished spec, with {@code run_id} as its last column. */
        public TableSpec build() {
            column(RUN_ID, DataTypes.StringType, "the run that wrote the row; see ops.runs");
            return new TableSpec(area, name, description, key, columns, checks);
        }
    }
}
