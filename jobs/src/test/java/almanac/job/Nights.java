package almanac.job;

import almanac.TestSession;
import almanac.config.Settings;
import almanac.lake.RunListener;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import scala.jdk.javaapi.CollectionConverters;

/** Whole nights as an operator runs them, without what they print. */
final class Nights {

    /** A date on the wall after every date of the lakes that tests read. */
    private static final LocalDate TODAY = LocalDate.of(2026, 6, 30);

    private Nights() {}

    /** Runs a night of everything that these tables need, up to the latest sale. */
    static RunReport run(Settings settings, Set<String> only) {
        return run(TestSession.get(), settings, only);
    }

    /** The same with compiled plans, which pay for themselves on a million lines; the session is as before then. */
    static RunReport runCompiled(Settings settings, Set<String> only) {
        // Every TestSession.get() sets the session's defaults again: the settings are changed in a session of its own.
        SparkSession tests = TestSession.get();
        SparkSession spark = tests.newSession();
        CollectionConverters.asJava(tests.conf().getAll()).forEach((key, value) -> {
            if (spark.conf().isModifiable(key)) {
                spark.conf().set(key, value);
            }
        });
        spark.conf().set("spark.sql.codegen.wholeStage", "true");
        spark.conf().set("spark.sql.codegen.factoryMode", "FALLBACK");
        return run(spark, settings, only);
    }

    private static RunReport run(SparkSession spark, Settings settings, Set<String> only) {
        PrintStream silent = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        return new PlanRunner(spark, settings, new Progress(silent), RunListener.NONE)
                .run(new PlanRunner.Options(null, TODAY, false, only));
    }

    /** A configuration of the project. */
    static Path conf(String name) {
        return Stream.iterate(Path.of("").toAbsolutePath(), folder -> folder != null, Path::getParent)
                .map(folder -> folder.resolve("conf").resolve(name))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow();
    }
}
