package almanac.lake;

/**
 * A column of a source file.
 *
 * @param name as the file names it
 * @param type in the words of its format; {@code text} for a text file
 */
public record SourceColumn(String name, String type) {

    static SourceColumn text(String name) {
        return new SourceColumn(name, "text");
    }
}
