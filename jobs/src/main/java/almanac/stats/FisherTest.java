package almanac.stats;

/**
 * Fisher's exact test of a table of two by two counts: whether two things come together more often than by chance, given how
 * often each of them comes.
 *
 * <p>Source: R. A. Fisher (1922), <i>On the interpretation of chi-square from contingency tables, and the calculation of P</i>,
 * doi:10.2307/2340521.
 */
public final class FisherTest {

    /** A term that adds less than this to a sum changes no digit of it. */
    private static final double NOTHING = 1e-18;

    private FisherTest() {}

    /**
     * The probability of as many cases with both as there are, or more, if one says nothing of the other.
     *
     * @param both cases with the one and the other; not negative, as all counts
     * @param onlyFirst cases with the one
     * @param onlySecond cases with the other
     * @param neither cases with neither
     * @return 0 to 1; 1 where either comes always or never; 0 where it is smaller than a double can say
     */
    public static double moreOften(long both, long onlyFirst, long onlySecond, long neither) {
        if (both < 0 || onlyFirst < 0 || onlySecond < 0 || neither < 0) {
            throw new IllegalArgumentException("counts cannot be negative: both " + both + ", onlyFirst " + onlyFirst
                    + ", onlySecond " + onlySecond + ", neither " + neither);
        }
        double first = (double) both + onlyFirst;
        double second = (double) both + onlySecond;
        double all = first + onlySecond + neither;
        // The sum starts beside the expected count, where it is short and no term is too small to be a number.
        return (double) both * all > first * second
                ? Math.min(1, upwards((double) both, first, second, all))
                : Math.max(0, 1 - downwards(both - 1.0, first, second, all));
    }

    private static double upwards(double from, double first, double second, double all) {
        double term = probability(from, first, second, all);
        double sum = 0;
        for (double k = from; term > sum * NOTHING; k++) {
            sum += term;
            term *= (first - k) * (second - k) / ((k + 1) * (all - first - second + k + 1));
        }
        return sum;
    }

    private static double downwards(double from, double first, double second, double all) {
        double least = Math.max(0, first + second - all);
        double term = from < least ? 0 : probability(from, first, second, all);
        double sum = 0;
        for (double k = from; term > sum * NOTHING; k--) {
            sum += term;
            term *= k * (all - first - second + k) / ((first - k + 1) * (second - k + 1));
        }
        return sum;
    }

    /** Of the hypergeometric distribution. */
    private static double probability(double both, double first, double second, double all) {
        return Math.exp(logChoices(second, both) + logChoices(all - second, first - both) - logChoices(all, first));
    }

    private static double logChoices(double of, double chosen) {
        return GammaFunction.log(of + 1) - GammaFunction.log(chosen + 1) - GammaFunction.log(of - chosen + 1);
    }
}
