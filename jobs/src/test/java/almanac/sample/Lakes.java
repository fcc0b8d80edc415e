package almanac.sample;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/** What the tests of the sample lake share. */
final class Lakes {

    private Lakes() {}

    static SalesTruth write(SampleParameters parameters, Path lake) {
        return write(parameters, lake, ForEachDay.onThreads(2));
    }

    static SalesTruth write(SampleParameters parameters, Path lake, ForEachDay days) {
        return SampleLake.generate(parameters, lake.toString(), new Configuration(), days);
    }

    static Config truth(Path lake) {
        return ConfigFactory.parseFile(lake.resolve("truth.json").toFile());
    }

    /** The records of a CSV file with a header. */
    static List<NamedCsvRecord> csv(Path file) throws IOException {
        try (CsvReader<NamedCsvRecord> reader = CsvReader.builder().ofNamedCsvRecord(file)) {
            return reader.stream().toList();
        }
    }

    /** SHA-256 of every file below a folder, by relative path. */
    static SortedMap<String, String> digests(Path folder) throws IOException {
        SortedMap<String, String> digests = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(Files::isRegularFile)
                    .forEach(file -> digests.put(folder.relativize(file).toString(), digest(file)));
        }
        return digests;
    }

    private static String digest(Path file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
