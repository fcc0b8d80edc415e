package almanac.segment.cluster;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.xxhash64;

import almanac.stats.Silhouette;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.ml.clustering.BisectingKMeans;
import org.apache.spark.ml.clustering.KMeans;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The ways in which a night would group things: by KMeans and by bisecting KMeans of MLlib, into {@value #FEWEST} to
 * {@value #MOST} groups.
 *
 * <p>Groups are learnt from at most {@value #MOST_THINGS} things, those with the smallest hashes, which lie in one partition in the
 * order of these: the same things give the same centres, bit for bit, however the night is spread. Learning runs Spark jobs, the
 * first of which asks whether there is anything to learn from. Each job costs more than what it computes, so that silhouettes are
 * taken of the points at hand, each of which counts for the nearest centre, as it will when it is assigned.
 */
public final class ClusterLearner {

    /** The names of the ways; the first one wins where both are equally good. */
    static final String KMEANS = "kmeans";

    private static final String BISECTING = "bisecting_kmeans";

    private static final int MOST_THINGS = 20_000;
    private static final int FEWEST = 3;
    private static final int MOST = 6;

    /** Of points in memory, later rounds move the centres hardly. */
    private static final int MOST_ROUNDS = 10;

    /** Bisecting runs all of them for each halving. */
    private static final int ROUNDS_OF_HALVING = 5;

    private static final StructType POINT = new StructType().add("features", SQLDataTypes.VectorType());

    private final Likeness likeness;
    private final LocalDate asOf;
    private final List<Row> rows = new ArrayList<>();

    private ClusterLearner(Likeness likeness, LocalDate asOf) {
        this.likeness = likeness;
        this.asOf = asOf;
    }

    /**
     * A row for each centre of each way: the night, the method, the number of groups, that of the centre, its features, their
     * standard deviations, the silhouette of the way, and how many things it was learnt from. None where they are too few or alike.
     */
    public static List<Row> fits(Dataset<Row> things, Likeness likeness, LocalDate asOf, long seed) {
        ClusterLearner learner = new ClusterLearner(likeness, asOf);
        learner.learn(things, seed);
        return learner.rows;
    }

    private void learn(Dataset<Row> things, long seed) {
        Row statistics = statistics(things);
        if (statistics.getLong(0) < likeness.fewest()) {
            return;
        }
        double[] spreads = new double[likeness.features().size()];
        for (int i = 0; i < spreads.length; i++) {
            double mean = statistics.getDouble(1 + 2 * i);
            double spread = Math.sqrt(Math.max(0, statistics.getDouble(2 + 2 * i) - mean * mean));
            spreads[i] = spread > 1e-6 ? spread : 1;
        }
        double[][] points = points(things, spreads);
        Dataset<Row> vectors = things.sparkSession()
                .createDataFrame(
                        Arrays.stream(points)
                                .map(point -> RowFactory.create(Vectors.dense(point)))
                                .toList(),
                        POINT)
                .coalesce(1)
                .cache();
        for (int number = FEWEST; number <= MOST; number++) {
            KMeans flat = new KMeans().setMaxIter(MOST_ROUNDS).setK(number).setSeed(seed);
            add(KMEANS, number, flat.fit(vectors).clusterCenters(), points, spreads);
            BisectingKMeans tree = new BisectingKMeans()
                    .setMaxIter(ROUNDS_OF_HALVING)
                    .setK(number)
                    .setSeed(seed);
            add(BISECTING, number, tree.fit(vectors).clusterCenters(), points, spreads);
        }
        vectors.unpersist();
    }

    /** How many there are, and of each feature the mean and the mean square, exact in any order. */
    private Row statistics(Dataset<Row> things) {
        List<Column> means = new ArrayList<>();
        for (String feature : likeness.features()) {
            means.add(avg(exact(col(feature))).cast("double"));
            means.add(avg(exact(col(feature).multiply(col(feature)))).cast("double"));
        }
        return things.agg(count(lit(1)), means.toArray(Column[]::new))
                .na()
                .fill(0.0)
                .first();
    }

    private static Column exact(Column number) {
        return number.cast(DataTypes.createDecimalType(20, 12));
    }

    /** In units of the standard deviations, in the order of the hashes. */
    private double[][] points(Dataset<Row> things, double[] spreads) {
        Column[] features = likeness.features().stream().map(name -> col(name)).toArray(Column[]::new);
        return things
                .orderBy(xxhash64(col(likeness.id())), col(likeness.id()))
                .limit(MOST_THINGS)
                .select(features)
                .collectAsList()
                .stream()
                .map(row -> {
                    double[] point = new double[spreads.length];
                    for (int i = 0; i < point.length; i++) {
                        point[i] = row.getDouble(i) / spreads[i];
                    }
                    return point;
                })
                .toArray(double[][]::new);
    }

    /** A fit that found fewer groups than it was asked for says what another one says. */
    private void add(String method, int number, Vector[] centres, double[][] points, double[] spreads) {
        if (centres.length != number) {
            return;
        }
        int[] nearest =
                Arrays.stream(points).mapToInt(point -> nearest(point, centres)).toArray();
        double silhouette = Silhouette.ofSquares(points, nearest, number);
        for (int cluster = 0; cluster < number; cluster++) {
            double[] centre = centres[cluster].toArray();
            Object[] inUnits = new Object[centre.length];
            for (int i = 0; i < centre.length; i++) {
                inUnits[i] = centre[i] * spreads[i];
            }
            rows.add(RowFactory.create(Stream.of(
                            Stream.<Object>of(asOf, method, number, cluster),
                            Arrays.stream(inUnits),
                            Arrays.stream(spreads).boxed(),
                            Stream.<Object>of(silhouette, (long) points.length))
                    .flatMap(values -> values)
                    .toArray()));
        }
    }

    private static int nearest(double[] point, Vector[] centres) {
        int nearest = 0;
        Vector place = Vectors.dense(point);
        for (int other = 1; other < centres.length; other++) {
            boolean isNearer = Vectors.sqdist(place, centres[other]) < Vectors.sqdist(place, centres[nearest]);
            nearest = isNearer ? other : nearest;
        }
        return nearest;
    }
}
