package almanac.ingest;

import static almanac.staging.Acceptance.DETAIL;
import static almanac.staging.Acceptance.RULE;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;

import almanac.config.Gates;
import almanac.config.Policy;
import almanac.config.Source;
import almanac.error.Failure;
import almanac.lake.file.FoundFile;
import almanac.staging.InputTable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** What stops a night while it reads: files that cannot be read, records that went astray, too many bad rows. */
final class DeliveryGates {

    private static final int NAMED_FILES = 20;
    private static final int NAMED_RULES = 10;

    /** How many deliveries tell what is usual, how many are too few to tell, and how many rows of a file are. */
    private static final int DELIVERIES_BEFORE = 20;

    private static final int DELIVERIES_TO_KNOW_A_SCALE = 3;
    private static final int ROWS_WITH_A_SCALE = 10;

    private final Gates gates;

    DeliveryGates(Gates gates) {
        this.gates = gates;
    }

    /**
     * Lets through what may be accounted for and staged.
     *
     * @param recordCounts records of each file, counted without Spark; of a file without entry only Spark knows
     * @throws Failure of kind SOURCE or GATE
     */
    void pass(Arrivals arrivals, ArrivedRows arrived, Map<String, Long> recordCounts) {
        refuseMiscounts(arrivals, arrived.counts(), recordCounts);
        refuseEmpty(arrivals, arrived);
        refuseManyBroken(arrived);
        refuseScaleShifts(arrivals, arrived.counts());
    }

    /** Stops the night if a file cannot be read as declared, unless its source lets such files be put aside. */
    static void refuseFiles(Arrivals arrivals, Map<String, String> refused) {
        Source source = arrivals.source();
        if (!refused.isEmpty() && source.onBadFile() != Policy.QUARANTINE) {
            throw Failure.source(
                    refused.size() + " of " + arrivals.changed().size() + " files of the source `" + source.name()
                            + "` cannot be read as declared; nothing was published",
                    "have them delivered again, correct the source's settings, or set on_bad_file = quarantine",
                    messages(refused));
        }
    }

    /** A table that others are looked up in must be whole. */
    static void refuseLookup(Source source, Map<String, String> refused) {
        if (!refused.isEmpty()) {
            throw Failure.source(
                    "the source `" + source.name() + "` cannot be read as declared",
                    "have the files delivered again, or correct the source's settings",
                    messages(refused));
        }
    }

    private static List<String> messages(Map<String, String> refused) {
        List<String> messages = new ArrayList<>();
        refused.entrySet().stream()
                .limit(NAMED_FILES)
                .forEach(file -> messages.add(file.getKey() + ": " + file.getValue()));
        if (refused.size() > NAMED_FILES) {
            messages.add(String.format("and %,d more", refused.size() - NAMED_FILES));
        }
        return messages;
    }

    /** Every record that was counted without Spark must have arrived, once. */
    private static void refuseMiscounts(Arrivals arrivals, Map<String, Row> counts, Map<String, Long> recordCounts) {
        List<String> wrong = new ArrayList<>();
        recordCounts.forEach((file, expected) -> {
            Row row = counts.get(file);
            long arrived = row == null ? 0 : row.<Long>getAs("read_rows");
            if (arrived != expected) {
                wrong.add(String.format("%s: %,d records, %,d rows", file, expected, arrived));
            }
        });
        if (!wrong.isEmpty()) {
            throw Failure.source(
                    "the rows of `" + arrivals.input().name() + "` are not the records of its files",
                    arrivals.mapped().lookups().isEmpty()
                            ? "check the quotes of the files: one that is never closed takes in the lines that follow"
                            : "a join of the mapping finds several rows for one: join on a key that is unique",
                    wrong.stream().limit(NAMED_FILES).toList());
        }
    }

