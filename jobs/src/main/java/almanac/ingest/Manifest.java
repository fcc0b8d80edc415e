package almanac.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import almanac.config.Settings;
import almanac.config.Source;
import almanac.error.Failure;
import almanac.lake.Ops;
import almanac.lake.SourceFiles;
import almanac.lake.Warehouse;
import almanac.lake.file.FoundFile;
import almanac.staging.InputTable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Finds out which files are new or changed: what lies in the lake beside what {@code ops.deliveries} remembers. */
final class Manifest {

    private static final int NAMED_FILES = 20;

    private final Settings settings;
    private final Warehouse warehouse;
    private final SourceFiles files;
    private final NightRates rates;
    private final boolean full;
    private final Map<Source, List<FoundFile>> readTonight = new LinkedHashMap<>();

    /**
     * @param full whether everything counts as new
     */
    Manifest(Settings settings, Warehouse warehouse, SourceFiles files, NightRates rates, boolean full) {
        this.settings = settings;
        this.warehouse = warehouse;
        this.files = files;
        this.rates = rates;
        this.full = full;
    }

    /** What there is to read for an input. A file is the same if its size and time are, or else its checksum. */
    Arrivals look(MappedInput mapped) {
        InputTable input = mapped.input();
        Source source = mapped.primary();
        List<FoundFile> listed = files.list(source);
        Map<String, Delivery> known = full ? Map.of() : knownDeliveries(input);
        String digest = digest(mapped);
        boolean everything = full
                || !warehouse.matches(input.spec())
                || known.values().stream()
                        .anyMatch(delivery -> !delivery.mappingDigest().equals(digest));
        Map<String, String> checksums = checksums(source, listed, known);
        Set<String> outdated = everything ? Set.of() : rates.outdatedFiles(input);
        List<FoundFile> changed = listed.stream()
                .filter(file ->
                        everything || outdated.contains(file.relativePath()) || !isKnown(file, known, checksums))
                .toList();
        Set<String> missing = new LinkedHashSet<>(known.keySet());
        listed.forEach(file -> missing.remove(file.relativePath()));
        Set<String> gone = source.format().isFiles() ? refuseLoss(input, missing, everything) : missing;
        readTonight.computeIfAbsent(source, none -> new ArrayList<>()).addAll(changed);
        return new Arrivals(mapped, listed, known, changed, gone, checksums, digest, everything);
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
                    changed.stream().limit(NAMED_FILES).toList());
        }
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

    /** Of files that look as they did the checksum of then; of the others one that is computed now. */
    private Map<String, String> checksums(Source source, List<FoundFile> listed, Map<String, Delivery> known) {
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
        return checksums;
    }

    private static boolean isKnown(FoundFile file, Map<String, Delivery> known, Map<String, String> checksums) {
        Delivery before = known.get(file.relativePath());
        return before != null && before.checksum().equals(checksums.get(file.relativePath()));
    }

    /** Of the mapping, and of the files that it looks up: when they change, every row may. */
    private String digest(MappedInput mapped) {
        StringBuilder text = new StringBuilder()
                .append(mapped.mapping().columns())
                .append(mapped.mapping().select())
                .append(mapped.input().key())
                .append(mapped.primary())
                .append(settings.currency())
                .append(rates.rule(mapped.input()));
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

    /** Files may be archived once they were read; but when all is read again, their rows would be lost. */
    private static Set<String> refuseLoss(InputTable input, Set<String> missing, boolean everything) {
        if (everything && !missing.isEmpty()) {
            throw Failure.source(
                    "the mapping of `" + input.name() + "` changed, so that every file is to be read again, but "
                            + missing.size() + " of them are no longer in the lake; their rows would be lost",
                    "bring the files back, or run with --full to go on without them",
                    missing.stream().limit(NAMED_FILES).toList());
        }
        return Set.of();
    }
}
