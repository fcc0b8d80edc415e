package almanac.job;

import almanac.lake.Locations;
import almanac.lake.Sessions;
import almanac.sample.ForEachDay;
import almanac.sample.SalesTruth;
import almanac.sample.SampleLake;
import almanac.sample.SampleParameters;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code almanac sample}: writes the sample lake. */
@Command(
        name = "sample",
        description = "Writes the sample lake of an invented supplier, with the truth that is planted in it beside.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  almanac sample .almanac/sample",
            "  almanac sample --scale 10 --seed 7 --days 730 /data/sample",
            "  almanac sample --spark --scale 1000 hdfs:///sample"
        })
final class SampleCommand implements Callable<Integer> {

    @Option(names = "--scale", description = "1 is about 100,000 lines over three years. Default: ${DEFAULT-VALUE}.")
    private double scale = 1;

    @Option(names = "--seed", description = "Another seed gives another lake. Default: ${DEFAULT-VALUE}.")
    private long seed = SampleParameters.defaults().seed();

    @Option(names = "--days", description = "Days of deliveries. Default: ${DEFAULT-VALUE}.")
    private int days = SampleParameters.defaults().days();

    @Option(names = "--end", paramLabel = "DATE", description = "The last day. Default: ${DEFAULT-VALUE}.")
    private LocalDate end = SampleParameters.defaults().end();

    @Option(
            names = "--spark",
            description = "Writes the days as Spark tasks, for lakes that one machine is too small for.")
    private boolean onSpark;

    @Parameters(paramLabel = "FOLDER", description = "Where to: a folder that is not there yet, or empty.")
    private String folder = "";

    @Override
    public Integer call() {
        SampleParameters parameters = new SampleParameters(seed, scale, end, days);
        SalesTruth truth;
        if (onSpark) {
            SparkSession spark = Sessions.open("almanac sample");
            truth = SampleLake.generate(
                    parameters, folder, spark.sparkContext().hadoopConfiguration(), new OnSpark(spark));
        } else {
            truth = onThreads(parameters, folder);
        }
        System.out.printf(
                "The sample lake lies in %s: %,d sales lines of %,d days. What is planted in it: %s/truth.json%n",
                folder, truth.total().lines(), days, folder);
        return 0;
    }

    /** Writes a lake with the threads of this machine. */
    static SalesTruth onThreads(SampleParameters parameters, String folder) {
        return SampleLake.generate(
                parameters,
                folder,
                Locations.hadoop(),
                ForEachDay.onThreads(Runtime.getRuntime().availableProcessors()));
    }

    /** The days as Spark tasks. */
    private record OnSpark(SparkSession spark) implements ForEachDay {
        @Override
        public <R extends Serializable> List<R> collect(List<LocalDate> dates, Work<R> work) {
            JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
            return context.parallelize(dates, dates.size()).map(work::of).collect();
        }
    }
}
