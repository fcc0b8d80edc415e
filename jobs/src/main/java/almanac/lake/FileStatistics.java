package almanac.lake;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.jspecify.annotations.Nullable;

/**
 * What the footer of a Parquet file says of its rows, in the form in which the Delta log keeps it: their number, and of some
 * columns the least and the greatest value and the number of nulls, by which readers skip files.
 *
 * <p>A bound that is left out is never wrong, it only skips nothing. Left out are those of types that the footer orders or
 * rounds in another way than the log (decimals, timestamps, numbers that may be NaN), and of long texts.
 *
 * <p>Source: Delta Transaction Log Protocol, "Per-file Statistics".
 */
final class FileStatistics {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Set<DataType> BOUNDED =
            Set.of(DataTypes.StringType, DataTypes.DateType, DataTypes.IntegerType, DataTypes.LongType);

    private static final int LONGEST_TEXT = 256;

    private final ObjectNode statistics = JSON.createObjectNode();
    private final ObjectNode least = statistics.putObject("minValues");
    private final ObjectNode greatest = statistics.putObject("maxValues");
    private final ObjectNode nulls = statistics.putObject("nullCount");
    private long rows;

    private FileStatistics() {}

    /**
     * Reads the footer of a file.
     *
     * @param columns of which bounds are kept
     */
    static FileStatistics read(FileStatus file, Configuration hadoop, List<StructField> columns) throws IOException {
        FileStatistics found = new FileStatistics();
        try (ParquetFileReader reader = ParquetFileReader.open(HadoopInputFile.fromStatus(file, hadoop))) {
            List<BlockMetaData> blocks = reader.getFooter().getBlocks();
            found.rows = blocks.stream().mapToLong(BlockMetaData::getRowCount).sum();
            found.statistics.put("numRecords", found.rows);
            for (StructField column : columns) {
                if (BOUNDED.contains(column.dataType())) {
                    found.add(column, blocks);
                }
            }
        }
        return found;
    }

    /** How many rows the file has. */
    long rows() {
        return rows;
    }

    /** The text that an {@code add} action of the log has in its {@code stats}. */
    String toJson() {
        return statistics.toString();
    }

    private void add(StructField column, List<BlockMetaData> blocks) {
        Statistics<?> whole = null;
        for (BlockMetaData block : blocks) {
            Statistics<?> part = statistics(column.name(), block);
            if (part == null || part.isEmpty() || !part.isNumNullsSet()) {
                return;
            }
            if (whole == null) {
                whole = part;
            } else {
                whole.mergeStatistics(part);
            }
        }
        if (whole == null) {
            return;
        }
        nulls.put(column.name(), whole.getNumNulls());
        if (whole.hasNonNullValue()) {
            bounds(column, whole);
        }
    }

    private static @Nullable Statistics<?> statistics(String column, BlockMetaData block) {
        for (ColumnChunkMetaData chunk : block.getColumns()) {
            if (chunk.getPath().size() == 1 && chunk.getPath().toArray()[0].equals(column)) {
                return chunk.getStatistics();
            }
        }
        return null;
    }

    private void bounds(StructField column, Statistics<?> whole) {
        if (column.dataType().equals(DataTypes.StringType)) {
            String from = ((Binary) whole.genericGetMin()).toStringUsingUTF8();
            String to = ((Binary) whole.genericGetMax()).toStringUsingUTF8();
            if (from.length() <= LONGEST_TEXT && to.length() <= LONGEST_TEXT) {
                least.put(column.name(), from);
                greatest.put(column.name(), to);
            }
        } else if (column.dataType().equals(DataTypes.DateType)) {
            least.put(column.name(), date(whole.genericGetMin()));
            greatest.put(column.name(), date(whole.genericGetMax()));
        } else {
            least.put(column.name(), ((Number) whole.genericGetMin()).longValue());
            greatest.put(column.name(), ((Number) whole.genericGetMax()).longValue());
        }
    }

    private static String date(Object daysOfEpoch) {
        return LocalDate.ofEpochDay(((Number) daysOfEpoch).longValue()).toString();
    }
}
