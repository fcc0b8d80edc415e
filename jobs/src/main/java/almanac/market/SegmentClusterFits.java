package almanac.market;

import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.config.Settings;
import almanac.segment.Segments;
import almanac.segment.cluster.ClusterLearner;
import almanac.table.Inputs;
import almanac.table.Refresh;
import almanac.table.Table;
import almanac.table.TableSpec;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The ways in which each night would group the segments of the market; {@link SegmentClusters} chooses one. */
public final class SegmentClusterFits implements Table {

    /** What the table promises. */
    public static final TableSpec SPEC = specified();

    private final long seed;

    /** The fits of these settings. */
    public SegmentClusterFits(Settings settings) {
        this.seed = settings.forecast().seed();
    }

    @Override
    public TableSpec spec() {
        return SPEC;
    }

    @Override
    public List<TableSpec> inputs() {
        return List.of(MarketShare.SPEC, Segments.SPEC);
    }

    @Override
    public Refresh refresh() {
        return Refresh.ownNight("as_of_date");
    }

    @Override
    public Dataset<Row> build(Inputs in) {
        Dataset<Row> features = SegmentFeatures.of(in.get(MarketShare.SPEC), in.get(Segments.SPEC));
        List<Row> fits = ClusterLearner.fits(features, SegmentFeatures.LIKENESS, in.asOf(), seed);
        return in.spark().createDataFrame(fits, SPEC.computedSchema());
    }

    private static TableSpec specified() {
        TableSpec.Builder spec = TableSpec.named("market", "segment_cluster_fits")
                .describedAs(
                        "Centres of the groups into which every night could divide the segments of the market, by method and"
                                + " number.")
                .oneRowPer("as_of_date", "method", "cluster_count", "cluster")
                .column("as_of_date", DateType, "the night that learnt it")
                .column("method", StringType, "kmeans or bisecting_kmeans")
                .column("cluster_count", IntegerType, "into how many groups: 3 to 6")
                .column("cluster", IntegerType, "number of the group within the fit; not the same from night to night");
        SegmentFeatures.NAMES.forEach(name ->
                spec.column(name, DoubleType, "centre: see market.segment_clusters, of which it is the logarithm"));
        SegmentFeatures.NAMES.forEach(name -> spec.column(
                name + "_spread", DoubleType, "standard deviation over all segments: the unit of distances"));
        return spec.column(
                        "silhouette",
                        DoubleType,
                        "mean silhouette of the fit, -1 to 1, by squared distances; doi:10.1016/0377-0427(87)90125-7")
                .column("segment_count", LongType, "segments that it was learnt from")
                .check("silhouette_is_in_range", "silhouette BETWEEN -1 AND 1")
                .build();
    }
}
