package almanac.lake.file;

import java.io.Serializable;

/**
 * One file of a source.
 *
 * @param path where it lies, fully qualified with the file system's scheme
 * @param relativePath the same below the root, its parts divided by {@code /}
 * @param size in bytes
 * @param modifiedAt milliseconds since 1970-01-01 UTC, as the file system tells
 */
public record FoundFile(String path, String relativePath, long size, long modifiedAt) implements Serializable {}
