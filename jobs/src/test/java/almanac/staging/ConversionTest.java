package almanac.staging;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import almanac.TestSession;
import almanac.table.ColumnDoc;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/** From text to a type exactly, or not at all. */
class ConversionTest {

    private static final String NONE = "null";

    @Test
    void amountsKeepEveryDigitOrAreNotRead() {
        Map<String, String> expected = new LinkedHashMap<>();
        expected.put("12.34", "12.3400");
        expected.put(" -0.5 ", "-0.5000");
        expected.put("+7", "7.0000");
        expected.put("00012.5", "12.5000");
        expected.put("99999999999999.9999", "99999999999999.9999");
        expected.put("100000000000000", NONE);
        expected.put("1.00000", "1.0000");
        expected.put("1.230000000000000000", "1.2300");
        expected.put("1.00001", NONE);
        expected.put("0.00000000000001", NONE);
        expected.put("1.5E3", "1500.0000");
        expected.put("5.", "5.0000");
        expected.put(".5", "0.5000");
        expected.put("1,234.56", NONE);
        expected.put("1_000", NONE);
        expected.put("12 34", NONE);
        expected.put("NaN", NONE);
        expected.put("٣", NONE);
        expected.put("--1", NONE);
        expected.put("", NONE);

        assertThat(converted(expected, Types.MONEY)).isEqualTo(expected);
    }

    @Test
    void countsAreWholeNumbers() {
        Map<String, String> expected = new LinkedHashMap<>();
        expected.put("8", "8");
        expected.put("8.0", "8");
        expected.put("1e3", "1000");
        expected.put("8.5", NONE);
        expected.put("many", NONE);

        assertThat(converted(expected, Types.COUNT)).isEqualTo(expected);
    }

    @Test
    void datesAreWrittenInFull() {
        Map<String, String> expected = new LinkedHashMap<>();
        expected.put("2026-01-05", "2026-01-05");
        expected.put(" 2024-02-29 ", "2024-02-29");
        expected.put("2023-02-29", NONE);
        expected.put("2026-1-5", NONE);
        expected.put("2026-01-05T10:00:00", NONE);
        expected.put("05.01.2026", NONE);

        assertThat(converted(expected, DataTypes.DateType)).isEqualTo(expected);
    }

    @Test
    void everyColumnOfEveryInputTableConverts() {
        for (InputTable input : StagingTables.ALL) {
            for (ColumnDoc column : input.columns()) {
                assertThatCode(() -> Conversion.convert(lit("1"), DataTypes.StringType, column.type(), null))
                        .as(input.name() + "." + column.name())
                        .doesNotThrowAnyException();
            }
        }
    }

    @Test
    void truthHasFewWords() {
        Map<String, String> expected = new LinkedHashMap<>();
        expected.put("TRUE", "true");
        expected.put("y", "true");
        expected.put("0", "false");
        expected.put("No", "false");
        expected.put("maybe", NONE);

        assertThat(converted(expected, DataTypes.BooleanType)).isEqualTo(expected);
    }

    private static Map<String, String> converted(Map<String, String> texts, DataType type) {
        List<Row> rows = new ArrayList<>();
        texts.keySet().forEach(text -> rows.add(RowFactory.create(text)));
        Map<String, String> values = new LinkedHashMap<>();
        TestSession.get()
                .createDataFrame(rows, new StructType().add("delivered", DataTypes.StringType))
                .select(
                        col("delivered"),
                        Conversion.convert(col("delivered"), DataTypes.StringType, type, null)
                                .cast("string"))
                .collectAsList()
                .forEach(row -> values.put(row.getString(0), String.valueOf(row.getString(1))));
        return values;
    }
}
