package almanac.lake.survey;

import almanac.config.Format;
import almanac.lake.file.FoundFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Puts the files of a lake into groups, each a source: files of one folder whose names differ in digits only, or that have
 * the same columns. Folders of partitions ({@code year=2024}, {@code 2024/05}) belong to the folder above them.
 */
final class FileGroups {

    private static final Pattern PARTITION = Pattern.compile("[^=]+=.*|\\d{1,8}|\\d{4}-\\d{2}(-\\d{2})?");
    private static final Pattern RANDOM =
            Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9]+", Pattern.CASE_INSENSITIVE);
    private static final Pattern NOT_IN_NAMES = Pattern.compile("[^a-z0-9]+");
    private static final Map<String, Format> EXTENSIONS = Map.ofEntries(
            Map.entry("csv", Format.CSV),
            Map.entry("tsv", Format.CSV),
            Map.entry("psv", Format.CSV),
            Map.entry("txt", Format.CSV),
            Map.entry("dat", Format.CSV),
            Map.entry("tbl", Format.CSV),
            Map.entry("json", Format.JSON),
            Map.entry("jsonl", Format.JSON),
            Map.entry("ndjson", Format.JSON),
            Map.entry("parquet", Format.PARQUET),
            Map.entry("pq", Format.PARQUET));

    private final List<FileGroup> groups = new ArrayList<>();
    private final Set<String> names = new TreeSet<>();

    private FileGroups() {}

    /** The extension of a name in lower case, {@code .gz} passed over; empty where there is none. */
    private static String extension(String name) {
        String plain = name.toLowerCase(Locale.ROOT).replaceFirst("\\.gz$", "");
        int dot = plain.lastIndexOf('.');
        return dot < 0 ? "" : plain.substring(dot + 1);
    }

    /** The format that a name promises; null where it promises none that can be read. */
    static @Nullable Format format(FoundFile file) {
        return EXTENSIONS.get(extension(file.relativePath()));
    }

    /**
     * The groups of some files.
     *
     * @param files those with a known format
     * @param columns of a file, by which groups of one folder are told apart; empty where it cannot be read
     */
    static List<FileGroup> of(List<FoundFile> files, Function<FoundFile, Set<String>> columns) {
        Map<String, List<FoundFile>> folders = new TreeMap<>();
        files.forEach(file ->
                folders.computeIfAbsent(folder(file), none -> new ArrayList<>()).add(file));
        FileGroups found = new FileGroups();
        folders.forEach((folder, within) -> found.add(folder, within, columns));
        return found.groups;
    }

    private void add(String folder, List<FoundFile> files, Function<FoundFile, Set<String>> columns) {
        Map<String, List<FoundFile>> alike = new LinkedHashMap<>();
        for (FoundFile file : files) {
            String stem = extension(file.relativePath()) + " "
                    + RANDOM.matcher(simpleName(file).toLowerCase(Locale.ROOT).replaceFirst("\\.gz$", ""))
                            .replaceAll("#");
            alike.computeIfAbsent(stem, none -> new ArrayList<>()).add(file);
        }
        Map<String, List<FoundFile>> merged = new LinkedHashMap<>();
        alike.forEach((stem, group) -> merged.computeIfAbsent(
                        signature(stem, columns.apply(group.get(0))), none -> new ArrayList<>())
                .addAll(group));
        for (List<FoundFile> group : merged.values()) {
            boolean isPart = merged.size() > 1;
            groups.add(new FileGroup(
                    name(folder, group, isPart),
                    path(folder, group, files, isPart),
                    format(group),
                    isPart && group.size() > 1,
                    group));
        }
    }

    private static String signature(String stem, Set<String> columns) {
        String kind = stem.substring(0, stem.indexOf(' '));
        return columns.isEmpty() ? stem : kind + " " + String.join("\u0000", new TreeSet<>(columns));
    }

    private static Format format(List<FoundFile> group) {
        Format format = format(group.get(0));
        if (format == null) {
            throw new IllegalArgumentException("a file of no known format: " + group.get(0));
        }
        return format;
    }

    /** The folder of a file, below the lake; without the folders of partitions. */
    private static String folder(FoundFile file) {
        List<String> parts = new ArrayList<>(List.of(file.relativePath().split("/")));
        parts.remove(parts.size() - 1);
        while (!parts.isEmpty()
                && PARTITION.matcher(parts.get(parts.size() - 1)).matches()) {
            parts.remove(parts.size() - 1);
        }
        return String.join("/", parts);
    }

    private static String simpleName(FoundFile file) {
        return file.relativePath().substring(file.relativePath().lastIndexOf('/') + 1);
    }

    private static String path(String folder, List<FoundFile> group, List<FoundFile> all, boolean isPart) {
        String below = folder.isEmpty() ? "" : folder + "/";
        boolean isDeep = group.stream().anyMatch(file -> !file.relativePath().equals(below + simpleName(file)));
        String depth = isDeep ? "**/" : "";
        if (group.size() == 1 && (isPart || folder.isEmpty())) {
            return group.get(0).relativePath();
        }
        List<String> ends = group.stream()
                .map(file -> end(simpleName(file)))
                .distinct()
                .sorted()
                .toList();
        String end = ends.size() == 1 ? ends.get(0) : "{" + String.join(",", ends) + "}";
        if (!isPart) {
            return below + depth + "*." + end;
        }
        List<String> names = group.stream().map(FileGroups::simpleName).toList();
        String prefix = commonPrefix(names);
        boolean isAlone = !prefix.isEmpty()
                && all.stream()
                        .filter(file -> !group.contains(file))
                        .noneMatch(file -> simpleName(file).startsWith(prefix));
        return below + depth + (isAlone ? prefix + "*." + end : "{" + String.join(",", new TreeSet<>(names)) + "}");
    }

    private static String end(String name) {
        boolean isZipped = name.toLowerCase(Locale.ROOT).endsWith(".gz");
        String plain = isZipped ? name.substring(0, name.length() - ".gz".length()) : name;
        return plain.substring(plain.lastIndexOf('.') + 1) + (isZipped ? name.substring(plain.length()) : "");
    }

    private static String commonPrefix(List<String> names) {
        return names.stream()
                .reduce((one, other) -> {
                    int same = 0;
                    while (same < Math.min(one.length(), other.length()) && one.charAt(same) == other.charAt(same)) {
                        same++;
                    }
                    return one.substring(0, same);
                })
                .map(prefix -> prefix.replaceFirst("[0-9]+$", ""))
                .orElse("");
    }

    /** A name of its own for each source: that of the folder, or where the folder holds several that of the files. */
    private String name(String folder, List<FoundFile> group, boolean isPart) {
        String last = folder.substring(folder.lastIndexOf('/') + 1);
        String stem = group.size() == 1
                ? simpleName(group.get(0)).replaceFirst("(\\.[A-Za-z0-9]{1,8}){1,2}$", "")
                : commonPrefix(group.stream().map(FileGroups::simpleName).collect(Collectors.toList()));
        return unused(isPart || folder.isEmpty() ? (stem.isEmpty() ? last : stem) : last);
    }

    /** A name that sources may have and that none has yet. */
    String unused(String wish) {
        String plain = NOT_IN_NAMES
                .matcher(wish.toLowerCase(Locale.ROOT))
                .replaceAll("_")
                .replaceAll("^[_0-9]+|_+$", "");
        String base = plain.isEmpty() ? "files" : plain.substring(0, Math.min(48, plain.length()));
        String name = base;
        for (int i = 2; !names.add(name); i++) {
            name = base + "_" + i;
        }
        return name;
    }
}
