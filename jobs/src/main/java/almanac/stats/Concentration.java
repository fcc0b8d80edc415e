package almanac.stats;

import java.util.Arrays;

/**
 * How concentrated a market is: the Herfindahl-Hirschman index and the concentration ratio, from market shares in
 * percent. Which index counts as concentrated is a matter of law and of configuration, not decided here.
 *
 * <p>Market data usually name the largest suppliers and put the rest into one row, "all other". Counting that row as one
 * firm overstates the index and leaving it out understates it, so with a rest there are two bounds. They hold if no
 * unnamed firm is larger than the smallest named one.
 *
 * <p>Shares are percent of one market: finite, none negative, together at most 100 (up to rounding); anything else is an
 * {@link IllegalArgumentException}. A share of 0 is a firm that is not in the market and changes nothing.
 *
 * <p>Source: A. O. Hirschman (1964), <i>The paternity of an index</i>, American Economic Review 54(5); US Department of
 * Justice and Federal Trade Commission, <i>Merger Guidelines</i>.
 */
public final class Concentration {

    private static final double WHOLE = 100;
    private static final double MAXIMUM = WHOLE * WHOLE;

    /** By how much shares that were rounded may exceed 100 together. */
    private static final double ROUNDING = 1e-6;

    private Concentration() {}

    /**
     * The index of a market whose firms are all named: the sum of the squared shares, 0 for no firm, 10,000 for a
     * monopoly.
     *
     * @param shares percent, one per firm, in any order
     */
    public static double hhi(double... shares) {
        return hhiLower(shares, 0);
    }

    /**
     * The combined share of the k largest firms, in percent; of all of them where there are fewer.
     *
     * @param k at least 1
     * @param shares percent, one per firm, in any order, without any rest
     */
    public static double concentrationRatio(int k, double... shares) {
        Arguments.atLeast(1, "k", k);
        requireMarket(shares, 0);
        double[] ascending = shares.clone();
        Arrays.sort(ascending);
        double sum = 0;
        for (int i = ascending.length - 1; i >= Math.max(0, ascending.length - k); i--) {
            sum += ascending[i];
        }
        return Math.min(sum, WHOLE);
    }

    /**
     * The smallest index that a rest allows: it consists of firms so small that their squares add nothing.
     *
     * @param named shares in percent of the named firms
     * @param others combined share in percent of all other firms
     */
    public static double hhiLower(double[] named, double others) {
        requireMarket(named, others);
        double sum = 0;
        for (double share : named) {
            sum += share * share;
        }
        return Math.min(sum, MAXIMUM);
    }

    /**
     * The largest index that a rest allows: it consists of firms as large as the smallest named one, and of one firm
     * with what is then left. Where no firm is named the rest is one firm.
     *
     * @param named shares in percent of the named firms
     * @param others combined share in percent of all other firms
     */
    public static double hhiUpper(double[] named, double others) {
        double lower = hhiLower(named, others);
        double size = Math.min(smallestAboveZero(named), WHOLE);
        // A smallest firm of almost nothing makes their number huge, and the order of the factors keeps it harmless.
        double firms = Math.min(Math.floor(others / size), Double.MAX_VALUE);
        double left = Math.max(0, Math.min(size, others - firms * size));
        return Math.min(lower + firms * size * size + left * left, MAXIMUM);
    }

    private static double smallestAboveZero(double[] shares) {
        double smallest = Double.POSITIVE_INFINITY;
        for (double share : shares) {
            if (share > 0) {
                smallest = Math.min(smallest, share);
            }
        }
        return smallest;
    }

    private static void requireMarket(double[] named, double others) {
        Arguments.finite("shares", named);
        Arguments.finite("others", others);
        double sum = others;
        for (double share : named) {
            sum += share;
            if (share < 0) {
                throw new IllegalArgumentException("a share is " + share + " percent: shares cannot be negative");
            }
        }
        if (others < 0) {
            throw new IllegalArgumentException("others is " + others + " percent: shares cannot be negative");
        }
        if (sum > WHOLE + ROUNDING) {
            throw new IllegalArgumentException(
                    "the shares add up to " + sum + " percent: shares of one market add up to at most 100");
        }
    }
}
