package almanac.job;

import static almanac.staging.Acceptance.DETAIL;
import static almanac.staging.Acceptance.RAW;
import static almanac.staging.Acceptance.RULE;
import static almanac.staging.Acceptance.SELECTED;
import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.percentile_approx;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import almanac.config.Gates;
import almanac.config.Policy;
import almanac.config.Settings;
import almanac.config.Source;
import almanac.error.Failure;
import almanac.lake.Night;
import almanac.lake.Ops;
import almanac.lake.Replace;
import almanac.lake.SourceColumn;
import almanac.lake.SourceFiles;
import almanac.lake.SourceReader;
import almanac.lake.Warehouse;
import almanac.lake.file.FoundFile;
import almanac.staging.Acceptance;
import almanac.staging.CurrentRows;
import almanac.staging.InputTable;
import almanac.staging.Rule;
import almanac.table.TouchedDates;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Brings one input table up to date: reads the files that are new or changed, quarantines what breaks a rule, marks the row
 * of each key that counts, and accounts for every record of every file.
 */
final class Ingest {

    /** How many deliveries tell what is usual, how many are too few to tell, and how many rows of a file are. */
    private static final int DELIVERIES_BEFORE = 20;

    private static final int DELIVERIES_TO_KNOW_A_SCALE = 3;
    private static final int ROWS_WITH_A_SCALE = 10;

    private final SparkSession spark;
    private final Settings settings;
    private final Warehouse warehouse;
    private final Night night;
    private final SourceFiles files;
    private final SourceReader reader;
    private final Rule.Bounds bounds;
    private final boolean full;
    private final Map<Source, List<FoundFile>> readTonight = new LinkedHashMap<>();

    Ingest(SparkSession spark, Settings settings, Warehouse warehouse, Night night, Rule.Bounds bounds, boolean full) {
        this.spark = spark;
        this.settings = settings;
        this.warehouse = warehouse;
        this.night = night;
        this.files = new SourceFiles(spark, settings.lake());
        this.reader = new SourceReader(spark);
        this.bounds = bounds;
        this.full = full;
    }

    /**
     * What became of an input.
     *
     * @param input the input table
     * @param touched the dates whose rows changed; everything for a dimension that changed
     * @param filesRead how many files were read
     * @param deliveries its rows of {@code ops.deliveries}
     * @param quarantine the rows quarantined tonight; null where no file was read
     * @param reread the files whose earlier quarantined rows are replaced
     */
    record Result(
            InputTable input,
            TouchedDates touched,
            int filesRead,
            List<Row> deliveries,
            @Nullable Dataset<Row> quarantine,
            List<String> reread) {}

    /** What there is to read for an input. */
    private record Work(
            MappedInput mapped,
            List<FoundFile> listed,
            Map<String, Delivery> known,
            List<FoundFile> changed,
            Set<String> gone,
            Map<String, String> checksums,
            String digest,
            boolean everything) {}

    Result run(MappedInput mapped) {
        Work work = look(mapped);
        if (work.changed().isEmpty() && work.gone().isEmpty() && !work.everything()) {
            List<Row> unchanged =
                    work.known().values().stream().map(Delivery::row).toList();
            return new Result(mapped.input(), TouchedDates.of(List.of()), 0, unchanged, null, List.of());
        }
        return read(work);
    }

    private Work look(MappedInput mapped) {
        InputTable input = mapped.input();
        Source source = mapped.primary();
        List<FoundFile> listed = files.list(source);
        Map<String, Delivery> known = full ? Map.of() : knownDeliveries(input);
        String digest = digest(mapped);
        boolean everything = full
                || !warehouse.matches(input.spec())
                || known.values().stream()
                        .anyMatch(delivery -> !delivery.mappingDigest().equals(digest));
        Map<String, String> checksums = new TreeMap<>();
        List<FoundFile> unsure = new ArrayList<>();
        for (FoundFile file : listed) {
            Delivery before = known.get(file.relativePath());
            if (before != null && before.looksLike(file)) {
                checksums.put(file.relativePath(), before.checksum());
            } else {
                unsure.add(file);
            }
        }
        checksums.putAll(files.checksums(source, unsure));
        List<FoundFile> changed = listed.stream()
                .filter(file -> everything
                        || !known.containsKey(file.relativePath())
                        || !known.get(file.relativePath()).checksum().equals(checksums.get(file.relativePath())))
                .toList();
        Set<String> gone = new LinkedHashSet<>(known.keySet());
        listed.forEach(file -> gone.remove(file.relativePath()));
        return new Work(
                mapped,
                listed,
                known,
                changed,
                isTable(source) ? gone : refuseLoss(input, gone, everything),
                checksums,
                digest,
                everything);
    }

