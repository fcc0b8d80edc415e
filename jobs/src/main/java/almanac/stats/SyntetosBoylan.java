package almanac.stats;

/**
 * Croston's method with the correction of Syntetos and Boylan, for demand that is often zero: at each demand its size and
 * the interval since the last one are smoothed, and the forecast is size over interval. That is too high on average, since
 * the mean of a ratio is not the ratio of the means; half of the parameter of the interval is taken off.
 *
 * <p>The forecast changes only where there is demand: demand that has ended is forecast for ever. Where that happens,
 * {@link TeunterSyntetosBabai} is the better method. Parameters and edge cases are those of {@link IntermittentMethod}.
 * The interval before the first demand counts from the start of the history.
 *
 * <p>Source: A. A. Syntetos and J. E. Boylan (2005), <i>The accuracy of intermittent demand estimates</i>,
 * doi:10.1016/j.ijforecast.2004.10.001; J. D. Croston (1972), <i>Forecasting and stock control for intermittent
 * demands</i>, doi:10.1057/jors.1972.50.
 */
public final class SyntetosBoylan extends IntermittentMethod {

    @Override
    public String id() {
        return "sba";
    }

    @Override
    Fit smooth(double[] demand, double sizeAlpha, double intervalAlpha, double startingSize, double startingFrequency) {
        double correction = 1 - intervalAlpha / 2;
        double size = startingSize;
        double interval = 1 / startingFrequency;
        double rate = correction * size / interval;
        double elapsed = 0;
        double total = 0;
        double squares = 0;
        for (int t = 0; t < demand.length; t++) {
            total += demand[t];
            double error = rate - total / (t + 1);
            squares += error * error;
            elapsed++;
            if (demand[t] > 0) {
                size += sizeAlpha * (demand[t] - size);
                interval += intervalAlpha * (elapsed - interval);
                rate = correction * size / interval;
                elapsed = 0;
            }
        }
        return new Fit(rate, squares);
    }
}
