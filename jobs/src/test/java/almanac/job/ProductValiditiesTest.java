package almanac.job;

import static org.assertj.core.api.Assertions.assertThat;

import almanac.customer.CustomerDays;
import almanac.market.price.PriceDays;
import almanac.segment.DailySales;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Costs and categories of products that hold from a date on, in the tables that compute only touched dates again. */
class ProductValiditiesTest {

    private static final String PRODUCTS = "product,category,cost,from\n";
    private static final String SALES = "order_id,line,day,product,units,amount,customer,note,list\n";

    @TempDir
    Path folder;

    @Test
    void nightsByAndByAndOneFullNightSayTheSame() {
        TestNight night = TestNight.in(folder)
                .with("sources.product_files { format = csv, path = \"products/*.csv\" }")
                .with(
                        "inputs.products { from = product_files, key = [product_id, effective_from], columns {"
                                + " product_id = product, category_l1 = category, standard_cost_amount = cost, effective_from = from } }")
                .with("inputs.sales.columns.list_amount = list");
        night.building(
                new DailySales(night.settings()), new CustomerDays(night.settings()), new PriceDays(night.settings()));

        // In January the cost and the category of February are known already.
        night.deliversText("products/1.csv", PRODUCTS + "gin,Spirits,4,2026-01-01\ngin,Long drinks,5,2026-02-01\n")
                .deliversText("sales/1.csv", SALES + "o1,1,2026-01-20,gin,1,10.00,c,,12.00\n")
                .run();
        assertThat(days(night)).containsExactly("2026-01-20 4.0000 Spirits");

        // In February nothing is new of products, and one line of January comes late.
        night.deliversText(
                        "sales/2.csv",
                        SALES + "o2,1,2026-02-01,gin,1,10.00,c,,12.00\no3,1,2026-01-21,gin,1,10.00,c,,12.00\n")
                .run();
        assertThat(days(night))
                .containsExactly(
                        "2026-01-20 4.0000 Spirits", "2026-01-21 4.0000 Spirits", "2026-02-01 5.0000 Long drinks");

        Map<String, List<String>> byAndBy = content(night);
        night.runFull();
        assertThat(content(night)).isEqualTo(byAndBy);
    }

    private static List<String> days(TestNight night) {
        return night.rows(PriceDays.SPEC, "order_date", "cost_amount", "category");
    }

    private static Map<String, List<String>> content(TestNight night) {
        return Stream.of(DailySales.SPEC, CustomerDays.SPEC, PriceDays.SPEC)
                .collect(Collectors.toMap(spec -> spec.qualifiedName(), night::all));
    }
}
