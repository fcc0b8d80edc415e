package almanac.segment;

import static almanac.Frames.row;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import almanac.Frames;
import almanac.SmallNight;
import almanac.TestSettings;
import almanac.config.PeriodType;
import almanac.staging.Dimensions;
import almanac.staging.Sales;
import java.math.BigDecimal;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** The daily cube: every current line once, under the members that held on its date. */
class DailySalesTest {

    private static final String LINE = "order_id, order_date, product_id, store_id, quantity, net_amount, is_current";

    @Test
    void linesOfOneDateLeafAndProductAreOneRow() {
        Row sold = cube(night().with(
                                Sales.SPEC,
                                LINE,
                                row("o1", "2024-03-01", "gin", "s1", 2, "10.50", true),
                                row("o1", "2024-03-01", "gin", "s1", 1, "5.25", true),
                                row("o2", "2024-03-01", "gin", "s1", 4, "21.00", true)))
                .get(0);

        assertThat(sold.<String>getAs("leaf_segment")).isEqualTo("geography=DE>Berlin|product=Spirits>Gin");
        assertThat(sold.<BigDecimal>getAs("net_amount")).isEqualByComparingTo("36.75");
        assertThat(sold.<BigDecimal>getAs("sales_units")).isEqualByComparingTo("7");
        assertThat(sold.<Long>getAs("line_count")).isEqualTo(3);
        assertThat(sold.<String>getAs("currency_code")).isEqualTo("EUR");
    }

    @Test
    void promotedAmountIsThatOfLinesUnderAPromotionAndNullWhereNoLineCanSay() {
        Dataset<Row> lines = Frames.of(
                        Sales.SPEC,
                        "order_date, product_id, quantity, net_amount, promotion_id",
                        row("2024-03-01", "gin", 1, "5.00", "SPRING"),
                        row("2024-03-01", "gin", 1, "7.00", null),
                        row("2024-03-01", "rum", 1, "9.00", null))
                .withColumn("leaf_segment", lit("ALL"));

        assertThat(DailySales.cube(lines, "EUR", true).orderBy("product_id").collectAsList())
                .extracting(sold -> sold.<BigDecimal>getAs("promoted_amount").intValue())
                .containsExactly(5, 0);
        assertThat(DailySales.cube(
                                lines.drop("promotion_id")
                                        .withColumn("promotion_id", lit(null).cast("string")),
                                "EUR",
                                false)
                        .collectAsList())
                .extracting(sold -> sold.<BigDecimal>getAs("promoted_amount"))
                .containsOnlyNulls();
    }

    @Test
    void rowsThatAnotherOneStandsForAreNotCounted() {
        SmallNight night = night().with(
                        Sales.SPEC,
                        LINE,
                        row("o1", "2024-03-01", "gin", "s1", 2, "10.50", false),
                        row("o1", "2024-03-01", "gin", "s1", 2, "9.50", true));

        assertThat(cube(night))
                .singleElement()
                .satisfies(
                        sold -> assertThat(sold.<BigDecimal>getAs("net_amount")).isEqualByComparingTo("9.50"));
    }

    @Test
    void memberIsLookedUpAsItWasOnTheDateOfTheLine() {
        SmallNight night = SmallNight.of(TestSettings.of(PeriodType.MONTH), "2024-03-31")
                .with(Dimensions.STORES.spec(), Frames.none(Dimensions.STORES.spec()))
                .with(
                        Dimensions.PRODUCTS.spec(),
                        "product_id, category_l1, product_name, effective_from, effective_to, is_current",
                        row("gin", "Old", "Gin", null, "2024-01-31", true),
                        row("gin", "New", "Gin", "2024-02-01", null, true),
                        row("gin", "Withdrawn", "Gin", "2024-02-01", null, false))
                .with(
                        Sales.SPEC,
                        LINE,
                        row("o1", "2024-01-31", "gin", "s1", 1, "1.00", true),
                        row("o2", "2024-02-01", "gin", "s1", 1, "1.00", true));

        assertThat(cube(night))
                .extracting(sold -> sold.<String>getAs("leaf_segment"))
                .containsExactly(
                        "geography=UNKNOWN>UNKNOWN|product=Old>Gin", "geography=UNKNOWN>UNKNOWN|product=New>Gin");
    }

    @Test
    void dateBetweenTwoValiditiesIsUnknown() {
        SmallNight night = products(
                        row("gin", "A", "Gin", "2024-01-01", "2024-01-31"),
                        row("gin", "B", "Gin", "2024-03-01", "2024-03-31"))
                .with(
                        Sales.SPEC,
                        LINE,
                        row("o0", "2023-12-31", "gin", "s1", 1, "1.00", true),
                        row("o1", "2024-02-10", "gin", "s1", 1, "1.00", true),
                        row("o2", "2024-04-01", "gin", "s1", 1, "1.00", true));

        assertThat(cube(night))
                .extracting(sold -> sold.<String>getAs("leaf_segment"))
                .containsOnly("geography=DE>Berlin|product=UNKNOWN>UNKNOWN")
                .hasSize(3);
    }

