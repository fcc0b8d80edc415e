package almanac.job;

import static org.assertj.core.api.Assertions.assertThat;

import almanac.error.Failure;
import java.nio.file.Path;
import org.apache.spark.sql.SaveMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sources that are tables: a version of a table is one delivery, and takes the place of the one before. */
class TableSourcesTest {

    private static final String ROWS =
            "SELECT * FROM VALUES %s" + " AS t(order_id, line, day, product, units, amount, customer)";

    @TempDir
    Path folder;

    @Test
    void aDeltaTableIsReadAgainWhenItHasANewVersion() {
        TestNight night = TestNight.in(folder)
                .with("sources.sales_files.format = delta")
                .with("sources.sales_files.path = orders");
        String table = folder.resolve("lake/orders").toString();
        save(
                table,
                "('o1', '1', DATE'2026-01-01', 'p', 2, 10.50, 'c'), ('o2', '1', DATE'2026-01-02', 'p', 1, 5.00, 'c')");
        night.run();
        assertThat(night.sales())
                .containsExactly("o1 1 2026-01-01 p 2.0000 10.5000", "o2 1 2026-01-02 p 1.0000 5.0000");
        assertThat(night.deliveries()).containsExactly("orders#0 read 2 2 0 0 0");

        assertThat(night.run().status()).isEqualTo("unchanged");

        save(
                table,
                "('o1', '1', DATE'2026-01-01', 'p', 2, 11.00, 'c'), ('o3', '1', DATE'2026-01-03', 'p', 1, 7.00, 'c')");
        night.run();
        assertThat(night.sales())
                .containsExactly("o1 1 2026-01-01 p 2.0000 11.0000", "o3 1 2026-01-03 p 1.0000 7.0000");
        assertThat(night.cube()).containsExactly("2026-01-01 p 2.0000 11.0000", "2026-01-03 p 1.0000 7.0000");
        assertThat(night.deliveries()).containsExactly("orders#1 read 2 2 0 0 0");
    }

    @Test
    void aTableOfTheCatalogueIsReadByItsName() {
        TestNight.spark().sql("CREATE DATABASE IF NOT EXISTS shop");
        TestNight.spark()
                .sql(String.format(ROWS, "('o1', '1', DATE'2026-01-01', 'p', 2, 10.50, 'c')"))
                .write()
                .format("delta")
                .mode(SaveMode.Overwrite)
                .option("path", folder.resolve("shop").toString())
                .saveAsTable("shop.orders");
        try {
            TestNight night = TestNight.in(folder)
                    .with("sources.sales_files.format = table")
                    .with("sources.sales_files.path = shop.orders");
            night.run();

            assertThat(night.sales()).containsExactly("o1 1 2026-01-01 p 2.0000 10.5000");
        } finally {
            TestNight.spark().sql("DROP DATABASE shop CASCADE");
        }
    }

    @Test
    void aTableThatLacksAColumnSaysWhatItHas() {
        TestNight night = TestNight.in(folder)
                .with("sources.sales_files.format = delta")
                .with("sources.sales_files.path = orders");
        TestNight.spark()
                .sql("SELECT 'o1' AS order_id, '1' AS line, DATE'2026-01-01' AS day, 'p' AS product, 1 AS units")
                .write()
                .format("delta")
                .save(folder.resolve("lake/orders").toString());

        Failure failure = night.fails();

        assertThat(failure.kind()).isEqualTo(Failure.Kind.SOURCE);
        assertThat(failure.describe()).contains("amount").contains("units");
    }

    @Test
    void aFolderThatIsNoTableIsRefused() {
        TestNight night = TestNight.in(folder)
                .with("sources.sales_files.format = delta")
                .with("sources.sales_files.path = sales");

        assertThat(night.fails())
                .hasMessage("the source `sales_files` is no Delta table: " + folder.resolve("lake/sales"));
    }

    private static void save(String table, String values) {
        TestNight.spark()
                .sql(String.format(ROWS, values))
                .write()
                .format("delta")
                .mode(SaveMode.Overwrite)
                .save(table);
    }
}
