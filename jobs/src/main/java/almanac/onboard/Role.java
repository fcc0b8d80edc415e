package almanac.onboard;

import almanac.staging.InputTable;
import almanac.staging.StagingTables;
import almanac.table.ColumnDoc;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.TimestampType;

/**
 * What a column of a lake may be: a column of an input table, and what such a column is called elsewhere.
 *
 * @param table the input table
 * @param column its column
 * @param kind what its values are like
 * @param isRequired whether the input cannot do without it
 * @param names sets of words, each with what a perfect match counts, 0 to 1
 */
record Role(String table, String column, Kind kind, boolean isRequired, Map<Set<String>, Double> names) {

    /** What the amount of a line is made of, where no column has it. */
    static final String UNIT_PRICE = "unit_price";

    /** What says whether a line counts. */
    static final String STATUS = "status";

    private static final Map<String, List<Role>> ALL = all();

    /** What values are like. */
    enum Kind {
        DATE,
        INSTANT,
        MONEY,
        QUANTITY,
        ID,
        TEXT,
        FLAG,
        CURRENCY,
        COUNTRY,
        DEGREES,
        RATE
    }

    /** The roles of an input table, in its order; those of sales include unit price and status. */
    static List<Role> of(String table) {
        return ALL.getOrDefault(table, List.of());
    }

    /** How well a name fits, 0 to 1, and a little more for the very name. */
    double likeness(String name, Set<String> words) {
        double best = 0;
        for (Map.Entry<Set<String>, Double> known : names.entrySet()) {
            best = Math.max(best, known.getValue() * Words.likeness(words, known.getKey()));
        }
        return name.equalsIgnoreCase(column) ? 1.1 : best;
    }

    private static Map<String, List<Role>> all() {
        Map<String, Map<Set<String>, Double>> called = new LinkedHashMap<>();
        for (String line : Words.lines("columns.txt")) {
            int colon = line.indexOf(':');
            Map<Set<String>, Double> names = new LinkedHashMap<>();
            for (String phrase : line.substring(colon + 1).split("\\|", -1)) {
                String[] parts = phrase.split("~", -1);
                names.put(Words.of(parts[0]), parts.length > 1 ? Double.parseDouble(parts[1].strip()) : 1.0);
            }
            called.put(line.substring(0, colon).strip(), names);
        }
        Map<String, List<Role>> roles = new LinkedHashMap<>();
        for (InputTable input : StagingTables.ALL) {
            List<Role> ofInput = new ArrayList<>();
            for (ColumnDoc column : input.columns()) {
                ofInput.add(new Role(
                        input.name(),
                        column.name(),
                        kind(column),
                        input.required().contains(column.name()),
                        names(called, input.name(), column.name())));
            }
            roles.put(input.name(), ofInput);
        }
        List<Role> sales = roles.get("sales");
        if (sales != null) {
            sales.add(new Role("sales", UNIT_PRICE, Kind.MONEY, false, names(called, "sales", UNIT_PRICE)));
            sales.add(new Role("sales", STATUS, Kind.TEXT, false, names(called, "sales", STATUS)));
        }
        return roles;
    }

    private static Map<Set<String>, Double> names(
            Map<String, Map<Set<String>, Double>> called, String table, String column) {
        Map<Set<String>, Double> names = new LinkedHashMap<>();
        names.put(Words.of(column), 1.0);
        names.putAll(called.getOrDefault(table + "." + column, Map.of()));
        return names;
    }

    private static Kind kind(ColumnDoc column) {
        String name = column.name();
        if (column.type() instanceof DateType) {
            return Kind.DATE;
        } else if (column.type() instanceof TimestampType) {
            return Kind.INSTANT;
        } else if (column.type() instanceof BooleanType) {
            return Kind.FLAG;
        } else if (column.type() instanceof DoubleType) {
            return name.endsWith("itude") ? Kind.DEGREES : Kind.RATE;
        } else if (column.type() instanceof DecimalType) {
            return name.endsWith("_amount") || name.endsWith("_value") || name.equals("rate")
                    ? Kind.MONEY
                    : Kind.QUANTITY;
        } else if (name.contains("currency")) {
            return Kind.CURRENCY;
        } else if (name.equals("country")) {
            return Kind.COUNTRY;
        }
        return name.endsWith("_id") || name.endsWith("_key") ? Kind.ID : Kind.TEXT;
    }
}
