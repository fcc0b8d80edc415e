package almanac.customer;

import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.config.Settings;
import almanac.segment.cluster.ClusterLearner;
import almanac.table.Inputs;
import almanac.table.Refresh;
import almanac.table.Table;
import almanac.table.TableSpec;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The ways in which each night would group the customers ({@link ClusterLearner}); {@link CustomerClusters} chooses one. */
public final class ClusterFits implements Table {

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
        return ClusterLearner.fits(ClusterFeatures.of(customerValues), ClusterFeatures.LIKENESS, asOf, seed);
    }
}
