package almanac.forecast.engine;

/**
 * Sums of many numbers over series, wherever they lie: numbers are added up as whole multiples of 2^-30, so that the order does
 * not matter. A sum beyond 8.5 thousand million is an {@link ArithmeticException}, never a wrong number.
 */
final class ExactSums {

    private static final double UNIT = 0x1p-30;

    private ExactSums() {}

    /** A number as it is added up. */
    static long of(double value) {
        return Math.round(value / UNIT);
    }

    /** A sum as a number. */
    static double value(long sum) {
        return sum * UNIT;
    }

    /** Sums place by place. */
    static long[] plus(long[] one, long[] other) {
        long[] sums = new long[one.length];
        for (int i = 0; i < sums.length; i++) {
            sums[i] = Math.addExact(one[i], other[i]);
        }
        return sums;
    }
}
