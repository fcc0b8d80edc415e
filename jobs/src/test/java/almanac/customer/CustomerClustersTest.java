package almanac.customer;

import static almanac.Frames.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import almanac.Frames;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Four planted kinds of customers, which drift a little from night to night. */
class CustomerClustersTest {

    private static final String COLUMNS =
            "customer_id, as_of_date, currency_code, recency_days, frequency_count, monetary_amount";

    private static final LocalDate FIRST = LocalDate.of(2024, 12, 1);
    private static final int NIGHTS = 3;

    /** Days since the last order, orders, amount of one. */
    private static final double[][] KINDS = {{3, 50, 20}, {10, 12, 300}, {200, 2, 25}, {90, 3, 900}};

    private static final int OF_A_KIND = 60;

    private static Dataset<Row> history;

    @BeforeAll
    static void nights() {
        List<Row> fits = new ArrayList<>();
        for (int night = 0; night < NIGHTS; night++) {
            fits.addAll(ClusterFits.fits(customers(night), FIRST.plusDays(night), 42));
        }
        history = almanac.TestSession.get().createDataFrame(fits, ClusterFits.SPEC.computedSchema());
    }

    @Test
    void everyKindIsAGroupOfItsOwn() {
        Map<Integer, TreeSet<Integer>> kinds = new TreeMap<>();
        for (Row customer : clusters(0).collectAsList()) {
            kinds.computeIfAbsent(customer.getAs("customer_cluster"), cluster -> new TreeSet<>())
                    .add(kind(customer));
            assertThat(customer.<String>getAs("cluster_status")).isEqualTo("OK");
            assertThat(customer.<Integer>getAs("cluster_count")).isEqualTo(4);
            assertThat(customer.<Object>getAs("previous_fit_cluster")).isNull();
        }
        assertThat(kinds.values())
                .hasSize(4)
                .allSatisfy(kind -> assertThat(kind).hasSize(1));
        // Numbered from the most frequent: 50, 12, 3 and 2 orders.
        assertThat(kinds.get(1)).containsExactly(0);
        assertThat(kinds.get(4)).containsExactly(2);
    }

    @Test
    void groupsKeepTheirNumbersFromNightToNight() {
        Map<String, Integer> first = byCustomer(clusters(0));
        for (int night = 1; night < NIGHTS; night++) {
            Dataset<Row> rows = clusters(night);
            assertThat(byCustomer(rows)).isEqualTo(first);
            assertThat(rows.filter("is_moved_by_model").count()).isZero();
            assertThat(rows.filter("previous_fit_date = date_sub(as_of_date, 1)")
                            .count())
                    .isEqualTo(4 * OF_A_KIND);
        }
    }

    @Test
    void centresAreTheSameBitsWhateverThePartitions() {
        List<Row> one = ClusterFits.fits(customers(0).repartition(1), FIRST, 42);
        List<Row> seven = ClusterFits.fits(customers(0).repartition(7), FIRST, 42);

        assertThat(seven).isEqualTo(one);
        // Three to six groups by two methods.
        assertThat(one).hasSize(2 * (3 + 4 + 5 + 6));
    }

    @Test
    void centresAreTheMeansOfTheirCustomers() {
        Map<Integer, double[]> sums = new TreeMap<>();
        Dataset<Row> features = ClusterFeatures.of(customers(0));
        for (Row customer : features.collectAsList()) {
            double[] sum = sums.computeIfAbsent(kind(customer), kind -> new double[3]);
            for (int i = 0; i < 3; i++) {
                sum[i] += customer.<Double>getAs(ClusterFeatures.NAMES.get(i)) / OF_A_KIND;
            }
        }
        List<Row> centres = history.filter("method = 'kmeans' AND cluster_count = 4 AND as_of_date = '2024-12-01'")
                .collectAsList();
        assertThat(centres)
                .hasSize(4)
                .allSatisfy(centre -> assertThat(sums.values()).anySatisfy(mean -> {
                    for (int i = 0; i < 3; i++) {
                        assertThat(centre.<Double>getAs(ClusterFeatures.NAMES.get(i)))
                                .isCloseTo(mean[i], within(1e-9));
                    }
                }));
    }

