package almanac.report;

import static org.apache.spark.sql.functions.col;

import almanac.error.Failure;
import almanac.lake.NightVersions;
import almanac.lake.Ops;
import almanac.lake.Publications;
import almanac.lake.Warehouse;
import almanac.table.TableSpec;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * The last published night, each table at the version that {@code ops.publications} names, so that a later run changes nothing
 * under the report.
 */
final class PublishedNight {

    private final Warehouse warehouse;
    private final Row publication;
    private final NightVersions versions;
    private final Map<String, String> skipped = new HashMap<>();

    private PublishedNight(Warehouse warehouse, Row publication) {
        this.warehouse = warehouse;
        this.publication = publication;
        this.versions = Publications.versions(publication);
        if (has(Ops.CAPABILITIES)) {
            for (Row row : rows(Ops.CAPABILITIES).collectAsList()) {
                if (row.<String>getAs("status").equals("skipped")) {
                    skipped.put(row.getAs("table_name"), row.getAs("reason"));
                }
            }
        }
    }

    /**
     * The night that was published last.
     *
     * @throws Failure of kind CONFIGURATION if none is
     */
    static PublishedNight last(Warehouse warehouse) {
        return Publications.newest(warehouse)
                .map(newest -> new PublishedNight(warehouse, newest))
                .orElseThrow(() -> Failure.configuration(
                        "no night is published in " + warehouse.root(),
                        "run a night first: almanac run --conf FILE",
                        List.of()));
    }

    String runId() {
        return publication.getAs("run_id");
    }

    LocalDate asOf() {
        return publication.getAs("as_of_date");
    }

    Instant publishedAt() {
        return publication.getAs("published_at");
    }

    String codeVersion() {
        return publication.getAs("code_version");
    }

    /** Why each table that the night left out is missing, by the table's name. */
    Map<String, String> skipped() {
        return Map.copyOf(skipped);
    }

    boolean has(TableSpec spec) {
        return versions.has(spec.qualifiedName()) && warehouse.has(spec) && !skipped.containsKey(spec.qualifiedName());
    }

    /** Why a table is not there; null where it is. */
    @Nullable
    String absence(TableSpec spec) {
        String name = spec.qualifiedName();
        if (has(spec)) {
            return null;
        }
        String reason = skipped.get(name);
        return reason == null ? name + " was never built" : name + " was not built: " + reason;
    }

    /** The rows that the night published. */
    Dataset<Row> rows(TableSpec spec) {
        Long version = versions.of(spec.qualifiedName());
        return version == null
                ? warehouse.readAs(spec)
                : warehouse.readVersion(spec, version).to(spec.schema());
    }

    /** The row that the run's ledger has for the night; none where the run was killed before it wrote one. */
    Optional<Row> run() {
        return ledger(Ops.RUNS).stream().findFirst();
    }

    /** What the run wrote, by table. */
    List<Row> writes() {
        return ledger(Ops.TABLE_WRITES);
    }

    private List<Row> ledger(TableSpec spec) {
        return has(spec)
                ? rows(spec).filter(col(TableSpec.RUN_ID).equalTo(runId())).collectAsList()
                : List.of();
    }
}
