package almanac.lake.file;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.DecimalType;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Util;

/**
 * The footer as it is stored. It carries no checksum, but says several things twice, and a reader looks at one of them
 * only: the type of a column, the scale of a decimal, the number of rows.
 */
final class ParquetFooter {

    private static final int TAIL_BYTES = 8; // the length of the footer and the magic bytes

    private ParquetFooter() {}

    /**
     * Reads the footer and compares what stands in it twice.
     *
     * @param size of the file, of at least 12 bytes
     * @throws IOException saying what disagrees
     */
    static void check(FSDataInputStream file, long size) throws IOException {
        byte[] tail = new byte[TAIL_BYTES];
        file.readFully(size - TAIL_BYTES, tail);
        int length = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN).getInt();
        Claim.require(
                length > 0 && length <= size - TAIL_BYTES - Integer.BYTES,
                "its footer claims " + length + " bytes, in a file of " + size);
        byte[] footer = new byte[length];
        file.readFully(size - TAIL_BYTES - length, footer);
        FileMetaData stored = Util.readFileMetaData(new ByteArrayInputStream(footer));
        List<SchemaElement> leaves = stored.getSchema().stream()
                .filter(element -> element.getNum_children() == 0)
                .toList();
        for (SchemaElement leaf : leaves) {
            decimal(leaf);
        }
        long rows = 0;
        for (RowGroup group : stored.getRow_groups()) {
            rows = Math.addExact(rows, group.getNum_rows());
            Claim.require(
                    group.getColumnsSize() == leaves.size(),
                    "a row group has " + group.getColumnsSize() + " columns, the schema " + leaves.size());
            for (int i = 0; i < leaves.size(); i++) {
                column(leaves.get(i), group.getColumns().get(i));
            }
        }
        Claim.require(
                rows == stored.getNum_rows(),
                "the footer says " + stored.getNum_rows() + " rows, its row groups add up to " + rows);
    }

    private static void column(SchemaElement leaf, ColumnChunk chunk) throws IOException {
        String name = "column " + leaf.getName();
        Claim.require(!chunk.isSetFile_path(), name + " is kept in another file");
        Claim.require(chunk.isSetMeta_data(), name + " has no description, or an encrypted one");
        Claim.require(
                chunk.getMeta_data().getType() == leaf.getType(),
                name + " is of type " + leaf.getType() + " in the schema and "
                        + chunk.getMeta_data().getType() + " in a row group");
    }

    /** A decimal is described in an older and in a newer way. */
    private static void decimal(SchemaElement leaf) throws IOException {
        if (leaf.isSetLogicalType() && leaf.getLogicalType().isSetDECIMAL() && leaf.isSetScale()) {
            DecimalType decimal = leaf.getLogicalType().getDECIMAL();
            Claim.require(
                    decimal.getScale() == leaf.getScale() && decimal.getPrecision() == leaf.getPrecision(),
                    "column " + leaf.getName() + " is a decimal(" + decimal.getPrecision() + "," + decimal.getScale()
                            + ") and a decimal(" + leaf.getPrecision() + "," + leaf.getScale() + ") at once");
        }
    }
}
