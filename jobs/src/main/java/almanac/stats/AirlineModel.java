package almanac.stats;

import java.util.Arrays;
import java.util.Optional;

/**
 * The airline model: after a difference from one observation to the next and one from season to season, what is left are
 * shocks of which a part lasts, SARIMA (0,1,1)(0,1,1). Two parameters, estimated by exact maximum likelihood, carry level,
 * trend and season. It is the first model that official statistics try on a monthly series.
 *
 * <p>Values above 0 are modelled by their logarithms or as they are, whichever has the larger likelihood. That of the
 * logarithms is brought to the unit of the values by its Jacobian, the product of 1 / value.
 *
 * <ul>
 *   <li>Period 1, a season longer than 24, or less history than two seasons and three observations: the best of three small
 *       ARIMA models on the history without its season (see {@link Seasonality}), values as they are. With one observation
 *       more than two seasons the forecasts of the M3 competition were nonsense. With two more they were worse than those
 *       of the small models, but in the mean with {@link DynamicOptimisedTheta} better (sMAPE 15.97 against 16.50 after 28
 *       months).
 *   <li>Nothing to estimate (the seasons repeat exactly), a failed estimation or a forecast that is not finite:
 *       {@link DampedTrend}.
 *   <li>A forecast h steps ahead goes beyond the smallest and largest of n observations by no more than their range times
 *       1 + 2h / n.
 *   <li>More than 1,000 observations: the last 1,000.
 * </ul>
 *
 * <p>Source: G. E. P. Box and G. M. Jenkins (1970), <i>Time Series Analysis: Forecasting and Control</i>, chapter 9; the
 * estimation is that of JDemetra+ (see {@link Sarima}).
 */
public final class AirlineModel extends ScaledMethod {

    private static final int LONGEST_PERIOD = 24;
    private static final int FEWEST_SEASONS = 2;
    private static final int FEWEST_MORE = 3;
    private static final DampedTrend FALLBACK = new DampedTrend();

    @Override
    public String id() {
        return "airline";
    }

    @Override
    double[] forecastScaled(double[] history, int period, int horizon) {
        if (period == 1 || period > LONGEST_PERIOD || history.length < FEWEST_SEASONS * period + FEWEST_MORE) {
            SeasonalAdjustment season = SeasonalAdjustment.shrunk(history, period);
            return season.giveBack(SmallArima.forecast(season.adjusted(), horizon));
        }
        return seasonal(history, period, horizon)
                .map(HistoryRange.of(history)::keep)
                .orElseGet(() -> FALLBACK.forecastScaled(history, period, horizon));
    }

    private static Optional<double[]> seasonal(double[] history, int period, int horizon) {
        ArimaOrders orders = ArimaOrders.airline(period);
        Optional<Sarima> ofValues = Sarima.fit(history, orders);
        Optional<Sarima> ofLogarithms =
                allAboveZero(history) ? Sarima.fit(logarithms(history), orders) : Optional.empty();
        if (ofLogarithms.isPresent() && isBetter(ofLogarithms.get(), ofValues, history)) {
            return ofLogarithms.get().forecasts(horizon).map(AirlineModel::exponentials);
        }
        return ofValues.flatMap(model -> model.forecasts(horizon));
    }

    /** Whether the model of the logarithms makes the observed values more likely. */
    private static boolean isBetter(Sarima ofLogarithms, Optional<Sarima> ofValues, double[] history) {
        double logLikelihood = ofLogarithms.logLikelihood();
        for (int t = history.length - ofLogarithms.differenced(); t < history.length; t++) {
            logLikelihood -= Math.log(history[t]);
        }
        return ofValues.isEmpty() || logLikelihood > ofValues.get().logLikelihood();
    }

    private static boolean allAboveZero(double[] history) {
        return Arrays.stream(history).allMatch(value -> value > 0);
    }

    private static double[] logarithms(double[] history) {
        return Arrays.stream(history).map(Math::log).toArray();
    }

    private static double[] exponentials(double[] forecasts) {
        return Arrays.stream(forecasts).map(Math::exp).toArray();
    }
}
