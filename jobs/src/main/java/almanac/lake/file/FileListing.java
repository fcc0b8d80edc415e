package almanac.lake.file;

import almanac.error.Failure;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Lists the files of a source, and says what it left out: Hadoop's readers pass over names that start with _ or . in
 * silence, and a mistyped delivery would simply be missing.
 */
public final class FileListing {

    private final FileSystem files;
    private final Path root;
    private final java.nio.file.@Nullable Path localRoot;
    private final Map<Path, SortedMap<String, FileStatus>> listed = new HashMap<>();
    private final SortedMap<String, FoundFile> taken = new TreeMap<>(NaturalOrder.OF_NAMES);
    private final SortedSet<String> left = new TreeSet<>(NaturalOrder.OF_NAMES);

    private FileListing(FileSystem files, Path root) throws IOException {
        // The local file system hides checksum files, also those whose file is gone.
        this.files = files instanceof LocalFileSystem local ? local.getRawFileSystem() : files;
        this.root = files.makeQualified(root);
        this.localRoot = files.getUri().getScheme().equals("file") ? local(root).toRealPath() : null;
    }

    /**
     * The files that a path below a root means.
     *
     * <p>A file stands for itself, a folder for every file below it, a glob ({@code *}, {@code ?}, {@code {a,b}}, and
     * {@code **} for any folders) for what it matches, a matched folder again for every file below it. A name that
     * starts with _ or . is meant only where the last part of the path starts with the same character. What a folder or
     * a glob's last part leaves out of the folders that it looks at is reported, except {@code _SUCCESS},
     * {@code _delta_log} and the {@code .name.crc} of a file that is there. No file at all is an empty listing.
     *
     * @param root a folder on any file system that Hadoop knows
     * @param glob the path below it, its parts divided by {@code /}
     * @throws Failure of kind {@code CONFIGURATION} where the path leaves the root, by its text or through a symbolic
     *     link, and of kind {@code SOURCE} where the root is not there or cannot be listed
     */
    public static Listing list(Configuration conf, String root, String glob) {
        List<Glob.Part> parts = Glob.parts(glob);
        Path folder = new Path(root);
        try {
            FileSystem files = folder.getFileSystem(conf);
            if (!files.getFileStatus(folder).isDirectory()) {
                throw noFolder(root, null);
            }
            FileListing listing = new FileListing(files, folder);
            listing.walk(listing.root, "", parts);
            listing.left.removeAll(listing.taken.keySet());
            return new Listing(List.copyOf(listing.taken.values()), List.copyOf(listing.left));
        } catch (FileNotFoundException e) {
            throw noFolder(root, e);
        } catch (IOException e) {
            throw Refusal.unreadable(root, e);
        }
    }

    private static Failure noFolder(String root, @Nullable IOException cause) {
        return new Failure(
                Failure.Kind.SOURCE,
                "The folder " + root + ", where sources are to lie, is not there.",
                "Create it or correct the setting lake; if it is a mount, see whether it is mounted.",
                List.of(),
                cause);
    }

    private void walk(Path folder, String prefix, List<Glob.Part> parts) throws IOException {
        if (parts.isEmpty()) {
            takeEverything(folder, prefix);
            return;
        }
        Glob.Part part = parts.get(0);
        List<Glob.Part> rest = parts.subList(1, parts.size());
        if (!part.isAnyDepth()) {
            takeMatching(folder, prefix, part, rest);
            return;
        }
        walk(folder, prefix, rest);
        if (!rest.isEmpty()) {
            for (FileStatus entry : entries(folder).values()) {
                String name = entry.getPath().getName();
                if (entry.isDirectory() && !leaveHidden(prefix, name)) {
                    walk(folderWithin(folder, entry), prefix + name + "/", parts);
                }
            }
        }
    }

    private void takeEverything(Path folder, String prefix) throws IOException {
        for (FileStatus entry : entries(folder).values()) {
            String name = entry.getPath().getName();
            if (entry.isDirectory() && !leaveHidden(prefix, name)) {
                takeEverything(folderWithin(folder, entry), prefix + name + "/");
            } else if (entry.isFile() && Glob.isHidden(name)) {
                leave(folder, prefix, name);
            } else if (entry.isFile()) {
                take(prefix, entry);
            }
        }
    }

