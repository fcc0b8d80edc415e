package almanac.lake.file;

import java.io.IOException;
import java.io.InterruptedIOException;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.FileMetaData;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.Type;

/** Decodes every value of a column and keeps no more than their range. */
final class ParquetValues {

    private static final long LOOK_UP_EVERY = 1 << 16;

    private ParquetValues() {}

    /**
     * Reads one column of a row group to its end.
     *
     * @throws IOException where its levels make no sense, it has other than the group's number of rows, or its values
     *     contradict the footer's statistics: the range and the nulls by which readers skip row groups
     */
    static void decode(PageReadStore group, ColumnDescriptor column, ColumnChunkMetaData chunk, FileMetaData file)
            throws IOException {
        String name = "column " + String.join(".", column.getPath());
        Statistics<?> seen = Statistics.createStats(column.getPrimitiveType());
        ColumnReader reader = new ColumnReadStoreImpl(
                        group, new Group(file.getSchema(), seen), file.getSchema(), file.getCreatedBy())
                .getColumnReader(column);
        long values = group.getPageReader(column).getTotalValueCount();
        long rows = 0;
        for (long i = 0; i < values; i++) {
            int repetition = reader.getCurrentRepetitionLevel();
            int definition = reader.getCurrentDefinitionLevel();
            rows += repetition == 0 ? 1 : 0;
            Claim.require(
                    rows > 0
                            && repetition <= column.getMaxRepetitionLevel()
                            && definition <= column.getMaxDefinitionLevel(),
                    name + ": value " + i + " has the impossible levels " + repetition + " and " + definition);
            if (definition == column.getMaxDefinitionLevel()) {
                reader.writeCurrentValueToConverter();
            } else {
                seen.incrementNumNulls();
            }
            reader.consume();
            if (i % LOOK_UP_EVERY == 0 && Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("stopped within " + name);
            }
        }
        Claim.require(
                rows == group.getRowCount(), name + " has " + rows + " rows, its row group " + group.getRowCount());
        if (chunk.getStatistics() != null) {
            Statistics<?> said = chunk.getStatistics();
            boolean flat = column.getPath().length == 1 && column.getMaxRepetitionLevel() == 0; // else writers differ
            Claim.require(
                    !flat || !said.isNumNullsSet() || said.getNumNulls() == seen.getNumNulls(),
                    name + " has " + seen.getNumNulls() + " nulls, the footer says " + said.getNumNulls());
            if (!isWithin(seen, said)) {
                throw new IOException(name + " has values from " + seen.genericGetMin() + " to " + seen.genericGetMax()
                        + ", the footer says from " + said.genericGetMin() + " to " + said.genericGetMax());
            }
        }
    }

    @SuppressWarnings("unchecked") // both are of the column's type
    private static <T extends Comparable<T>> boolean isWithin(Statistics<T> seen, Statistics<?> said) {
        Statistics<T> range = (Statistics<T>) said;
        return !seen.hasNonNullValue()
                || !range.hasNonNullValue()
                || (range.compareMinToValue(seen.genericGetMin()) <= 0
                        && range.compareMaxToValue(seen.genericGetMax()) >= 0);
    }

    /** Takes the values of one column, and keeps their range. */
    private static final class Group extends GroupConverter {
        private final GroupType type;
        private final Statistics<?> seen;

        Group(GroupType type, Statistics<?> seen) {
            this.type = type;
            this.seen = seen;
        }

        @Override
        public Converter getConverter(int field) {
            Type child = type.getType(field);
            return child.isPrimitive() ? new Value(seen) : new Group(child.asGroupType(), seen);
        }

        @Override
        public void start() {}

        @Override
        public void end() {}
    }

    private static final class Value extends PrimitiveConverter {
        private final Statistics<?> seen;

        Value(Statistics<?> seen) {
            this.seen = seen;
        }

        @Override
        public void addBinary(Binary value) {
            seen.updateStats(value);
        }

        @Override
        public void addBoolean(boolean value) {
            seen.updateStats(value);
        }

        /** By Parquet's rules a range takes no notice of NaN, and knows no negative zero. */
        @Override
        public void addDouble(double value) {
            if (!Double.isNaN(value)) {
                seen.updateStats(value + 0.0);
            }
        }

        @Override
        public void addFloat(float value) {
            if (!Float.isNaN(value)) {
                seen.updateStats(value + 0.0f);
            }
        }

        @Override
        public void addInt(int value) {
            seen.updateStats(value);
        }

        @Override
        public void addLong(long value) {
            seen.updateStats(value);
        }
    }
}
