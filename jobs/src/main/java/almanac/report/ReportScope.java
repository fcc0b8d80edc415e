package almanac.report;

import almanac.table.TableSpec;
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

    /** The rows of a table for the segments that are shown, with the number of the segment as {@link SegmentList#INDEX}. */
    Dataset<Row> rows(TableSpec spec) {
        return segments.only(night.rows(spec));
    }
}
