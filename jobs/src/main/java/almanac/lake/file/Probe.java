package almanac.lake.file;

import java.io.Serializable;

/**
 * What one pass over a file's bytes tells.
 *
 * @param sha256 the SHA-256 of the bytes as they are stored, 64 lower-case hexadecimal digits
 * @param bytes how many bytes were read
 * @param content what the file holds
 */
public record Probe(String sha256, long bytes, Content content) implements Serializable {}
