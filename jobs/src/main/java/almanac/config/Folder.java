package almanac.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A folder on any file system that Hadoop knows.
 *
 * @param location an absolute local path without {@code .} and {@code ..}, or a URI as it was written
 */
record Folder(String location) {

    private static final Pattern URI = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+):(//[^/]*)?(/?.*)", Pattern.DOTALL);

    /**
     * The folder that a configuration file means.
     *
     * @param written what the file says: a URI, an absolute path, or a path from the folder of the file
     * @param configuration where the file lies: a local path or a URI
     */
    static Folder from(String written, String configuration) throws Unfit {
        SourcePath.requireNoControl(written);
        if (written.isBlank()) {
            throw new Unfit("is blank");
        }
        Matcher uri = URI.matcher(written);
        if (uri.matches()) {
            if (uri.group(2) == null && !uri.group(3).startsWith("/")) {
                throw new Unfit("has a scheme without //, such as in s3a://bucket/folder");
            }
            return new Folder(written);
        }
        Matcher home = URI.matcher(configuration);
        if (home.matches()) {
            String folder = home.group(3).substring(0, home.group(3).lastIndexOf('/') + 1);
            String authority = home.group(2) == null ? "" : home.group(2);
            return written.startsWith("/")
                    ? new Folder("/" + normal(written))
                    : new Folder(home.group(1) + ":" + authority + "/" + normal(folder + written));
        }
        try {
            Path path = Path.of(configuration).toAbsolutePath().resolveSibling(written);
            return new Folder(path.normalize().toString());
        } catch (InvalidPathException notPath) {
            throw new Unfit("is not a path: " + notPath.getReason());
        }
    }

    /** Whether this folder is the other one or lies in it, symbolic links of the local disk followed. */
    boolean isWithin(Folder other) throws IOException {
        String inner = comparable();
        String outer = other.comparable();
        return inner.equals(outer) || inner.startsWith(outer.endsWith("/") ? outer : outer + "/");
    }

    /** One spelling for each folder: {@code file:} URIs as local paths, no {@code .}, {@code ..} or last slash. */
    private String comparable() throws IOException {
        Matcher uri = URI.matcher(location);
        if (!uri.matches()) {
            return real(Path.of(location)).toString();
        }
        String scheme = uri.group(1).toLowerCase(Locale.ROOT);
        if (scheme.equals("file")) {
            return real(Path.of("/" + normal(uri.group(3)))).toString();
        }
        String authority = uri.group(2) == null ? "" : uri.group(2).toLowerCase(Locale.ROOT);
        return scheme + ":" + authority + "/" + normal(uri.group(3));
    }

    /** The path with symbolic links followed, as far as it exists. */
    private static Path real(Path path) throws IOException {
        Path parent = path.getParent();
        if (parent == null || Files.exists(path)) {
            return path.toRealPath();
        }
        return real(parent).resolve(path.getFileName()).normalize();
    }

    /** The steps of a path without empty ones, {@code .} and {@code ..}; what climbs out at the top stays there. */
    private static String normal(String path) {
        Deque<String> steps = new ArrayDeque<>();
        for (String step : path.split("/", -1)) {
            if (step.equals("..")) {
                steps.pollLast();
            } else if (!step.isEmpty() && !step.equals(".")) {
                steps.addLast(step);
            }
        }
        return String.join("/", steps);
    }
}