    @Test
    void overlappingValiditiesNeverDoubleALine() {
        SmallNight night = products(
                        row("gin", "A", "Gin", "2024-01-01", "2024-12-31"),
                        row("gin", "B", "Gin", "2024-02-01", null),
                        row("gin", "C", "Gin", "2024-02-15", "2024-02-20"))
                .with(
                        Sales.SPEC,
                        LINE,
                        row("o1", "2024-01-15", "gin", "s1", 1, "1.00", true),
                        row("o2", "2024-02-10", "gin", "s1", 1, "2.00", true),
                        row("o3", "2024-02-16", "gin", "s1", 1, "4.00", true));

        assertThat(cube(night))
                .extracting(
                        sold -> sold.<String>getAs("leaf_segment").replaceAll(".*product=", ""),
                        sold -> sold.<BigDecimal>getAs("net_amount").intValue())
                .containsExactly(tuple("A>Gin", 1), tuple("B>Gin", 2), tuple("C>Gin", 4));
    }

    @Test
    void rowsThatStartOnOneDayOrOnNoneNeverDoubleALine() {
        SmallNight night = products(
                        row("gin", "A", "Gin", null, null),
                        row("gin", "B", "Gin", null, null),
                        row("rum", "A", "Rum", "2024-01-01", null),
                        row("rum", "B", "Rum", "2024-01-01", null))
                .with(
                        Sales.SPEC,
                        LINE,
                        row("o1", "2024-01-15", "gin", "s1", 1, "1.00", true),
                        row("o2", "2024-01-15", "rum", "s1", 1, "2.00", true));

        assertThat(cube(night))
                .extracting(sold -> sold.<BigDecimal>getAs("net_amount").intValue())
                .containsExactlyInAnyOrder(1, 2);
    }

    @Test
    void linesWithoutAMemberStayAsUnknown() {
        SmallNight night = night().with(
                        Sales.SPEC,
                        LINE,
                        row("o1", "2024-03-01", "absinthe", "s1", 1, "1.00", true),
                        row("o2", "2024-03-01", "gin", "s9", 1, "2.00", true),
                        row("o3", "2024-03-01", "gin", null, 1, "4.00", true));

        assertThat(cube(night))
                .extracting(
                        sold -> sold.<String>getAs("leaf_segment"),
                        sold -> sold.<BigDecimal>getAs("net_amount").intValue())
                .containsExactlyInAnyOrder(
                        tuple("geography=DE>Berlin|product=UNKNOWN>UNKNOWN", 1),
                        tuple("geography=UNKNOWN>UNKNOWN|product=Spirits>Gin", 6));
    }

    @Test
    void dimensionsThatAreNotThereLeaveEveryLineUnknown() {
        SmallNight night = SmallNight.of(TestSettings.of(PeriodType.MONTH), "2024-03-31")
                .with(Sales.SPEC, LINE, row("o1", "2024-03-01", "gin", "s1", 1, "1.00", true));

        assertThat(cube(night))
                .singleElement()
                .satisfies(sold -> assertThat(sold.<String>getAs("leaf_segment"))
                        .isEqualTo("geography=UNKNOWN>UNKNOWN|product=UNKNOWN>UNKNOWN"));
    }

    @Test
    void lineWithoutACostTakesTheStandardCostThatItsProductHadOnItsDate() {
        SmallNight night = night().with(
                        Dimensions.PRODUCTS.spec(),
                        "product_id, category_l1, product_name, standard_cost_amount, effective_from, is_current",
                        row("gin", "Spirits", "Gin", "3.00", null, true),
                        row("gin", "Spirits", "Gin", "4.00", "2024-01-01", true),
                        row("gin", "Spirits", "Gin", "9.00", "2024-02-01", false),
                        // Tells no cost, and ends none.
                        row("gin", "Spirits", "Gin", null, "2024-02-15", true),
                        row("rum", "Spirits", "Rum", null, null, true))
                .with(
                        Sales.SPEC,
                        LINE + ", cost_amount",
                        row("o0", "2023-12-31", "gin", "s1", 1, "10.00", true, null),
                        row("o1", "2024-03-01", "gin", "s1", 2, "20.00", true, "7.00"),
                        row("o2", "2024-03-01", "gin", "s1", 5, "50.00", true, null),
                        row("o3", "2024-03-01", "rum", "s1", 1, "8.00", true, null));

        // The current row that holds on the date counts: 7.00 as delivered, and 5 at 4.00; 1 at 3.00 the year before.
        assertThat(cube(night))
                .extracting(
                        sold -> sold.<String>getAs("product_id"),
                        sold -> text(sold, "cost_amount"),
                        sold -> text(sold, "costed_net_amount"))
                .containsExactlyInAnyOrder(
                        tuple("gin", "3.0000", "10.0000"),
                        tuple("gin", "27.0000", "70.0000"),
                        tuple("rum", null, null));
    }

