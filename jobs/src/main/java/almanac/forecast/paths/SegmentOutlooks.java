package almanac.forecast.paths;

import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.struct;

import almanac.segment.SegmentPath;
import java.io.Serializable;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Everything that was forecast of one segment.
 *
 * @param id of the segment
 * @param group of segments whose errors are pooled: those of its level
 * @param names segmentation, segment_level and segment
 * @param currency of every amount
 * @param outlooks at each origin, in order
 */
public record SegmentOutlooks(long id, String group, List<String> names, String currency, List<Outlook> outlooks)
        implements Serializable {

    /**
     * The outlooks of every segment that has any.
     *
     * @param forecasts one row a segment, {@code origin_date} and {@code horizon}, with {@code is_final}, the period,
     *     {@code actual_amount} and the quantiles
     * @param quantiles the columns of the quantiles, ascending
     */
    public static JavaRDD<SegmentOutlooks> of(Dataset<Row> forecasts, List<String> quantiles) {
        Column[] said = Stream.concat(
                        Stream.of("origin_date", "horizon", "is_final", "period_start", "period_end", "actual_amount"),
                        quantiles.stream())
                .map(name -> col(name))
                .toArray(Column[]::new);
        return forecasts
                .groupBy("segmentation", "segment")
                .agg(
                        first("segment_level").as("segment_level"),
                        first("currency_code").as("currency_code"),
                        array_sort(collect_list(struct(said))).as("said"))
                .select(
                        SegmentPath.id(col("segmentation"), col("segment")),
                        col("segmentation"),
                        col("segment_level"),
                        col("segment"),
                        col("currency_code"),
                        col("said"))
                .javaRDD()
                .map(SegmentOutlooks::read)
                .filter(segment -> !segment.outlooks().isEmpty());
    }

    private static SegmentOutlooks read(Row row) {
        return new SegmentOutlooks(
                row.getLong(0),
                row.getString(1) + " " + row.getString(2),
                List.of(row.getString(1), row.getString(2), row.getString(3)),
                row.getString(4),
                Outlook.read(row.getList(5)));
    }

    /** What is forecast tonight; null where nothing is. */
    @Nullable
    Outlook tonight() {
        Outlook last = outlooks.get(outlooks.size() - 1);
        return last.isFinal() ? last : null;
    }
}
