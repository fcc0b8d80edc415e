package almanac;

import almanac.table.TableSpec;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructField;

/** Literal rows of a table: the columns that matter are named, the others are null. */
public final class Frames {

    private Frames() {}

    /** One row of literals. */
    public static Object[] row(Object... values) {
        return values;
    }

    /**
     * Rows in the schema of a table. A text stands for a date or an exact number where the column is one.
     *
     * @param columns the columns that the rows give, separated by commas
     */
    public static Dataset<Row> of(TableSpec spec, String columns, Object[]... rows) {
        List<String> given = List.of(columns.split("\\s*,\\s*"));
        StructField[] fields = spec.schema().fields();
        List<Row> full = new ArrayList<>();
        for (Object[] row : rows) {
            if (row.length != given.size()) {
                throw new IllegalArgumentException(row.length + " values for the columns " + given);
            }
            Object[] values = new Object[fields.length];
            for (int i = 0; i < fields.length; i++) {
                int place = given.indexOf(fields[i].name());
                values[i] = place < 0 ? null : value(row[place], fields[i].dataType());
            }
            full.add(RowFactory.create(values));
        }
        for (String column : given) {
            spec.schema().fieldIndex(column);
        }
        return TestSession.get().createDataFrame(full, spec.schema());
    }

    /** No row, in the schema of a table. */
    public static Dataset<Row> none(TableSpec spec) {
        return TestSession.get().createDataFrame(List.of(), spec.schema());
    }

    private static Object value(Object literal, DataType type) {
        if (literal instanceof String text && type.equals(DataTypes.DateType)) {
            return LocalDate.parse(text);
        } else if (literal != null && type instanceof DecimalType) {
            return new BigDecimal(literal.toString());
        } else if (literal instanceof Integer number && type.equals(DataTypes.LongType)) {
            return number.longValue();
        }
        return literal;
    }
}
