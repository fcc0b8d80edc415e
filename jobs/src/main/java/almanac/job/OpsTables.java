package almanac.job;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import almanac.config.Settings;
import almanac.ingest.Ingest;
import almanac.lake.Night;
import almanac.lake.Ops;
import almanac.lake.Replace;
import almanac.lake.Warehouse;
import almanac.staging.InputTable;
import almanac.staging.StagingTables;
import almanac.table.Table;
import almanac.table.TableSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** What a night tells about its inputs and its tables: manifest, quarantine, capabilities, metrics, profiles. */
final class OpsTables {

    private final SparkSession spark;
    private final Settings settings;
    private final Warehouse warehouse;
    private final Night night;
    private final boolean full;

    /**
     * @param full whether every file was read anew, so that nothing of earlier nights stays
     */
    OpsTables(SparkSession spark, Settings settings, Warehouse warehouse, Night night, boolean full) {
        this.spark = spark;
        this.settings = settings;
        this.warehouse = warehouse;
        this.night = night;
        this.full = full;
    }

    /** Stages all of them. */
    void stage(List<Ingest.Result> inputs, List<Table> tables, TableStates states) {
        stage(
                Ops.DELIVERIES,
                inputs.stream().flatMap(input -> input.deliveries().stream()).toList());
        night.stage(Ops.QUARANTINE, quarantine(inputs), Replace.everything());
        stage(Ops.CAPABILITIES, capabilities(tables, states));
        stage(
                Ops.METRIC_DICTIONARY,
                MetricDictionary.rows(tables.stream().map(Table::spec).toList(), night.id()));
        night.stage(
                Ops.INPUT_PROFILES,
                new InputProfiles(settings).build(spark, night, states.available()),
                Replace.everything());
        if (night.models().hasChanged()) {
            night.stage(Ops.MODEL_REGISTRY, night.models().rows(), Replace.everything());
        }
    }

    private void stage(TableSpec spec, List<Row> rows) {
        night.stage(spec, spark.createDataFrame(rows, spec.schema()), Replace.everything());
    }

    /** Tonight's rows beside those of files that were not read again. */
    private Dataset<Row> quarantine(List<Ingest.Result> inputs) {
        Dataset<Row> rows = warehouse.has(Ops.QUARANTINE) && !full
                ? warehouse.readAs(Ops.QUARANTINE)
                : spark.createDataFrame(List.of(), Ops.QUARANTINE.schema());
        rows = rows.drop(TableSpec.RUN_ID);
        for (Ingest.Result result : inputs) {
            rows = rows.filter(not(col("input_table")
                    .equalTo(lit(result.input().name()))
                    .and(col("file").isin(result.reread().toArray()))));
            Dataset<Row> tonight = result.quarantine();
            if (tonight != null) {
                rows = rows.unionByName(tonight);
            }
        }
        return rows;
    }

    private List<Row> capabilities(List<Table> tables, TableStates states) {
        Map<String, String> skipped = states.skipped();
        List<Row> rows = new ArrayList<>();
        for (InputTable input : StagingTables.ALL) {
            boolean isBuilt = states.isAvailable(input.spec());
            rows.add(capability(input.spec(), isBuilt ? null : "no source is mapped to `" + input.name() + "`"));
        }
        for (Table table : tables) {
            rows.add(capability(table.spec(), skipped.get(table.spec().qualifiedName())));
        }
        return rows;
    }

    private Row capability(TableSpec spec, @Nullable String reason) {
        return RowFactory.create(spec.qualifiedName(), reason == null ? "built" : "skipped", reason, night.id());
    }
}
