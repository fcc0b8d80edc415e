package almanac.job;

import static org.assertj.core.api.Assertions.assertThat;

import almanac.TestSession;
import almanac.TestSettings;
import almanac.config.PeriodType;
import almanac.lake.Ops;
import almanac.table.Table;
import almanac.table.TableSpec;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

/** What the dictionary says of every metric of the plan. */
class MetricDictionaryTest {

    private static final List<TableSpec> SPECS = NightlyPlan.tables(TestSettings.of(PeriodType.values())).stream()
            .map(Table::spec)
            .toList();

    private static final List<Row> ROWS = TestSession.get()
            .createDataFrame(MetricDictionary.rows(SPECS, "test"), Ops.METRIC_DICTIONARY.schema())
            .collectAsList();

    @Test
    void aMetricIsToldAsItsSpecTellsIt() {
        Row growth = metric("market.segment_sales", "growth_rate");

        assertThat(growth.<String>getAs("definition"))
                .isEqualTo(
                        "change_amount / base_net_amount; null where the base is 0 or unknown; non-additive: use both"
                                + " parts");
        assertThat(growth.<String>getAs("formula")).isEqualTo("change_amount / base_net_amount");
        assertThat(growth.<String>getAs("grain"))
                .isEqualTo("one row per segmentation, segment, period_type, period_start, comparison");
        assertThat(growth.<String>getAs("additivity")).isEqualTo("NON_ADDITIVE");
        assertThat(growth.<String>getAs("example_query"))
                .isEqualTo("SELECT segmentation, segment, period_type, period_start, comparison, base_net_amount,"
                        + " change_amount, growth_rate FROM market.segment_sales WHERE growth_rate IS NOT NULL ORDER BY"
                        + " segmentation, segment, period_type, period_start, comparison LIMIT 20");
    }

    @Test
    void theMostCarefulWordOnAddingUpCounts() {
        assertThat(MetricDictionary.additivity("after discounts; additive")).isEqualTo("ADDITIVE");
        assertThat(MetricDictionary.additivity("a / b; non-additive: use both")).isEqualTo("NON_ADDITIVE");
        assertThat(MetricDictionary.additivity("not additive: quantiles")).isEqualTo("NON_ADDITIVE");
        assertThat(MetricDictionary.additivity("additive over segments of one level"))
                .isEqualTo("SEMI_ADDITIVE");
        assertThat(MetricDictionary.additivity("semi-additive: over segments")).isEqualTo("SEMI_ADDITIVE");
        assertThat(MetricDictionary.additivity("not additive over segments")).isEqualTo("SEMI_ADDITIVE");
        assertThat(MetricDictionary.additivity("of the base")).isEqualTo("NOT_STATED");
    }

    @Test
    void keysTextsAndRunsAreNoMetrics() {
        assertThat(ROWS)
                .noneMatch(row -> row.<String>getAs("metric").equals("run_id"))
                .noneMatch(row -> row.<String>getAs("metric").equals("segment"))
                .noneMatch(row -> row.<String>getAs("table_name").equals("market.growth_drivers")
                        && row.<String>getAs("metric").equals("driver_rank"))
                .hasSizeGreaterThan(300);
    }

    /** Spark resolves every table and column of a query before it runs it. */
    @Test
    void everyExampleQueryRuns() {
        SparkSession spark = TestSession.get().newSession();
        for (TableSpec spec : SPECS) {
            spark.createDataFrame(List.of(), spec.schema()).createOrReplaceTempView(view(spec.qualifiedName()));
        }
        assertThat(ROWS).allSatisfy(row -> {
            String table = row.getAs("table_name");
            String query = row.<String>getAs("example_query").replace("FROM " + table, "FROM " + view(table));
            assertThat(spark.sql(query).columns()).endsWith(row.<String>getAs("metric"));
        });
    }

    private static String view(String table) {
        return table.replace('.', '_');
    }

    private static Row metric(String table, String metric) {
        return ROWS.stream()
                .filter(row -> row.<String>getAs("table_name").equals(table)
                        && row.<String>getAs("metric").equals(metric))
                .findFirst()
                .orElseThrow();
    }
}
