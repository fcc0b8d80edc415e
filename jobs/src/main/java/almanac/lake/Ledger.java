package almanac.lake;

import static org.apache.spark.sql.functions.max;

import almanac.table.TableSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/** How every run of a warehouse ended: {@link Ops#RUNS}, and which nights were published. */
final class Ledger {

    private final Warehouse warehouse;

    Ledger(Warehouse warehouse) {
        this.warehouse = warehouse;
    }

    /**
     * A run as it began.
     *
     * @param number its number
     * @param startedAt when
     * @param identity of its night
     */
    record Started(long number, Instant startedAt, Night.Identity identity) {

        String id() {
            return runId(number);
        }

        /** For the file by which a killed run is known. */
        String text() {
            return String.join("\n", startedAt.toString(), identity.configurationDigest(), identity.codeVersion());
        }

        static Started parse(long number, String text) {
            String[] lines = text.split("\n", -1);
            return new Started(number, Instant.parse(lines[0]), new Night.Identity(lines[1], lines[2]));
        }
    }

    static String runId(long number) {
        return String.format("run-%06d", number);
    }

    /** One more than the number of any run before. */
    long nextNumber() {
        if (!warehouse.has(Ops.RUNS)) {
            return 1;
        }
        Row row = warehouse.read(Ops.RUNS).agg(max("run_number")).first();
        return row.isNullAt(0) ? 1 : row.getLong(0) + 1;
    }

    /** Enters a run that has just ended. */
    void ended(Started run, @Nullable LocalDate asOf, String status, int exitCode, @Nullable String message) {
        Instant now = Instant.now();
        double seconds = Duration.between(run.startedAt(), now).toMillis() / 1000.0;
        enter(run, asOf, status, now, seconds, exitCode, message);
    }

    /** Enters a run that was killed, as the next one finds it. */
    void aborted(Started run) {
        String message = "it was killed before it could publish; nothing of it is visible";
        enter(run, null, "aborted", Instant.now(), null, null, message);
    }

    private void enter(
            Started run,
            @Nullable LocalDate asOf,
            String status,
            Instant endedAt,
            @Nullable Double seconds,
            @Nullable Integer exitCode,
            @Nullable String message) {
        Row row = RowFactory.create(
                run.number(),
                asOf,
                status,
                run.startedAt(),
                endedAt,
                seconds,
                exitCode,
                message,
                run.identity().configurationDigest(),
                run.identity().codeVersion(),
                run.id());
        append(Ops.RUNS, List.of(row), run.number());
    }

    /** Adds rows of a run to a table of the ledger, once. */
    void append(TableSpec spec, List<Row> rows, long runNumber) {
        warehouse.append(spec, warehouse.spark().createDataFrame(rows, spec.schema()), runNumber, runId(runNumber));
    }

    /** The last published night, if there is one. */
    Night.@Nullable LastNight lastNight() {
        return Publications.newest(warehouse)
                .map(night -> new Night.LastNight(
                        night.getAs("run_id"),
                        night.getAs("as_of_date"),
                        new Night.Identity(night.getAs("configuration_digest"), night.getAs("code_version"))))
                .orElse(null);
    }
}
