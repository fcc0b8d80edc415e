package almanac.job;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run did, for people and for schedulers.
 *
 * @param runId id of the run
 * @param status published or unchanged
 * @param asOf business date; null where nothing was ever read
 * @param seconds wall seconds
 * @param tables what was built
 * @param skipped what was not, and why
 * @param inputs what was read
 * @param warehouse where everything lies
 */
public record RunReport(
        String runId,
        String status,
        @Nullable LocalDate asOf,
        double seconds,
        List<Built> tables,
        List<Skipped> skipped,
        List<Read> inputs,
        String warehouse) {

    /**
     * A table that was built.
     *
     * @param table area.table
     * @param rows rows written tonight
     * @param seconds wall seconds to compute, stage and check
     */
    public record Built(String table, long rows, double seconds) {}

    /**
     * A table that was not built.
     *
     * @param table area.table
     * @param reason why, in words
     */
    public record Skipped(String table, String reason) {}

    /**
     * An input.
     *
     * @param input its name
     * @param files files read tonight
     * @param rows records in all its files
     * @param accepted rows that count
     * @param quarantined rows that break a rule
     * @param duplicates rows that another one stands for
     * @param filtered rows that the mapping leaves out
     */
    public record Read(
            String input, int files, long rows, long accepted, long quarantined, long duplicates, long filtered) {}
}
