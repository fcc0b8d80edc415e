package almanac.market;

import static almanac.Frames.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import almanac.Amounts;
import almanac.SmallNight;
import almanac.TestSettings;
import almanac.config.PeriodType;
import almanac.segment.Segments;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import scala.jdk.javaapi.CollectionConverters;

/** Five stores that sell alike, one far larger, and a product. Quantiles as of R 4.2.2, quantile(type = 7). */
class ImprovementAreasTest {

    private static final SmallNight NIGHT = SmallNight.of(TestSettings.of(PeriodType.YEAR), "2024-12-31")
            .with(
                    SegmentSales.SPEC,
                    "segmentation, segment_level, segment, period_type, period_start, is_complete, comparison, currency_code,"
                            + " net_amount, sales_units, order_count, customer_count",
                    store("A", "2024-01-01", "1000", "100", 50, 10),
                    store("B", "2024-01-01", "1200", "100", 50, 20),
                    store("C", "2024-01-01", "1100", "110", 55, 11),
                    store("D", "2024-01-01", "900", "90", 45, 15),
                    store("E", "2024-01-01", "2000", "200", 50, 10),
                    store("F", "2024-01-01", "90000", "900", 450, 100),
                    store("G", "2024-01-01", "-5", "1", 1, 1),
                    store("A", "2023-01-01", "5", "1", 1, 1))
            .with(
                    Segments.SPEC,
                    "segmentation, segment_level, segment, depth, attributes",
                    Stream.of("A", "B", "C", "D", "E", "F", "G")
                            .map(name -> row(
                                    "geography",
                                    "geography.store_name",
                                    "geography=" + name,
                                    1,
                                    CollectionConverters.asScala(Map.of("geography.store_name", name))))
                            .toArray(Object[][]::new));

    @Test
    void aimIsTheUpperQuartileOfComparableSegments() {
        Row customers = lever("A", "CUSTOMERS");

        // 10, 20, 11, 15, 10: the larger store is not comparable.
        assertThat(customers.<Integer>getAs("comparable_count")).isEqualTo(5);
        assertThat(customers.<Double>getAs("aim_value")).isEqualTo(15);
        assertThat(lever("A", "PRICE_PER_UNIT").<Double>getAs("aim_value")).isEqualTo(10);
        assertThat(lever("A", "UNITS_PER_ORDER").<Double>getAs("aim_value")).isEqualTo(2);
        assertThat(lever("A", "ORDERS_PER_CUSTOMER").<Double>getAs("aim_value")).isEqualTo(5);
    }

    @Test
    void gapsAddUpToWhatAllAimsTogetherAreWorth() {
        // D: customers at the aim, 3 orders each where 5 are the aim: 900 x 5 / 3 - 900.
        assertThat(lever("D", "ORDERS_PER_CUSTOMER").<Double>getAs("own_value")).isEqualTo(3);
        Amounts.assertAmount(lever("D", "ORDERS_PER_CUSTOMER"), "gap_amount", "600");
        Amounts.assertAmount(lever("D", "CUSTOMERS"), "gap_amount", "0");
        Amounts.assertAmount(lever("D", "CUSTOMERS"), "segment_gap_amount", "600");
        // B: 2.5 orders where 5 are the aim, price and customers above theirs.
        Amounts.assertAmount(lever("B", "ORDERS_PER_CUSTOMER"), "gap_amount", "1200");
        assertThat(lever("B", "ORDERS_PER_CUSTOMER").<Integer>getAs("gap_rank")).isEqualTo(1);
    }

    @Test
    void segmentWithoutComparableOnesHasNoAim() {
        Row large = lever("F", "PRICE_PER_UNIT");

        assertThat(large.<Integer>getAs("comparable_count")).isEqualTo(1);
        assertThat(large.<Object>getAs("aim_value")).isNull();
        assertThat(large.<Object>getAs("gap_amount")).isNull();
        assertThat(large.<Object>getAs("gap_rank")).isNull();
    }

    @Test
    void onlyTheLatestCompletePeriodAndPositiveTreesAreThere() {
        assertThat(NIGHT.rows(ImprovementAreas.SPEC, "period_start < '2024-01-01'"))
                .isEmpty();
        assertThat(NIGHT.rows(ImprovementAreas.SPEC, "segment = 'geography=G'")).isEmpty();
        List<Row> all = NIGHT.rows(ImprovementAreas.SPEC, "segment = 'geography=A'");
        assertThat(all.stream()
                        .map(row -> row.<BigDecimal>getAs("gap_amount"))
                        .reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo(all.get(0).<BigDecimal>getAs("segment_gap_amount"));
        // A reaches the aim of customers, 10 to 15: half as much again.
        assertThat(all.get(0).<BigDecimal>getAs("segment_gap_amount").doubleValue())
                .isCloseTo(500, within(0.01));
    }

    private static Object[] store(String name, String start, String net, String units, int orders, int customers) {
        return row(
                "geography",
                "geography.store_name",
                "geography=" + name,
                "year",
                start,
                true,
                "PY",
                "EUR",
                net,
                units,
                orders,
                customers);
    }

    private static Row lever(String store, String lever) {
        return NIGHT.one(ImprovementAreas.SPEC, "segment = 'geography=" + store + "' AND lever = '" + lever + "'");
    }
}
