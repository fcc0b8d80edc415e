package almanac.ingest;

import static almanac.ingest.ArrivedRows.amount;
import static almanac.ingest.ArrivedRows.number;
import static almanac.ingest.ArrivedRows.total;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import almanac.lake.Ops;
import almanac.lake.file.FoundFile;
import almanac.staging.InputTable;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/**
 * Accounts for every record of every file that an input was ever read from, as rows of {@link Ops#DELIVERIES}. What is
 * quarantined or filtered was decided on the night that read the file; what counts and what is a duplicate may change with
 * every later delivery, and so is counted anew.
 */
final class DeliveryAccount {

    private final Arrivals arrivals;
    private final ArrivedRows arrived;
    private final Map<String, Long> recordCounts;
    private final Map<String, Row> standing;
    private final String runId;

    /**
     * @param recordCounts records of each file of tonight, counted without Spark
     * @param staged the input table as it stands after tonight
     */
    DeliveryAccount(
            Arrivals arrivals, ArrivedRows arrived, Map<String, Long> recordCounts, Dataset<Row> staged, String runId) {
        this.arrivals = arrivals;
        this.arrived = arrived;
        this.recordCounts = recordCounts;
        this.standing = standing(arrivals.input(), staged);
        this.runId = runId;
    }

    private static Map<String, Row> standing(InputTable input, Dataset<Row> staged) {
        Column isCurrent = col(InputTable.IS_CURRENT);
        Map<String, Row> standing = new HashMap<>();
        staged.groupBy(InputTable.FILE)
                .agg(
                        number(isCurrent).as("accepted_rows"),
                        number(not(isCurrent)).as("duplicate_rows"),
                        total(when(isCurrent, amount(input))).as("accepted_amount"),
                        total(when(not(isCurrent), amount(input))).as("duplicate_amount"))
                .collectAsList()
                .forEach(row -> standing.put(row.getString(0), row));
        return standing;
    }

    /** One row per file, in the order of deliveries. */
    List<Row> rows() {
        Map<String, FoundFile> listed =
                arrivals.listed().stream().collect(Collectors.toMap(FoundFile::relativePath, Function.identity()));
        Set<String> read = arrivals.changedPaths();
        List<Row> rows = new ArrayList<>();
        arrivals.deliveryOrder().forEach((file, place) -> {
            Delivery before = arrivals.known().get(file);
            FoundFile found = listed.getOrDefault(file, before == null ? null : before.file());
            if (found == null) {
                throw new IllegalStateException(
                        "a file in the order of deliveries was neither listed nor known: " + file);
            }
            rows.add(row(found, place, status(file, listed.containsKey(file), read), asRead(file, read)));
        });
        return rows;
    }

    private String status(String file, boolean isListed, Set<String> read) {
        Delivery before = arrivals.known().get(file);
        if (!isListed) {
            return "archived";
        } else if (arrived.refused().containsKey(file)) {
            return "refused";
        }
        return read.contains(file) || before == null ? "read" : before.row().getAs("status");
    }

    /** The fate of a file's records as they were read: tonight, or on the night that read them. */
    private @Nullable Row asRead(String file, Set<String> read) {
        if (arrived.refused().containsKey(file)) {
            return null;
        } else if (read.contains(file)) {
            return arrived.counts().get(file);
        }
        Delivery before = arrivals.known().get(file);
        return before == null ? null : before.row();
    }

    private Row row(FoundFile found, long place, String status, @Nullable Row asRead) {
        String file = found.relativePath();
        Delivery before = arrivals.known().get(file);
        Row counts = standing.get(file);
        boolean hasAmount = arrivals.input().amount() != null;
        return RowFactory.create(
                arrivals.input().name(),
                file,
                arrivals.source().name(),
                place,
                found.size(),
                Instant.ofEpochMilli(found.modifiedAt()),
                arrivals.checksums().getOrDefault(file, before == null ? "" : before.checksum()),
                arrivals.digest(),
                status,
                recordCounts.getOrDefault(file, rows(asRead, "read_rows")),
                rows(counts, "accepted_rows"),
                rows(asRead, "quarantined_rows"),
                rows(counts, "duplicate_rows"),
                rows(asRead, "filtered_rows"),
                hasAmount ? amountOf(asRead, "read_amount") : null,
                hasAmount ? amountOf(counts, "accepted_amount") : null,
                hasAmount ? amountOf(asRead, "quarantined_amount") : null,
                hasAmount ? amountOf(counts, "duplicate_amount") : null,
                hasAmount ? amountOf(asRead, "filtered_amount") : null,
                asRead == null ? null : asRead.getAs("median_amount"),
                runId);
    }

    private static long rows(@Nullable Row row, String column) {
        return row == null ? 0 : row.<Long>getAs(column);
    }

    private static BigDecimal amountOf(@Nullable Row row, String column) {
        BigDecimal amount = row == null ? null : row.getAs(column);
        return amount == null ? BigDecimal.ZERO.setScale(4) : amount;
    }
}
