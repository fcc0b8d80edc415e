package almanac.lake;

import almanac.config.Format;
import almanac.config.Source;
import almanac.error.Failure;
import almanac.lake.file.CsvFile;
import almanac.lake.file.CsvFormat;
import almanac.lake.file.FileRecord;
import almanac.lake.file.JsonFormat;
import almanac.lake.file.JsonLines;
import almanac.lake.file.ReadLimits;
import almanac.lake.file.RecordFile;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;

/** Streams a text file's records as rows, on an executor. Spark's own readers lose and shift fields in silence. */
final class TextRecords implements FlatMapFunction<Row, Row> {

    private static final long serialVersionUID = 1L;

    private final Source source;
    private final List<String> columns;
    private final Set<String> required;
    private final SerializableConfiguration hadoop;

    TextRecords(Source source, List<String> columns, Set<String> required, SerializableConfiguration hadoop) {
        this.source = source;
        this.columns = columns;
        this.required = required;
        this.hadoop = hadoop;
    }

    @Override
    public Iterator<Row> call(Row file) {
        return new Records(file.getString(0), file.getString(1));
    }

    /** Opens a text file of a source, with the columns that are wanted; none stands for all that it has. */
    static RecordFile open(
            Configuration hadoop, String path, Source source, List<String> columns, Set<String> required) {
        if (source.format() == Format.JSON) {
            return JsonLines.open(hadoop, path, new JsonFormat(source.encoding(), columns, ReadLimits.DEFAULT));
        }
        return CsvFile.open(hadoop, path, csv(source, columns, required));
    }

    static CsvFormat csv(Source source, List<String> columns, Set<String> required) {
        Set<String> optional = new HashSet<>(columns);
        optional.removeAll(required);
        return source.header()
                ? new CsvFormat(
                        source.encoding(),
                        source.delimiter(),
                        true,
                        columns,
                        optional,
                        Set.copyOf(source.nullValues()),
                        ReadLimits.DEFAULT)
                : new CsvFormat(
                        source.encoding(),
                        source.delimiter(),
                        false,
                        source.columns(),
                        Set.of(),
                        Set.copyOf(source.nullValues()),
                        ReadLimits.DEFAULT);
    }

    /** The rows of one file; a failure half way becomes a last row that stands for the whole file. */
    private final class Records implements Iterator<Row> {
        private final String relative;
        private @Nullable RecordFile records;
        private @Nullable Row refusal;

        Records(String path, String relative) {
            this.relative = relative;
            try {
                this.records = open(hadoop.value(), path, source, columns, required);
            } catch (Failure e) {
                this.refusal = refusal(e);
            }
        }

        @Override
        public boolean hasNext() {
            if (refusal != null) {
                return true;
            }
            try {
                return records != null && records.hasNext();
            } catch (Failure e) {
                refusal = refusal(e);
                return true;
            }
        }

        @Override
        public Row next() {
            if (refusal != null) {
                Row last = refusal;
                refusal = null;
                records = null;
                return last;
            }
            if (records == null) {
                throw new NoSuchElementException(relative);
            }
            return row(records.next());
        }

        private Row row(FileRecord record) {
            Object[] values = new Object[4 + columns.size()];
            values[0] = relative;
            values[1] = record.line();
            values[2] = record.raw();
            values[3] = record.isSound()
                    ? null
                    : record.problems().stream().map(Object::toString).collect(Collectors.joining("; "));
            for (int i = 0; i < columns.size(); i++) {
                values[4 + i] = i < record.fields().size() ? record.fields().get(i) : null;
            }
            return RowFactory.create(values);
        }

        private Row refusal(Failure failure) {
            Object[] values = new Object[4 + columns.size()];
            values[0] = relative;
            values[1] = SourceReader.WHOLE_FILE;
            values[3] = failure.describe();
            return RowFactory.create(values);
        }
    }
}
