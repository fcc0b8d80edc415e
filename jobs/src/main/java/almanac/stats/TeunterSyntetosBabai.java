package almanac.stats;

/**
 * The method of Teunter, Syntetos and Babai for demand that is often zero and may end: the size of demand is smoothed
 * where there is some, the probability of demand in every period, and the forecast is their product. After the last
 * demand the forecast fades towards zero, where that of {@link SyntetosBoylan} stays.
 *
 * <p>Parameters and edge cases are those of {@link IntermittentMethod}.
 *
 * <p>Source: R. H. Teunter, A. A. Syntetos and M. Z. Babai (2011), <i>Intermittent demand: linking forecasting to
 * inventory obsolescence</i>, doi:10.1016/j.ejor.2011.05.018.
 */
public final class TeunterSyntetosBabai extends IntermittentMethod {

    @Override
    public String id() {
        return "tsb";
    }

    @Override
    Fit smooth(
            double[] demand, double sizeAlpha, double probabilityAlpha, double startingSize, double startingFrequency) {
        double size = startingSize;
        double probability = startingFrequency;
        double total = 0;
        double squares = 0;
        for (int t = 0; t < demand.length; t++) {
            total += demand[t];
            double error = probability * size - total / (t + 1);
            squares += error * error;
            if (demand[t] > 0) {
                size += sizeAlpha * (demand[t] - size);
                probability += probabilityAlpha * (1 - probability);
            } else {
                probability -= probabilityAlpha * probability;
            }
        }
        return new Fit(probability * size, squares);
    }
}
