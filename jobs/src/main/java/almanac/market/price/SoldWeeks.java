package almanac.market.price;

import java.util.Arrays;

/**
 * What one product sold, by outlet and week: one entry for each outlet and week with sales, ordered by outlet and then week.
 *
 * @param outlets numbers of the outlets, any
 * @param weeks 0 to {@link PriceWeeks#COUNT} less 1
 * @param units above 0
 * @param amounts net amounts, above 0
 * @param promoted the part of each amount that was sold under a promotion; 0 where promotions are not told
 */
record SoldWeeks(long[] outlets, int[] weeks, double[] units, double[] amounts, double[] promoted) {

    int size() {
        return weeks.length;
    }

    /** The different outlets, ascending. */
    long[] differentOutlets() {
        return Arrays.stream(outlets).sorted().distinct().toArray();
    }

    /** What all outlets sold in each week. */
    double[] perWeek(double[] of) {
        double[] sums = new double[PriceWeeks.COUNT];
        for (int i = 0; i < of.length; i++) {
            sums[weeks[i]] += of[i];
        }
        return sums;
    }
}
