package almanac.lake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether a store keeps what is there is tried, not believed. */
class S3LogStoreTest {

    @TempDir
    Path folder;

    @Test
    void aConnectorThatKnowsNoConditionalWritesIsFoundOut() throws IOException {
        FileSystem files = FileSystem.getLocal(new Configuration()).getRaw();
        Path probe = folder.resolve("_lock.probe");
        assertThat(S3LogStore.isKeptBy(files, new org.apache.hadoop.fs.Path(probe.toUri())))
                .isFalse();
        assertThat(folder).isEmptyDirectory();
    }
}
