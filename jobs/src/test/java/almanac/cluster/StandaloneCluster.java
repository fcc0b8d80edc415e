package almanac.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A standalone cluster of Spark on this machine: a master and two workers of one core each, every one a JVM. */
public final class StandaloneCluster implements AutoCloseable {

    private final Path spark;
    private final List<Server> servers = new ArrayList<>();
    private final String master;

    private StandaloneCluster(Path folder) {
        this.spark = Project.sparkHome();
        Server first = start(
                folder, "master", "org.apache.spark.deploy.master.Master", List.of("--port", "0", "--webui-port", "0"));
        this.master = first.await(Pattern.compile("Starting Spark master at (spark://\\S+)"));
        for (String worker : List.of("worker-1", "worker-2")) {
            start(
                            folder,
                            worker,
                            "org.apache.spark.deploy.worker.Worker",
                            List.of(
                                    "--webui-port",
                                    "0",
                                    "--cores",
                                    "1",
                                    "--memory",
                                    "1g",
                                    "--work-dir",
                                    folder.resolve(worker).toString(),
                                    master))
                    .await(Pattern.compile("Successfully (registered) with master"));
        }
    }

    /** Starts it; its logs lie below a folder. */
    public static StandaloneCluster start(Path folder) {
        return new StandaloneCluster(folder);
    }

    /** The URL that a job is submitted to. */
    public String master() {
        return master;
    }

    /** Kills an executor as a machine that goes down does; says whether there was one. */
    public boolean killAnExecutor() {
        return servers.stream()
                .flatMap(Server::descendants)
                .filter(process -> process.info().commandLine().orElse("").contains("CoarseGrainedExecutorBackend"))
                .findFirst()
                .map(ProcessHandle::destroyForcibly)
                .orElse(false);
    }

    @Override
    public void close() {
        servers.forEach(Server::close);
    }

    private Server start(Path folder, String name, String type, List<String> arguments) {
        List<String> command =
                new ArrayList<>(List.of(spark.resolve("bin/spark-class").toString(), type, "--host", "127.0.0.1"));
        command.addAll(arguments);
        Server server = Server.start(folder.resolve(name + ".log"), command, Map.of("SPARK_DAEMON_MEMORY", "256m"));
        servers.add(server);
        return server;
    }
}
