package almanac.job;

import almanac.error.Failure;
import almanac.lake.StorageFailures;
import java.io.PrintWriter;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;
import java.util.TimeZone;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line, and the main class of {@code spark-submit}. */
@Command(
        name = "almanac",
        description = "Nightly sales analytics and forecasts on Spark, published as Delta tables.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            InitCommand.class,
            RunCommand.class,
            PlanCommand.class,
            BackfillCommand.class,
            TablesCommand.class,
            QueryCommand.class,
            ReportCommand.class,
            ForecastCommand.class,
            ModelsCommand.class,
            SampleCommand.class,
            DoctorCommand.class,
            MaintainCommand.class,
            BenchCommand.class
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the night is published (or nothing was new)",
            "2:the configuration or the command line is wrong",
            "3:a source cannot be read as declared",
            "4:the data is not good enough to publish",
            "5:the storage failed",
            "6:another run holds the warehouse",
            "7:a mistake of Almanac itself"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  almanac run --conf conf/demo.conf",
            "  almanac query \"SELECT * FROM market.market_share LIMIT 10\"",
            "  almanac COMMAND --help"
        })
public final class Main {

    private Main() {}

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] args) {
        // What is written is the same, whatever the machine speaks and wherever it stands; for executors Sessions sees
        // to it.
        Locale.setDefault(Locale.ROOT);
        TimeZone.setDefault(TimeZone.getTimeZone(ZoneOffset.UTC));
        System.exit(execute(args));
    }

    /** Runs a command; the result is its exit code. */
    static int execute(String... args) {
        // A question waits for no command but its own: the others load Spark.
        boolean isQuestion = args.length > 0 && args[0].equals("query");
        return isQuestion
                ? execute(
                        new CommandLine(new QueryCommand()).setCommandName("almanac query"),
                        Arrays.copyOfRange(args, 1, args.length))
                : execute(new CommandLine(new Main()), args);
    }

    private static int execute(CommandLine line, String... args) {
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((thrown, command, parsed) -> {
            Failure failure = StorageFailures.behind(thrown);
            if (isStopping()) {
                return stopped(thrown, command.getErr());
            }
            return failure == null ? bug(thrown, command.getErr()) : failed(failure, command.getErr());
        });
        return line.execute(args);
    }

    /** Whether a signal is ending the process: Spark stops then, and whatever is asked of it fails. */
    static boolean isStopping() {
        Thread probe = new Thread(() -> {});
        try {
            Runtime.getRuntime().addShutdownHook(probe);
            Runtime.getRuntime().removeShutdownHook(probe);
            return false;
        } catch (IllegalStateException stopping) {
            return true;
        }
    }

    /** The exit code is that of the signal, whatever is returned. */
    private static int stopped(Throwable thrown, PrintWriter err) {
        log().warn("stopped by a signal", thrown);
        err.println();
        err.println(
                "Stopped by a signal. The last published night stands; the next run clears up or completes this one.");
        err.flush();
        return Failure.Kind.BUG.exitCode();
    }

    /** Made when there is something to say: the log takes longer to start than a query to answer. */
    private static Logger log() {
        return LogManager.getLogger(Main.class);
    }

    private static int failed(Failure failure, PrintWriter err) {
        log().error("failed", failure);
        err.println();
        err.println(failure.describe());
        err.println("  Exit code " + failure.kind().exitCode() + " ("
                + failure.kind().name().toLowerCase(Locale.ROOT) + ").");
        err.flush();
        return failure.kind().exitCode();
    }

    private static int bug(Throwable thrown, PrintWriter err) {
        log().error("a mistake of Almanac", thrown);
        err.println();
        err.println("Almanac made a mistake: "
                + thrown.toString().lines().findFirst().orElse(""));
        String log = System.getProperty("almanac.log");
        err.println("  What to do: report it with the log" + (log == null ? "." : ", which lies in " + log + "."));
        err.println("  Exit code " + Failure.Kind.BUG.exitCode() + " (bug).");
        err.flush();
        return Failure.Kind.BUG.exitCode();
    }

    /** The version of the code. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"almanac " + CodeVersion.get()};
        }
    }
}