    private static boolean isTable(Source source) {
        return !source.format().isFiles();
    }

    /** Files may be archived once they were read; but when all is read again, their rows would be lost. */
    private static Set<String> refuseLoss(InputTable input, Set<String> gone, boolean everything) {
        if (everything && !gone.isEmpty()) {
            throw Failure.source(
                    "the mapping of `" + input.name() + "` changed, so that every file is to be read again, but "
                            + gone.size() + " of them are no longer in the lake; their rows would be lost",
                    "bring the files back, or run with --full to go on without them",
                    gone.stream().limit(10).toList());
        }
        return Set.of();
    }

    private Map<String, Delivery> knownDeliveries(InputTable input) {
        if (!warehouse.has(Ops.DELIVERIES)) {
            return Map.of();
        }
        return warehouse
                .read(Ops.DELIVERIES)
                .filter(col("input_table").equalTo(lit(input.name())))
                .collectAsList()
                .stream()
                .map(Delivery::of)
                .collect(Collectors.toMap(
                        delivery -> delivery.file().relativePath(),
                        delivery -> delivery,
                        (one, other) -> one,
                        TreeMap::new));
    }

    /** Of the mapping, and of the files that it looks up: when they change, every row may. */
    private String digest(MappedInput mapped) {
        StringBuilder text = new StringBuilder()
                .append(mapped.mapping().columns())
                .append(mapped.mapping().select())
                .append(mapped.input().key())
                .append(mapped.primary())
                .append(settings.currency());
        for (Source lookup : mapped.lookups()) {
            text.append(lookup).append(files.checksums(lookup, files.list(lookup)));
        }
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(text.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    /**
     * Makes sure that the files read tonight are still the ones that lie in the lake.
     *
     * @throws Failure of kind SOURCE naming those that changed or vanished meanwhile
     */
    void requireUnchanged() {
        List<String> changed = new ArrayList<>();
        readTonight.forEach((source, read) -> {
            Set<FoundFile> now = Set.copyOf(files.list(source));
            read.stream().filter(file -> !now.contains(file)).forEach(file -> changed.add(file.relativePath()));
        });
        if (!changed.isEmpty()) {
            throw Failure.source(
                    changed.size()
                            + " files changed or vanished while the night was reading them; nothing was published",
                    "run the night again when deliveries are complete; deliver under another name and rename at the end",
                    changed.stream().limit(20).toList());
        }
    }

    private Result read(Work work) {
        readTonight
                .computeIfAbsent(work.mapped().primary(), none -> new ArrayList<>())
                .addAll(work.changed());
        InputTable input = work.mapped().input();
        Map<String, String> refused = new TreeMap<>();
        Dataset<Row> incoming = night.staging().keep("incoming_" + input.name(), incoming(work, refused));
        Map<String, Row> counts = countsOfIncoming(input, incoming);
        incoming.filter(col(InputTable.LINE).equalTo(SourceReader.WHOLE_FILE))
                .select(InputTable.FILE, DETAIL)
                .collectAsList()
                .forEach(row -> refused.put(row.getString(0), row.getString(1)));
        refuse(work, refused);
        Map<String, Long> counted = refuseMiscounts(work, refused, counts);
        refuseEmpty(work, refused, counts);
        gate(work, incoming, counts);
        refuseScaleShifts(work, counts);
        Dataset<Row> accepted = incoming.filter(col(SELECTED).and(col(RULE).isNull()))
                .filter(not(col(InputTable.FILE).isin(refused.keySet().toArray())));
        TouchedDates touched = stage(work, accepted);
        return new Result(
                input,
                touched,
                work.changed().size(),
                deliveries(work, refused, counts, counted),
                quarantine(input, incoming, refused),
                reread(work));
    }

    private static List<String> reread(Work work) {
        List<String> files = new ArrayList<>(work.gone());
        work.changed().forEach(file -> files.add(file.relativePath()));
        return files;
    }

    /** The new rows, converted and judged. */
    private Dataset<Row> incoming(Work work, Map<String, String> refused) {
        MappedInput mapped = work.mapped();
        Source source = mapped.primary();
        Map<String, List<SourceColumn>> columns = files.columns(source, work.changed(), refused);
        List<FoundFile> readable = work.changed().stream()
                .filter(file -> columns.containsKey(file.relativePath()))
                .toList();
        if (readable.isEmpty()) {
            refuse(work, refused);
            return CurrentRows.withLineId(
                    Acceptance.judge(nothing(mapped), mapped.input(), Map.of(), bounds), mapped.input());
        }
        Set<String> present = columns.values().stream()
                .flatMap(List::stream)
                .map(SourceColumn::name)
                .collect(Collectors.toSet());
        Set<String> required = mapped.requiredOfPrimary(present);
        if (!isTable(source)) {
            readable = lacking(readable, columns, required, source, refused);
        }
        Dataset<Row> records = reader.read(source, readable, columns, required);
        Map<String, Dataset<Row>> lookups = new LinkedHashMap<>();
        for (Source lookup : mapped.lookups()) {
            lookups.put(lookup.name(), lookup(lookup));
        }
        Dataset<Row> judged =
                Acceptance.judge(mapped.map(records, lookups, spark), mapped.input(), mapped.formats(), bounds);
        return CurrentRows.withLineId(judged, mapped.input());
    }

    /** Refuses the files that lack a required column, and says what they have. */
    private static List<FoundFile> lacking(
            List<FoundFile> readable,
            Map<String, List<SourceColumn>> columns,
            Set<String> required,
            Source source,
            Map<String, String> refused) {
        List<FoundFile> complete = new ArrayList<>();
        for (FoundFile file : readable) {
            List<String> names = columns.getOrDefault(file.relativePath(), List.of()).stream()
                    .map(SourceColumn::name)
                    .toList();
            List<String> missing =
                    required.stream().filter(column -> !names.contains(column)).toList();
            boolean isEmpty = names.isEmpty() && source.onEmpty() == Policy.ACCEPT;
            if (missing.isEmpty() || isEmpty) {
                complete.add(file);
            } else if (names.isEmpty()) {
                refused.put(
                        file.relativePath(),
                        "the file is empty, without even a header; on_empty = accept lets it pass");
            } else {
                refused.put(
                        file.relativePath(),
                        "schema.missing: it lacks the required columns " + missing + "; it has " + names);
            }
        }
        return complete;
    }

    private Dataset<Row> lookup(Source source) {
        List<FoundFile> all = files.list(source);
        Map<String, String> refused = new TreeMap<>();
        Map<String, List<SourceColumn>> columns = files.columns(source, all, refused);
        if (!refused.isEmpty()) {
            throw Failure.source(
                    "the source `" + source.name() + "` cannot be read as declared",
                    "have the files delivered again, or correct the source's settings",
                    messages(refused));
        }
        Dataset<Row> rows = reader.read(source, all, columns, Set.of());
        return rows.filter(col(SourceReader.PROBLEM).isNull())
                .drop(SourceReader.FILE, SourceReader.LINE, SourceReader.RAW, SourceReader.PROBLEM);
    }

    private Dataset<Row> nothing(MappedInput mapped) {
        StructType schema = new StructType()
                .add(Acceptance.FILE, DataTypes.StringType)
                .add(Acceptance.LINE, DataTypes.LongType)
                .add(RAW, DataTypes.StringType)
                .add(Acceptance.PROBLEM, DataTypes.StringType)
                .add(SELECTED, DataTypes.BooleanType);
        for (String column : mapped.input().required()) {
            schema = schema.add(column, DataTypes.StringType);
        }
        return spark.createDataFrame(List.of(), schema);
    }

    private Map<String, Row> countsOfIncoming(InputTable input, Dataset<Row> incoming) {
        Column amount = amount(input);
        Column isQuarantined = col(SELECTED).and(col(RULE).isNotNull());
        Map<String, Row> counts = new HashMap<>();
        incoming.filter(col(InputTable.LINE).notEqual(SourceReader.WHOLE_FILE))
                .groupBy(InputTable.FILE)
                .agg(
                        count(lit(1)).as("read_rows"),
                        sum(when(isQuarantined, lit(1L)).otherwise(lit(0L))).as("quarantined_rows"),
                        sum(when(col(SELECTED), lit(0L)).otherwise(lit(1L))).as("filtered_rows"),
                        total(amount).as("read_amount"),
                        total(when(isQuarantined, amount)).as("quarantined_amount"),
                        total(when(not(col(SELECTED)), amount)).as("filtered_amount"),
                        percentile_approx(when(amount.notEqual(lit(0)), abs(amount)), lit(0.5), lit(1000))
                                .as("median_amount"))
                .collectAsList()
                .forEach(row -> counts.put(row.getString(0), row));
        return counts;
    }

    private static Column amount(InputTable input) {
        String name = input.amount();
        return name == null ? lit(null).cast(Ops.MONEY) : col(name);
    }

    private static Column total(Column amount) {
        return sum(amount).cast(Ops.MONEY_SUM);
    }

    private static void refuse(Work work, Map<String, String> refused) {
        Source source = work.mapped().primary();
        if (!refused.isEmpty() && source.onBadFile() != Policy.QUARANTINE) {
            throw Failure.source(
                    refused.size() + " of " + work.changed().size() + " files of the source `" + source.name()
                            + "` cannot be read as declared; nothing was published",
                    "have them delivered again, correct the source's settings, or set on_bad_file = quarantine",
                    messages(refused));
        }
    }

    private static List<String> messages(Map<String, String> refused) {
        List<String> messages = new ArrayList<>();
        refused.forEach((file, message) -> messages.add(file + ": " + message));
        List<String> first = new ArrayList<>(messages.subList(0, Math.min(20, messages.size())));
        if (messages.size() > first.size()) {
            first.add(String.format("and %,d more", messages.size() - first.size()));
        }
        return first;
    }

    /** Every record that was counted without Spark must have arrived, once. */
    private Map<String, Long> refuseMiscounts(Work work, Map<String, String> refused, Map<String, Row> counts) {
        List<FoundFile> read = work.changed().stream()
                .filter(file -> !refused.containsKey(file.relativePath()))
                .toList();
        Map<String, Long> counted = files.recordCounts(work.mapped().primary(), read);
        List<String> wrong = new ArrayList<>();
        counted.forEach((file, expected) -> {
            long arrived = counts.containsKey(file) ? counts.get(file).<Long>getAs("read_rows") : 0;
            if (arrived != expected) {
                wrong.add(String.format("%s: %,d records, %,d rows", file, expected, arrived));
            }
        });
        if (!wrong.isEmpty()) {
            throw Failure.source(
                    "the rows of `" + work.mapped().input().name() + "` are not the records of its files",
                    work.mapped().lookups().isEmpty()
                            ? "check the quotes of the files: one that is never closed takes in the lines that follow"
                            : "a join of the mapping finds several rows for one: join on a key that is unique",
                    wrong.stream().limit(20).toList());
        }
        return counted;
    }

    private static void refuseEmpty(Work work, Map<String, String> refused, Map<String, Row> counts) {
        Source source = work.mapped().primary();
        List<String> empty = work.changed().stream()
                .map(FoundFile::relativePath)
                .filter(file -> !refused.containsKey(file) && !counts.containsKey(file))
                .toList();
        if (!empty.isEmpty() && source.onEmpty() == Policy.FAIL) {
            throw Failure.source(
                    empty.size() + " files of the source `" + source.name() + "` have no row",
                    "have them delivered again, or set on_empty = accept",
                    empty.stream().limit(20).toList());
        }
    }

    private void gate(Work work, Dataset<Row> incoming, Map<String, Row> counts) {
        long read = 0;
        long quarantined = 0;
        for (Row row : counts.values()) {
            read += row.<Long>getAs("read_rows") - row.<Long>getAs("filtered_rows");
            quarantined += row.<Long>getAs("quarantined_rows");
        }
        Gates gates = settings.gates();
        if (quarantined < gates.quarantineRows() || quarantined <= gates.quarantineRate() * read) {
            return;
        }
        List<String> rules = incoming
                .filter(col(SELECTED).and(col(RULE).isNotNull()))
                .groupBy(RULE)
                .agg(
                        count(lit(1)).as("rows"),
                        min(struct(col(InputTable.FILE), col(InputTable.LINE), col(DETAIL)))
                                .as("first"))
                .select(RULE, "rows", "first.*")
                .orderBy(col("rows").desc(), col(RULE))
                .limit(10)
                .collectAsList()
                .stream()
                .map(row -> String.format(
                        "%s: %,d rows, such as %s line %d: %s",
                        row.get(0), row.getLong(1), row.get(2), row.getLong(3), row.get(4)))
                .toList();
        throw Failure.gate(
                String.format(
                        "%,d of %,d rows of `%s` (%.1f %%) break a rule, more than gates.quarantine_rate = %.1f %%;"
                                + " nothing was published and the last night stands",
                        quarantined,
                        read,
                        work.mapped().input().name(),
                        100.0 * quarantined / read,
                        100.0 * gates.quarantineRate()),
                "correct the source or its mapping, or raise the gate if the rows are to be left out",
                rules);
    }

    /**
     * A file in cents after files in units has rows that all look sound. What gives it away is its median amount beside
     * that of the deliveries before it.
     */
    private void refuseScaleShifts(Work work, Map<String, Row> counts) {
        int limit = settings.gates().scaleShift();
        if (limit == 0) {
            return;
        }
        Set<String> read = work.changed().stream().map(FoundFile::relativePath).collect(Collectors.toSet());
        List<BigDecimal> medians = new ArrayList<>();
        List<String> shifted = new ArrayList<>();
        ordered(work).forEach((file, place) -> {
            Delivery before = work.known().get(file);
            Row row = read.contains(file) ? counts.get(file) : before == null ? null : before.row();
            BigDecimal median = median(row);
            if (row == null || median == null) {
                return;
            }
            if (read.contains(file)
                    && medians.size() >= DELIVERIES_TO_KNOW_A_SCALE
                    && row.<Long>getAs("read_rows") >= ROWS_WITH_A_SCALE) {
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
        });
        if (!shifted.isEmpty()) {
            throw Failure.gate(
                    "the amounts of " + shifted.size() + " files of `"
                            + work.mapped().input().name()
                            + "` are of another scale than those before, by more than gates.scale_shift = " + limit
                            + "; nothing was published and the last night stands",
                    "have the files delivered in the usual unit (cents for euros?), or raise the gate if the amounts are right",
                    shifted.stream().limit(20).toList());
        }
    }

    private static BigDecimal middle(List<BigDecimal> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static @Nullable BigDecimal median(@Nullable Row row) {
        return row == null ? null : row.getAs("median_amount");
    }

    private TouchedDates stage(Work work, Dataset<Row> accepted) {
        InputTable input = work.mapped().input();
        Dataset<Row> fresh = business(input, accepted);
        Dataset<Row> order = broadcast(deliveryOrder(work));
        if (work.everything()) {
            night.stage(input.spec(), marked(fresh, order, input), Replace.everything());
            return TouchedDates.everything();
        }
        Dataset<Row> existing = business(input, warehouse.read(input.spec()))
                .withColumn(InputTable.IS_CURRENT, col(InputTable.IS_CURRENT));
        Object[] replacedFiles = reread(work).toArray();
        Dataset<Row> kept = existing.filter(not(col(InputTable.FILE).isin(replacedFiles)));
        String date = input.date();
        if (date == null) {
            night.stage(
                    input.spec(),
                    marked(kept.drop(InputTable.IS_CURRENT).unionByName(fresh), order, input),
                    Replace.everything());
            return TouchedDates.everything();
        }
        Dataset<Row> replaced =
                existing.filter(col(InputTable.FILE).isin(replacedFiles)).drop(InputTable.IS_CURRENT);
        Dataset<Row> moved = fresh.unionByName(replaced);
        Dataset<Row> keys = moved.select(CurrentRows.keyHash(input).as("_key")).distinct();
        Dataset<Row> ofKeys = kept.join(keys, CurrentRows.keyHash(input).equalTo(col("_key")), "left_semi");
        List<LocalDate> dates = moved.select(date)
                .union(ofKeys.select(date))
                .distinct()
                .as(org.apache.spark.sql.Encoders.LOCALDATE())
                .collectAsList();
        TouchedDates touched = TouchedDates.of(dates);
        Dataset<Row> untouchedKeys = kept.filter(touched.contains(date))
                .join(keys, CurrentRows.keyHash(input).equalTo(col("_key")), "left_anti");
        Dataset<Row> touchedKeys = marked(ofKeys.drop(InputTable.IS_CURRENT).unionByName(fresh), order, input);
        night.stage(input.spec(), untouchedKeys.unionByName(touchedKeys), Replace.dates(date, touched));
        return touched;
    }

    private static Dataset<Row> marked(Dataset<Row> rows, Dataset<Row> order, InputTable input) {
        return CurrentRows.mark(rows.join(order, InputTable.FILE), input).drop(CurrentRows.DELIVERY_ORDER);
    }

    /** Business columns, place, and where it is there the mark. */
    private static Dataset<Row> business(InputTable input, Dataset<Row> rows) {
        List<Column> columns = new ArrayList<>();
        input.columns().forEach(column -> columns.add(col(column.name())));
        columns.add(col(InputTable.FILE));
        columns.add(col(InputTable.LINE));
        if (List.of(rows.columns()).contains(InputTable.IS_CURRENT)) {
            columns.add(col(InputTable.IS_CURRENT));
        }
        return rows.select(columns.toArray(Column[]::new));
    }

    /** All files ever read, archived ones too, in the order of their deliveries. */
    private Dataset<Row> deliveryOrder(Work work) {
        List<Row> rows = new ArrayList<>();
        ordered(work).forEach((file, place) -> rows.add(RowFactory.create(file, place)));
        return spark.createDataFrame(
                rows,
                new StructType()
                        .add(InputTable.FILE, DataTypes.StringType)
                        .add(CurrentRows.DELIVERY_ORDER, DataTypes.LongType));
    }

    private Map<String, Long> ordered(Work work) {
        Map<String, FoundFile> all = new TreeMap<>();
        work.known().values().forEach(delivery -> all.put(delivery.file().relativePath(), delivery.file()));
        work.gone().forEach(all::remove);
        work.listed().forEach(file -> all.put(file.relativePath(), file));
        List<FoundFile> sorted = new ArrayList<>(all.values());
        sorted.sort(SourceFiles.order(work.mapped().primary()));
        Map<String, Long> places = new LinkedHashMap<>();
        sorted.forEach(file -> places.put(file.relativePath(), (long) places.size() + 1));
        return places;
    }

    private List<Row> deliveries(
            Work work, Map<String, String> refused, Map<String, Row> counts, Map<String, Long> counted) {
        InputTable input = work.mapped().input();
        Column amount = amount(input);
        Map<String, Row> staged = new HashMap<>();
        night.view(input.spec())
                .groupBy(InputTable.FILE)
                .agg(
                        sum(when(col(InputTable.IS_CURRENT), lit(1L)).otherwise(lit(0L)))
                                .as("accepted_rows"),
                        sum(when(col(InputTable.IS_CURRENT), lit(0L)).otherwise(lit(1L)))
                                .as("duplicate_rows"),
                        total(when(col(InputTable.IS_CURRENT), amount)).as("accepted_amount"),
                        total(when(not(col(InputTable.IS_CURRENT)), amount)).as("duplicate_amount"))
                .collectAsList()
                .forEach(row -> staged.put(row.getString(0), row));
        Map<String, FoundFile> listed = new HashMap<>();
        work.listed().forEach(file -> listed.put(file.relativePath(), file));
        Set<String> read = work.changed().stream().map(FoundFile::relativePath).collect(Collectors.toSet());
        List<Row> rows = new ArrayList<>();
        ordered(work).forEach((file, place) -> {
            Delivery before = work.known().get(file);
            FoundFile found = listed.getOrDefault(file, before == null ? null : before.file());
            if (found == null) {
                throw new IllegalStateException(
                        "a file in the order of deliveries was neither listed nor known: " + file);
            }
            boolean isRefused = refused.containsKey(file);
            // The fate of its records as they were read: tonight, or on the night that read them.
            Row asRead =
                    isRefused ? null : read.contains(file) ? counts.get(file) : before == null ? null : before.row();
            String status = !listed.containsKey(file)
                    ? "archived"
                    : isRefused
                            ? "refused"
                            : read.contains(file) || before == null
                                    ? "read"
                                    : before.row().getAs("status");
            rows.add(delivery(work, found, place, status, asRead, staged.get(file), counted.get(file)));
        });
        return rows;
    }

    private Row delivery(
            Work work,
            FoundFile found,
            long place,
            String status,
            @Nullable Row asRead,
            @Nullable Row staged,
            @Nullable Long counted) {
        InputTable input = work.mapped().input();
        String file = found.relativePath();
        Delivery before = work.known().get(file);
        boolean hasAmount = input.amount() != null;
        return RowFactory.create(
                input.name(),
                file,
                work.mapped().primary().name(),
                place,
                found.size(),
                Instant.ofEpochMilli(found.modifiedAt()),
                work.checksums().getOrDefault(file, before == null ? "" : before.checksum()),
                work.digest(),
                status,
                counted == null ? rows(asRead, "read_rows") : counted,
                rows(staged, "accepted_rows"),
                rows(asRead, "quarantined_rows"),
                rows(staged, "duplicate_rows"),
                rows(asRead, "filtered_rows"),
                hasAmount ? amountOf(asRead, "read_amount") : null,
                hasAmount ? amountOf(staged, "accepted_amount") : null,
                hasAmount ? amountOf(asRead, "quarantined_amount") : null,
                hasAmount ? amountOf(staged, "duplicate_amount") : null,
                hasAmount ? amountOf(asRead, "filtered_amount") : null,
                median(asRead),
                night.id());
    }

    private static long rows(@Nullable Row row, String column) {
        return row == null ? 0 : row.<Long>getAs(column);
    }

    private static BigDecimal amountOf(@Nullable Row row, String column) {
        BigDecimal amount = row == null ? null : row.getAs(column);
        return amount == null ? BigDecimal.ZERO.setScale(4) : amount;
    }

    private Dataset<Row> quarantine(InputTable input, Dataset<Row> incoming, Map<String, String> refused) {
        Dataset<Row> rows = incoming.filter(col(SELECTED).and(col(RULE).isNotNull()))
                .filter(not(col(InputTable.FILE).isin(refused.keySet().toArray())))
                .select(
                        lit(input.name()).as("input_table"),
                        col(InputTable.FILE).as("file"),
                        col(InputTable.LINE).as("line"),
                        col(RULE).as("rule"),
                        col(DETAIL).as("detail"),
                        amount(input).cast(Ops.MONEY).as("amount"),
                        col(RAW).as("raw_text"));
        List<Row> wholeFiles = new ArrayList<>();
        refused.forEach((file, message) -> wholeFiles.add(
                RowFactory.create(input.name(), file, SourceReader.WHOLE_FILE, "file.refused", message, null, null)));
        return rows.unionByName(spark.createDataFrame(wholeFiles, rows.schema()));
    }
}
