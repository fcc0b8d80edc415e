package almanac.job;

import almanac.config.Settings;
import almanac.error.Failure;
import almanac.lake.Queries;
import almanac.lake.Sessions;
import almanac.lake.Warehouse;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code almanac query}: one SELECT over the published tables. */
@Command(
        name = "query",
        description = "Answers one SELECT over the published tables, in Spark SQL.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  almanac query \"SELECT * FROM market.market_share LIMIT 10\"",
            "  almanac query --format csv \"SELECT * FROM ops.deliveries\" > deliveries.csv"
        })
final class QueryCommand implements Callable<Integer> {

    /** How an answer is printed. */
    enum Format {
        TABLE,
        CSV,
        JSON
    }

    @Mixin
    private ConfigurationOptions configuration = new ConfigurationOptions();

    @Option(names = "--format", description = "table, csv or json (one object a line). Default: table.")
    private Format format = Format.TABLE;

    @Option(names = "--limit", description = "The most rows that are printed. Default: ${DEFAULT-VALUE}.")
    private int limit = 1000;

    @Parameters(paramLabel = "SQL", description = "A SELECT; tables are named area.table.")
    private String sql = "";

    @Override
    public Integer call() {
        if (limit < 1) {
            throw Failure.configuration("--limit must be above 0", "leave it out for the default", List.of());
        }
        Settings settings = configuration.settings();
        SparkSession spark = Sessions.open("almanac query");
        Warehouse warehouse = Warehouse.open(spark, settings.warehouse());
        // One row more than is shown tells whether there are more.
        Queries.Answer answer = new Queries(spark, warehouse, PlanCommand.specs(settings)).answer(sql, limit + 1);
        List<Row> rows = answer.rows();
        boolean isCut = rows.size() > limit;
        List<Row> shown = isCut ? rows.subList(0, limit) : rows;
        System.out.print(
                switch (format) {
                    case TABLE -> Answers.table(answer.schema(), shown);
                    case CSV -> Answers.csv(answer.schema(), shown);
                    case JSON -> Answers.json(shown);
                });
        if (isCut) {
            System.err.printf("Only the first %,d rows are shown; --limit N shows more.%n", limit);
        }
        return 0;
    }
}
