package almanac.stats;

/**
 * How the observations of a block, such as the days of a week, differ from the block's mean. Recent blocks weigh more: the
 * weight fades by a factor per block, whichever of five best tells the observations of each block from its mean and the
 * blocks before it.
 *
 * <ul>
 *   <li>Multiplicative: the sum of the observations at a place over the sum of the means, so that days without sales, and
 *       weeks with few, need no care. 0 for a day that is always closed.
 *   <li>Additive: the mean of the differences from the mean.
 * </ul>
 */
final class BlockProfile {

    private static final double[] FADINGS = {0.9, 0.7, 0.8, 0.95, 0.98};

    /** A fading is left for another only if that is better by more than rounding. */
    private static final double TIE = 1e-9;

    /** Blocks of which the prediction is not judged, as hardly anything is known before them. */
    private static final int UNJUDGED = 2;

    private BlockProfile() {}

    /**
     * The profile after the last block.
     *
     * @param history whole blocks
     * @param means the mean of each block
     * @param size the number of places in a block
     * @param isMultiplicative whether the profile multiplies the mean or is added to it
     * @return one number per place in the block
     */
    static double[] of(double[] history, double[] means, int size, boolean isMultiplicative) {
        double[] best = new double[size];
        double smallest = Double.POSITIVE_INFINITY;
        for (double fading : FADINGS) {
            double[] profile = new double[size];
            double error = learn(history, means, profile, fading, isMultiplicative);
            if (error < smallest * (1 - TIE)) {
                best = profile;
                smallest = error;
            }
        }
        return best;
    }

    /** Turns a profile of zeros into the one after the last block, and gives the sum of squared errors on the way. */
    private static double learn(
            double[] history, double[] means, double[] profile, double fading, boolean isMultiplicative) {
        int size = profile.length;
        double weight = 0;
        double error = 0;
        for (int block = 0; block < means.length; block++) {
            double mean = means[block];
            double added = isMultiplicative ? mean : 1;
            double total = fading * weight + added;
            double keep = total > 0 ? fading * weight / total : 1;
            for (int place = 0; place < size; place++) {
                double observation = history[block * size + place];
                double forecast = isMultiplicative ? mean * profile[place] : mean + profile[place];
                if (block >= UNJUDGED) {
                    error += (observation - forecast) * (observation - forecast);
                }
                double share = isMultiplicative ? observation : observation - mean;
                profile[place] = keep * profile[place] + (total > 0 ? share / total : 0);
            }
            weight = total;
        }
        return error;
    }
}
