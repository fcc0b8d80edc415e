package almanac.lake.local;

import almanac.lake.Answer;
import java.sql.Array;
import java.sql.Blob;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Struct;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values of DuckDB as those of an {@link Answer}. */
final class DuckValues {

    private DuckValues() {}

    /** The first rows of a result. */
    static Answer answer(ResultSet result, int most) throws SQLException {
        ResultSetMetaData data = result.getMetaData();
        List<Answer.Column> columns = new ArrayList<>();
        for (int i = 1; i <= data.getColumnCount(); i++) {
            columns.add(new Answer.Column(data.getColumnLabel(i), kind(data, i)));
        }
        List<List<@Nullable Object>> rows = new ArrayList<>();
        while (rows.size() < most && result.next()) {
            List<@Nullable Object> row = new ArrayList<>();
            for (int i = 1; i <= columns.size(); i++) {
                row.add(value(result.getObject(i)));
            }
            rows.add(row);
        }
        return new Answer(columns, rows);
    }

    private static Answer.Kind kind(ResultSetMetaData data, int column) throws SQLException {
        return switch (data.getColumnType(column)) {
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> Answer.Kind.NUMBER;
            case Types.FLOAT, Types.REAL, Types.DOUBLE, Types.DECIMAL, Types.NUMERIC -> Answer.Kind.NUMBER;
            case Types.VARCHAR -> Answer.Kind.TEXT;
            // Sums of whole numbers are of a type that JDBC has no code for.
            default -> data.getColumnTypeName(column).endsWith("HUGEINT") ? Answer.Kind.NUMBER : Answer.Kind.OTHER;
        };
    }

    private static @Nullable Object value(@Nullable Object value) throws SQLException {
        if (value instanceof OffsetDateTime instant) {
            return instant.toInstant();
        } else if (value instanceof Timestamp local) {
            return local.toLocalDateTime();
        } else if (value instanceof Array array) {
            return values(Arrays.asList((Object[]) array.getArray()));
        } else if (value instanceof List<?> list) {
            return values(list);
        } else if (value instanceof Map<?, ?> map) {
            Map<@Nullable Object, @Nullable Object> entries = new LinkedHashMap<>();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                entries.put(value(entry.getKey()), value(entry.getValue()));
            }
            return entries;
        } else if (value instanceof Struct struct) {
            return values(Arrays.asList(struct.getAttributes()));
        } else if (value instanceof Blob blob) {
            return HexFormat.of().formatHex(blob.getBytes(1, (int) blob.length()));
        } else if (value == null
                || value instanceof Number
                || value instanceof Boolean
                || value instanceof java.time.LocalDate) {
            return value;
        }
        return value.toString();
    }

    private static List<@Nullable Object> values(List<?> elements) throws SQLException {
        List<@Nullable Object> values = new ArrayList<>();
        for (Object element : elements) {
            values.add(value(element));
        }
        return values;
    }
}
