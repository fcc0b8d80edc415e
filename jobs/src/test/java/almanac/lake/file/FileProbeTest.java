package almanac.lake.file;

import static almanac.lake.file.Sources.CONF;
import static almanac.lake.file.Sources.gzip;
import static almanac.lake.file.Sources.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileProbeTest {

    @TempDir
    Path folder;

    private Probe probe(byte[] content) {
        return FileProbe.probe(CONF, write(folder, "file", content));
    }

    /** FIPS 180-4's examples, as NIST gives them: "abc", and a million times "a". */
    @Test
    void theFingerprintIsSha256OfTheStoredBytes() {
        assertThat(probe("abc".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo(
                        new Probe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", 3, Content.TEXT));
        assertThat(probe("a".repeat(1_000_000).getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo(new Probe(
                        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0", 1_000_000, Content.TEXT));
    }

    /** SHA-256 of nothing: FIPS 180-4. */
    @Test
    void anEmptyFileIsEmpty() {
        assertThat(probe(new byte[0]))
                .isEqualTo(new Probe(
                        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", 0, Content.EMPTY));
    }

    /** Magic numbers of RFC 1952, RFC 8878, APPNOTE 4.3.7, and the specifications of bzip2, Parquet, ORC and Avro. */
    @ParameterizedTest
    @CsvSource({
        "1F8B0800,                       GZIP",
        "504B030414000000,               ZIP",
        "504B050600000000,               ZIP",
        "28B52FFD04,                     ZSTD",
        "425A6839314159265359,           BZIP2",
        "425A683931,                     TEXT",
        "5041523115041500,               PARQUET",
        "5041524515041500,               PARQUET",
        "504152312C610A,                 TEXT",
        "4F524308031000,                 ORC",
        "4F52432C610A,                   TEXT",
        "4F626A0104,                     AVRO",
        "4F626A2C,                       TEXT",
        "EFBBBF61,                       UTF8_BOM",
        "FFFE6100,                       UTF16_LE",
        "FEFF0061,                       UTF16_BE",
        "FFFE000061000000,               UTF32",
        "0000FEFF00000061,               UTF32",
        "612C0062,                       TEXT",
        "6100620063006400650066006700,   TEXT",
        "610062006300640065006600670068, TEXT",
        "61006200630064006500660067006800, BINARY",
        "CAFEBABE,                       TEXT",
    })
    void contentIsToldFromTheBytes(String hexadecimal, Content content) {
        assertThat(probe(HexFormat.of().parseHex(hexadecimal)).content()).isEqualTo(content);
    }

    @Test
    void aRealGzipFileIsGzip() {
        assertThat(probe(gzip("id,name\n")).content()).isEqualTo(Content.GZIP);
    }

    @Test
    void aVanishedFileIsRefused() {
        assertThatThrownBy(
                        () -> FileProbe.probe(CONF, folder.resolve("gone.csv").toString()))
                .hasMessageContaining("gone.csv has vanished");
    }
}
