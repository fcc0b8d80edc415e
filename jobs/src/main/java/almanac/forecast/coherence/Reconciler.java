package almanac.forecast.coherence;

import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.forecast.coherence.NodeForecasts.Placed;
import almanac.forecast.coherence.OriginSolution.Scores;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * Makes forecasts coherent, origin by origin: those of an origin meet in one task. Which {@link Approach} is taken at an origin
 * is decided by how far off each of them, and the forecasts as they were, had been until then.
 */
public final class Reconciler {

    /** Above so many segments correlations are left alone: they would cost more than all the rest. */
    private static final int MOST_NODES_OF_MIN_TRACE = 20_000;

    /** What replaces the mean had errors at most so many times as large: less is noise of a few origins. */
    private static final double MUCH_BETTER = 0.99;

    private static final StructType RECONCILED = new StructType()
            .add("segment_id", LongType)
            .add("origin_date", DateType)
            .add("horizon", IntegerType)
            .add("approach", StringType)
            .add("reconciled_amount", DoubleType)
            .add("width", DoubleType);

    private final SparkSession spark;

    /** A reconciler that runs its jobs in a session. */
    public Reconciler(SparkSession spark) {
        this.spark = spark;
    }

    /**
     * The coherent forecast of every segment that has one at an origin, as {@code segment_id}, {@code origin_date},
     * {@code horizon}, {@code approach}, {@code reconciled_amount}, and {@code width}: by how much its interval becomes
     * wider. Runs Spark jobs.
     *
     * @param segmentLeaves {@code segment_id} and {@code leaf_segment}, of leaves that have a segment on every level
     * @param forecasts {@code segment_id}, {@code origin_date}, {@code horizon}, {@code period_end},
     *     {@code forecast_amount}, {@code actual_amount}, {@code spread_amount} and {@code is_never_negative}, one row a
     *     segment, origin and horizon; the spread is null where nothing is forecast, or zero
     */
    public Dataset<Row> reconciled(Dataset<Row> segmentLeaves, Dataset<Row> forecasts) {
        Origins origins = Origins.of(forecasts);
        if (origins.count() == 0) {
            return spark.createDataFrame(List.of(), RECONCILED);
        }
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        Broadcast<SegmentStructure> structure = context.broadcast(SegmentStructure.of(segmentLeaves));
        // Kept, for they are looked at twice: for the errors of the approaches, and then for the forecasts of the best.
        JavaRDD<OriginSolution> solutions =
                solutions(forecasts, structure, origins).persist(StorageLevel.MEMORY_AND_DISK());
        List<Approach> approaches =
                approaches(solutions.map(OriginSolution::scores).collect(), origins);
        JavaRDD<Row> rows = solutions.flatMap(
                solution -> rows(solution, approaches.get(solution.origin()), structure.value(), origins));
        return spark.createDataFrame(rows, RECONCILED);
    }

    /**
     * The same of tonight alone, by an approach that is known: other forecasts than those that it was chosen for.
     *
     * @param approach what {@link #reconciled} chose for tonight
     */
    public Dataset<Row> tonight(Dataset<Row> segmentLeaves, Dataset<Row> forecasts, Approach approach) {
        Origins origins = Origins.of(forecasts);
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        Broadcast<SegmentStructure> structure = context.broadcast(SegmentStructure.of(segmentLeaves));
        int last = origins.count() - 1;
        JavaRDD<Row> rows = byOrigin(forecasts, structure, origins)
                .filter(placed -> placed._1() == last)
                .mapPartitionsWithIndex((origin, placed) -> solved(origin, placed, structure.value()), true)
                .flatMap(solution -> rows(solution, approach, structure.value(), origins));
        return spark.createDataFrame(rows, RECONCILED);
    }

    /** The solution of every origin, in order. */
    static JavaRDD<OriginSolution> solutions(
            Dataset<Row> forecasts, Broadcast<SegmentStructure> structure, Origins origins) {
        return byOrigin(forecasts, structure, origins)
                .mapPartitionsWithIndex((origin, placed) -> solved(origin, placed, structure.value()), true);
    }

    /** The forecasts, each origin a partition. */
    private static JavaPairRDD<Integer, NodeForecasts> byOrigin(
            Dataset<Row> forecasts, Broadcast<SegmentStructure> structure, Origins origins) {
        Dataset<Row> bySegment = forecasts
                .groupBy("segment_id")
                .agg(array_sort(collect_list(struct(
                                col("origin_date"),
                                col("horizon"),
                                col("forecast_amount"),
                                col("actual_amount"),
                                col("spread_amount"),
                                col("is_never_negative"))))
                        .as("said"));
        return bySegment
                .javaRDD()
                .flatMapToPair(row -> {
                    int node = structure.value().node(row.getLong(0));
                    List<Tuple2<Integer, NodeForecasts>> placed = new ArrayList<>();
                    if (node >= 0) {
                        for (Placed one : NodeForecasts.read(node, row.getList(1), origins)) {
                            placed.add(new Tuple2<>(one.origin(), one.forecasts()));
                        }
                    }
                    return placed.iterator();
                })
                .partitionBy(new HashPartitioner(origins.count()));
    }

    private static Iterator<OriginSolution> solved(
            int origin, Iterator<Tuple2<Integer, NodeForecasts>> placed, SegmentStructure structure) {
        if (!placed.hasNext()) {
            return Collections.emptyIterator();
        }
        List<NodeForecasts> forecasts = new ArrayList<>();
        placed.forEachRemaining(one -> forecasts.add(one._2()));
        OriginProblem problem = new OriginProblem(structure, forecasts.iterator(), MOST_NODES_OF_MIN_TRACE);
        return List.of(problem.solved(origin)).iterator();
    }

    /**
     * The approach of each origin: the mean, unless another one had been better before by more than chance would have it; then
     * the best of those.
     */
    private static List<Approach> approaches(List<Scores> scores, Origins origins) {
        List<Approach> chosen = new ArrayList<>();
        for (int origin = 0; origin < origins.count(); origin++) {
            double[] sums = new double[Approach.values().length];
            for (Scores earlier : scores) {
                for (int approach = 0; approach < sums.length; approach++) {
                    for (int ahead = 1; ahead <= earlier.errors()[approach].length; ahead++) {
                        if (earlier.origin() < origin && origins.isKnown(earlier.origin(), ahead, origin)) {
                            sums[approach] += earlier.errors()[approach][ahead - 1];
                        }
                    }
                }
            }
            chosen.add(best(sums));
        }
        return chosen;
    }

    private static Approach best(double[] sums) {
        double enough = sums[Approach.MEAN.place()] * MUCH_BETTER;
        Approach best = Approach.MEAN;
        for (Approach approach : Approach.values()) {
            if (sums[approach.place()] < enough) {
                best = approach;
                enough = sums[approach.place()];
            }
        }
        return best;
    }

    private static Iterator<Row> rows(
            OriginSolution solution, Approach approach, SegmentStructure structure, Origins origins) {
        List<Row> rows = new ArrayList<>();
        int[] present = solution.present();
        for (int i = 0; i < present.length; i++) {
            for (int ahead = 1; ahead <= solution.horizon(); ahead++) {
                rows.add(RowFactory.create(
                        structure.segmentId(present[i]),
                        origins.date(solution.origin()),
                        ahead,
                        approach.id(),
                        solution.amount(approach, ahead, i),
                        solution.width(approach, i)));
            }
        }
        return rows.iterator();
    }
}
