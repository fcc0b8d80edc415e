package almanac.lake.survey;

import almanac.config.Format;
import almanac.config.Order;
import almanac.config.Policy;
import almanac.config.Source;
import almanac.error.Failure;
import almanac.lake.file.Content;
import almanac.lake.file.FileListing;
import almanac.lake.file.FoundFile;
import almanac.lake.file.JsonFormat;
import almanac.lake.file.JsonLines;
import almanac.lake.file.Listing;
import almanac.lake.file.ReadLimits;
import almanac.lake.file.TextHead;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a lake that nobody has described: lists it, puts its files together to sources, finds out how each is written,
 * and reads a bounded sample. Reads nothing else and writes nothing.
 */
public final class LakeSurvey {

    private static final List<String> NULL_WORDS = List.of("NULL", "null", "\\N", "N/A", "NaN");
    private static final int MOST_COLUMN_LOOKS = 200;

    private final SparkSession spark;
    private final Configuration hadoop;
    private final String lake;
    private final List<SurveyedSource> sources = new ArrayList<>();
    private final Map<String, String> leftOut = new TreeMap<>();
    private final Map<String, Set<String>> columns = new HashMap<>();

    private LakeSurvey(SparkSession spark, String lake) {
        this.spark = spark;
        this.hadoop = spark.sparkContext().hadoopConfiguration();
        this.lake = lake;
    }

    /**
     * Looks at a lake.
     *
     * @param lake a folder on any file system that Hadoop knows
     * @throws Failure of kind SOURCE where it is not there, is empty, or holds nothing that can be read
     */
    public static Survey of(SparkSession spark, String lake) {
        LakeSurvey survey = new LakeSurvey(spark, lake);
        survey.look();
        return new Survey(
                survey.sources,
                survey.leftOut.entrySet().stream()
                        .map(entry -> entry.getKey() + ": " + entry.getValue())
                        .toList());
    }

    private void look() {
        Listing listing = FileListing.list(hadoop, lake, "**/*");
        listing.notTaken().forEach(name -> leftOut.put(name, "its name starts with _ or . and is passed over"));
        Set<String> tables = deltaTables(listing.files());
        List<FoundFile> readable = new ArrayList<>();
        for (FoundFile file : listing.files()) {
            if (tables.stream().anyMatch(table -> file.relativePath().startsWith(table + "/"))) {
                continue;
            }
            if (FileGroups.format(file) == null) {
                leftOut.put(file.relativePath(), "its extension is none of a format that is read (csv, json, parquet)");
            } else {
                readable.add(file);
            }
        }
        for (FileGroup group : FileGroups.of(readable, this::columns)) {
            attempt(group.path(), () -> add(group));
        }
        for (String table : tables) {
            attempt(table, () -> addTable(table));
        }
        if (sources.isEmpty()) {
            throw Failure.source(
                    "The lake " + lake + " holds "
                            + (listing.files().isEmpty() ? "no file" : "no file that can be read") + ".",
                    "Name the folder above those of the deliveries, with CSV, JSON (an object a line), Parquet or Delta"
                            + " below it.",
                    leftOut.entrySet().stream()
                            .limit(20)
                            .map(entry -> entry.getKey() + ": " + entry.getValue())
                            .toList());
        }
    }

    /** A source that cannot be read is told of, and does not keep the others from being looked at. */
    private void attempt(String path, Runnable look) {
        try {
            look.run();
        } catch (Failure e) {
            leftOut.put(path, e.getMessage() + " " + e.remedy());
        }
    }

