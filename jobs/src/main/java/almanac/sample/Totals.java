package almanac.sample;

import java.io.Serializable;
import java.math.BigDecimal;

/**
 * Sums over accepted sales lines.
 *
 * @param lines how many
 * @param net cents of net amount
 * @param units pieces, returns deducted
 */
public record Totals(long lines, long net, long units) implements Serializable {

    /** Of nothing. */
    public static final Totals ZERO = new Totals(0, 0, 0);

    /** Both together. */
    public Totals add(Totals other) {
        return new Totals(lines + other.lines, net + other.net, units + other.units);
    }

    /** What is left without the other. */
    public Totals subtract(Totals other) {
        return new Totals(lines - other.lines, net - other.net, units - other.units);
    }

    /** The net amount with two decimals. */
    public BigDecimal netAmount() {
        return BigDecimal.valueOf(net, 2);
    }
}