    private static void refuseEmpty(Arrivals arrivals, ArrivedRows arrived) {
        Source source = arrivals.source();
        List<String> empty = arrivals.changed().stream()
                .map(FoundFile::relativePath)
                .filter(file -> !arrived.refused().containsKey(file)
                        && !arrived.counts().containsKey(file))
                .toList();
        if (!empty.isEmpty() && source.onEmpty() == Policy.FAIL) {
            throw Failure.source(
                    empty.size() + " files of the source `" + source.name() + "` have no row",
                    "have them delivered again, or set on_empty = accept",
                    empty.stream().limit(NAMED_FILES).toList());
        }
    }

    private void refuseManyBroken(ArrivedRows arrived) {
        long read = 0;
        long quarantined = 0;
        for (Row row : arrived.counts().values()) {
            read += row.<Long>getAs("read_rows") - row.<Long>getAs("filtered_rows");
            quarantined += row.<Long>getAs("quarantined_rows");
        }
        if (quarantined < gates.quarantineRows() || quarantined <= gates.quarantineRate() * read) {
            return;
        }
        throw Failure.gate(
                String.format(
                        "%,d of %,d rows of `%s` (%.1f %%) break a rule, more than gates.quarantine_rate = %.1f %%;"
                                + " nothing was published and the last night stands",
                        quarantined,
                        read,
                        arrived.input().name(),
                        100.0 * quarantined / read,
                        100.0 * gates.quarantineRate()),
                "correct the source or its mapping, or raise the gate if the rows are to be left out",
                brokenRules(arrived));
    }

    private static List<String> brokenRules(ArrivedRows arrived) {
        return arrived
                .quarantined()
                .groupBy(RULE)
                .agg(
                        count(lit(1)).as("rows"),
                        min(struct(col(InputTable.FILE), col(InputTable.LINE), col(DETAIL)))
                                .as("first"))
                .select(RULE, "rows", "first.*")
                .orderBy(col("rows").desc(), col(RULE))
                .limit(NAMED_RULES)
                .collectAsList()
                .stream()
                .map(row -> String.format(
                        "%s: %,d rows, such as %s line %d: %s",
                        row.get(0), row.getLong(1), row.get(2), row.getLong(3), row.get(4)))
                .toList();
    }

    /**
     * A file in cents after files in units has rows that all look sound. What gives it away is its median amount beside
     * that of the deliveries before it.
     */
    private void refuseScaleShifts(Arrivals arrivals, Map<String, Row> counts) {
        int limit = gates.scaleShift();
        if (limit == 0) {
            return;
        }
        Set<String> read = arrivals.changedPaths();
        List<BigDecimal> medians = new ArrayList<>();
        List<String> shifted = new ArrayList<>();
        for (String file : arrivals.deliveryOrder().keySet()) {
            Delivery before = arrivals.known().get(file);
            Row row = read.contains(file) ? counts.get(file) : before == null ? null : before.row();
            BigDecimal median = median(row);
            if (row == null || median == null) {
                continue;
            }
            boolean tells =
                    medians.size() >= DELIVERIES_TO_KNOW_A_SCALE && row.<Long>getAs("read_rows") >= ROWS_WITH_A_SCALE;
            if (read.contains(file) && tells) {
                BigDecimal usual =
                        middle(medians.subList(Math.max(0, medians.size() - DELIVERIES_BEFORE), medians.size()));
                double ratio = median.doubleValue() / usual.doubleValue();
                if (ratio >= limit || ratio <= 1.0 / limit) {
                    shifted.add(String.format(
                            "%s: the median amount is %s, %.3g times the %s of the deliveries before it",
                            file, median, ratio, usual));
                }
            }
            medians.add(median);
        }
        if (!shifted.isEmpty()) {
            throw Failure.gate(
                    "the amounts of " + shifted.size() + " files of `"
                            + arrivals.input().name()
                            + "` are of another scale than those before, by more than gates.scale_shift = " + limit
                            + "; nothing was published and the last night stands",
                    "have the files delivered in the usual unit (cents for euros?), or raise the gate if the amounts are right",
                    shifted.stream().limit(NAMED_FILES).toList());
        }
    }

    private static BigDecimal middle(List<BigDecimal> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static @Nullable BigDecimal median(@Nullable Row row) {
        return row == null ? null : row.getAs("median_amount");
    }
}
