package almanac.staging;

import static org.assertj.core.api.Assertions.assertThat;

import almanac.TestSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/** Which delivered targets are accepted, and which rule the others break. */
class TargetsTest {

    private static final List<String> COLUMNS = List.of(
            "period_start", "period_type", "measure", "target_value", "is_company_total", "region", "currency_code");

    @Test
    void rulesOfTargets() {
        Map<String, String> broken = broken(
                target("fits", "2024-04-01", "quarter", "NET_AMOUNT", "100", null, "Hesse", null),
                target("total", "2024-01-01", "year", "SALES_UNITS", "0", "true", null, "EUR"),
                target("unsaid total", "2024-02-01", "month", "NET_AMOUNT", "1", null, null, null),
                // When fiscal years start the night knows.
                target("fiscal", "2024-01-28", "fiscal_month", "NET_AMOUNT", "1", "false", "Hesse", null),
                target("week", "2024-01-01", "week", "NET_AMOUNT", "1", null, "Hesse", null),
                target("in a month", "2024-04-02", "month", "NET_AMOUNT", "1", null, "Hesse", null),
                target("in a quarter", "2024-05-01", "quarter", "NET_AMOUNT", "1", null, "Hesse", null),
                target("in a year", "2024-04-01", "year", "NET_AMOUNT", "1", null, "Hesse", null),
                target("measure", "2024-04-01", "month", "PROFIT", "1", null, "Hesse", null),
                target("negative", "2024-04-01", "month", "NET_AMOUNT", "-1", null, "Hesse", null),
                target("total of a part", "2024-04-01", "month", "NET_AMOUNT", "1", "true", "Hesse", null),
                target("part of nothing", "2024-04-01", "month", "NET_AMOUNT", "1", "false", null, null),
                target("dollars", "2024-04-01", "month", "NET_AMOUNT", "1", null, "Hesse", "USD"));

        assertThat(broken)
                .containsEntry("fits", null)
                .containsEntry("total", null)
                .containsEntry("unsaid total", null)
                .containsEntry("fiscal", null)
                .containsEntry("week", "period.unknown")
                .containsEntry("in a month", "period.start")
                .containsEntry("in a quarter", "period.start")
                .containsEntry("in a year", "period.start")
                .containsEntry("measure", "measure.unknown")
                .containsEntry("negative", "amount.negative")
                .containsEntry("total of a part", "scope.total")
                .containsEntry("part of nothing", "scope.total")
                .containsEntry("dollars", "currency.unknown")
                .hasSize(13);
    }

    /** By the name of a target, the rule that it breaks. */
    private static Map<String, String> broken(Row... targets) {
        StructType schema = new StructType();
        for (String column : COLUMNS) {
            schema = schema.add(column, DataTypes.StringType);
        }
        schema = schema.add(Acceptance.FILE, DataTypes.StringType)
                .add(Acceptance.LINE, DataTypes.LongType)
                .add(Acceptance.RAW, DataTypes.StringType)
                .add(Acceptance.PROBLEM, DataTypes.StringType)
                .add(Acceptance.SELECTED, DataTypes.BooleanType);
        Map<String, String> broken = new TreeMap<>();
        Acceptance.judge(
                        TestSession.get().createDataFrame(List.of(targets), schema),
                        Targets.INPUT,
                        Map.of(),
                        new Rule.Bounds("1990-01-01", "2024-06-30", "EUR", false),
                        null)
                .collectAsList()
                .forEach(row -> broken.put(row.getAs(InputTable.FILE), row.getAs(Acceptance.RULE)));
        return broken;
    }

    private static Row target(String name, String... values) {
        List<Object> row = new ArrayList<>();
        for (String value : values) {
            row.add(value);
        }
        row.add(name);
        row.add(1L);
        row.add("");
        row.add(null);
        row.add(true);
        return RowFactory.create(row.toArray());
    }
}
