package almanac.job;

import almanac.config.Settings;
import almanac.lake.Queries;
import almanac.lake.QueryEngine;
import almanac.lake.Sessions;
import almanac.lake.Warehouse;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** Starts Spark for a query; apart from the command, so that what needs no Spark does not load it. */
final class SparkQueries {

    private SparkQueries() {}

    /** Queries over the tables that a configuration builds, as of a run or, where it is null, the newest. */
    static QueryEngine open(Settings settings, @Nullable String runId) {
        SparkSession spark = Sessions.open("almanac query");
        Queries queries = new Queries(spark, Warehouse.open(spark, settings.warehouse()), PlanCommand.specs(settings));
        return runId == null ? queries : queries.asOf(runId);
    }
}
