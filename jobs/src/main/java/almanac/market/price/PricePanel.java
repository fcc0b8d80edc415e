package almanac.market.price;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * One product by outlet and week, weeks without a sale among them, with the price at which it was offered.
 *
 * <p>An outlet counts in every week from the first to the last on which the product was sold anywhere, but for a run without
 * sales at either end that is {@value #LISTED_GAPS} times as long as its usual gap between weeks with sales: there it did not
 * yet, or no longer, sell the product. A sale at random is that late once in 3,000 times (exp(-8)).
 *
 * <p>Where nothing was sold there is no price to be seen. The usual price is that of the week at the outlet's own distance from
 * it, both found by averaging in turn over outlets and weeks that sold outside promotions; the average over whichever outlets
 * happened to sell would move with the mix of outlets. Where weeks without a sale count, the usual price stands for all weeks:
 * one that is exact only where something was sold would tell what was sold.
 *
 * <p>Nor is it seen whether it was offered under a promotion. A week in which some outlet promoted the product and more than
 * {@value #UNKNOWN_PERCENT} % of the outlets sold nothing is left out, all of it: leaving out only the outlets without sales
 * would leave the good weeks in. So are weeks of disruptions.
 */
final class PricePanel {

    static final int LISTED_GAPS = 8;
    static final int UNKNOWN_PERCENT = 5;

    /** A price so many times that of its week, or so small a part of it, is one of another unit. */
    private static final double LARGEST_DISTANCE = Math.log(5);

    private static final int ROUNDS = 20;

    private final long[] outlets;
    private final double[][] units;
    private final double[][] prices;
    private final double[][] usualPrices;
    private final double[][] promotedShares;
    private final boolean[][] isListed;
    private final boolean[] isKept = new boolean[PriceWeeks.COUNT];
    private final double[] weekPrices;
    private final int first;
    private final int last;

    private PricePanel(SoldWeeks sold) {
        this.outlets = sold.differentOutlets();
        this.units = new double[outlets.length][PriceWeeks.COUNT];
        this.prices = new double[outlets.length][PriceWeeks.COUNT];
        this.usualPrices = new double[outlets.length][PriceWeeks.COUNT];
        this.promotedShares = new double[outlets.length][PriceWeeks.COUNT];
        this.isListed = new boolean[outlets.length][PriceWeeks.COUNT];
        this.first = Arrays.stream(sold.weeks()).min().orElse(0);
        this.last = Arrays.stream(sold.weeks()).max().orElse(-1);
        for (int i = 0; i < sold.size(); i++) {
            int outlet = Arrays.binarySearch(outlets, sold.outlets()[i]);
            int week = sold.weeks()[i];
            units[outlet][week] = sold.units()[i];
            prices[outlet][week] = Math.log(sold.amounts()[i] / sold.units()[i]);
            promotedShares[outlet][week] = sold.promoted()[i] / sold.amounts()[i];
        }
        this.weekPrices = new double[PriceWeeks.COUNT];
    }

    /** The panel of a product. */
    static PricePanel of(SoldWeeks sold, PriceWeeks calendar) {
        PricePanel panel = new PricePanel(sold);
        for (int outlet = 0; outlet < panel.outlets.length; outlet++) {
            panel.list(outlet);
        }
        panel.keep(calendar);
        panel.price();
        return panel;
    }

    /** The first and the last week with a sale, and whether what lies between them counts. */
    int first() {
        return first;
    }

    int last() {
        return last;
    }

    boolean isKept(int week) {
        return isKept[week];
    }

    int outletCount() {
        return outlets.length;
    }

    /** Whether an outlet and week counts. */
    boolean holds(int outlet, int week) {
        return isKept[week] && isListed[outlet][week];
    }

    double units(int outlet, int week) {
        return units[outlet][week];
    }

    /** The logarithm of the price of what was sold. */
    double price(int outlet, int week) {
        return prices[outlet][week];
    }

    /** The logarithm of the price at which it was offered, sold or not. */
    double usualPrice(int outlet, int week) {
        return usualPrices[outlet][week];
    }

    double promotedShare(int outlet, int week) {
        return promotedShares[outlet][week];
    }

    /** The logarithm of the usual price of a week; that of the last known one where nothing was sold at it. */
    double weekPrice(int week) {
        return weekPrices[week];
    }

    private void list(int outlet) {
        int[] weeks = IntStream.rangeClosed(first, last)
                .filter(week -> units[outlet][week] > 0)
                .toArray();
        double gap = (last - first + 1.0) / (weeks.length + 1);
        int from = weeks[0] - first > LISTED_GAPS * gap ? weeks[0] : first;
        int through = last - weeks[weeks.length - 1] > LISTED_GAPS * gap ? weeks[weeks.length - 1] : last;
        Arrays.fill(isListed[outlet], from, through + 1, true);
    }

    private void keep(PriceWeeks calendar) {
        for (int week = first; week <= last; week++) {
            int listed = 0;
            int unsold = 0;
            boolean isPromoted = false;
            for (int outlet = 0; outlet < outlets.length; outlet++) {
                listed += isListed[outlet][week] ? 1 : 0;
                unsold += isListed[outlet][week] && units[outlet][week] <= 0 ? 1 : 0;
                isPromoted |= promotedShares[outlet][week] > 0;
            }
            boolean isUnknown = isPromoted && 100.0 * unsold > UNKNOWN_PERCENT * (double) listed;
            isKept[week] = !isUnknown && !calendar.isDisrupted(week);
        }
    }

    private void price() {
        double[] gaps = new double[outlets.length];
        for (int round = 0; round < ROUNDS; round++) {
            for (int week = first; week <= last; week++) {
                double sum = 0;
                int count = 0;
                for (int outlet = 0; outlet < outlets.length; outlet++) {
                    if (isUsual(outlet, week)) {
                        sum += prices[outlet][week] - gaps[outlet];
                        count++;
                    }
                }
                weekPrices[week] = count > 0 ? sum / count : weekPrices[Math.max(first, week - 1)];
            }
            for (int outlet = 0; outlet < outlets.length; outlet++) {
                double sum = 0;
                int count = 0;
                for (int week = first; week <= last; week++) {
                    if (isUsual(outlet, week)) {
                        sum += prices[outlet][week] - weekPrices[week];
                        count++;
                    }
                }
                gaps[outlet] = count > 0 ? sum / count : 0;
            }
        }
        int known = first;
        while (known < last && !isKnown(known)) {
            known++;
        }
        Arrays.fill(weekPrices, first, Math.max(first, known), weekPrices[known]);
        for (int outlet = 0; outlet < outlets.length; outlet++) {
            for (int week = first; week <= last; week++) {
                double usual = weekPrices[week] + gaps[outlet];
                usualPrices[outlet][week] = usual;
                if (units[outlet][week] > 0 && Math.abs(prices[outlet][week] - usual) > LARGEST_DISTANCE) {
                    isListed[outlet][week] = false;
                }
            }
        }
    }

    private boolean isKnown(int week) {
        return IntStream.range(0, outlets.length).anyMatch(outlet -> isUsual(outlet, week));
    }

    /** Whether an outlet sold at its price of every day. */
    private boolean isUsual(int outlet, int week) {
        return isKept[week] && units[outlet][week] > 0 && promotedShares[outlet][week] <= 0;
    }
}
