package almanac.stats;

import almanac.stats.DampedNewton.Maximum;
import java.util.Arrays;
import java.util.List;

/**
 * The BG/NBD model of customers without contracts. While a customer is alive, it orders at random at a rate of its own, and
 * after every repeat order it may leave for good, with a probability of its own. Rates follow a gamma distribution over
 * customers ({@code shape}, and {@code scale} in units of time), probabilities a beta distribution ({@code leave},
 * {@code stay}).
 *
 * <ul>
 *   <li>A customer without a repeat is alive by definition: it could not leave yet.
 *   <li>Customers in whom the likelihood has no maximum (nobody leaves, or all order at one rate) are fitted as near to it as
 *       the bounds of the parameters allow, and {@link Fit#isAtSide} says so.
 * </ul>
 *
 * <p>Source: P. S. Fader, B. G. S. Hardie and K. L. Lee (2005), <i>"Counting your customers" the easy way: an alternative to
 * the Pareto/NBD model</i>, doi:10.1287/mksc.1040.0098.
 *
 * @param shape of the rates: r
 * @param scale of the rates: alpha, a time
 * @param leave first parameter of the probabilities of leaving: a
 * @param stay second parameter: b
 */
public record OrderModel(double shape, double scale, double leave, double stay) {

    /** The oldest customer is as old in the units in which the model is fitted: numbers there are neither large nor small. */
    private static final double FITTED_AGE = 40;

    /** Natural logarithms of the parameters, in those units, lie between these. */
    private static final double LOW = -7;

    private static final double HIGH = 9;

    private static final double[][] STARTS = {{0, 2, 0, 1}, {-1, 0, -1, 2}};

    private static final int MOST_TERMS = 1_000_000;
    private static final double PRECISION = 1e-16;
    private static final double LARGE = 1e100;
    private static final double NEAR_ONE = 1e-5;

    /**
     * A model that was fitted.
     *
     * @param logLikelihood of the customers in their own units of time
     * @param hasConverged whether it is a maximum
     * @param isAtSide whether a parameter is at a bound
     */
    public record Fit(OrderModel model, double logLikelihood, boolean hasConverged, boolean isAtSide) {}

    /**
     * The model under which the customers are most likely. The order of the groups may change the last bits.
     *
     * @throws IllegalArgumentException without customers, or where all are of age 0
     */
    public static Fit fit(List<RepeatOrders> groups) {
        double oldest = groups.stream().mapToDouble(RepeatOrders::age).max().orElse(0);
        if (!(oldest > 0)) {
            throw new IllegalArgumentException("customers of no age tell nothing of their orders");
        }
        double unit = oldest / FITTED_AGE;
        long customers = groups.stream().mapToLong(RepeatOrders::customers).sum();
        long repeats = groups.stream()
                .mapToLong(group -> group.repeats() * group.customers())
                .sum();
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
        OrderModel fitted = of(maximum.point());
        return new Fit(
                new OrderModel(fitted.shape, fitted.scale * unit, fitted.leave, fitted.stay),
                maximum.value() * customers - repeats * Math.log(unit),
                maximum.hasConverged(),
                maximum.isAtSide());
    }

    private static OrderModel of(double[] logs) {
        return new OrderModel(Math.exp(logs[0]), Math.exp(logs[1]), Math.exp(logs[2]), Math.exp(logs[3]));
    }

