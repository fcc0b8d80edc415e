package almanac.report;

import static org.apache.spark.sql.functions.col;

import almanac.table.TableSpec;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What all sections share.
 *
 * @param night the night
 * @param segments the segments that are shown
 * @param periods the periods that are shown
 * @param rounding how numbers are rounded
 */
record ReportScope(PublishedNight night, SegmentList segments, ReportPeriods periods, Rounding rounding) {

    /**
     * The rows of a table for the segments that are shown: these columns and the key, in which {@link SegmentList#INDEX}, the
     * place of the segment, stands for the segment's name.
     */
    Dataset<Row> rows(TableSpec spec, List<String> columns) {
        Stream<String> key = Stream.concat(Stream.of(SegmentList.INDEX), spec.key().stream())
                .filter(column -> !SegmentList.KEY.contains(column));
        return segments.only(night.rows(spec))
                .select(Stream.concat(key, columns.stream())
                        .distinct()
                        .map(name -> col(name))
                        .toArray(Column[]::new));
    }
}
