package almanac.lake;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import scala.collection.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** Rows of Spark as those of an {@link Answer}. */
public final class SparkAnswers {

    private SparkAnswers() {}

    static Answer of(StructType schema, List<Row> rows) {
        return new Answer(
                columns(schema), rows.stream().map(SparkAnswers::values).toList());
    }

    /** The columns of a schema. */
    public static List<Answer.Column> columns(StructType schema) {
        return Arrays.stream(schema.fields()).map(SparkAnswers::column).toList();
    }

    /** The values of a row. */
    public static List<@Nullable Object> values(Row row) {
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
            values.add(value(row.get(i)));
        }
        return values;
    }

    private static Answer.Column column(StructField field) {
        DataType type = field.dataType();
        return new Answer.Column(
                field.name(),
                type instanceof NumericType
                        ? Answer.Kind.NUMBER
                        : type instanceof StringType ? Answer.Kind.TEXT : Answer.Kind.OTHER);
    }

    private static @Nullable Object value(@Nullable Object value) {
        if (value instanceof Row struct) {
            return values(struct);
        } else if (value instanceof Seq<?> list) {
            List<@Nullable Object> elements = new ArrayList<>();
            CollectionConverters.asJava(list).forEach(element -> elements.add(value(element)));
            return elements;
        } else if (value instanceof scala.collection.Map<?, ?> map) {
            Map<@Nullable Object, @Nullable Object> entries = new LinkedHashMap<>();
            CollectionConverters.asJava(map).forEach((key, entry) -> entries.put(value(key), value(entry)));
            return entries;
        }
        return value;
    }
}
