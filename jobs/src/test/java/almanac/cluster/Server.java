package almanac.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A process beside a test, whose output goes to a file; it ends with the test, and those that it started with it. */
public final class Server implements AutoCloseable {

    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final Process process;
    private final Path log;

    private Server(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Starts a command with these variables besides those of this process. */
    public static Server start(Path log, List<String> command, Map<String, String> environment) {
        try {
            Files.createDirectories(log.getParent());
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
            builder.environment().putAll(environment);
            builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
            // The options of the test's own JVM are not for others.
            builder.environment().remove("JAVA_TOOL_OPTIONS");
            Process process = builder.start();
            process.getOutputStream().close();
            return new Server(process, log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A JVM of this Java. */
    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** Waits until the output has a line in which a pattern is found; gives its first group. */
    public String await(Pattern pattern) {
        return await(log, pattern);
    }

    /** Waits until a file that it writes has a text in which a pattern is found; gives its first group. */
    String await(Path file, Pattern pattern) {
        Instant giveUp = Instant.now().plus(LONGEST);
        while (Instant.now().isBefore(giveUp)) {
            boolean isOver = !process.isAlive();
            Matcher matcher = pattern.matcher(text(file));
            if (matcher.find()) {
                return matcher.group(1);
            }
            if (isOver) {
                throw new AssertionError("the process ended without " + pattern + ":\n" + output());
            }
            pause();
        }
        throw new AssertionError("no " + pattern + " within " + LONGEST + ":\n" + output());
    }

    /** Waits for its end. */
    public int exitCode() {
        try {
            if (process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
                return process.exitValue();
            }
            throw new AssertionError("the process is still running after " + LONGEST + ":\n" + output());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What it has printed so far. */
    public String output() {
        return text(log);
    }

    private static String text(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The processes that it started, and theirs. */
    Stream<ProcessHandle> descendants() {
        return process.descendants();
    }

    @Override
    public void close() {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroy);
        Instant giveUp = Instant.now().plusSeconds(10);
        while (all.stream().anyMatch(ProcessHandle::isAlive) && Instant.now().isBefore(giveUp)) {
            pause();
        }
        all.forEach(ProcessHandle::destroyForcibly);
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
