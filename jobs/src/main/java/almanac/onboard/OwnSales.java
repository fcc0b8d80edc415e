package almanac.onboard;

import almanac.error.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a lake holds the lines of every supplier: those of one of them are our sales, all of them are the market. Who we are no
 * file can say, so it must be told.
 */
final class OwnSales {

    private static final int MOST_SUPPLIERS = 20_000;

    private OwnSales() {}

    /**
     * Divides the lines.
     *
     * @param own the value by which our products or lines are known
     * @param mappings of the lake by input; changed, and added to
     * @throws Failure of kind CONFIGURATION where no column of products or lines has the value
     */
    static void divide(String own, Map<String, Mapping> mappings) {
        Mapping sales = mappings.get(Inputs.SALES);
        Mapping products = mappings.get("products");
        if (sales != null && products != null && divideByProducts(own, sales, products, mappings)) {
            return;
        }
        if (sales != null) {
            for (Profile column : sales.source().columns()) {
                if (holds(column, own)) {
                    divide(own, mappings, sales, Value.inSql(column.name()), column.name());
                    return;
                }
            }
        }
        throw Failure.configuration(
                "no column of sales or products holds the value \"" + own + "\", in the sample at least",
                "give --own the very text of a supplier, vendor or brand column",
                List.of());
    }

    private static boolean divideByProducts(
            String own, Mapping sales, Mapping products, Map<String, Mapping> mappings) {
        Value key = products.columns().get("product_id");
        Value reference = sales.columns().get("product_id");
        for (Profile column : products.source().columns()) {
            if (key != null && reference != null && holds(column, own)) {
                String supplier = "product." + Texts.quoted(column.name());
                products.map("is_own", Value.sql(Value.inSql(column.name()) + " = " + text(own)), "as --own says");
                sales.join(
                        products.source().name(),
                        "product",
                        "product." + Texts.quoted(key.text()) + " = " + reference.expression());
                divide(own, mappings, sales, supplier, column.name());
                return true;
            }
        }
        return false;
    }

    private static boolean holds(Profile column, String own) {
        return column.distinct().contains(own) && column.distinct().size() <= MOST_SUPPLIERS;
    }

    private static void divide(
            String own, Map<String, Mapping> mappings, Mapping sales, String supplier, String column) {
        if (!mappings.containsKey("market")) {
            addMarket(own, mappings, sales, supplier);
        }
        sales.keepOnly(supplier + " = " + text(own));
        sales.note("only lines whose " + column + " is " + own + " are our sales; all of them are the market");
    }

    /** Every line, by supplier, with the coarsest category and place that are known of it. */
    private static void addMarket(String own, Map<String, Mapping> mappings, Mapping sales, String supplier) {
        Value line = sales.columns().get("order_line_id");
        Value date = sales.columns().get("order_date");
        Value amount = sales.columns().get("net_amount");
        Mapping products = mappings.get("products");
        Value product = sales.columns().get("product_id");
        Value key = products == null ? null : products.columns().get("product_id");
        Value category = products == null ? null : products.columns().get("category_l1");
        if (line == null
                || date == null
                || amount == null
                || products == null
                || product == null
                || key == null
                || category == null) {
            sales.note("no market is proposed: that takes a number for each line, and categories of products");
            return;
        }
        Mapping market = new Mapping("market", sales.source());
        sales.joins().forEach(market.joins()::add);
        market.join(
                products.source().name(),
                "product",
                "product." + Texts.quoted(key.text()) + " = " + product.expression());
        market.map("market_line_id", line, sales.evidence("order_line_id"));
        market.map("period_start", date, sales.evidence("order_date"));
        market.map(
                "category_key",
                Value.sql("coalesce(product." + Texts.quoted(category.text()) + ", 'UNKNOWN')"),
                products.evidence("category_l1"));
        addPlace(market, sales, mappings.get("stores"));
        market.map(
                "supplier_id", Value.sql("coalesce(" + supplier + ", 'OTHER')"), "lines without a supplier are OTHER");
        market.map("sales_amount", amount, sales.evidence("net_amount"));
        Value units = sales.columns().get("quantity");
        if (units != null) {
            market.map("sales_units", units, sales.evidence("quantity"));
        }
        market.map("is_own", Value.sql("coalesce(" + supplier + " = " + text(own) + ", false)"), "as --own says");
        mappings.put("market", market);
    }

    private static void addPlace(Mapping market, Mapping sales, @Nullable Mapping stores) {
        Value store = sales.columns().get("store_id");
        Value key = stores == null ? null : stores.columns().get("store_id");
        if (store == null || stores == null || key == null) {
            return;
        }
        List<String> places = new ArrayList<>(List.of("country", "region", "city", "store_name"));
        for (String place : places) {
            Value column = stores.columns().get(place);
            boolean differs = column != null
                    && stores.source()
                            .column(column.text())
                            .filter(profile -> profile.distinct().size() > 1)
                            .isPresent();
            if (column != null && differs) {
                market.join(
                        stores.source().name(),
                        "store",
                        "store." + Texts.quoted(key.text()) + " = " + store.expression());
                market.map(
                        "geography_key",
                        Value.sql("coalesce(store." + Texts.quoted(column.text()) + ", 'UNKNOWN')"),
                        stores.evidence(place));
                return;
            }
        }
    }

    private static String text(String value) {
        return "'" + value.replace("'", "''") + "'";
    }
}
