package almanac.forecast;

import static almanac.Frames.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import almanac.Frames;
import almanac.segment.DailySales;
import almanac.segment.SegmentLeaves;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** Two products of one leaf and one segment; weeks from Monday 2023-01-02 on. Expected values are sums by hand. */
class SegmentPricesTest {

    private static final String COLUMNS =
            "order_date, leaf_segment, product_id, net_amount, sales_units, list_amount, promoted_amount";
    private static final String[] MONDAYS = {"2023-01-02", "2023-01-09", "2023-01-16", "2023-01-23"};
    private static final SegmentTimeline WEEKS = Examples.weeks(60, 4);

    private final List<Object[]> sales = new ArrayList<>();

    @Test
    void mixDoesNotMoveTheIndex() {
        sold(0, "gin", 100, 10);
        sold(0, "rum", 40, 10);
        sold(1, "gin", 10, 1);
        sold(1, "rum", 400, 100);

        assertThat(column("price")).containsEntry(1, 0.0);
    }

    @Test
    void priceWeighsAsMuchAsItsProductSoldInTheYearBefore() {
        sold(0, "gin", 150, 10);
        sold(0, "rum", 50, 10);
        // Three quarters of the salesX
        sold(1, "gin", 165, 10);
        sold(1, "rum", 50, 10);
        sold(2, "gin", 165, 10);
        sold(2, "rum", 40, 10);

        Map<Integer, Double> price = column("price");

        assertThat(price.get(1)).isCloseTo(0.75 * Math.log(1.1), within(1e-9));
        assertThat(price.get(2)).isCloseTo(0.75 * Math.log(1.1) + 100.0 / 415 * Math.log(0.8), within(1e-9));
    }

    @Test
    void newProductEntersAtItsOwnPrice() {
        sold(0, "gin", 100, 10);
        sold(1, "gin", 100, 10);
        sold(1, "rum", 900, 1);
        sold(2, "gin", 100, 10);
        sold(2, "rum", 990, 1);

        assertThat(column("price").get(1)).isZero();
        assertThat(column("price").get(2)).isCloseTo(900.0 / 1100 * Math.log(1.1), within(1e-9));
    }

    @Test
    void productThatPausesKeepsItsPrice() {
        sold(0, "gin", 100, 10);
        sold(0, "rum", 100, 10);
        sold(1, "gin", 100, 10);
        sold(2, "gin", 100, 10);
        sold(2, "rum", 120, 10);

        assertThat(column("price").get(2)).isCloseTo(100.0 / 300 * Math.log(1.2), within(1e-9));
    }

    @Test
    void unitsOfAnotherSizeAndNoUnitsTellNothing() {
        sold(0, "gin", 100, 10);
        sold(0, "rum", 100, 10);
        sold(1, "gin", 100, 1);
        sold(1, "rum", 100, 0);

        assertThat(column("price").get(1)).isNull();
    }

    @Test
    void promotionsAreNoPartOfPricesButAShareOfUsualSales() {
        sold(0, "gin", 75, 10);
        sold(0, "rum", 25, 10);
        add(1, "gin", 60, 10, null, 60);
        sold(1, "rum", 25, 10);
        sold(2, "gin", 75, 10);

        assertThat(column("price").get(2)).isZero();
        assertThat(column("promotion").get(1)).isCloseTo(0.75, within(1e-9));
        assertThat(column("promotion").get(2)).isZero();
    }

    @Test
    void listPricesHaveAnIndexOfTheirOwn() {
        add(0, "gin", 90, 10, 100, 0);
        add(1, "gin", 90, 10, 120, 0);

        assertThat(column("price").get(1)).isZero();
        assertThat(column("list_price").get(1)).isCloseTo(Math.log(1.2), within(1e-9));
    }

    private void sold(int week, String product, double amount, double units) {
        add(week, product, amount, units, null, 0);
    }

    private void add(int week, String product, double amount, double units, Integer list, double promoted) {
        sales.add(row(MONDAYS[week], "product=Spirits>All", product, amount, units, list, promoted));
    }

    private Map<Integer, Double> column(String name) {
        var cube = Frames.of(DailySales.SPEC, COLUMNS, sales.toArray(Object[][]::new));
        var leaves = Frames.of(SegmentLeaves.SPEC, "segment_id, leaf_segment", row(7, "product=Spirits>All"));
        Map<Integer, Double> values = new TreeMap<>();
        for (Row row : SegmentPrices.of(SegmentPrices.cells(cube, WEEKS.dates(cube.sparkSession())), leaves, 52)
                .collectAsList()) {
            values.put(row.getAs("position"), row.getAs(name));
        }
        return values;
    }
}
