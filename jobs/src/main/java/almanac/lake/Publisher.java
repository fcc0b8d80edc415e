package almanac.lake;

import almanac.table.TableSpec;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.jdk.javaapi.CollectionConverters;

/** Carries out a {@link Publication} that was written down. Doing it again, wherever it was stopped, changes nothing. */
final class Publisher {

    private final Warehouse warehouse;
    private final Ledger ledger;
    private final RunLock lock;
    private final Map<String, TableSpec> known;
    private final RunListener listener;

    /**
     * @param known every table of the product, by area.table
     */
    Publisher(Warehouse warehouse, Ledger ledger, RunLock lock, Map<String, TableSpec> known, RunListener listener) {
        this.warehouse = warehouse;
        this.ledger = ledger;
        this.lock = lock;
        this.known = known;
        this.listener = listener;
    }

    /** Commits each table, makes the night visible as a whole, enters it in the ledger, and clears the staging area. */
    void publish(Publication publication) {
        long number = publication.runNumber();
        List<Row> writes = new ArrayList<>();
        for (Publication.Entry entry : publication.tables()) {
            writes.add(commit(publication, entry));
            listener.completed("committed " + entry.qualifiedName());
        }
        lock.verify();
        ledger.append(Ops.TABLE_WRITES, writes, number);
        ledger.append(Ops.PUBLICATIONS, List.of(row(publication)), number);
        listener.completed("published");
        Ledger.Started run = new Ledger.Started(number, Instant.parse(publication.startedAt()), publication.identity());
        ledger.ended(run, LocalDate.parse(publication.asOf()), "published", 0, null);
        listener.completed("recorded in the ledger");
        warehouse.store().delete(StagingArea.folder(number));
        listener.completed("cleared");
    }

    /** A row of {@link Ops#TABLE_WRITES}. */
    private Row commit(Publication publication, Publication.Entry entry) {
        StagingArea area = new StagingArea(warehouse, publication.runNumber(), publication.runId());
        Replace replace = entry.replace();
        Warehouse.Commit commit = warehouse.commit(area, new StagingArea.Staged(spec(entry), replace, entry.rows()));
        return RowFactory.create(
                entry.qualifiedName(),
                entry.rows(),
                replace.isEverything() ? null : replace.dates().size(),
                entry.seconds(),
                commit.version(),
                publication.runId());
    }

    /** The spec of a staged table: ours, or what was written down where the code has moved on since. */
    private TableSpec spec(Publication.Entry entry) {
        TableSpec ours = known.get(entry.qualifiedName());
        StructType written = StructType.fromDDL(entry.columns());
        if (ours != null && List.of(ours.schema().fieldNames()).equals(List.of(written.fieldNames()))) {
            return ours;
        }
        TableSpec.Builder asWritten = TableSpec.named(entry.area(), entry.name())
                .oneRowPer(entry.key().toArray(String[]::new));
        for (StructField field : written.fields()) {
            if (!field.name().equals(TableSpec.RUN_ID)) {
                asWritten.column(
                        field.name(), field.dataType(), field.getComment().getOrElse(() -> ""));
            }
        }
        return asWritten.build();
    }

    /** A row of {@link Ops#PUBLICATIONS}. */
    private Row row(Publication publication) {
        Map<String, Long> versions = new TreeMap<>();
        for (TableSpec spec : known.values()) {
            if (warehouse.has(spec) && !spec.qualifiedName().equals(Ops.PUBLICATIONS.qualifiedName())) {
                versions.put(spec.qualifiedName(), warehouse.last(spec).version());
            }
        }
        return RowFactory.create(
                publication.runNumber(),
                LocalDate.parse(publication.asOf()),
                Instant.now(),
                CollectionConverters.asScala(versions),
                publication.configurationDigest(),
                publication.codeVersion(),
                publication.runId());
    }
}
