package almanac.lake.file;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    /** The magic bytes, {@code PAR1}. */
    static final int MAGIC_BYTES = 4;

    /** What follows the footer: its length, and the magic bytes. */
    static final int TAIL_BYTES = 8;

    private ParquetFooter() {}

    /**
     * Reads the footer and compares what stands in it twice.
     *
     * @param size of the file
     * @throws IOException saying what disagrees
     * @throws almanac.error.Failure where the footer is encrypted
     */
    static void check(String path, FSDataInputStream file, long size) throws IOException {
        magic(path, file, size);
        byte[] tail = new byte[TAIL_BYTES];
        file.readFully(size - TAIL_BYTES, tail);
        int length = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN).getInt();
        Claim.require(
                length > 0 && length <= size - TAIL_BYTES - MAGIC_BYTES,
                "its footer claims " + length + " bytes, in a file of " + size);
        byte[] footer = new byte[length];
        file.readFully(size - TAIL_BYTES - length, footer);
        FileMetaData stored = Util.readFileMetaData(new ByteArrayInputStream(footer));
        Map<List<String>, SchemaElement> leaves = leaves(stored.getSchema());
        for (SchemaElement leaf : leaves.values()) {
            decimal(leaf);
        }
        long rows = 0;
        for (RowGroup group : stored.getRow_groups()) {
            rows = Math.addExact(rows, group.getNum_rows());
            Claim.require(
                    group.getColumnsSize() == leaves.size(),
                    "a row group has " + group.getColumnsSize() + " columns, the schema " + leaves.size());
            for (ColumnChunk chunk : group.getColumns()) {
                column(leaves, chunk);
            }
        }
        Claim.require(
                rows == stored.getNum_rows(),
                "the footer says " + stored.getNum_rows() + " rows, its row groups add up to " + rows);
    }

    private static void magic(String path, FSDataInputStream file, long size) throws IOException {
        Claim.require(size >= MAGIC_BYTES + TAIL_BYTES, "it has " + size + " bytes, fewer than any Parquet file");
        byte[] bytes = new byte[MAGIC_BYTES];
        file.readFully(size - MAGIC_BYTES, bytes);
        String end = new String(bytes, StandardCharsets.ISO_8859_1);
        file.readFully(0, bytes);
        String start = new String(bytes, StandardCharsets.ISO_8859_1);
        if (start.equals("PARE") && end.equals("PARE")) {
            throw Refusal.of(
                    path,
                    "is a Parquet file with an encrypted footer, and no key is known.",
                    "Deliver it unencrypted.",
                    List.of());
        }
        Claim.require(start.equals("PAR1"), "it does not start as Parquet does");
        Claim.require(
                end.equals("PAR1"), "it does not end as Parquet does: it was cut short, or more was written behind it");
    }

    /** The columns by their paths. A schema is a tree, written down depth first with the number of children of each node. */
    private static Map<List<String>, SchemaElement> leaves(List<SchemaElement> schema) throws IOException {
        Map<List<String>, SchemaElement> leaves = new HashMap<>();
        Deque<Integer> missingChildren = new ArrayDeque<>();
        List<String> path = new ArrayList<>();
        for (SchemaElement element : schema.subList(1, schema.size())) {
            path.add(element.getName());
            missingChildren.push(element.getNum_children());
            if (element.getNum_children() == 0) {
                Claim.require(
                        leaves.put(List.copyOf(path), element) == null,
                        "the schema has the column " + String.join(".", path) + " twice");
            }
            while (!missingChildren.isEmpty() && missingChildren.element() <= 0) {
                missingChildren.pop();
                path.remove(path.size() - 1);
                if (!missingChildren.isEmpty()) {
                    missingChildren.push(missingChildren.pop() - 1);
                }
            }
        }
        return leaves;
    }

    private static void column(Map<List<String>, SchemaElement> leaves, ColumnChunk chunk) throws IOException {
        Claim.require(chunk.isSetMeta_data(), "a column of a row group has no description, or an encrypted one");
        String name = "column " + String.join(".", chunk.getMeta_data().getPath_in_schema());
        SchemaElement leaf = leaves.get(chunk.getMeta_data().getPath_in_schema());
        Claim.require(!chunk.isSetFile_path(), name + " is kept in another file");
        if (leaf == null) {
            throw new IOException(name + " of a row group is not in the schema");
        }
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
