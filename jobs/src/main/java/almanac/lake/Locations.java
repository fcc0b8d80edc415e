package almanac.lake;

import almanac.error.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;

/** Small texts at a path or URI of any file system that Hadoop knows. */
public final class Locations {

    private static final Pattern REMOTE = Pattern.compile("(?!file:)[A-Za-z][A-Za-z0-9+.-]+:");

    private Locations() {}

    /** Whether a location names its file system, and is not on the local disk. Loads nothing of Hadoop. */
    public static boolean isRemote(String location) {
        return REMOTE.matcher(location).lookingAt();
    }

    /** How Hadoop reaches file systems before there is a session: its own files, and what was given to {@code spark-submit}. */
    public static Configuration hadoop() {
        return SparkHadoopUtil.get().newConfiguration(new SparkConf());
    }

    /** Reads a text. */
    public static String read(String location) {
        Path path = new Path(location);
        try (InputStream in = path.getFileSystem(hadoop()).open(path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw Failure.configuration(
                    "the configuration " + location + " cannot be read: " + e.getMessage(),
                    "check the path and the Hadoop settings of its file system",
                    List.of());
        }
    }
}
