package almanac.lake.local;

import almanac.lake.NamedTables;
import io.delta.kernel.types.ArrayType;
import io.delta.kernel.types.BinaryType;
import io.delta.kernel.types.BooleanType;
import io.delta.kernel.types.ByteType;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.DateType;
import io.delta.kernel.types.DecimalType;
import io.delta.kernel.types.DoubleType;
import io.delta.kernel.types.FloatType;
import io.delta.kernel.types.IntegerType;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.MapType;
import io.delta.kernel.types.ShortType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructType;
import io.delta.kernel.types.TimestampNTZType;
import io.delta.kernel.types.TimestampType;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The DuckDB view of a table: its files, in the columns and types that its log declares. */
final class View {

    private static final Map<DataType, String> PLAIN = Map.ofEntries(
            Map.entry(StringType.STRING, "VARCHAR"),
            Map.entry(BooleanType.BOOLEAN, "BOOLEAN"),
            Map.entry(ByteType.BYTE, "TINYINT"),
            Map.entry(ShortType.SHORT, "SMALLINT"),
            Map.entry(IntegerType.INTEGER, "INTEGER"),
            Map.entry(LongType.LONG, "BIGINT"),
            Map.entry(FloatType.FLOAT, "FLOAT"),
            Map.entry(DoubleType.DOUBLE, "DOUBLE"),
            Map.entry(DateType.DATE, "DATE"),
            Map.entry(TimestampType.TIMESTAMP, "TIMESTAMPTZ"),
            Map.entry(TimestampNTZType.TIMESTAMP_NTZ, "TIMESTAMP"),
            Map.entry(BinaryType.BINARY, "BLOB"));

    private View() {}

    /** The statement that makes it, in place of an older one. */
    static String of(LocalTable table) {
        return "CREATE OR REPLACE VIEW " + qualified(table.name()) + " AS " + rows(table);
    }

    /** The query of its rows. A column that older files lack is null there; without a file there is no row. */
    static String rows(LocalTable table) {
        String typed = columns(table, column -> "CAST(" + column + " AS ");
        String none = columns(table, column -> "CAST(NULL AS ");
        StringBuilder sql = new StringBuilder("SELECT ")
                .append(typed)
                .append(" FROM (SELECT ")
                .append(none)
                .append(" WHERE false");
        if (!table.files().isEmpty()) {
            sql.append(" UNION ALL BY NAME SELECT * FROM read_parquet([")
                    .append(table.files().stream()
                            .map(file -> text(literally(file.toString())))
                            .collect(Collectors.joining(", ")))
                    .append("], union_by_name = true, hive_partitioning = false)");
        }
        return sql.append(")").toString();
    }

    private static String columns(LocalTable table, Function<String, String> cast) {
        return table.schema().fields().stream()
                .map(field -> cast.apply(quoted(field.getName())) + type(table, field.getDataType()) + ") AS "
                        + quoted(field.getName()))
                .collect(Collectors.joining(", "));
    }

    private static String type(LocalTable table, DataType type) {
        if (type instanceof DecimalType decimal) {
            return "DECIMAL(" + decimal.getPrecision() + ", " + decimal.getScale() + ")";
        } else if (type instanceof ArrayType array) {
            return type(table, array.getElementType()) + "[]";
        } else if (type instanceof MapType map) {
            return "MAP(" + type(table, map.getKeyType()) + ", " + type(table, map.getValueType()) + ")";
        } else if (type instanceof StructType struct) {
            return struct.fields().stream()
                    .map(field -> quoted(field.getName()) + " " + type(table, field.getDataType()))
                    .collect(Collectors.joining(", ", "STRUCT(", ")"));
        }
        String plain = PLAIN.get(type);
        if (plain == null) {
            throw LocalTable.onlySpark(table.name(), "it has a column of type " + type);
        }
        return plain;
    }

    /** {@code area.table} as a name. */
    static String qualified(String name) {
        return schema(name) + "." + quoted(NamedTables.withoutArea(name));
    }

    /** The area of {@code area.table} as the name of a schema. */
    static String schema(String name) {
        return quoted(name.substring(0, name.indexOf('.')));
    }

    /** A name as SQL writes it, whatever it holds. */
    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** A path in which what DuckDB would take for a pattern stands for itself. */
    static String literally(String path) {
        return path.replaceAll("[\\[*?]", "[$0]");
    }

    /** A text as SQL writes it. */
    static String text(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
