package almanac.onboard;

import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * How far the values of a column may be what a role asks for.
 *
 * @param factor by which the likeness of names is multiplied: 0 where the values contradict it, 1 where they agree
 * @param reason what was seen
 */
record Fit(double factor, String reason) {

    private static final double NEARLY_ALL = 0.9;
    private static final double NEARLY_NONE = 0.1;
    private static final double HARDLY = 0.5;
    private static final int FEW_ROWS = 20;
    private static final int MOST_COUNTRIES = 500;

    private static final Set<String> FLAGS = Set.of("true", "false", "yes", "no", "y", "n", "t", "f", "1", "0");
    private static final Set<String> CURRENCIES = Currency.getAvailableCurrencies().stream()
            .map(Currency::getCurrencyCode)
            .collect(Collectors.toSet());
    private static final Set<String> COUNTRIES = countries();

    /** The words that some columns may hold, by column. */
    private static final Map<String, Set<String>> ALLOWED = Map.of(
            "targets.period_type",
            Set.of("month", "quarter", "year", "fiscal_month", "fiscal_quarter", "fiscal_year"),
            "market.period_type",
            Set.of("day", "week", "month", "quarter", "year"),
            "targets.measure",
            Set.of("NET_AMOUNT", "SALES_UNITS"),
            "market.basis",
            Set.of("SELL_OUT", "SELL_IN", "ESTIMATE"));

    private static Set<String> countries() {
        Set<String> known = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        known.addAll(List.of("USA", "UK", "EIRE", "Korea", "RSA", "UAE", "Unspecified", "Channel Islands"));
        Arrays.stream(Locale.getISOCountries()).forEach(code -> {
            known.add(new Locale("", code).getDisplayCountry(Locale.ENGLISH));
            known.add(code);
        });
        return known;
    }

    /** Whether nearly all values are names or codes of countries. */
    static boolean holdsCountries(Profile column) {
        return column.filled() > 0
                && column.distinct().size() <= MOST_COUNTRIES
                && column.share(value -> COUNTRIES.contains(value)) >= NEARLY_ALL
                && column.share(value -> value.length() > 3) >= NEARLY_ALL / 2;
    }

    /** The currency that nearly all values name. */
    static boolean holdsCurrencies(Profile column) {
        return column.filled() > 0
                && column.distinct().size() <= MOST_COUNTRIES
                && column.within(CURRENCIES) >= NEARLY_ALL;
    }

    /** Judges a column. */
    static Fit of(Role role, Profile column) {
        if (column.filled() == 0) {
            return new Fit(role.isRequired() ? 0 : 1, "no row has a value");
        }
        Set<String> allowed = ALLOWED.get(role.table() + "." + role.column());
        if (allowed != null) {
            return column.within(allowed) >= NEARLY_ALL
                    ? new Fit(1, "all values are known words: " + column.examples())
                    : new Fit(0, "its values are not " + String.join(", ", new TreeSet<>(allowed)));
        }
        return switch (role.kind()) {
            case DATE, INSTANT -> date(column);
            case MONEY -> money(column);
            case QUANTITY -> quantity(column);
            case ID -> id(column);
            case TEXT -> text(role, column);
            case FLAG ->
                column.share(value -> FLAGS.contains(value.toLowerCase(Locale.ROOT))) >= NEARLY_ALL
                        ? new Fit(1, "only truth values: " + column.examples())
                        : new Fit(0, "no truth values: " + column.examples());
            case CURRENCY ->
                holdsCurrencies(column)
                        ? new Fit(1, "codes of currencies: " + column.examples())
                        : new Fit(0, "no codes of currencies: " + column.examples());
            case COUNTRY -> text(role, column);
            case DEGREES -> within(column, -180, 180);
            case RATE -> within(column, 0, 1);
        };
    }

    private static Fit date(Profile column) {
        return column.dates()
                .map(notation -> new Fit(1, "dates such as " + column.examples()))
                .orElseGet(() -> new Fit(0, "no dates: " + column.examples()));
    }

    private static Fit money(Profile column) {
        if (column.numbers() < NEARLY_ALL) {
            return new Fit(0, "no numbers: " + column.examples());
        }
        boolean countsUp = column.fractions() == 0 && column.isUnique() && column.filled() > FEW_ROWS;
        return countsUp
                ? new Fit(HARDLY, "whole numbers that never come twice, as identifiers do")
                : new Fit(1, "numbers such as " + column.examples());
    }

    private static Fit quantity(Profile column) {
        if (column.numbers() < NEARLY_ALL) {
            return new Fit(0, "no numbers: " + column.examples());
        }
        if (column.isUnique() && column.filled() > FEW_ROWS) {
            return new Fit(HARDLY, "numbers that never come twice");
        }
        return column.fractions() > HARDLY
                ? new Fit(HARDLY, "most are no whole numbers: " + column.examples())
                : new Fit(1, "numbers such as " + column.examples());
    }

    private static Fit id(Profile column) {
        if (column.dates().isPresent() && column.share(value -> value.length() >= 8) > NEARLY_ALL) {
            return new Fit(0, "dates: " + column.examples());
        }
        if (column.fractions() > NEARLY_NONE) {
            return new Fit(0, "numbers with fractions: " + column.examples());
        }
        return new Fit(
                1,
                String.format(
                        "%,d different values such as %s", column.distinct().size(), column.examples()));
    }

    private static Fit text(Role role, Profile column) {
        boolean isNumbers = column.numbers() > NEARLY_ALL;
        if ((role.column().endsWith("_name") && isNumbers) || column.fractions() > HARDLY) {
            return new Fit(0, "numbers, no names: " + column.examples());
        }
        if (column.dates().isPresent() && column.share(value -> value.length() >= 8) > NEARLY_ALL) {
            return new Fit(0, "dates: " + column.examples());
        }
        return new Fit(
                isNumbers ? 0.8 : 1,
                String.format(
                        "%,d different values such as %s", column.distinct().size(), column.examples()));
    }

    private static Fit within(Profile column, int low, int high) {
        boolean fits = column.numbers() >= NEARLY_ALL
                && column.share(value -> {
                            try {
                                double number = Double.parseDouble(value);
                                return number >= low && number <= high;
                            } catch (NumberFormatException notNumber) {
                                return false;
                            }
                        })
                        >= NEARLY_ALL;
        return fits
                ? new Fit(1, "numbers from " + low + " to " + high)
                : new Fit(0, "not numbers from " + low + " to " + high + ": " + column.examples());
    }
}
