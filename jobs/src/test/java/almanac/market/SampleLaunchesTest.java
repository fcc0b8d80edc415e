package almanac.market;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.assertj.core.api.Assertions.assertThat;

import almanac.SmallNight;
import almanac.TestSession;
import almanac.TestSettings;
import almanac.config.PeriodType;
import almanac.sample.ForEachDay;
import almanac.sample.SampleLake;
import almanac.sample.SampleParameters;
import almanac.segment.DailySales;
import com.typesafe.config.ConfigFactory;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launches of three years of the sample, in which a product sells whether others are launched or not. */
class SampleLaunchesTest {

    private static final LocalDate LAST = LocalDate.of(2025, 12, 7);
    private static final SampleParameters PARAMETERS = new SampleParameters(42, 2, LAST, 1071);

    @TempDir
    static Path lake;

    private static double planted;
    private static List<Row> launches;

    @BeforeAll
    static void night() {
        SampleLake.generate(PARAMETERS, lake.toString(), new Configuration(), ForEachDay.onThreads(2));
        planted = ConfigFactory.parseFile(lake.resolve("truth.json").toFile())
                .getDouble("planted.launch_cannibalised_rate");
        launches = SmallNight.of(TestSettings.of(PeriodType.MONTH), LAST.toString())
                .with(DailySales.SPEC, cube())
                .rows(ProductLaunches.SPEC, "true");
    }

    @Test
    void intervalsOfLaunchesHoldThatNothingIsTaken() {
        List<Row> judged = launches.stream()
                .filter(launch -> launch.getAs("cannibalised_amount") != null)
                .toList();

        assertThat(launches).hasSize(6);
        assertThat(judged)
                .hasSizeGreaterThan(3)
                .allSatisfy(launch -> assertThat(planted
                                * launch.<BigDecimal>getAs("launched_amount").doubleValue())
                        .as(launch.<String>getAs("product_id"))
                        .isBetween(
                                launch.<Double>getAs("cannibalised_amount_low"),
                                launch.<Double>getAs("cannibalised_amount_high")));
    }

    @Test
    void noGradeIsMoreThanTheDataCarry() {
        // A group sells several times what a new product does, and varies more: nothing and all are possible.
        assertThat(launches)
                .extracting(launch -> launch.<String>getAs("grade"))
                .contains("IMPRECISE")
                .doesNotContain("DRIFTED", "NOT_GROUPED", "NO_HISTORY", "TOO_RECENT");
    }

    /** Sales by day and product, a line as its last delivery states it; rows that are broken on purpose are left out. */
    private static Dataset<Row> cube() {
        Dataset<Row> products = csv("products")
                .select("product_id", "category_l2", "product_name")
                .distinct();
        Column stated = struct("updated_at", "order_date", "product_id", "net_amount", "quantity");
        // The files of every March have their columns the other way round.
        Dataset<Row> lines = csv("sales/*-{01,02,04,05,06,07,08,09,10,11,12}-*")
                .unionByName(csv("sales/*-03-*"))
                .groupBy("order_id", "order_line_id")
                .agg(max(stated).as("line"))
                .select("line.*")
                .withColumn("order_date", col("order_date").try_cast("date"))
                .withColumn("net_amount", col("net_amount").try_cast(DailySales.SUM))
                .filter(col("order_date").leq(lit(LAST)).and(col("net_amount").isNotNull()));
        return lines.join(products, "product_id")
                .withColumn(
                        "leaf_segment",
                        concat(lit("geography=DE>Kiel|product="), col("category_l2"), lit(">"), col("product_name")))
                .groupBy("order_date", "leaf_segment", "product_id")
                .agg(sum("net_amount").cast(DailySales.SUM).as("net_amount"))
                .withColumn("sales_units", lit(1).cast(DailySales.SUM))
                .withColumn("return_amount", lit(0).cast(DailySales.SUM));
    }

    private static Dataset<Row> csv(String input) {
        return TestSession.get()
                .read()
                .option("header", true)
                .csv(lake.resolve(input).toString());
    }
}
