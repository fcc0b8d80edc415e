package almanac.forecast.engine;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;

import java.io.Serializable;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * The rows that models of many series learn from, in a fixed order in two partitions. So the same series give the same model to
 * the last bit, wherever they lie: the sums of a model have two terms, which may be added in any order.
 */
final class TrainingRows implements AutoCloseable {

    private static final int PARTITIONS = 2;

    private static final StructType SCHEMA = new StructType()
            .add("known_from", IntegerType)
            .add("features", SQLDataTypes.VectorType())
            .add("label", DoubleType);

    private final Dataset<Row> rows;

    private TrainingRows(Dataset<Row> rows) {
        this.rows = rows;
    }

    /** Makes the rows of one series, in a fixed order; it travels to executors. */
    interface OfOne<S> extends Serializable {
        /** The rows, each made by {@link TrainingRows#row}. */
        Iterator<Row> rows(S series);
    }

    /** A row: the last origin, by its distance from the end of the series, at which it is known. */
    static Row row(int knownFrom, double[] features, double label) {
        return RowFactory.create(knownFrom, Vectors.dense(features), label);
    }

    /**
     * The rows of all series.
     *
     * @param series by a number of their own
     */
    static <S> TrainingRows of(SparkSession spark, JavaPairRDD<Long, S> series, OfOne<S> ofOne) {
        JavaRDD<Row> rows = inOrder(series).flatMap(ofOne::rows);
        return new TrainingRows(spark.createDataFrame(rows, SCHEMA).persist(StorageLevel.MEMORY_AND_DISK()));
    }

    /**
     * All series in a fixed order in two partitions.
     *
     * @param series by a number of their own
     */
    static <S> JavaRDD<S> inOrder(JavaPairRDD<Long, S> series) {
        return series.repartitionAndSortWithinPartitions(new HashPartitioner(PARTITIONS))
                .map(Tuple2::_2);
    }

    /**
     * A model for each origin; none where there are too few rows.
     *
     * @param backs the origins, by their distance from the end of a series
     * @param fewest rows from which anything is learnt
     * @param known which rows an origin may see
     * @param training makes a model of rows with {@code features} and {@code label}
     */
    <M> Map<Integer, M> models(List<Integer> backs, long fewest, Known known, Function<Dataset<Row>, M> training) {
        Map<Integer, Long> counts = new LinkedHashMap<>();
        rows.groupBy("known_from")
                .agg(count(lit(1)))
                .collectAsList()
                .forEach(row -> counts.put(row.getInt(0), row.getLong(1)));
        Map<Integer, M> models = new LinkedHashMap<>();
        for (int back : backs) {
            long seen = counts.entrySet().stream()
                    .filter(entry -> known.test(entry.getKey(), back))
                    .mapToLong(Map.Entry::getValue)
                    .sum();
            if (seen >= fewest) {
                models.put(back, training.apply(rows.filter(known.column(back))));
            }
        }
        return models;
    }

    /** Which rows an origin may see. */
    enum Known {
        /** Those that are known there or at an earlier origin. */
        BY_THEN,
        /** Those that were made for it. */
        THEN;

        private boolean test(int knownFrom, int back) {
            return this == BY_THEN ? knownFrom >= back : knownFrom == back;
        }

        private Column column(int back) {
            return this == BY_THEN
                    ? col("known_from").geq(back)
                    : col("known_from").equalTo(back);
        }
    }

    @Override
    public void close() {
        rows.unpersist();
    }
}
