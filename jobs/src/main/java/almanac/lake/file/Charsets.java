package almanac.lake.file;

import almanac.error.Failure;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;

/** Character sets by name. */
final class Charsets {

    private Charsets() {}

    /** The character set of a name, or a failure that says what is wrong with the name. */
    static Charset require(String name) {
        try {
            return Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new Failure(
                    Failure.Kind.CONFIGURATION,
                    "The encoding " + Printable.of(name) + " of a source is no character set that Java knows.",
                    "Use its usual name, such as UTF-8, UTF-16LE, ISO-8859-1 or windows-1252.",
                    List.of(),
                    e);
        }
    }
}
