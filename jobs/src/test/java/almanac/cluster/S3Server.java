package almanac.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** S3Proxy in a JVM of its own, with one bucket, {@code s3a://bucket}, whose objects lie as files in a folder. */
public final class S3Server implements AutoCloseable {

    private static final String BUCKET = "bucket";

    private final Server server;
    private final Path folder;
    private final String endpoint;
    private final HttpClient http = HttpClient.newHttpClient();

    private S3Server(Server server, Path folder, String endpoint) {
        this.server = server;
        this.folder = folder;
        this.endpoint = endpoint;
    }

    /** Starts a server that keeps its objects below a folder. */
    public static S3Server start(Path folder) {
        String endpoint = "http://127.0.0.1:" + freePort();
        Path settings = folder.resolve("s3proxy.conf");
        Path objects = folder.resolve("objects");
        try {
            Files.createDirectories(objects.resolve(BUCKET));
            Files.writeString(
                    settings,
                    String.join(
                            "\n",
                            "s3proxy.endpoint=" + endpoint,
                            "s3proxy.authorization=none",
                            "jclouds.provider=filesystem-nio2",
                            "jclouds.filesystem.basedir=" + objects));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Server server = Server.start(
                folder.resolve("s3proxy.log"),
                List.of(
                        Server.java(),
                        "-Xmx256m",
                        "-DLOG_LEVEL=info",
                        "-cp",
                        Project.serverClassPath("s3proxy"),
                        "org.gaul.s3proxy.Main",
                        "--properties",
                        settings.toString()),
                Map.of());
        server.await(Pattern.compile("(Started .*ServerConnector)"));
        return new S3Server(server, objects.resolve(BUCKET), endpoint);
    }

    /** What Hadoop is to be told to reach the bucket. */
    public Map<String, String> hadoopSettings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("fs.s3a.endpoint", endpoint);
        settings.put("fs.s3a.endpoint.region", "us-east-1");
        settings.put("fs.s3a.path.style.access", "true");
        settings.put("fs.s3a.connection.ssl.enabled", "false");
        settings.put("fs.s3a.access.key", "any");
        settings.put("fs.s3a.secret.key", "any");
        settings.put("fs.s3a.aws.credentials.provider", "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider");
        return settings;
    }

    /** The folder in which the objects of the bucket lie. */
    public Path folder() {
        return folder;
    }

    /** Uploads an object. A file that is copied into the folder would have no tag of its content. */
    public void put(String key, Path file) {
        try {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(URI.create(endpoint + "/" + BUCKET + "/" + key))
                            .PUT(BodyPublishers.ofFile(file))
                            .build(),
                    BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new AssertionError("PUT " + key + ": " + answer.statusCode() + " " + answer.body());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.close();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
