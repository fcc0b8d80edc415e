package almanac.lake.file;

import static org.assertj.core.api.Assertions.assertThat;

import almanac.SharedData;
import almanac.error.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A verdict for every file of DuckDB's fixtures of errors, rejected rows, nulls and quotes: how many records it has and
 * which rules they break, or why it is refused. The numbers of records are those of Python's csv module (3.11), wherever
 * quotes are well formed; where they are not it goes on to the end of the line, and we to the next quote.
 */
class CsvVerdictsTest {

    private static final String CORPUS = "badinput/duckdb-csv/csv";

    /** File, how it is declared, verdict. */
    private static final String VERDICTS = """
            broken/test.csv.zst                                | comma                | refused: holds zstd-compressed data, which is not read as csv.
            dateformat/not_working.csv                         | comma                | 2 records
            dateformat/working.csv                             | comma                | 2 records
            error/banklist.csv                                 | comma                | refused: has a header that cannot be read.
            error/banklist.csv                                 | windows-1252         | 568 records
            error/csv_error.csv                                | comma                | 3101 records
            error/date.csv                                     | comma                | 3101 records
            error/date_multiple_file/0.csv                     | comma                | 1 record
            error/date_multiple_file/1.csv                     | comma                | 1 record
            error/flush_cast.csv                               | comma                | 2813 records
            error/json.csv                                     | comma                | refused: has a header that cannot be read.
            error/mid_null.csv                                 | comma                | refused: has a header of one field, in which there is a ';'
            error/mid_null.csv                                 | semicolon            | 3 records, csv.ragged 1
            error/mismatch/bad.csv                             | comma                | 2 records
            error/mismatch/bad2.csv                            | comma                | 2 records
            error/mismatch/big_bad.csv                         | comma                | 4271 records
            error/mismatch/big_bad2.csv                        | comma                | 6775 records
            error/mismatch/example.tsv                         | tab, no header       | 3 records
            error/mismatch/half1.csv                           | comma                | 3488 records
            error/mismatch/half2.csv                           | comma                | 5614 records
            error/mismatch/part1.csv                           | comma                | 5232 records
            error/mismatch/part2.csv                           | comma                | 5420 records
            error/mismatch/part3.csv                           | comma                | 4153 records
            error/mismatch/small1.csv                          | comma                | 5 records
            error/mismatch/small2.csv                          | comma                | 4 records
            error/mixedtypes.csv                               | comma                | 13400 records
            error/mixedtypes_rn.csv                            | comma                | 13400 records
            error/quotednewlines.csv                           | comma                | 10100 records
            error/time.csv                                     | comma                | 3101 records
            error/timestamp.csv                                | comma                | 3101 records
            null/hive_partition_null_overwrite.csv             | comma                | 2 records
            null/multiple_nulls.csv                            | comma                | 3 records
            null/multiple_quoted_nulls.csv                     | comma                | 3 records
            rejects/dr_who.csv                                 | comma                | 1 record
            rejects/flush.csv                                  | comma                | 7 records
            rejects/frankstein/nightmare.csv                   | comma                | 47 records, csv.encoding 1, csv.quote 1, csv.ragged 2
            rejects/incorrect_columns/few_columns.csv          | comma                | 2772 records, csv.ragged 4
            rejects/incorrect_columns/many_columns.csv         | comma                | 2772 records, csv.ragged 4
            rejects/incorrect_columns/mix_columns.csv          | comma                | 2772 records, csv.ragged 4
            rejects/incorrect_columns/small_mix.csv            | comma                | 4 records, csv.ragged 2
            rejects/maximum_line/max_10.csv                    | comma                | 7 records
            rejects/maximum_line/over_vector.csv               | comma                | 2925 records
            rejects/multiple_errors/cast_and_less_col.csv      | comma                | 4 records, csv.ragged 2
            rejects/multiple_errors/cast_and_maxline.csv       | comma                | 3 records
            rejects/multiple_errors/cast_and_more_col.csv      | comma                | 4 records, csv.ragged 2
            rejects/multiple_errors/invalid_utf_cast.csv       | comma                | 2 records, csv.encoding 1
            rejects/multiple_errors/invalid_utf_less.csv       | comma                | 2 records, csv.encoding 1, csv.ragged 1
            rejects/multiple_errors/invalid_utf_max_line.csv   | comma                | 2 records, csv.encoding 1, csv.ragged 1
            rejects/multiple_errors/invalid_utf_more.csv       | comma                | 2 records, csv.encoding 1, csv.ragged 1
            rejects/multiple_errors/invalid_utf_unquoted.csv   | comma                | 2 records, csv.encoding 1, csv.quote 1
            rejects/multiple_errors/less_col_and_max_line.csv  | comma                | 3 records, csv.ragged 1
            rejects/multiple_errors/more_col_and_max_line.csv  | comma                | 3 records, csv.ragged 1
            rejects/multiple_errors/multiple_cast_implicit.csv | comma                | 3 records
            rejects/multiple_errors/multiple_casts_flush.csv   | comma                | 3 records
            rejects/multiple_errors/multiple_casts_mixed.csv   | comma                | 3 records
            rejects/multiple_errors/multiple_errors.csv        | comma                | 7 records, csv.quote 1, csv.ragged 5
            rejects/multiple_errors/unquoted_cast.csv          | comma                | 3 records, csv.quote 1
            rejects/multiple_errors/unquoted_less.csv          | comma                | 3 records, csv.quote 1, csv.ragged 1
            rejects/multiple_errors/unquoted_maxline.csv       | comma                | 3 records, csv.quote 1
            rejects/multiple_errors/unquoted_more.csv          | comma                | 3 records, csv.quote 1, csv.ragged 1
            rejects/unquoted/basic.csv                         | comma                | 7 records, csv.quote 1
            rejects/unquoted/unquoted_last_value.csv           | comma                | 4 records, csv.unclosed_quote 1
            rejects/unquoted/unquoted_last_value.csv           | comma, no header     | 5 records, csv.unclosed_quote 1
            rejects/unquoted/unquoted_new_line.csv             | comma                | 7 records, csv.quote 1
            unescaped_quotes/end_quote.csv                     | comma                | refused: has a header that cannot be read.
            unescaped_quotes/end_quote.csv                     | comma, no header     | 2 records, csv.quote 2, csv.unclosed_quote 1
            unescaped_quotes/end_quote_2.csv                   | comma                | refused: has a header that cannot be read.
            unescaped_quotes/end_quote_2.csv                   | comma, no header     | 2 records, csv.quote 2
            unescaped_quotes/end_quote_3.csv                   | comma                | refused: has a header that cannot be read.
            unescaped_quotes/end_quote_3.csv                   | comma, no header     | 1 record, csv.quote 1
            unescaped_quotes/end_quote_mixed.csv               | comma                | refused: has a header that cannot be read.
            unescaped_quotes/end_quote_mixed.csv               | comma, no header     | 1 record, csv.quote 1
            unescaped_quotes/some_escaped_some_not.csv         | comma                | 3 records, csv.quote 2, csv.unclosed_quote 1
            unescaped_quotes/some_escaped_some_not.csv         | comma, no header     | 4 records, csv.quote 2, csv.unclosed_quote 1
            unescaped_quotes/stops.csv                         | comma                | 9 records, csv.quote 2
            unescaped_quotes/unescaped_quote.csv               | comma                | refused: has a header of one field, in which there is a ';'
            unescaped_quotes/unescaped_quote.csv               | semicolon, no header | 6 records, csv.quote 6
            unescaped_quotes/unescaped_quote_new_line.csv      | comma                | refused: has a header of one field, in which there is a ';'
            unescaped_quotes/unescaped_quote_new_line.csv      | semicolon, no header | 6 records, csv.quote 6
            unescaped_quotes/unescaped_quote_new_line_rn.csv   | comma                | refused: has a header of one field, in which there is a ';'
            unescaped_quotes/unescaped_quote_new_line_rn.csv   | semicolon, no header | 6 records, csv.quote 6
            """;