    private Set<String> deltaTables(List<FoundFile> files) {
        Set<String> tables = new LinkedHashSet<>();
        Map<String, Boolean> known = new HashMap<>();
        try {
            FileSystem system = new Path(lake).getFileSystem(hadoop);
            for (FoundFile file : files) {
                String path = file.relativePath();
                for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
                    String folder = path.substring(0, slash);
                    Boolean isTable = known.get(folder);
                    if (isTable == null) {
                        isTable = system.exists(new Path(new Path(lake, folder), "_delta_log"));
                        known.put(folder, isTable);
                    }
                    if (isTable) {
                        tables.add(folder);
                        break;
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the lake " + lake + " cannot be listed", e);
        }
        return tables;
    }

    /** The names of a file's columns; empty where it cannot be read, or where so many were read that it would take long. */
    private Set<String> columns(FoundFile file) {
        if (columns.size() > MOST_COLUMN_LOOKS) {
            return Set.of();
        }
        return columns.computeIfAbsent(file.relativePath(), none -> {
            try {
                Format format = FileGroups.format(file);
                if (format == Format.CSV) {
                    CsvShape shape = CsvShape.of(
                            TextHead.read(hadoop, file.path(), "UTF-8").text());
                    return shape.header() ? new TreeSet<>(shape.names()) : Set.of();
                }
                return format == Format.JSON
                        ? new TreeSet<>(JsonLines.keys(
                                hadoop, file.path(), new JsonFormat("UTF-8", List.of(), ReadLimits.DEFAULT), 1))
                        : Set.of();
            } catch (Failure e) {
                return Set.of();
            }
        });
    }

    private void add(FileGroup group) {
        Source source = source(group);
        Sample sample = Sampler.of(spark, lake, source, group.files());
        Set<String> nullWords = nullWords(source, sample);
        if (!nullWords.isEmpty()) {
            List<String> words = new ArrayList<>(List.of(""));
            words.addAll(nullWords);
            source = with(source, source.encoding(), words);
            sample = Sampler.of(spark, lake, source, group.files());
        }
        add(source, group.files(), sample);
    }

    private void add(Source source, List<FoundFile> files, Sample sample) {
        if (sample.columns().isEmpty() || sample.rows() == 0) {
            leftOut.put(
                    source.path(),
                    sample.unsound() > 0 ? "none of its first records can be read" : "it holds no row yet");
            return;
        }
        sources.add(new SurveyedSource(
                source,
                files.size(),
                Sampler.spread(source.format(), files).size(),
                files.stream().mapToLong(FoundFile::size).sum(),
                sample));
    }

    private void addTable(String folder) {
        String name = folder.substring(folder.lastIndexOf('/') + 1)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "_")
                .replaceAll("^[_0-9]+|_+$", "");
        Source source = declared(name.isEmpty() ? "delta_table" : name, Format.DELTA, folder, false, "UTF-8", null);
        Sample sample = Sampler.of(spark, lake, source, List.of());
        add(source, List.of(new FoundFile(folder, folder, 0, 0)), sample);
    }

    /** Whether files that are not read lie in the folder of a glob, which a night would stumble over. */
    private boolean hasCompany(FileGroup group) {
        String folder = group.path().contains("/")
                ? group.path().substring(0, group.path().lastIndexOf('/') + 1)
                : "";
        return group.isPartOfFolder() || leftOut.keySet().stream().anyMatch(name -> name.startsWith(folder));
    }

    private Source source(FileGroup group) {
        boolean hasCompany = group.path().indexOf('*') >= 0 && hasCompany(group);
        if (group.format() == Format.PARQUET) {
            return declared(group.name(), Format.PARQUET, group.path(), hasCompany, "UTF-8", null);
        }
        FoundFile first = group.files().get(0);
        TextHead head = TextHead.read(hadoop, first.path(), "UTF-8");
        if (head.text().isEmpty() && head.content() != Content.EMPTY) {
            throw Failure.source(
                    "It holds " + head.content().words() + ", whatever its name says.",
                    "Deliver it as CSV, JSON (an object a line) or Parquet.",
                    List.of());
        }
        String encoding = head.text().indexOf('\uFFFD') >= 0 ? "windows-1252" : "UTF-8";
        if (group.format() == Format.JSON) {
            if (!head.text().lines().findFirst().orElse("").strip().matches("\\{.*\\}")) {
                throw Failure.source(
                        "It is not one JSON object a line.", "Deliver it so if it is to be read.", List.of());
            }
            return declared(group.name(), Format.JSON, group.path(), hasCompany, encoding, null);
        }
        return declared(group.name(), Format.CSV, group.path(), hasCompany, encoding, CsvShape.of(head.text()));
    }

    private static Source declared(
            String name,
            Format format,
            String path,
            boolean isPartOfFolder,
            String encoding,
            @Nullable CsvShape shape) {
        return new Source(
                name,
                format,
                path,
                Order.NAME,
                Policy.FAIL,
                Policy.FAIL,
                Policy.FAIL,
                isPartOfFolder ? Policy.ACCEPT : Policy.FAIL,
                Policy.FAIL,
                encoding,
                shape == null ? ',' : shape.delimiter(),
                shape == null || shape.header(),
                shape == null || shape.header() ? List.of() : shape.names(),
                List.of(""));
    }

    private static Source with(Source source, String encoding, List<String> nullValues) {
        return new Source(
                source.name(),
                source.format(),
                source.path(),
                source.order(),
                source.onMissing(),
                source.onEmpty(),
                source.onBadFile(),
                source.onUnknownName(),
                source.onMissingColumn(),
                encoding,
                source.delimiter(),
                source.header(),
                source.columns(),
                nullValues);
    }

    /** Words for "no value" that make up a hundredth of a column or more. */
    private static Set<String> nullWords(Source source, Sample sample) {
        Set<String> found = new TreeSet<>();
        if (source.format() != Format.CSV) {
            return found;
        }
        for (Sample.Column column : sample.columns()) {
            for (String word : NULL_WORDS) {
                long count = column.values().stream().filter(word::equals).count();
                if (count * 100 >= sample.rows() && count < sample.rows()) {
                    found.add(word);
                }
            }
        }
        return found;
    }
}
