package almanac.forecast.coherence;

import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;

import almanac.stats.SummingMatrix;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What all segments are made of: atoms, which are the leaves that belong to the same segments. It is all that the driver ever
 * holds, and is sent to every executor: some 4 bytes for each segment above each atom.
 */
public final class SegmentStructure implements Serializable {

    private static final long serialVersionUID = 1L;

    private final long[] segmentIds;
    private final SummingMatrix matrix;

    private SegmentStructure(long[] segmentIds, SummingMatrix matrix) {
        this.segmentIds = segmentIds;
        this.matrix = matrix;
    }

    /** The structure in the rows of {@code market.segment_leaves}. Runs a Spark job. */
    public static SegmentStructure of(Dataset<Row> segmentLeaves) {
        List<Row> rows = segmentLeaves
                .groupBy("leaf_segment")
                .agg(array_sort(collect_list("segment_id")).as("segment_ids"))
                .select(col("segment_ids"))
                .distinct()
                .collectAsList();
        List<long[]> atoms = new ArrayList<>();
        for (Row row : rows) {
            atoms.add(row.<Long>getList(0).stream().mapToLong(id -> id).toArray());
        }
        return of(atoms);
    }

    /**
     * The structure of atoms in any order.
     *
     * @param segmentsOfAtoms for each atom the ids of the segments that it belongs to, ascending
     */
    public static SegmentStructure of(List<long[]> segmentsOfAtoms) {
        // In one order, whatever the partitions were: sums of floating-point numbers depend on it.
        List<long[]> inOrder = segmentsOfAtoms.stream().sorted(Arrays::compare).toList();
        long[] ids = inOrder.stream()
                .flatMapToLong(Arrays::stream)
                .distinct()
                .sorted()
                .toArray();
        List<int[]> nodes = inOrder.stream()
                .map(ofAtom -> Arrays.stream(ofAtom)
                        .mapToInt(id -> Arrays.binarySearch(ids, id))
                        .toArray())
                .toList();
        return new SegmentStructure(ids, SummingMatrix.of(ids.length, nodes));
    }

    /** Which atoms make up which segments, segments in the order of their ids. */
    SummingMatrix matrix() {
        return matrix;
    }

    /** The place of a segment; below 0 where it has no leaf. */
    int node(long segmentId) {
        return Arrays.binarySearch(segmentIds, segmentId);
    }

    long segmentId(int node) {
        return segmentIds[node];
    }
}