    private void takeMatching(Path folder, String prefix, Glob.Part part, List<Glob.Part> rest) throws IOException {
        for (FileStatus entry : entries(folder).values()) {
            String name = entry.getPath().getName();
            boolean meant = part.matches(name);
            if (entry.isDirectory() && meant) {
                walk(folderWithin(folder, entry), prefix + name + "/", rest);
            } else if (entry.isDirectory() && part.isWild()) {
                leaveHidden(prefix, name);
            } else if (entry.isFile() && rest.isEmpty() && meant) {
                take(prefix, entry);
            } else if (entry.isFile() && rest.isEmpty() && part.isWild()) {
                leave(folder, prefix, name);
            }
        }
    }

    private void take(String prefix, FileStatus file) throws IOException {
        String relativePath = prefix + file.getPath().getName();
        refuseEscape(file.getPath());
        if (localRoot != null && relativePath.lastIndexOf(':') > relativePath.lastIndexOf('/')) {
            throw Refusal.of(
                    file.getPath().toString(),
                    "has a colon in its name, and Hadoop cannot open such a file of a local file system.",
                    "Rename it.",
                    List.of());
        }
        taken.put(
                relativePath,
                new FoundFile(file.getPath().toString(), relativePath, file.getLen(), file.getModificationTime()));
    }

    private void leave(Path folder, String prefix, String name) throws IOException {
        boolean sideFile = name.startsWith(".")
                && name.endsWith(".crc")
                && entries(folder).containsKey(name.substring(1, name.length() - ".crc".length()));
        if (!sideFile && !name.equals("_SUCCESS")) {
            left.add(prefix + name);
        }
    }

    /** Whether a folder is hidden, and so left out. */
    private boolean leaveHidden(String prefix, String name) {
        if (Glob.isHidden(name) && !name.equals("_delta_log")) {
            left.add(prefix + name + "/");
        }
        return Glob.isHidden(name);
    }

    /** What lies in a folder, by name. */
    private SortedMap<String, FileStatus> entries(Path folder) throws IOException {
        SortedMap<String, FileStatus> known = listed.get(folder);
        if (known != null) {
            return known;
        }
        SortedMap<String, FileStatus> entries = new TreeMap<>();
        for (FileStatus status : files.listStatus(folder)) {
            entries.put(status.getPath().getName(), status);
        }
        if (localRoot != null) {
            refuseDangling(folder, entries.keySet());
        }
        listed.put(folder, entries);
        return entries;
    }

    /** Hadoop's local listing passes over a symbolic link to nothing. */
    private static void refuseDangling(Path folder, Set<String> entries) throws IOException {
        try (Stream<java.nio.file.Path> names = Files.list(local(folder))) {
            List<String> dangling = names.filter(
                            entry -> !entries.contains(entry.getFileName().toString()))
                    .filter(entry -> Files.isSymbolicLink(entry) && Files.notExists(entry))
                    .map(java.nio.file.Path::toString)
                    .sorted()
                    .toList();
            if (!dangling.isEmpty()) {
                throw Failure.source(
                        "The folder " + folder + " holds symbolic links to files that are not there.",
                        "Deliver the files themselves, or remove the links.",
                        dangling);
            }
        }
    }

    /** A folder to go down into; a link back to where we come from would never end. */
    private Path folderWithin(Path parent, FileStatus folder) throws IOException {
        refuseEscape(folder.getPath());
        if (localRoot != null
                && local(parent).toRealPath().startsWith(local(folder.getPath()).toRealPath())) {
            throw escape(folder.getPath(), "leads back to a folder that it lies in");
        }
        return folder.getPath();
    }

    private void refuseEscape(Path entry) throws IOException {
        if (localRoot != null && !local(entry).toRealPath().startsWith(localRoot)) {
            throw escape(entry, "leads out of the lake " + root);
        }
    }

    private static Failure escape(Path entry, String why) {
        return Failure.configuration(
                "The path " + entry + " of a source is a symbolic link that " + why + ".",
                "Put the files themselves below the lake, or set lake to a folder that holds them all.",
                List.of());
    }

    private static java.nio.file.Path local(Path path) {
        return java.nio.file.Path.of(path.toUri().getPath());
    }
}
