package almanac.cluster;

import almanac.lake.S3LogStore;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** A process that writes the versions of a log, each once, as fast as another one does; prints those that it won. */
public final class LogRace {

    /** How many versions are raced for. */
    public static final int VERSIONS = 60;

    private LogRace() {}

    /** The log, the name of this process, a file that starts the race, and settings of Hadoop as {@code key=value}. */
    public static void main(String[] arguments) throws Exception {
        Configuration hadoop = new Configuration();
        for (String setting : List.of(arguments).subList(3, arguments.length)) {
            hadoop.set(setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1));
        }
        S3LogStore store = new S3LogStore(hadoop);
        System.out.println("ready");
        java.nio.file.Path go = java.nio.file.Path.of(arguments[2]);
        while (!Files.exists(go)) {
            Thread.sleep(5);
        }
        // Each version at a time of its own, now a little earlier than the other and now later, so that the two meet
        // again and
        // again though one of them be slower.
        long start = Files.getLastModifiedTime(go).toMillis();
        for (int version = 0; version < VERSIONS; version++) {
            int delay = 3 * (arguments[1].equals("one") ? version % 8 : 7 - version % 8);
            Thread.sleep(Math.max(0, start + 100L * version + delay - System.currentTimeMillis()));
            Path path = new Path(arguments[0], String.format("%020d.json", version));
            try {
                store.write(path, List.of("{\"by\":\"" + arguments[1] + "\"}").iterator(), false, hadoop);
                System.out.println("won " + version);
            } catch (FileAlreadyExistsException otherWasFaster) {
                System.out.println("lost " + version);
            }
        }
    }
}
