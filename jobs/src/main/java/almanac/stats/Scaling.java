package almanac.stats;

/**
 * Brings numbers to the size of one by a power of two, and back. A power of two costs no digit, so a history multiplied
 * by 1,024 gives exactly the forecasts multiplied by 1,024, and squares of huge values cannot overflow.
 */
final class Scaling {

    private Scaling() {}

    /** The exponent e for which the largest magnitude is below 2^(e+1) and, if normal, at least 2^e; 0 for all zeros. */
    static int exponent(double[] values) {
        double largest = 0;
        for (double value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest == 0 ? 0 : Math.getExponent(largest);
    }

    /** The values divided by 2^exponent. */
    static double[] down(double[] values, int exponent) {
        double[] scaled = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            scaled[i] = Math.scalb(values[i], -exponent);
        }
        return scaled;
    }

    /** The values multiplied by 2^exponent; what exceeds the largest double becomes the largest double. */
    static double[] up(double[] values, int exponent) {
        double[] scaled = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            double value = Math.scalb(values[i], exponent);
            scaled[i] = Math.max(-Double.MAX_VALUE, Math.min(Double.MAX_VALUE, value));
        }
        return scaled;
    }
}
