package almanac.forecast;

import static almanac.Frames.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import almanac.Frames;
import almanac.segment.DailySales;
import almanac.segment.SegmentLeaves;
import almanac.staging.Promotions;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import scala.jdk.javaapi.CollectionConverters;

/** Two regions, of which the north sells twice as much every week from Monday 2023-01-02 on; four weeks are forecast. */
class PlannedPromotionsTest {

    private static final String COLUMNS =
            "promotion_id, product_id, region, start_date, end_date, price_cut_rate, is_current";
    private static final SegmentTimeline WEEKS = Examples.weeks(60, 4);

    @Test
    void shareIsThatOfUsualSalesAndDays() {
        // The week at position 20, and of the next one three days of seven.
        Map<Integer, Row> planned = of(row("P", "gin", "North", "2023-05-22", "2023-05-31", 0.2, true));

        assertThat(planned).containsOnlyKeys(20, 21);
        assertThat(planned.get(20).<Double>getAs("planned_share")).isCloseTo(2.0 / 3, within(1e-6));
        assertThat(planned.get(20).<Double>getAs("planned_depth")).isCloseTo(-2.0 / 3 * Math.log(0.8), within(1e-6));
        assertThat(planned.get(21).<Double>getAs("planned_share")).isCloseTo(2.0 / 3 * 3 / 7, within(1e-6));
    }

    @Test
    void promotionEverywhereTakesAllAndOneOfAnotherProductNothing() {
        assertThat(of(row("P", "gin", null, "2023-05-22", "2023-05-28", null, true))
                        .get(20)
                        .<Double>getAs("planned_share"))
                .isCloseTo(1, within(1e-9));
        assertThat(of(row("P", "rum", null, "2023-05-22", "2023-05-28", null, true)))
                .isEmpty();
    }

    @Test
    void promotionsToComeCountAndThoseThatAnotherRowStandsForDoNot() {
        // The second week of the horizon, at position 61.
        Map<Integer, Row> planned = of(
                row("P", "gin", "South", "2024-03-04", "2024-03-10", 0.1, true),
                row("Q", "gin", "North", "2024-03-04", "2024-03-10", 0.1, false));

        assertThat(planned).containsOnlyKeys(61);
        assertThat(planned.get(61).<Double>getAs("planned_share")).isCloseTo(1.0 / 3, within(1e-6));
    }

    @Test
    void twoPromotionsOfOneDayAreNotMoreThanThatDay() {
        Map<Integer, Row> planned = of(
                row("P", "gin", null, "2023-05-22", "2023-05-28", null, true),
                row("Q", "gin", null, "2023-05-22", "2023-05-28", null, true));

        assertThat(planned.get(20).<Double>getAs("planned_share")).isCloseTo(1, within(1e-9));
    }

    @Test
    void salesWithinAHorizonBeforeDoNotCount() {
        // Until four weeks before the week at position 20 only the south sold.
        Map<Integer, Row> planned = of(16, row("P", "gin", "South", "2023-05-22", "2023-05-28", null, true));

        assertThat(planned.get(20).<Double>getAs("planned_share")).isCloseTo(1, within(1e-9));
    }

    private static Map<Integer, Row> of(Object[]... promotions) {
        return of(0, promotions);
    }

    /** @param northFrom the first week in which the north sells anything */
    private static Map<Integer, Row> of(int northFrom, Object[]... promotions) {
        List<Object[]> sales = new ArrayList<>();
        for (int week = 0; week < 60; week++) {
            String monday = LocalDate.of(2023, 1, 2).plusWeeks(week).toString();
            sales.add(row(monday, "geography=South", "gin", 100, 10));
            if (week >= northFrom) {
                sales.add(row(monday, "geography=North", "gin", 200, 20));
            }
        }
        var cube = Frames.of(
                DailySales.SPEC,
                "order_date, leaf_segment, product_id, net_amount, sales_units",
                sales.toArray(Object[][]::new));
        var leaves = Frames.of(
                SegmentLeaves.SPEC,
                "segment_id, leaf_segment, attributes",
                row(7, "geography=South", attributes("South")),
                row(7, "geography=North", attributes("North")));
        Map<Integer, Row> rows = new TreeMap<>();
        PlannedPromotions.of(
                        Frames.of(Promotions.INPUT.spec(), COLUMNS, promotions),
                        SegmentPrices.cells(cube, WEEKS.dates(cube.sparkSession())),
                        leaves,
                        WEEKS)
                .collectAsList()
                .forEach(row -> rows.put(row.getAs("position"), row));
        return rows;
    }

    private static Object attributes(String region) {
        return CollectionConverters.asScala(Map.of("geography.region", region));
    }
}
