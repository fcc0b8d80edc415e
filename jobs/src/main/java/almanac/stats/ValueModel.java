package almanac.stats;

import almanac.stats.DampedNewton.Maximum;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The gamma-gamma model of what an order is worth. The amounts of a customer vary around a mean of its own, which has nothing to
 * do with how often it orders ({@link #correlation} says whether that may be believed): few orders are drawn towards the mean
 * of all customers.
 *
 * <ul>
 *   <li>Where {@code tail} is at most 1, the mean of all customers is without bounds, and {@link #expected()} is empty.
 *   <li>Customers who are all alike have no maximum of the likelihood; {@link Fit#isAtSide} says so.
 * </ul>
 *
 * <p>Source: P. S. Fader, B. G. S. Hardie and K. L. Lee (2005), <i>RFM and CLV: using iso-value curves for customer base
 * analysis</i>, doi:10.1509/jmkr.2005.42.4.415.
 *
 * @param shape of the amounts of one customer: p
 * @param tail shape of the distribution of customers: q
 * @param scale of it: v, an amount
 */
public record ValueModel(double shape, double tail, double scale) {

    private static final double LOW = -7;
    private static final double HIGH = 9;
    private static final double[][] STARTS = {{1, 1, 1}, {0, 2, 2}};

    /**
     * A model that was fitted.
     *
     * @param logLikelihood of the mean amounts
     * @param hasConverged whether it is a maximum
     * @param isAtSide whether a parameter is at a bound
     */
    public record Fit(ValueModel model, double logLikelihood, boolean hasConverged, boolean isAtSide) {}

    /**
     * The model under which the mean amounts are most likely. The order of the groups may change the last bits.
     *
     * @throws IllegalArgumentException without customers
     */
    public static Fit fit(List<OrderValues> groups) {
        long customers = groups.stream().mapToLong(OrderValues::customers).sum();
        if (customers < 1) {
            throw new IllegalArgumentException("without customers there is nothing to fit");
        }
        double unit = groups.stream()
                        .mapToDouble(group -> group.mean() * group.customers())
                        .sum()
                / customers;
        Maximum maximum = DampedNewton.maximise(
                (logs, slopes) -> {
                    double sum = of(logs).logLikelihood(groups, unit, slopes);
                    for (int i = 0; i < slopes.length; i++) {
                        slopes[i] *= Math.exp(logs[i]) / customers;
                    }
                    return sum / customers;
                },
                LOW,
                HIGH,
                STARTS);
        ValueModel fitted = of(maximum.point());
        return new Fit(
                new ValueModel(fitted.shape, fitted.tail, fitted.scale * unit),
                (maximum.value() - Math.log(unit)) * customers,
                maximum.hasConverged(),
                maximum.isAtSide());
    }

    private static ValueModel of(double[] logs) {
        return new ValueModel(Math.exp(logs[0]), Math.exp(logs[1]), Math.exp(logs[2]));
    }

    /** The log-likelihood, amounts being divided by a unit; puts its derivatives by the parameters into an array. */
    private double logLikelihood(List<OrderValues> groups, double unit, double[] slopes) {
        Arrays.fill(slopes, 0);
        double sum = 0;
        for (OrderValues group : groups) {
            int x = group.repeats();
            double mean = group.mean() / unit;
            double all = Math.log(scale + x * mean);
            double order = shape * x + tail;
            double together = GammaFunction.digamma(order);
            long n = group.customers();
            sum += n
                    * (GammaFunction.log(order)
                            - GammaFunction.log(shape * x)
                            - GammaFunction.log(tail)
                            + tail * Math.log(scale)
                            + (shape * x - 1) * Math.log(mean)
                            + shape * x * Math.log(x)
                            - order * all);
            slopes[0] += n * x * (together - GammaFunction.digamma(shape * x) + Math.log(mean) + Math.log(x) - all);
            slopes[1] += n * (together - GammaFunction.digamma(tail) + Math.log(scale) - all);
            slopes[2] += n * (tail / scale - order / (scale + x * mean));
        }
        return sum;
    }

    /** What an order of a customer is expected to be worth of whom nothing is known. */
    public OptionalDouble expected() {
        return tail > 1 ? OptionalDouble.of(shape * scale / (tail - 1)) : OptionalDouble.empty();
    }

    /** What an order of a customer with repeats is expected to be worth; empty where that is without bounds. */
    public OptionalDouble expected(int repeats, double mean) {
        double weight = shape * repeats + tail - 1;
        return weight > 0 ? OptionalDouble.of(shape * (scale + repeats * mean) / weight) : OptionalDouble.empty();
    }

    /**
     * The correlation, over customers with repeats, of how many they are and what one is worth: the model takes it to be 0.
     * Empty where all customers are alike in either.
     */
    public static OptionalDouble correlation(List<OrderValues> groups) {
        double count = 0;
        double repeats = 0;
        double means = 0;
        for (OrderValues group : groups) {
            count += group.customers();
            repeats += group.customers() * (double) group.repeats();
            means += group.customers() * group.mean();
        }
        double product = 0;
        double ofRepeats = 0;
        double ofMeans = 0;
        for (OrderValues group : groups) {
            double one = group.repeats() - repeats / count;
            double other = group.mean() - means / count;
            product += group.customers() * one * other;
            ofRepeats += group.customers() * one * one;
            ofMeans += group.customers() * other * other;
        }
        double size = Math.sqrt(ofRepeats) * Math.sqrt(ofMeans);
        // What rounding leaves of customers who are all alike is no variation.
        boolean varies = Math.sqrt(ofRepeats / count) > 1e-9 && Math.sqrt(ofMeans / count) > 1e-9 * means / count;
        return varies ? OptionalDouble.of(Math.max(-1, Math.min(1, product / size))) : OptionalDouble.empty();
    }
}
