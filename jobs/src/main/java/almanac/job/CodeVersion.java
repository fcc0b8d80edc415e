package almanac.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.zip.CRC32;

/**
 * The version of the code: that of its jar, and a checksum of the jar, so that a night knows when the code has changed
 * under a version that has not. {@code development} where it runs from classes.
 */
final class CodeVersion {

    private static final String VERSION = find();

    private CodeVersion() {}

    static String get() {
        return VERSION;
    }

    private static String find() {
        String version = CodeVersion.class.getPackage().getImplementationVersion();
        CodeSource source = CodeVersion.class.getProtectionDomain().getCodeSource();
        if (version == null || source == null) {
            return "development";
        }
        try {
            CRC32 checksum = new CRC32();
            checksum.update(Files.readAllBytes(Path.of(source.getLocation().toURI())));
            return String.format("%s+%08x", version, checksum.getValue());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("a code source that is no URI", e);
        }
    }
}
