package almanac.job;

import almanac.error.Failure;
import almanac.lake.Answer;
import almanac.lake.Locations;
import almanac.lake.QueryEngine;
import almanac.lake.local.LocalQueries;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code almanac query}: SELECTs over the published tables. DuckDB answers where the tables lie on the local disk, else
 * Spark; this class loads nothing of Spark.
 */
@Command(
        name = "query",
        description = "Answers one SELECT over the published tables; without one, as many as you type.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  almanac query \"SELECT * FROM market.market_share LIMIT 10\"",
            "  almanac query \"DESCRIBE market.market_share\"",
            "  almanac query --format csv \"SELECT * FROM ops.deliveries\" > deliveries.csv",
            "  almanac query --as-of-run run-000012 \"SELECT sum(forecast_amount) FROM forecast.segment_forecasts\""
        })
final class QueryCommand implements Callable<Integer> {

    /** How an answer is printed. */
    enum Format {
        TABLE,
        CSV,
        JSON;

        String text(Answer answer) {
            return switch (this) {
                case TABLE -> Answers.table(answer);
                case CSV -> Answers.csv(answer);
                case JSON -> Answers.json(answer);
            };
        }
    }

    @Mixin
    private ConfigurationOptions configuration = new ConfigurationOptions();

    @Option(
            names = "--format",
            description =
                    "table, csv or json (one object a line). Default: table. In csv, texts that a spreadsheet would"
                            + " run as formulas (they start with = + - @ tab or CR and are no numbers) get an apostrophe in"
                            + " front.")
    private Format format = Format.TABLE;

    @Option(names = "--limit", description = "The most rows that are printed. Default: ${DEFAULT-VALUE}.")
    private int limit = 1000;

    @Option(
            names = "--as-of-run",
            paramLabel = "RUN",
            description = "Reads every table as this run published it; ops.publications lists the runs.")
    private @Nullable String asOfRun;

    @Option(
            names = "--spark",
            description =
                    "Takes Spark's SQL instead of DuckDB's, as it is where the tables do not lie on a local disk.")
    private boolean spark;

    @Parameters(
            paramLabel = "SQL",
            arity = "0..1",
            description = "A SELECT; tables are named area.table. Without it, a prompt asks.")
    private String sql = "";

    @Override
    public Integer call() {
        if (limit < 1) {
            throw Failure.configuration("--limit must be above 0", "leave it out for the default", List.of());
        }
        try (QueryEngine engine = open()) {
            if (sql.isBlank()) {
                new QueryPrompt(engine, this::print).run();
            } else {
                print(engine, sql);
            }
        }
        return 0;
    }

    private QueryEngine open() {
        String warehouse = configuration.warehouse();
        if (spark || Locations.isRemote(warehouse) || !hasDuckDb()) {
            return SparkQueries.open(configuration.settings(), asOfRun);
        }
        // What Delta Kernel would log is not worth the third of a second that the log takes to start.
        System.setProperty("slf4j.provider", "org.slf4j.helpers.NOP_FallbackServiceProvider");
        System.setProperty("slf4j.internal.verbosity", "WARN");
        return LocalQueries.open(warehouse, asOfRun);
    }

    /** What goes to a cluster has no DuckDB in it. */
    private static boolean hasDuckDb() {
        return QueryCommand.class.getResource("/org/duckdb/DuckDBDriver.class") != null;
    }

    private void print(QueryEngine engine, String query) {
        // One row more than is shown tells whether there are more.
        Answer answer = engine.answer(query, limit == Integer.MAX_VALUE ? limit : limit + 1);
        System.out.print(format.text(answer.first(limit)));
        System.out.flush();
        if (answer.rows().size() > limit) {
            System.err.printf("Only the first %,d rows are shown; --limit N shows more.%n", limit);
        }
    }
}
