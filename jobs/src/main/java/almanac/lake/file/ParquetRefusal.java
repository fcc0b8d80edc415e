package almanac.lake.file;

import almanac.error.Failure;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.security.AccessControlException;
import org.apache.parquet.hadoop.BadConfigurationException;

/** Why a Parquet file is refused: whatever a decoder throws over a file speaks about the file. */
final class ParquetRefusal {

    private ParquetRefusal() {}

    /** What was thrown over a file, as a failure that names it. */
    static RuntimeException of(String path, Throwable thrown) {
        if (thrown instanceof Failure failure) {
            return failure;
        }
        if (thrown instanceof FileNotFoundException
                || thrown instanceof AccessControlException
                || thrown instanceof ChecksumException) {
            return Refusal.unreadable(path, (IOException) thrown);
        }
        if (thrown instanceof OutOfMemoryError) {
            return Refusal.source(
                    path,
                    "claims sizes that do not fit into the memory of this process.",
                    "Have it delivered again; if it is whole, give the process more memory or deliver smaller row groups.",
                    List.of(),
                    thrown);
        }
        if (thrown instanceof BadConfigurationException) {
            return Refusal.source(
                    path,
                    "is compressed in a way that this installation cannot expand: " + words(thrown),
                    "Deliver it compressed with snappy, zstd or gzip, or install the codec.",
                    List.of(),
                    thrown);
        }
        if (thrown instanceof LinkageError linkage) {
            throw linkage; // a class of ours is missing: nothing about the file
        }
        return Refusal.source(
                path,
                "is no whole Parquet file: " + words(thrown),
                "Have it delivered again, whole.",
                List.of(),
                thrown);
    }

    /** What was thrown and, where it is something else, what caused it. */
    private static String words(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String outer = message(thrown);
        String inner = message(root);
        return Printable.line(outer.contains(inner) ? outer : outer + ": " + inner);
    }

    private static String message(Throwable thrown) {
        String message = thrown.getMessage();
        String name = thrown.getClass().getSimpleName();
        if (message == null) {
            return name;
        }
        return thrown.getClass() == IOException.class ? message : name + ": " + message;
    }
}