    /** The log-likelihood of customers, times being divided by a unit; puts its derivatives by the parameters into an array. */
    private double logLikelihood(List<RepeatOrders> groups, double unit, double[] slopes) {
        Arrays.fill(slopes, 0);
        double sum = 0;
        for (RepeatOrders group : groups) {
            int x = group.repeats();
            double age = scale + group.age() / unit;
            double last = scale + group.last() / unit;
            double alive = -(shape + x) * Math.log(age);
            double common = GammaFunction.log(shape + x) - GammaFunction.log(shape) + shape * Math.log(scale);
            double left = 0;
            double byShape = GammaFunction.digamma(shape + x) - GammaFunction.digamma(shape) + Math.log(scale);
            double byLeave = 0;
            double byStay = 0;
            if (x > 0) {
                common += GammaFunction.log(stay + x)
                        - GammaFunction.log(stay)
                        - GammaFunction.log(leave + stay + x)
                        + GammaFunction.log(leave + stay);
                double gone = Math.log(leave) - Math.log(stay + x - 1) - (shape + x) * Math.log(last);
                left = 1 / (1 + Math.exp(alive - gone));
                double stays = GammaFunction.digamma(leave + stay) - GammaFunction.digamma(leave + stay + x);
                byLeave = stays + left / leave;
                byStay = GammaFunction.digamma(stay + x) - GammaFunction.digamma(stay) + stays - left / (stay + x - 1);
                alive = Math.max(alive, gone) + Math.log1p(Math.exp(-Math.abs(alive - gone)));
            }
            long n = group.customers();
            sum += n * (common + alive);
            slopes[0] += n * (byShape - (1 - left) * Math.log(age) - left * Math.log(last));
            slopes[1] += n * (shape / scale - (shape + x) * ((1 - left) / age + left / last));
            slopes[2] += n * byLeave;
            slopes[3] += n * byStay;
        }
        return sum;
    }

    /** The probability that a customer has not left: 0 to 1. */
    public double alive(int repeats, double last, double age) {
        if (repeats == 0) {
            return 1;
        }
        double odds = Math.log(leave)
                - Math.log(stay + repeats - 1)
                + (shape + repeats) * (Math.log(scale + age) - Math.log(scale + last));
        return 1 / (1 + Math.exp(odds));
    }

    /**
     * The orders that are expected of a customer in the time that follows.
     *
     * @param time from the end of what is known, 0 or more
     */
    public double expected(int repeats, double last, double age, double time) {
        if (Math.abs(leave - 1) < NEAR_ONE) {
            // The formula divides by leave - 1, and the function is smooth there.
            double below = new OrderModel(shape, scale, 1 - NEAR_ONE, stay).ifAlive(repeats, age, time);
            double above = new OrderModel(shape, scale, 1 + NEAR_ONE, stay).ifAlive(repeats, age, time);
            return alive(repeats, last, age) * (below + above) / 2;
        }
        return alive(repeats, last, age) * ifAlive(repeats, age, time);
    }

    private double ifAlive(int repeats, double age, double time) {
        double part = time / (scale + age + time);
        double power = shape + repeats;
        double base = leave + stay + repeats - 1;
        double none = power * Math.log1p(-part);
        // base * (1 - (1 - part)^power * F), F being the hypergeometric function of the article, whose first term is
        // taken out
        // because base may be 0.
        double less = Math.exp(none + logSeries(power, stay + repeats, base, part));
        return Math.max(0, (-base * Math.expm1(none) - less) / (leave - 1));
    }

    /**
     * The logarithm of {@code base * (F - 1)}, F being the hypergeometric function: the terms are above 0 and may be larger
     * than a double.
     */
    private static double logSeries(double first, double second, double base, double part) {
        double term = first * second * part;
        double sum = term;
        double scaled = 0;
        double ratio = 1;
        for (int n = 1; n < MOST_TERMS && !(ratio < 1 && term * ratio <= PRECISION * sum * (1 - ratio)); n++) {
            ratio = (first + n) * (second + n) * part / ((base + n) * (n + 1));
            term *= ratio;
            sum += term;
            if (sum > LARGE) {
                term /= LARGE;
                sum /= LARGE;
                scaled += Math.log(LARGE);
            }
        }
        return scaled + Math.log(sum);
    }

    /**
     * The same, every order counting less the later it comes: by {@code discount} per unit of time, continuously.
     *
     * @param steps parts of the time, at least 1, in each of which orders count as in its middle
     */
    public double discounted(int repeats, double last, double age, double time, double discount, int steps) {
        double before = 0;
        double sum = 0;
        for (int step = 1; step <= steps; step++) {
            double until = expected(repeats, last, age, time * step / steps);
            sum += (until - before) * Math.exp(-discount * time * (step - 0.5) / steps);
            before = until;
        }
        return sum;
    }
}
