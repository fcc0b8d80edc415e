package almanac.lake.file;

import java.io.IOException;
import java.io.Reader;
import org.apache.hadoop.conf.Configuration;

/**
 * Counts the records of a file by its line ends alone, independently of the parser that reads them: the number that the
 * rows accepted and refused must add up to.
 */
public final class RecordCounter {

    private RecordCounter() {}

    /**
     * The data records of a CSV file: ends of non-blank lines outside quotes, less the header. Inside a field that
     * starts with a quote, an odd number of quotes so far means inside.
     *
     * @throws almanac.error.Failure of kind {@code SOURCE} where the file is not text or cannot be read
     */
    public static long count(Configuration conf, String path, CsvFormat format) {
        try (Reader in = TextSource.open(conf, path, format.charset(), format.limits(), "csv")) {
            long records = records(in, format.delimiter());
            return format.header() && records > 0 ? records - 1 : records;
        } catch (IOException e) {
            throw Refusal.unreadable(path, e);
        }
    }

    /**
     * The non-blank lines of a file of JSON objects.
     *
     * @throws almanac.error.Failure of kind {@code SOURCE} where the file is not text or cannot be read
     */
    public static long count(Configuration conf, String path, JsonFormat format) {
        try (Reader in = TextSource.open(conf, path, format.charset(), format.limits(), "json")) {
            return lines(in);
        } catch (IOException e) {
            throw Refusal.unreadable(path, e);
        }
    }

    private static long records(Reader in, char delimiter) throws IOException {
        char[] block = new char[16 << 10];
        long records = 0;
        boolean anything = false;
        boolean fieldStart = true;
        boolean quotedField = false;
        boolean inside = false;
        for (int read = in.read(block); read >= 0; read = in.read(block)) {
            for (int i = 0; i < read; i++) {
                char c = block[i];
                boolean lineEnd = !inside && (c == '\n' || c == '\r');
                boolean fieldEnd = lineEnd || (!inside && c == delimiter);
                if (lineEnd && anything) {
                    records++;
                }
                quotedField = !fieldEnd && (quotedField || (fieldStart && c == '"'));
                inside ^= quotedField && c == '"';
                anything = !lineEnd;
                fieldStart = fieldEnd;
            }
        }
        return anything ? records + 1 : records;
    }

    private static long lines(Reader in) throws IOException {
        char[] block = new char[16 << 10];
        long lines = 0;
        boolean anything = false;
        for (int read = in.read(block); read >= 0; read = in.read(block)) {
            for (int i = 0; i < read; i++) {
                boolean lineEnd = block[i] == '\n' || block[i] == '\r';
                lines += lineEnd && anything ? 1 : 0;
                anything = !lineEnd && (anything || (block[i] != ' ' && block[i] != '\t'));
            }
        }
        return anything ? lines + 1 : lines;
    }
}
