package almanac.stats;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * Where losses went and gains came from, if every loss went to every gain in proportion: the gains-loss analysis of consumer
 * panels. Of losses {@code l} and gains {@code g} the smaller sum is taken to have moved, {@code l_i g_j / max(sum l, sum g)}
 * from {@code i} to {@code j}.
 *
 * <p>In whole units, none is lost to rounding: what leaves {@code i} and what is left of it add up to its loss, what reaches
 * {@code j} and what is new of it to its gain, and nothing is below 0. A flow lies within a few units of the proportional one;
 * which unit goes where follows from the order of the losses and gains alone.
 *
 * @param moved one row a loss, with one number a gain
 * @param unmovedLosses of each loss what moved nowhere; all 0 where gains are larger
 * @param unmovedGains of each gain what came from nowhere; all 0 where losses are larger
 */
public record ProportionalFlows(
        List<List<BigInteger>> moved, List<BigInteger> unmovedLosses, List<BigInteger> unmovedGains) {

    /** Copies the lists. */
    public ProportionalFlows {
        moved = moved.stream().map(List::copyOf).toList();
        unmovedLosses = List.copyOf(unmovedLosses);
        unmovedGains = List.copyOf(unmovedGains);
    }

    /**
     * The flows between losses and gains.
     *
     * @throws IllegalArgumentException if one of them is below 0
     */
    public static ProportionalFlows of(List<BigInteger> losses, List<BigInteger> gains) {
        BigInteger lost = sum(losses);
        BigInteger gained = sum(gains);
        BigInteger total = lost.min(gained);
        List<BigInteger> leaving = shared(total, losses);
        List<BigInteger> arriving = shared(total, gains);
        BigInteger[] open = arriving.toArray(BigInteger[]::new);
        List<List<BigInteger>> moved = new ArrayList<>();
        for (BigInteger amount : leaving) {
            List<BigInteger> row = shared(amount, List.of(open.clone()));
            for (int i = 0; i < open.length; i++) {
                open[i] = open[i].subtract(row.get(i));
            }
            moved.add(row);
        }
        return new ProportionalFlows(moved, without(losses, leaving), without(gains, arriving));
    }

    /** Whole parts of an amount, in proportion to weights that add up to it or more; none is larger than its weight. */
    private static List<BigInteger> shared(BigInteger amount, List<BigInteger> weights) {
        BigInteger sum = sum(weights).max(BigInteger.ONE);
        BigInteger[] parts = new BigInteger[weights.size()];
        BigInteger soFar = BigInteger.ZERO;
        BigInteger given = BigInteger.ZERO;
        for (int i = 0; i < parts.length; i++) {
            soFar = soFar.add(weights.get(i));
            BigInteger due = amount.multiply(soFar).divide(sum);
            parts[i] = due.subtract(given);
            given = due;
        }
        return List.of(parts);
    }

    private static List<BigInteger> without(List<BigInteger> all, List<BigInteger> part) {
        BigInteger[] left = new BigInteger[all.size()];
        for (int i = 0; i < left.length; i++) {
            left[i] = all.get(i).subtract(part.get(i));
        }
        return List.of(left);
    }

    private static BigInteger sum(List<BigInteger> amounts) {
        for (BigInteger amount : amounts) {
            if (amount.signum() < 0) {
                throw new IllegalArgumentException("a loss or gain is " + amount + ", below 0");
            }
        }
        return amounts.stream().reduce(BigInteger.ZERO, BigInteger::add);
    }
}
