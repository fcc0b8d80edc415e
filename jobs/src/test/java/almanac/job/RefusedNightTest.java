package almanac.job;

import static org.assertj.core.api.Assertions.assertThat;

import almanac.error.Failure;
import almanac.error.Failure.Kind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faults that stop a night, each with its message and exit code; nothing is published. */
class RefusedNightTest {

    private static final String GOOD = "a1,1,2026-01-05,p,2,10.50,c,x";

    @TempDir
    Path folder;

    private TestNight night;

    @BeforeEach
    void makeLake() {
        night = TestNight.in(folder);
    }

    @Test
    void aMissingDeliveryStopsTheNight() {
        refused(
                Kind.SOURCE,
                "the source `sales_files` has no file: nothing below " + folder.resolve("lake")
                        + " matches `sales/*.csv`");
    }

    @Test
    void aMissingDeliveryThatIsAcceptedLeavesANightWithoutSales() {
        night.with("sources.sales_files.on_missing = accept");
        refused(Kind.SOURCE, "there are no sales: not one row was accepted");
    }

    @Test
    void anEmptyFileStopsTheNight() {
        night.delivers("sales/a.csv", GOOD).deliversText("sales/b.csv", "");
        Failure failure = refused(
                Kind.SOURCE,
                "1 of 2 files of the source `sales_files` cannot be read as declared; nothing was published");
        assertThat(failure.details())
                .containsExactly(
                        "sales/b.csv: the file is empty, without even a header; on_empty = accept lets it pass");
    }

    @Test
    void aFileOfAHeaderAloneStopsTheNight() {
        night.delivers("sales/a.csv", GOOD).deliversText("sales/b.csv", TestNight.HEADER);
        Failure failure = refused(Kind.SOURCE, "1 files of the source `sales_files` have no row");
        assertThat(failure.details()).containsExactly("sales/b.csv");
    }

    @Test
    void everyFileThatLacksARequiredColumnIsToldAtOnce() {
        night.delivers("sales/a.csv", GOOD)
                .deliversText("sales/b.csv", "order_id,line\n1,1\n")
                .deliversText("sales/c.csv", "order_id,line,day,product,units,amuont\n1,1,2026-01-05,p,1,1.00\n");
        Failure failure = refused(
                Kind.SOURCE,
                "2 of 3 files of the source `sales_files` cannot be read as declared; nothing was published");
        assertThat(failure.details())
                .containsExactly(
                        "sales/b.csv: schema.missing: it lacks the required columns [day, product, units, amount];"
                                + " it has [order_id, line]",
                        "sales/c.csv: schema.missing: it lacks the required columns [amount]; it has [order_id, line,"
                                + " day, product, units, amuont]; did you mean \"amuont\"?");
    }

    @Test
    void aFileThatChangesWhileTheNightReadsItStopsTheNight() {
        night.delivers("sales/a.csv", GOOD).delivers("sales/b.csv", "b1,1,2026-01-05,p,1,1.00,c,x");
        night.listeningWith(step -> {
            if (step.equals("staged staging.sales")) {
                night.delivers("sales/b.csv", "b1,1,2026-01-05,p,1,1.00,c,x", "b2,1,2026-01-05,p,1,2.00,c,half");
            }
        });
        Failure failure = refused(
                Kind.SOURCE, "1 files changed or vanished while the night was reading them; nothing was published");
        assertThat(failure.details()).containsExactly("sales/b.csv");
    }

    @Test
    void filesThatNobodyExpectsStopTheNight() {
        night.delivers("sales/a.csv", GOOD)
                .delivers("sales/_b.csv", GOOD)
                .delivers("sales/.c.csv", GOOD)
                .deliversText("sales/readme.txt", "read me");
        Failure failure = refused(
                Kind.SOURCE,
                "the source `sales_files` does not expect 3 of the files in its folder: its path is `sales/*.csv`");
        assertThat(failure.details()).containsExactly("sales/.c.csv", "sales/_b.csv", "sales/readme.txt");
    }

    @Test
    void aFileThatIsNoTextStopsTheNightUnlessBadFilesAreQuarantined() {
        night.delivers("sales/a.csv", GOOD)
                .deliversBytes("sales/b.csv", "PAR1\u0015\0\0\0PAR1".getBytes(StandardCharsets.US_ASCII));
        Failure failure = refused(
                Kind.SOURCE,
                "1 of 2 files of the source `sales_files` cannot be read as declared; nothing was published");
        assertThat(failure.details())
                .singleElement()
                .satisfies(
                        detail -> assertThat(detail).startsWith("sales/b.csv: ").contains("Parquet"));
    }

    @Test
    void aNightOfBadRowsStopsAtTheGateAndTheLastNightStays() {
        night.with("gates.quarantine_rows = 2").delivers("sales/a.csv", GOOD);
        night.run();
        Map<String, Long> versions = night.versions();
        night.delivers(
                "sales/b.csv",
                "b1,1,2026-01-06,p,1,ten,c,x",
                "b2,1,2026-13-01,p,1,1.00,c,x",
                "b3,1,2026-13-02,p,1,1.00,c,x");
        Failure failure = refused(
                Kind.GATE,
                "3 of 3 rows of `sales` (100.0 %) break a rule, more than gates.quarantine_rate = 5.0 %; nothing was"
                        + " published and the last night stands");
        assertThat(failure.details())
                .containsExactly(
                        "date.format: 2 rows, such as sales/b.csv line 3: order_date = 2026-13-01",
                        "amount.number: 1 rows, such as sales/b.csv line 2: net_amount = ten");
        assertThat(night.versions()).isEqualTo(versions);
        assertThat(night.sales()).containsExactly("a1 1 2026-01-05 p 2.0000 10.5000");
        assertThat(night.runs()).containsExactly("1 published", "2 failed");
    }

    @Test
    void aFileInCentsAfterFilesInEurosStopsTheNight() {
        for (int day = 1; day <= 3; day++) {
            night.delivers("sales/d" + day + ".csv", tenLines(day, "0.00"));
        }
        night.delivers("sales/d4.csv", tenLines(4, "000")).delivers("sales/d5.csv", tenLines(5, "5.00"));
        Failure failure = refused(
                Kind.GATE,
                "the amounts of 1 files of `sales` are of another scale than those before, by more than"
                        + " gates.scale_shift = 30; nothing was published and the last night stands");
        assertThat(failure.details())
                .containsExactly("sales/d4.csv: the median amount is 5000.0000, 100 times the 50.0000 of the deliveries"
                        + " before it");
    }

    /** Amounts from 1 to 10, and what follows them. */
    private static String[] tenLines(int day, String digits) {
        return java.util.stream.IntStream.rangeClosed(1, 10)
                .mapToObj(line -> "o" + day + "," + line + ",2026-01-0" + day + ",p,1," + line + digits + ",c,x")
                .toArray(String[]::new);
    }

    private Failure refused(Kind kind, String message) {
        Failure failure = night.fails();
        assertThat(failure).hasMessage(message);
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.remedy()).isNotBlank();
        return failure;
    }
}
