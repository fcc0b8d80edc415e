package almanac;

import almanac.lake.Sessions;
import org.apache.spark.sql.SparkSession;

/** The one Spark session of a JVM of the test suite: starting Spark is what costs. */
public final class TestSession {

    private TestSession() {}

    /** The session: two threads, and no code generation, which small data never earns back. */
    public static synchronized SparkSession get() {
        System.setProperty("spark.master", "local[2]");
        System.setProperty("spark.sql.shuffle.partitions", "2");
        System.setProperty("spark.sql.codegen.wholeStage", "false");
        System.setProperty("spark.sql.codegen.factoryMode", "NO_CODEGEN");
        // Re-planning between stages costs more than stages of a few rows take.
        System.setProperty("spark.sql.adaptive.enabled", "false");
        System.setProperty(
                "spark.sql.warehouse.dir",
                System.getProperty("java.io.tmpdir") + "/almanac-test-catalog-"
                        + ProcessHandle.current().pid());
        return Sessions.open("tests");
    }
}
