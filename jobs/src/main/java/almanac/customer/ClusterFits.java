package almanac.customer;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.xxhash64;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.config.Settings;
import almanac.table.Inputs;
import almanac.table.Refresh;
import almanac.table.Table;
import almanac.table.TableSpec;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.clustering.BisectingKMeans;
import org.apache.spark.ml.clustering.BisectingKMeansModel;
import org.apache.spark.ml.clustering.KMeans;
import org.apache.spark.ml.clustering.KMeansModel;
import org.apache.spark.ml.evaluation.ClusteringEvaluator;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;

/**
 * The ways in which each night would group the customers: by KMeans and by bisecting KMeans of MLlib, into {@value #FEWEST} to
 * {@value #MOST} groups. {@link CustomerClusters} chooses one of them.
 *
 * <p>Groups are learnt from at most {@value #MOST_CUSTOMERS} customers, those with the smallest hashes, which lie in one partition
 * in the order of these: the same customers give the same centres, bit for bit, however the night is spread. All customers are
 * then assigned by expressions. Learning runs Spark jobs, the first of which asks whether there is anything to learn from.
 */
public final class ClusterFits implements Table {

    /** Fewer customers are not grouped. */
    static final int FEWEST_CUSTOMERS = 50;

    private static final int MOST_CUSTOMERS = 20_000;
    /** Of points in memory, later rounds move the centres hardly. */
    private static final int MOST_ROUNDS = 10;

    private static final int FEWEST = 3;
    private static final int MOST = 6;

    /** The names of the ways, in the order in which they win where they are equally good. */
    static final String KMEANS = "kmeans";

    private static final String BISECTING = "bisecting_kmeans";

    /** What the table promises. */
    public static final TableSpec SPEC = TableSpec.named("customer", "cluster_fits")
            .describedAs(
                    "Centres of the groups into which every night could divide the customers, by method and number.")
            .oneRowPer("as_of_date", "method", "cluster_count", "cluster")
            .column("as_of_date", DateType, "the night that learnt it")
            .column("method", StringType, "kmeans or bisecting_kmeans")
            .column("cluster_count", IntegerType, "into how many groups: 3 to 6")
            .column("cluster", IntegerType, "number of the group within the fit; not the same from night to night")
            .column("recency_log", DoubleType, "centre: log(1 + days since the last order)")
            .column("frequency_log", DoubleType, "centre: log of the orders in the window of customer.customer_value")
            .column("order_value_log", DoubleType, "centre: log of the net amount per order, at least 1")
            .column("recency_log_spread", DoubleType, "standard deviation over all customers: the unit of distances")
            .column("frequency_log_spread", DoubleType, "likewise")
            .column("order_value_log_spread", DoubleType, "likewise")
            .column(
                    "silhouette",
                    DoubleType,
                    "mean silhouette of the fit, -1 to 1, by squared distances; doi:10.1016/0377-0427(87)90125-7")
            .column("customer_count", LongType, "customers that it was learnt from")
            .check("silhouette_is_in_range", "silhouette BETWEEN -1 AND 1")
            .build();

    private final long seed;

    /** The fits of these settings. */
    public ClusterFits(Settings settings) {
        this.seed = settings.forecast().seed();
    }

    @Override
    public TableSpec spec() {
        return SPEC;
    }

    @Override
    public List<TableSpec> inputs() {
        return List.of(CustomerValue.SPEC);
    }

    @Override
    public Refresh refresh() {
        return Refresh.ownNight("as_of_date");
    }

    @Override
    public Dataset<Row> build(Inputs in) {
        List<Row> fits = fits(in.get(CustomerValue.SPEC), in.asOf(), seed);
        return in.spark().createDataFrame(fits, SPEC.computedSchema());
    }

    static List<Row> fits(Dataset<Row> customerValues, LocalDate asOf, long seed) {
        Dataset<Row> customers = ClusterFeatures.of(customerValues);
        Row statistics = statistics(customers);
        List<Row> rows = new ArrayList<>();
        if (statistics.getLong(0) < FEWEST_CUSTOMERS) {
            return rows;
        }
        double[] spreads = new double[ClusterFeatures.NAMES.size()];
        for (int i = 0; i < spreads.length; i++) {
            double mean = statistics.getDouble(1 + 2 * i);
            double spread = Math.sqrt(Math.max(0, statistics.getDouble(2 + 2 * i) - mean * mean));
            spreads[i] = spread > 1e-6 ? spread : 1;
        }
        long known = Math.min(MOST_CUSTOMERS, statistics.getLong(0));
        Dataset<Row> points = points(customers, spreads).cache();
        for (int number = FEWEST; number <= MOST; number++) {
            KMeansModel flat = new KMeans()
                    .setMaxIter(MOST_ROUNDS)
                    .setK(number)
                    .setSeed(seed)
                    .fit(points);
            add(rows, asOf, KMEANS, number, flat, flat.clusterCenters(), points, spreads, known);
            BisectingKMeansModel tree = new BisectingKMeans()
                    .setMaxIter(MOST_ROUNDS)
                    .setK(number)
                    .setSeed(seed)
                    .fit(points);
            add(rows, asOf, BISECTING, number, tree, tree.clusterCenters(), points, spreads, known);
        }
        points.unpersist();
        return rows;
    }

    /** How many customers there are, and of each feature the mean and the mean square, exact in any order. */
    private static Row statistics(Dataset<Row> customers) {
        List<Column> sums = new ArrayList<>();
        for (String feature : ClusterFeatures.NAMES) {
            sums.add(avg(exact(col(feature))).cast("double"));
            sums.add(avg(exact(col(feature).multiply(col(feature)))).cast("double"));
        }
        return customers
                .agg(count(lit(1)), sums.toArray(Column[]::new))
                .na()
                .fill(0.0)
                .first();
    }

    private static Column exact(Column number) {
        return number.cast(DataTypes.createDecimalType(20, 12));
    }

    /** In one partition, in the order of the hashes. */
    private static Dataset<Row> points(Dataset<Row> customers, double[] spreads) {
        Dataset<Row> chosen = customers
                .orderBy(xxhash64(col("customer_id")), col("customer_id"))
                .limit(MOST_CUSTOMERS)
                .coalesce(1);
        for (int i = 0; i < spreads.length; i++) {
            String feature = ClusterFeatures.NAMES.get(i);
            chosen = chosen.withColumn(feature, col(feature).divide(spreads[i]));
        }
        return new VectorAssembler()
                .setInputCols(ClusterFeatures.NAMES.toArray(String[]::new))
                .setOutputCol("features")
                .transform(chosen)
                .select("features");
    }

    /** A fit that found fewer groups than it was asked for says what another one says. */
    private static void add(
            List<Row> rows,
            LocalDate asOf,
            String method,
            int number,
            Model<?> model,
            Vector[] centres,
            Dataset<Row> points,
            double[] spreads,
            long known) {
        if (centres.length != number) {
            return;
        }
        double silhouette = new ClusteringEvaluator().evaluate(model.transform(points));
        for (int cluster = 0; cluster < number; cluster++) {
            double[] centre = centres[cluster].toArray();
            rows.add(RowFactory.create(
                    asOf,
                    method,
                    number,
                    cluster,
                    centre[0] * spreads[0],
                    centre[1] * spreads[1],
                    centre[2] * spreads[2],
                    spreads[0],
                    spreads[1],
                    spreads[2],
                    silhouette,
                    known));
        }
    }
}
