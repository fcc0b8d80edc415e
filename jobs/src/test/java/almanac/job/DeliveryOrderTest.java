package almanac.job;

import static org.assertj.core.api.Assertions.assertThat;

import almanac.error.Failure;
import almanac.lake.Ops;
import almanac.segment.DailySales;
import almanac.staging.Sales;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What later deliveries make of earlier ones: restated, late, repeated, changed, archived, out of order. */
class DeliveryOrderTest {

    @TempDir
    Path folder;

    @Test
    void laterDeliveriesRestateAddRepeatChangeAndArchive() {
        TestNight night = TestNight.in(folder)
                .delivers(
                        "sales/d1.csv",
                        "o1,1,2026-01-01,p,1,1.00,c,",
                        "o2,1,2026-01-02,p,1,2.00,c,",
                        "o3,1,2026-01-03,p,1,3.00,c,");
        night.run();
        anUnchangedLakeChangesNothing(night);

        night.delivers("sales/d2.csv", "o2,1,2026-01-02,p,1,20.00,c,restated", "o4,1,2026-01-01,p,1,4.00,c,late");
        night.run();
        assertThat(night.sales())
                .containsExactly(
                        "o1 1 2026-01-01 p 1.0000 1.0000",
                        "o2 1 2026-01-02 p 1.0000 20.0000",
                        "o3 1 2026-01-03 p 1.0000 3.0000",
                        "o4 1 2026-01-01 p 1.0000 4.0000");
        assertThat(night.rows(Sales.SPEC, "order_date", "order_id", "net_amount", "is_current", "run_id"))
                .as("only touched dates are written anew, and what was restated is kept")
                .containsExactly(
                        "2026-01-01 o1 1.0000 true run-000003",
                        "2026-01-01 o4 4.0000 true run-000003",
                        "2026-01-02 o2 2.0000 false run-000003",
                        "2026-01-02 o2 20.0000 true run-000003",
                        "2026-01-03 o3 3.0000 true run-000001");
        assertThat(night.rows(DailySales.SPEC, "order_date", "net_amount", "run_id"))
                .containsExactly(
                        "2026-01-01 5.0000 run-000003",
                        "2026-01-02 20.0000 run-000003",
                        "2026-01-03 3.0000 run-000001");
        assertThat(night.deliveries()).containsExactly("sales/d1.csv read 3 2 0 1 0", "sales/d2.csv read 2 2 0 0 0");

        List<String> cube = night.cube();
        night.delivers("sales/d3.csv", "o2,1,2026-01-02,p,1,20.00,c,restated", "o4,1,2026-01-01,p,1,4.00,c,late");
        night.run();
        assertThat(night.cube()).as("the same file again, under another name").isEqualTo(cube);
        assertThat(night.deliveries())
                .containsExactly(
                        "sales/d1.csv read 3 2 0 1 0", "sales/d2.csv read 2 0 0 2 0", "sales/d3.csv read 2 2 0 0 0");

        night.delivers("sales/d3.csv", "o3,1,2026-01-04,p,1,30.00,c,moved to another day");
        night.run();
        assertThat(night.cube())
                .as("a changed file takes its old rows back")
                .containsExactly(
                        "2026-01-01 p 2.0000 5.0000", "2026-01-02 p 1.0000 20.0000", "2026-01-04 p 1.0000 30.0000");

        night.takesAway("sales/d1.csv").delivers("sales/d4.csv", "o5,1,2026-01-05,p,1,5.00,c,");
        night.run();
        assertThat(night.cube())
                .containsExactly(
                        "2026-01-01 p 2.0000 5.0000",
                        "2026-01-02 p 1.0000 20.0000",
                        "2026-01-04 p 1.0000 30.0000",
                        "2026-01-05 p 1.0000 5.0000");
        assertThat(night.deliveries())
                .containsExactly(
                        "sales/d1.csv archived 3 1 0 2 0",
                        "sales/d2.csv read 2 2 0 0 0",
                        "sales/d3.csv read 1 1 0 0 0",
                        "sales/d4.csv read 1 1 0 0 0");

        night.with("inputs.sales.columns.channel_id = { constant = web }");
        Failure failure = night.fails();
        assertThat(failure.kind()).isEqualTo(Failure.Kind.SOURCE);
        assertThat(failure)
                .hasMessage(
                        "the mapping of `sales` changed, so that every file is to be read again, but 1 of them are no"
                                + " longer in the lake; their rows would be lost");
        assertThat(failure.details()).containsExactly("sales/d1.csv");

        night.runFull();
        Map<String, List<String>> full = night.content();
        assertThat(night.cube())
                .as("--full goes on without the file that is gone")
                .containsExactly(
                        "2026-01-01 p 1.0000 4.0000",
                        "2026-01-02 p 1.0000 20.0000",
                        "2026-01-04 p 1.0000 30.0000",
                        "2026-01-05 p 1.0000 5.0000");
        night.runFull();
        assertThat(night.content()).isEqualTo(full);
    }