    @Test
    void returnsAreTakenOffAndShownBeside() {
        SmallNight night = night().with(
                        Sales.SPEC,
                        LINE + ", is_return",
                        row("o1", "2024-03-01", "gin", "s1", 3, "30.00", true, false),
                        row("o2", "2024-03-01", "gin", "s1", -1, "-10.00", true, true));

        Row sold = cube(night).get(0);
        assertThat(sold.<BigDecimal>getAs("net_amount")).isEqualByComparingTo("20.00");
        assertThat(sold.<BigDecimal>getAs("return_amount")).isEqualByComparingTo("-10.00");
        assertThat(sold.<BigDecimal>getAs("sales_units")).isEqualByComparingTo("2");
    }

    @Test
    void onlineIsTheOnlinePartAndUnknownWhereNoLineSaysSo() {
        SmallNight night = night().with(
                        Sales.SPEC,
                        LINE + ", is_online",
                        row("o1", "2024-03-01", "gin", "s1", 1, "10.00", true, true),
                        row("o2", "2024-03-01", "gin", "s1", 1, "4.00", true, false),
                        row("o3", "2024-03-02", "gin", "s1", 1, "4.00", true, false),
                        row("o4", "2024-03-03", "gin", "s1", 1, "4.00", true, null));

        assertThat(cube(night))
                .extracting(sold -> text(sold, "online_amount"))
                .containsExactly("10.0000", "0.0000", null);
    }

    @Test
    void ordersAndKnownCustomersAreKeptAsKeysOnce() {
        SmallNight night = night().with(
                        Sales.SPEC,
                        LINE + ", customer_id",
                        row("o1", "2024-03-01", "gin", "s1", 1, "1.00", true, "anna"),
                        row("o1", "2024-03-01", "gin", "s1", 1, "1.00", true, "anna"),
                        row("o2", "2024-03-01", "gin", "s1", 1, "1.00", true, "bert"),
                        row("o3", "2024-03-01", "gin", "s1", 1, "1.00", true, null));

        Row sold = cube(night).get(0);
        assertThat(sold.<Long>getList(sold.fieldIndex("order_keys"))).hasSize(3).isSorted();
        assertThat(sold.<Long>getList(sold.fieldIndex("customer_keys")))
                .hasSize(2)
                .isSorted();
    }

    @Test
    void cubeAddsUpToItsCurrentLines() {
        SmallNight night = night().with(
                        Sales.SPEC,
                        LINE,
                        row("o1", "2024-03-01", "gin", "s1", 1, "0.0001", true),
                        row("o2", "2024-03-01", "gin", "s2", 1, "99999999999999.9999", true),
                        row("o3", "2024-03-02", "rum", "s2", 1, "0.10", true),
                        row("o4", "2024-03-02", "absinthe", null, 1, "0.20", true),
                        row("o5", "2024-03-02", "rum", "s2", 1, "1000.00", false));

        // The exact sum of the four current lines, by hand.
        Row total = night.get(DailySales.SPEC)
                .selectExpr("sum(net_amount)", "sum(line_count)")
                .first();
        assertThat(total.getDecimal(0)).isEqualByComparingTo("100000000000000.3000");
        assertThat(total.getLong(1)).isEqualTo(4);
    }

    private static SmallNight night() {
        return products(row("gin", "Spirits", "Gin", null, null), row("rum", "Spirits", "Rum", null, null));
    }

    private static SmallNight products(Object[]... products) {
        List<Object[]> current = List.of(products).stream()
                .map(product -> row(product[0], product[1], product[2], product[3], product[4], true))
                .toList();
        return SmallNight.of(TestSettings.of(PeriodType.MONTH), "2024-04-30")
                .with(
                        Dimensions.PRODUCTS.spec(),
                        "product_id, category_l1, product_name, effective_from, effective_to, is_current",
                        current.toArray(Object[][]::new))
                .with(
                        Dimensions.STORES.spec(),
                        "store_id, country, store_name, is_current",
                        row("s1", "DE", "Berlin", true),
                        row("s2", "FR", "Paris", true));
    }

    private static List<Row> cube(SmallNight night) {
        return night.get(DailySales.SPEC).orderBy("order_date", "leaf_segment").collectAsList();
    }

    private static String text(Row row, String column) {
        Object value = row.getAs(column);
        return value == null ? null : value.toString();
    }
}
