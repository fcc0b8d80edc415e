package almanac.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import almanac.error.Failure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Input tables and configuration texts that several tests share. */
final class Texts {

    /** Four input tables; sales come first, so they are the required ones. */
    static final Map<String, InputShape> SHAPES = shapes();

    /** The least that a configuration says: one source, and the sales made of it. */
    static final String SALES_ONLY = """
              sources.sales_files { format = csv, path = "sales/*.csv" }
              inputs.sales {
                from = sales_files
                columns { order_id = A, order_date = B, product_id = C, quantity = D, net_amount = E }
              }
            """;

    private Texts() {}

    /** A configuration with these lines, of which the first is line 2 of the file, before {@link #SALES_ONLY}. */
    static String with(String lines) {
        return "almanac {\n" + lines + "\n" + SALES_ONLY + "}\n";
    }

    /** A configuration of these lines alone, of which the first is line 2 of the file. */
    static String only(String lines) {
        return "almanac {\n" + lines + "\n}\n";
    }

    /** What is read from a text that is said to lie at /etc/shop/shop.conf. */
    static Settings read(String text) {
        return read(text, Map.of());
    }

    /** As {@link #read(String)}, with settings of the command line. */
    static Settings read(String text, Map<String, String> overrides) {
        return SettingsReader.read("/etc/shop/shop.conf", text, SHAPES, overrides);
    }

    /** What is said about a text that is said to lie at conf/x.conf; it must be refused as a configuration. */
    static List<String> problems(String text) {
        Failure failure =
                catchThrowableOfType(Failure.class, () -> SettingsReader.read("conf/x.conf", text, SHAPES, Map.of()));
        assertThat(failure).as("the configuration is accepted").isNotNull();
        assertThat(failure.kind()).isEqualTo(Failure.Kind.CONFIGURATION);
        return failure.details();
    }

    private static Map<String, InputShape> shapes() {
        Map<String, InputShape> shapes = new LinkedHashMap<>();
        shapes.put(
                "sales",
                new InputShape(
                        List.of("order_id", "order_date", "product_id", "quantity", "net_amount"),
                        List.of("order_line_id", "territory_id", "currency_code", "private_label"),
                        List.of("order_id", "order_line_id")));
        shapes.put(
                "products",
                new InputShape(List.of("product_id"), List.of("product_name", "category_l1"), List.of("product_id")));
        shapes.put(
                "territories",
                new InputShape(List.of("territory_id"), List.of("territory_name", "country"), List.of("territory_id")));
        shapes.put(
                "market",
                new InputShape(
                        List.of("period_start", "category_key", "sales_value"),
                        List.of("geography_key"),
                        List.of("period_start", "category_key")));
        return shapes;
    }
}