    @Test
    void groupOfAnotherNumberGetsANumberThatNoneHad() {
        // The first night has three groups, the second is far better with four: three of them are those, one is new.
        Dataset<Row> fits = Frames.of(
                ClusterFits.SPEC,
                "as_of_date, method, cluster_count, cluster, recency_log, frequency_log, order_value_log,"
                        + " recency_log_spread, frequency_log_spread, order_value_log_spread, silhouette, customer_count",
                centre("2024-12-01", 3, 0, 5, 1, 3, 0.5),
                centre("2024-12-01", 3, 1, 1, 4, 3, 0.5),
                centre("2024-12-01", 3, 2, 2, 2, 6, 0.5),
                centre("2024-12-02", 3, 0, 5, 1, 3, 0.5),
                centre("2024-12-02", 3, 1, 1, 4, 3, 0.5),
                centre("2024-12-02", 3, 2, 2, 2, 6, 0.5),
                centre("2024-12-02", 4, 0, 5.2, 1, 7, 0.7),
                centre("2024-12-02", 4, 1, 2, 2.1, 6, 0.7),
                centre("2024-12-02", 4, 2, 5, 1, 3.1, 0.7),
                centre("2024-12-02", 4, 3, 1, 4, 3.1, 0.7),
                // After the night.
                centre("2024-12-03", 3, 0, 0, 0, 0, 0.9));
        Dataset<Row> customers = Frames.of(
                CustomerValue.SPEC,
                COLUMNS,
                // exp(7) = 1097: the new group; before, it was nearest to the one of few orders.
                row("new", "2024-12-02", "EUR", 180, 3, "3300"),
                row("often", "2024-12-02", "EUR", 2, 55, "1100"));

        Map<String, Row> rows = new TreeMap<>();
        CustomerClusters.clusters(customers, fits, LocalDate.of(2024, 12, 2))
                .collectAsList()
                .forEach(row -> rows.put(row.getAs("customer_id"), row));

        assertThat(rows.get("often").<Integer>getAs("customer_cluster")).isEqualTo(1);
        assertThat(rows.get("often").<Boolean>getAs("is_moved_by_model")).isFalse();
        assertThat(rows.get("new").<Integer>getAs("customer_cluster")).isEqualTo(4);
        assertThat(rows.get("new").<Boolean>getAs("is_moved_by_model")).isTrue();
        // By the three: from (5.2, 1.1, 7) it is 3.36 to (2, 2, 6) and 4.0 to (5, 1, 3).
        assertThat(rows.get("new").<Integer>getAs("previous_fit_cluster")).isEqualTo(2);
    }

    @Test
    void nightThatLearntNothingIsComparedWithTheLastOneThatDid() {
        // From the first night to the second both groups have moved by 6; the third learnt nothing.
        Dataset<Row> fits = Frames.of(
                ClusterFits.SPEC,
                "as_of_date, method, cluster_count, cluster, recency_log, frequency_log, order_value_log,"
                        + " recency_log_spread, frequency_log_spread, order_value_log_spread, silhouette, customer_count",
                centre("2024-12-01", 2, 0, 0, 1, 3, 0.5),
                centre("2024-12-01", 2, 1, 8, 1, 3, 0.5),
                centre("2024-12-02", 2, 0, 6, 1, 3, 0.5),
                centre("2024-12-02", 2, 1, 14, 1, 3, 0.5));
        // exp(6) = 403, exp(8) = 2981, exp(14) = 1202604.
        Dataset<Row> customers = Frames.of(
                CustomerValue.SPEC,
                COLUMNS,
                row("one", "2024-12-03", "EUR", 403, 3, "60"),
                row("two", "2024-12-03", "EUR", 2981, 3, "60"),
                row("three", "2024-12-03", "EUR", 1202604, 3, "60"));

        Map<String, Integer> before = new TreeMap<>();
        for (Row row : CustomerClusters.clusters(customers, fits, LocalDate.of(2024, 12, 3))
                .collectAsList()) {
            assertThat(row.<LocalDate>getAs("previous_fit_date")).isEqualTo("2024-12-02");
            assertThat(row.<Object>getAs("customer_cluster")).isNull();
            before.put(row.getAs("customer_id"), row.getAs("previous_fit_cluster"));
        }

        assertThat(before.get("two")).isEqualTo(before.get("one")).isNotEqualTo(before.get("three"));
    }

