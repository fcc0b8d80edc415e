package almanac.lake;

import static org.assertj.core.api.Assertions.assertThat;

import almanac.cluster.LogRace;
import almanac.cluster.Project;
import almanac.cluster.S3Server;
import almanac.cluster.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log on S3 that two processes write. */
class S3LogStoreIT {

    @TempDir
    Path folder;

    @Test
    void ofTwoProcessesThatWriteTheSameVersionOfALogOneWins() throws IOException {
        try (S3Server s3 = S3Server.start(folder.resolve("race"));
                Server one = racer(s3, "one");
                Server two = racer(s3, "two")) {
            one.await(Pattern.compile("(ready)"));
            two.await(Pattern.compile("(ready)"));
            Files.createFile(folder.resolve("go"));
            assertThat(List.of(one.exitCode(), two.exitCode()))
                    .as(one.output() + two.output())
                    .containsOnly(0);
            List<String> won = Stream.of(one, two)
                    .flatMap(racer -> racer.output().lines())
                    .filter(line -> line.startsWith("won "))
                    .toList();
            assertThat(won).doesNotHaveDuplicates().hasSize(LogRace.VERSIONS);
            // Whoever is faster, the other tried each of them too.
            for (Server racer : List.of(one, two)) {
                assertThat(racer.output().lines().filter(line -> line.matches("(won|lost) \\d+")))
                        .hasSize(LogRace.VERSIONS);
            }
        }
    }

    private Server racer(S3Server s3, String name) {
        List<String> command = new ArrayList<>(Project.java(LogRace.class));
        command.add("s3a://bucket/log");
        command.add(name);
        command.add(folder.resolve("go").toString());
        s3.hadoopSettings().forEach((key, value) -> command.add(key + "=" + value));
        return Server.start(folder.resolve("racer-" + name + ".log"), command, Map.of());
    }
}
