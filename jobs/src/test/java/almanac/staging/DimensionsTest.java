package almanac.staging;

import static almanac.Frames.row;
import static org.assertj.core.api.Assertions.assertThat;

import almanac.Frames;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class DimensionsTest {

    @Test
    void memberIsAsItsLatestRowThatHasBegunSays() {
        assertThat(latest("2024-06-30"))
                .extracting(Row::toString)
                .containsExactlyInAnyOrder("[gin,Spirits,Dry]", "[rum,Spirits,null]");
        assertThat(latest("2024-07-01"))
                .extracting(Row::toString)
                .containsExactlyInAnyOrder("[gin,Long drinks,Dry gin]", "[rum,Spirits,null]");
    }

    @Test
    void memberWhoseRowsBeginLaterIsNotKnownYet() {
        assertThat(latest("2023-12-31")).extracting(row -> row.getString(0)).containsExactly("rum");
    }

    @Test
    void memberIsLookedUpAsItWasOnTheDateOfARow() {
        Dataset<Row> lines = Frames.of(
                Sales.SPEC,
                "order_id, order_date, product_id",
                row("o1", "2023-12-31", "gin"),
                row("o2", "2024-01-01", "gin"),
                row("o3", "2024-06-30", "gin"),
                row("o4", "2024-07-01", "gin"),
                row("o5", "2024-07-08", "gin"),
                row("o6", "2024-07-01", "rum"),
                row("o7", "2024-07-01", "ale"));
        Dataset<Row> products = Frames.of(
                Dimensions.PRODUCTS.spec(),
                "product_id, category_l1, effective_from, effective_to, is_current",
                row("gin", "Spirits", "2024-01-01", null, true),
                // The one before holds until this one begins, and none after it has ended.
                row("gin", "Long drinks", "2024-07-01", "2024-07-07", true),
                row("gin", "Wrong", "2024-06-01", null, false),
                // Of two that begin together only one holds: the last in the order of what they tell.
                row("rum", "Spirits", null, null, true),
                row("rum", "Liqueur", null, null, true));

        assertThat(Dimensions.onDate(lines, products, "product_id", "order_date", Map.of("category", "category_l1"))
                        .select("order_id", "category")
                        .orderBy("order_id")
                        .collectAsList())
                .extracting(Row::toString)
                .containsExactly(
                        "[o1,null]",
                        "[o2,Spirits]",
                        "[o3,Spirits]",
                        "[o4,Long drinks]",
                        "[o5,null]",
                        "[o6,Spirits]",
                        "[o7,null]");
    }

    private static List<Row> latest(String asOf) {
        return Dimensions.latest(
                        Frames.of(
                                Dimensions.PRODUCTS.spec(),
                                "product_id, category_l1, product_name, effective_from, is_current",
                                row("gin", "Spirits", "Dry", "2024-01-01", true),
                                row("gin", "Long drinks", "Dry gin", "2024-07-01", true),
                                row("gin", "Wrong", "Wrong", "2024-06-01", false),
                                row("rum", "Spirits", null, null, true)),
                        LocalDate.parse(asOf),
                        "product_id",
                        "category_l1",
                        "product_name")
                .collectAsList();
    }
}
