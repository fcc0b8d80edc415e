package almanac.cluster;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Hadoop's MiniDFSCluster in a JVM of its own: a name node and a data node. */
public final class HdfsServer implements AutoCloseable {

    private final Server server;
    private final String uri;

    private HdfsServer(Server server, String uri) {
        this.server = server;
        this.uri = uri;
    }

    /** Starts a server that keeps its blocks below a folder. */
    public static HdfsServer start(Path folder) {
        Path details = folder.resolve("details.json");
        Server server = Server.start(
                folder.resolve("hdfs.log"),
                List.of(
                        Server.java(),
                        "-Xmx512m",
                        "-Dtest.build.data=" + folder.resolve("data"),
                        "-cp",
                        Project.serverClassPath("hdfs"),
                        "org.apache.hadoop.test.MiniDFSClusterManager",
                        "-datanodes",
                        "1",
                        "-format",
                        "-nnport",
                        "0",
                        "-writeDetails",
                        details.toString()),
                Map.of());
        return new HdfsServer(
                server, "hdfs://127.0.0.1:" + server.await(details, Pattern.compile("\"namenode_port\":(\\d+)")));
    }

    /** Its root, such as {@code hdfs://127.0.0.1:9000}. */
    public String uri() {
        return uri;
    }

    @Override
    public void close() {
        server.close();
    }
}
