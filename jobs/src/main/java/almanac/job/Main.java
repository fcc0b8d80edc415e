package almanac.job;

import almanac.config.InputShape;
import almanac.config.Settings;
import almanac.config.SettingsReader;
import almanac.error.Failure;
import almanac.lake.RunListener;
import almanac.lake.Sessions;
import almanac.staging.InputTable;
import almanac.staging.StagingTables;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.SparkSession;

public final class Main {
    public static void main(String[] args) {
        Map<String, InputShape> shapes = new LinkedHashMap<>();
        shapes.put("sales", null);
        for (InputTable t : StagingTables.ALL) shapes.put(t.name(), new InputShape(t.required(), t.optional(), t.key()));
        try {
            Settings settings = SettingsReader.read(Path.of(args[0]), shapes, Map.of());
            SparkSession spark = Sessions.open("almanac");
            Progress p = new Progress(System.out);
            System.out.println(new PlanRunner(spark, settings, p, RunListener.NONE).run(new PlanRunner.Options(null, LocalDate.now(), args.length > 1, Set.of())));
        } catch (Failure e) {
            System.err.println(e.describe());
            if (e.getCause() != null) e.getCause().printStackTrace();
            System.exit(e.kind().exitCode());
        }
    }
}
