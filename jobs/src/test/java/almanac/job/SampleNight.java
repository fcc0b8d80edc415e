package almanac.job;

import almanac.TestSession;
import almanac.config.Settings;
import almanac.config.SettingsReader;
import almanac.lake.Warehouse;
import almanac.sample.ForEachDay;
import almanac.sample.SampleLake;
import almanac.sample.SampleParameters;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/**
 * A sample lake in a folder of a test, and conf/demo.conf for it.
 *
 * @param truth what the lake was made with
 */
record SampleNight(Settings settings, Config truth) {

    /** Writes the lake of these parameters. */
    static SampleNight of(SampleParameters parameters, Path folder, String periods) {
        Path lake = folder.resolve("lake");
        SampleLake.generate(parameters, lake.toString(), new Configuration(), ForEachDay.onThreads(2));
        Map<String, String> places = Map.of(
                "lake", lake.toString(),
                "warehouse", folder.resolve("warehouse").toString(),
                "periods", periods);
        return new SampleNight(
                SettingsReader.read(Nights.conf("demo.conf"), ConfigurationOptions.shapes(), places),
                ConfigFactory.parseFile(lake.resolve("truth.json").toFile()));
    }

    /** What its nights have published. */
    Warehouse warehouse() {
        return Warehouse.open(TestSession.get(), settings.warehouse());
    }
}
