package almanac.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Rounds a value to what is shown of it, by the ending of its column: rates to a hundredth of a percent, percentage points to two
 * decimals, money to cents, or to whole units where all sales are large.
 *
 * @param moneyDecimals decimals of money: 0 or 2
 */
record Rounding(int moneyDecimals) {

    private static final double LARGE = 1_000_000;

    /** The rounding for a company whose sales of a period are this large. */
    static Rounding of(double largestAmount) {
        return new Rounding(largestAmount >= LARGE ? 0 : 2);
    }

    /** A value of a column, as JSON holds it. */
    @Nullable
    Object apply(String column, @Nullable Object value) {
        if (value instanceof LocalDate || value instanceof Instant) {
            return value.toString();
        } else if (value instanceof Double number) {
            return Double.isFinite(number) ? round(column, BigDecimal.valueOf(number)) : null;
        } else if (value instanceof BigDecimal number) {
            return round(column, number);
        }
        return value;
    }

    private BigDecimal round(String column, BigDecimal number) {
        BigDecimal rounded = number.setScale(decimals(column), RoundingMode.HALF_UP);
        return rounded.signum() == 0 ? BigDecimal.ZERO : rounded.stripTrailingZeros();
    }

    private int decimals(String column) {
        if (column.endsWith("_amount")) {
            return moneyDecimals;
        } else if (column.endsWith("_pp")) {
            return 2;
        }
        return 4;
    }
}
