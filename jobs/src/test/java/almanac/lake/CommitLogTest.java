package almanac.lake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What the commits of a log say. */
class CommitLogTest {

    @Test
    void maintenanceAfterARunKeepsItsRowsAndTheNextRunDoesNot() {
        CommitLog log = log("run-1", "", "", "run-2", "");

        assertThat(log.newestWithRowsOf(0)).isEqualTo(2);
        assertThat(log.newestWithRowsOf(3)).isEqualTo(4);
        assertThat(log.newest()).isEqualTo(4);
        assertThat(log.runId(3)).isEqualTo("run-2");
    }

    @Test
    void filesThatAreNoCommitsAreNone() {
        CommitLog log = new CommitLog(
                List.of("_last_checkpoint", "00000000000000000009.checkpoint.parquet", "_commits"), name -> "");

        assertThat(log.newest()).isEqualTo(-1);
    }

    @Test
    void ledgersAreThoseThatGrowAfterANightIsPublished() {
        assertThat(NightVersions.PUBLICATIONS).isEqualTo(Ops.PUBLICATIONS.qualifiedName());
        assertThat(Ops.ALL)
                .filteredOn(spec -> NightVersions.isLedger(spec.qualifiedName()))
                .containsExactly(Ops.RUNS, Ops.PUBLICATIONS);
    }

    private static CommitLog log(String... runs) {
        Map<String, String> files = new TreeMap<>();
        for (int version = 0; version < runs.length; version++) {
            files.put(
                    String.format("%020d.json", version),
                    "{\"add\":{}}\n{\"commitInfo\":{"
                            + (runs[version].isEmpty() ? "" : "\"userMetadata\":\"" + runs[version] + "\"") + "}}\n");
        }
        return new CommitLog(files.keySet(), files::get);
    }
}
