package almanac.staging;

import static almanac.Frames.row;
import static org.assertj.core.api.Assertions.assertThat;

import almanac.Frames;
import java.time.LocalDate;
import java.util.List;
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