    private static void anUnchangedLakeChangesNothing(TestNight night) {
        Map<String, Long> versions = night.versions();
        assertThat(night.run().status()).isEqualTo("unchanged");
        assertThat(night.versions()).isEqualTo(versions);
        assertThat(night.runs()).containsExactly("1 published", "2 unchanged");
    }

    /**
     * Three deliveries about the same orders arrive in each of their six orders, all six at once in a month of their own,
     * over three nights; and all in one night.
     */
    @Test
    void theOrderInWhichFilesArriveDoesNotMatter(@TempDir Path atOnceFolder) {
        List<List<Integer>> orders = List.of(
                List.of(1, 2, 3),
                List.of(1, 3, 2),
                List.of(2, 1, 3),
                List.of(2, 3, 1),
                List.of(3, 1, 2),
                List.of(3, 2, 1));
        TestNight night = TestNight.in(folder).with("gates.quarantine_rate = 1");
        TestNight atOnce = TestNight.in(atOnceFolder).with("gates.quarantine_rate = 1");
        for (int arrival = 0; arrival < 3; arrival++) {
            for (int family = 1; family <= orders.size(); family++) {
                int delivery = orders.get(family - 1).get(arrival);
                deliver(night, family, delivery);
                deliver(atOnce, family, delivery);
            }
            night.run();
        }
        atOnce.run();
        Map<String, List<String>> expected = atOnce.content();
        assertThat(night.content()).isEqualTo(expected);
        List<String> first = ofFamily(night, 1);
        assertThat(first)
                .containsExactly(
                        "2025-01-01 p 1.0000 10.0000",
                        "2025-01-02 p 2.0000 23.0000",
                        "2025-01-04 p 1.0000 300.0000",
                        "quarantined sales/m1-d2.csv 4 amount.number");
        IntStream.rangeClosed(2, 6)
                .forEach(family -> assertThat(ofFamily(night, family))
                        .as("order %s", orders.get(family - 1))
                        .isEqualTo(first));
    }

    /** The second delivery restates and adds, the third moves an order to another day. */
    private static void deliver(TestNight night, int family, int delivery) {
        String month = "2025-0" + family;
        List<String> lines = switch (delivery) {
            case 1 ->
                List.of(
                        "f%1$d-a,1,%2$s-01,p,1,1.00,c,",
                        "f%1$d-b,1,%2$s-02,p,1,2.00,c,", "f%1$d-c,1,%2$s-03,p,1,3.00,c,");
            case 2 ->
                List.of(
                        "f%1$d-a,1,%2$s-01,p,1,10.00,c,",
                        "f%1$d-d,1,%2$s-02,p,1,21.00,c,", "f%1$d-e,1,%2$s-02,p,1,bad,c,");
            default -> List.of("f%1$d-c,1,%2$s-04,p,1,300.00,c,");
        };
        night.delivers(
                "sales/m" + family + "-d" + delivery + ".csv",
                lines.stream().map(line -> String.format(line, family, month)).toArray(String[]::new));
    }

    private static List<String> ofFamily(TestNight night, int family) {
        List<String> rows = new java.util.ArrayList<>();
        night.cube().stream()
                .filter(row -> row.startsWith("2025-0" + family))
                .map(row -> "2025-01" + row.substring(7))
                .forEach(rows::add);
        night.rows(Ops.QUARANTINE, "file", "line", "rule").stream()
                .filter(row -> row.startsWith("sales/m" + family))
                .map(row -> "quarantined " + row.replace("/m" + family, "/m1"))
                .forEach(rows::add);
        return rows;
    }
}
