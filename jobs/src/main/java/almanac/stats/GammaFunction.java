package almanac.stats;

/**
 * The logarithm of the gamma function and its derivative, the digamma function, for arguments above 0: their asymptotic
 * series from 10 on, and the recurrence below. Both are exact to about 14 digits.
 *
 * <p>Source: F. W. J. Olver and others (editors), <i>NIST Digital Library of Mathematical Functions</i>, 5.5.1, 5.5.2,
 * 5.11.1 and 5.11.2.
 */
final class GammaFunction {

    private static final double LARGE = 10;
    private static final double HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

    private GammaFunction() {}

    /** The natural logarithm of the gamma function of an argument above 0. */
    static double log(double argument) {
        double product = 1;
        double x = argument;
        while (x < LARGE) {
            product *= x;
            x++;
        }
        double inverse = 1 / x;
        double square = inverse * inverse;
        double series = inverse
                * (1.0 / 12
                        - square
                                * (1.0 / 360
                                        - square
                                                * (1.0 / 1260
                                                        - square
                                                                * (1.0 / 1680
                                                                        - square
                                                                                * (1.0 / 1188
                                                                                        - square * 691 / 360360)))));
        return (x - 0.5) * Math.log(x) - x + HALF_LOG_TWO_PI + series - Math.log(product);
    }

    /** The derivative of {@link #log}. */
    static double digamma(double argument) {
        double below = 0;
        double x = argument;
        while (x < LARGE) {
            below += 1 / x;
            x++;
        }
        double square = 1 / (x * x);
        double series = square
                * (1.0 / 12
                        - square
                                * (1.0 / 120
                                        - square
                                                * (1.0 / 252
                                                        - square
                                                                * (1.0 / 240
                                                                        - square
                                                                                * (1.0 / 132
                                                                                        - square * 691 / 32760)))));
        return Math.log(x) - 0.5 / x - series - below;
    }
}
