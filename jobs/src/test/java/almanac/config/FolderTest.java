package almanac.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FolderTest {

    @ParameterizedTest
    @CsvSource({
        "lake,                  /etc/shop/x.conf,           /etc/shop/lake",
        "./lake/,               /etc/shop/x.conf,           /etc/shop/lake",
        "../lake,               /etc/shop/x.conf,           /etc/lake",
        "/data/lake,            /etc/shop/x.conf,           /data/lake",
        "/data/../lake,         /etc/shop/x.conf,           /lake",
        "s3a://bucket/lake/,    /etc/shop/x.conf,           s3a://bucket/lake/",
        "file:///data/lake,     /etc/shop/x.conf,           file:///data/lake",
        "lake,                  hdfs://node:8020/a/x.conf,  hdfs://node:8020/a/lake",
        "../lake,               hdfs://node:8020/a/x.conf,  hdfs://node:8020/lake",
        "/data,                 hdfs://node:8020/a/x.conf,  /data",
        "s3a://bucket/lake,     hdfs://node:8020/a/x.conf,  s3a://bucket/lake",
        "lake,                  file:/etc/shop/x.conf,      file:/etc/shop/lake"
    })
    void aRelativeFolderStartsAtTheFolderOfTheConfiguration(String written, String configuration, String location)
            throws Unfit {
        assertThat(Folder.from(written, configuration).location()).isEqualTo(location);
    }

    @Test
    void aConfigurationNamedWithoutItsFolderLiesInTheWorkingFolder() throws Unfit {
        assertThat(Folder.from("lake", "x.conf").location())
                .isEqualTo(Path.of("lake").toAbsolutePath().toString());
    }

    @ParameterizedTest
    @CsvSource({
        "/a/b,                /a,               true",
        "/a,                  /a,               true",
        "/a/,                 /a,               true",
        "/a,                  /,                true",
        "/ab,                 /a,               false",
        "/a,                  /a/b,             false",
        "file:///a/b,         /a,               true",
        "file:/a/b,           file:///a,        true",
        "FILE:///a/./c/../b,  /a,               true",
        "s3a://x/a/b,         s3a://x/a/,       true",
        "s3a://x/a/../b,      s3a://x/a,        false",
        "s3a://x//a/./b,      S3A://x/a,        true",
        "s3a://x/a,           s3a://x,          true",
        "s3a://y/a,           s3a://x,          false",
        "s3a://xy/a,          s3a://x,          false",
        "hdfs://n/a,          /a,               false"
    })
    void aFolderIsWithinAnotherHoweverItIsSpelt(String inner, String outer, boolean within) throws IOException {
        assertThat(new Folder(inner).isWithin(new Folder(outer))).isEqualTo(within);
    }

    @Test
    void aSymbolicLinkDoesNotHideThatAFolderLiesInAnother(@TempDir Path folder) throws IOException {
        Path lake = Files.createDirectory(folder.resolve("lake"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), lake);

        Folder warehouse = new Folder(link.resolve("tables/new").toString());

        assertThat(warehouse.isWithin(new Folder(lake.toString()))).isTrue();
    }
}
