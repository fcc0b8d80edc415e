package almanac.market;

import static almanac.Amounts.assertAmount;
import static almanac.Frames.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import almanac.Frames;
import almanac.TestSession;
import almanac.segment.Segments;
import almanac.segment.cluster.ClusterLearner;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Three planted kinds of eight markets each, over two years, which drift a little from night to night. */
class SegmentClustersTest {

    private static final LocalDate FIRST = LocalDate.of(2024, 1, 1);
    private static final int OF_A_KIND = 8;

    /** Amount of the first month, growth a month, own share, share relative to the largest competitor. */
    private static final double[][] KINDS = {
        {90_000, 0.000, 0.10, 0.3}, {20_000, 0.020, 0.40, 1.5}, {4_000, -0.015, 0.03, 0.1}
    };

    private static Dataset<Row> fits;

    @BeforeAll
    static void nights() {
        List<Row> centres = new ArrayList<>();
        for (int night = 0; night < 3; night++) {
            centres.addAll(learnt(features(night), night));
        }
        fits = TestSession.get().createDataFrame(centres, SegmentClusterFits.SPEC.computedSchema());
    }

    @Test
    void everyKindIsAGroupNumberedFromTheLargestMarkets() {
        Map<Integer, TreeSet<String>> kinds = new TreeMap<>();
        for (Row segment : clusters(0).collectAsList()) {
            kinds.computeIfAbsent(segment.getAs("segment_cluster"), cluster -> new TreeSet<>())
                    .add(segment.<String>getAs("segment").substring(0, 9));
            assertThat(segment.<String>getAs("cluster_status")).isEqualTo("OK");
            assertThat(segment.<Long>getAs("cluster_segment_count")).isEqualTo(OF_A_KIND);
            // Concentration is told of none.
            assertThat(segment.<Integer>getAs("imputed_count")).isEqualTo(1);
        }
        assertThat(kinds.toString()).isEqualTo("{1=[product=0], 2=[product=1], 3=[product=2]}");
    }

    @Test
    void groupsKeepTheirNumbersFromNightToNight() {
        Map<String, Integer> first = bySegment(clusters(0));
        for (int night = 1; night < 3; night++) {
            assertThat(bySegment(clusters(night))).isEqualTo(first);
            assertThat(clusters(night).filter("is_moved_by_model").count()).isZero();
        }
    }

    @Test
    void featuresAreThoseOfTheLastYear() {
        Row segment =
                features(0).filter("segment = 'product=1-0'").collectAsList().get(0);

        // 20,000 in the first of 24 months and 2 % more in each: the second year is 1.02^12 times the first.
        assertThat(segment.<Double>getAs("market_growth_rate")).isCloseTo(Math.pow(1.02, 12) - 1, within(1e-6));
        assertThat(segment.<Double>getAs("share_rate")).isCloseTo(0.4, within(1e-6));
        assertThat(segment.<Double>getAs("relative_share_rate")).isCloseTo(1.5, within(1e-6));
        assertThat(segment.<Double>getAs("market_price_amount")).isCloseTo(2, within(1e-6));
        // R 4.2.2: x <- 20000 * 1.02^(12:23); sqrt(mean(x^2) - mean(x)^2) / mean(x)
        assertThat(segment.<Double>getAs("variation_rate")).isCloseTo(0.0683262374797, within(1e-6));
        assertAmount(segment, "market_amount", "340195.46");
    }

    @Test
    void centresAreTheSameBitsWhateverThePartitions() {
        List<Row> one = learnt(features(0).repartition(1), 0);

        assertThat(learnt(features(0).repartition(2), 0)).isEqualTo(one).hasSize(2 * (3 + 4 + 5 + 6));
        assertThat(learnt(features(0).repartition(7), 0)).isEqualTo(one);
    }

    @Test
    void fewSegmentsAreNotGroupedAndSaySo() {
        Dataset<Row> few = features(0).limit(SegmentFeatures.LIKENESS.fewest() - 1);

        assertThat(learnt(few, 0)).isEmpty();
        assertThat(SegmentClusters.clusters(few, Frames.none(SegmentClusterFits.SPEC), FIRST)
                        .filter("cluster_status = 'TOO_FEW_SEGMENTS' AND segment_cluster IS NULL")
                        .count())
                .isEqualTo(11);
    }

    private static List<Row> learnt(Dataset<Row> features, int night) {
        return ClusterLearner.fits(features, SegmentFeatures.LIKENESS, FIRST.plusDays(night), 42);
    }

    private static Dataset<Row> clusters(int night) {
        return SegmentClusters.clusters(features(night), fits, FIRST.plusDays(night));
    }

    private static Map<String, Integer> bySegment(Dataset<Row> rows) {
        Map<String, Integer> clusters = new TreeMap<>();
        rows.collectAsList().forEach(row -> clusters.put(row.getAs("segment"), row.getAs("segment_cluster")));
        return clusters;
    }

    /** The whole, its kinds as categories, and their segments below them: only these are grouped. */
    private static Dataset<Row> features(int night) {
        MarketMonths months = new MarketMonths().with("ALL", "ALL", 24, i -> 1e6, i -> 1e5, i -> 0.5);
        List<Object[]> segments = new ArrayList<>();
        segments.add(row("product", "ALL", "ALL", 0L, 0));
        for (int kind = 0; kind < KINDS.length; kind++) {
            double[] is = KINDS[kind];
            for (int i = 0; i < OF_A_KIND; i++) {
                double own = 1 + 0.02 * i + 0.005 * night * (i % 3);
                String segment = "product=" + kind + "-" + i;
                months.with(
                        "product.category_l1",
                        segment,
                        24,
                        month -> own * is[0] * Math.pow(1 + is[1], month),
                        month -> own * is[2] * is[0] * Math.pow(1 + is[1], month),
                        month -> is[3]);
                segments.add(row("product", "product.category_l1", segment, 1L + OF_A_KIND * kind + i, 1));
            }
        }
        return SegmentFeatures.of(
                Frames.of(MarketShare.SPEC, MarketMonths.COLUMNS, months.rows()),
                Frames.of(
                        Segments.SPEC,
                        "segmentation, segment_level, segment, segment_id, depth",
                        segments.toArray(Object[][]::new)));
    }
}