    static Stream<String[]> verdicts() {
        return VERDICTS.lines().map(line -> line.split("\\s*\\|\\s*", 3));
    }

    @ParameterizedTest(name = "{0} as {1}: {2}")
    @MethodSource("verdicts")
    void aFileGetsItsVerdict(String name, String declared, String verdict) {
        String path = SharedData.require(CORPUS).resolve(name).toString();
        CsvFormat format = format(declared);
        try {
            List<FileRecord> records = Sources.csv(path, format);
            assertThat(words(records)).isEqualTo(verdict);
            assertThat(RecordCounter.count(Sources.CONF, path, format)).isEqualTo(records.size());
        } catch (Failure failure) {
            assertThat("refused: " + failure.getMessage().replace("The file " + path + " ", ""))
                    .startsWith(verdict);
        }
    }

    @Test
    void everyFileHasAVerdict() throws IOException {
        Path corpus = SharedData.require(CORPUS);
        try (Stream<Path> files = Files.walk(corpus)) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> corpus.relativize(file).toString()))
                    .containsExactlyInAnyOrderElementsOf(
                            verdicts().map(line -> line[0]).distinct().toList());
        }
    }

    /** Without declared columns all that the file has are read; the fixtures without a header have one, two or four. */
    private static CsvFormat format(String declared) {
        return switch (declared) {
            case "comma" -> CsvFormat.of();
            case "windows-1252" -> CsvFormat.of("Bank Name", "Fund").withCharset("windows-1252");
            case "semicolon" -> CsvFormat.of().withDelimiter(';');
            case "comma, no header" -> CsvFormat.of("a").withoutHeader();
            case "semicolon, no header" ->
                CsvFormat.of("a", "b").withDelimiter(';').withoutHeader();
            case "tab, no header" ->
                CsvFormat.of("a", "b", "c", "d").withDelimiter('\t').withoutHeader();
            default -> throw new IllegalArgumentException(declared);
        };
    }

    private static String words(List<FileRecord> records) {
        Map<String, Integer> rules = new TreeMap<>();
        records.forEach(record -> Sources.rules(record).forEach(rule -> rules.merge(rule, 1, Integer::sum)));
        StringBuilder words = new StringBuilder(records.size() + (records.size() == 1 ? " record" : " records"));
        rules.forEach(
                (rule, count) -> words.append(", ").append(rule).append(' ').append(count));
        return words.toString();
    }
}
