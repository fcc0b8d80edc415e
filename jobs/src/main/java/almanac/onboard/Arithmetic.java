package almanac.onboard;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * In how many rows an amount is quantity times price, to the cent.
 *
 * @param rows rows that have all three
 * @param equal those of them where it holds
 */
record Arithmetic(int rows, int equal) {

    private static final BigDecimal CENT = new BigDecimal("0.0051");
    private static final double NEARLY_ALL = 0.98;

    /** Compares row by row; a value that is no number does not count. */
    static Arithmetic of(Profile quantity, Profile price, Profile amount) {
        int rows = 0;
        int equal = 0;
        for (int row = 0; row < quantity.values().size(); row++) {
            BigDecimal units = number(quantity.values(), row);
            BigDecimal each = number(price.values(), row);
            BigDecimal whole = number(amount.values(), row);
            if (units != null && each != null && whole != null) {
                rows++;
                equal += units.multiply(each).subtract(whole).abs().compareTo(CENT) < 0 ? 1 : 0;
            }
        }
        return new Arithmetic(rows, equal);
    }

    private static @Nullable BigDecimal number(List<@Nullable String> values, int row) {
        String value = values.get(row);
        try {
            return value == null ? null : new BigDecimal(value);
        } catch (NumberFormatException notNumber) {
            return null;
        }
    }

    /** Whether it holds in nearly all rows, and there are some. */
    boolean holds() {
        return rows > 0 && equal >= NEARLY_ALL * rows;
    }

    /** In words. */
    String told(Profile quantity, Profile price) {
        return String.format("%s * %s to the cent in %,d of %,d rows", quantity.name(), price.name(), equal, rows);
    }
}
