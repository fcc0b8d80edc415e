package almanac.sample;

import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** The 60 products of our own, in three brands and five categories. */
final class Assortment {

    /** Who makes them. The name is invented. */
    static final String COMPANY = "BRACKENHOLT";

    /** Every product, by its index. */
    static final List<Product> PRODUCTS = read();

    /** What the popularities add up to. */
    static final double POPULARITY =
            PRODUCTS.stream().mapToDouble(Product::popularity).sum();

    private Assortment() {}

    private static List<Product> read() {
        List<Product> products = new ArrayList<>();
        for (NamedCsvRecord row : Resource.records("assortment.csv")) {
            String subcategory = row.getField("subcategory");
            String discontinued = row.getField("discontinue_date");
            products.add(new Product(
                    products.size(),
                    row.getField("product_id"),
                    row.getField("product_name"),
                    row.getField("brand"),
                    Category.ofSubcategory(subcategory),
                    subcategory,
                    new BigDecimal(row.getField("reference_price"))
                            .movePointRight(2)
                            .longValueExact(),
                    Double.parseDouble(row.getField("cost_rate")),
                    Double.parseDouble(row.getField("popularity")),
                    LocalDate.parse(row.getField("launch_date")),
                    discontinued.isEmpty() ? null : LocalDate.parse(discontinued)));
        }
        return List.copyOf(products);
    }
}