    @Test
    void fewOrEqualCustomersAreNotGroupedAndSaySo() {
        Dataset<Row> few = customers(0).limit(ClusterFeatures.LIKENESS.fewest() - 1);
        List<Object[]> alike = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            alike.add(row("c" + i, "2024-12-01", "EUR", 5, 2, "20"));
        }
        Dataset<Row> equal = Frames.of(CustomerValue.SPEC, COLUMNS, alike.toArray(Object[][]::new));

        assertThat(ClusterFits.fits(few, FIRST, 42)).isEmpty();
        assertThat(ClusterFits.fits(equal, FIRST, 42)).isEmpty();
        assertThat(CustomerClusters.clusters(few, Frames.none(ClusterFits.SPEC), FIRST)
                        .filter("cluster_status = 'TOO_FEW_CUSTOMERS' AND customer_cluster IS NULL")
                        .count())
                .isEqualTo(49);
    }

    @Test
    void groupsAddUpToAllCustomers() {
        List<Row> groups = Clusters.clusters(clusters(1)).collectAsList();

        assertThat(groups).hasSize(4).allSatisfy(group -> {
            assertThat(group.<Long>getAs("customer_count")).isEqualTo(OF_A_KIND);
            assertThat(group.<Double>getAs("customer_rate")).isEqualTo(0.25);
            assertThat(group.<Long>getAs("gained_by_model_count")).isZero();
            assertThat(group.<Long>getAs("lost_by_model_count")).isZero();
        });
        assertThat(groups.stream()
                        .mapToDouble(group -> group.<Double>getAs("amount_rate"))
                        .sum())
                .isCloseTo(1, within(1e-12));
    }

    private static Object[] centre(
            String night, int number, int cluster, double recency, double frequency, double value, double silhouette) {
        return row(night, "kmeans", number, cluster, recency, frequency, value, 1.0, 1.0, 1.0, silhouette, 100);
    }

    private static Dataset<Row> clusters(int night) {
        return CustomerClusters.clusters(customers(night), history, FIRST.plusDays(night));
    }

    private static Map<String, Integer> byCustomer(Dataset<Row> rows) {
        Map<String, Integer> clusters = new TreeMap<>();
        rows.collectAsList().forEach(row -> clusters.put(row.getAs("customer_id"), row.getAs("customer_cluster")));
        return clusters;
    }

    private static int kind(Row customer) {
        return customer.<String>getAs("customer_id").charAt(0) - 'a';
    }

    private static Dataset<Row> customers(int night) {
        Random random = new Random(night);
        List<Object[]> rows = new ArrayList<>();
        for (int kind = 0; kind < KINDS.length; kind++) {
            for (int i = 0; i < OF_A_KIND; i++) {
                long orders = Math.max(1, Math.round(KINDS[kind][1] * Math.exp(0.15 * random.nextGaussian())));
                double amount = orders * KINDS[kind][2] * Math.exp(0.2 * random.nextGaussian());
                int recency = (int) Math.round(KINDS[kind][0] * Math.exp(0.2 * random.nextGaussian()));
                rows.add(row(
                        (char) ('a' + kind) + "" + i,
                        FIRST.plusDays(night).toString(),
                        "EUR",
                        recency,
                        (int) orders,
                        String.format(java.util.Locale.ROOT, "%.2f", amount)));
            }
        }
        return Frames.of(CustomerValue.SPEC, COLUMNS, rows.toArray(Object[][]::new));
    }
}
