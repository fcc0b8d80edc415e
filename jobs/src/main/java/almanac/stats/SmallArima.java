package almanac.stats;

import java.util.List;
import java.util.Optional;

/**
 * The best of three small ARIMA models for a series without season, by the corrected criterion of Akaike: (0,1,1), which is
 * simple exponential smoothing, (0,1,1) with a drift, and (1,1,0), where a part of each change goes on. All three
 * difference once, so that their likelihoods are those of the same numbers.
 *
 * <p>Left out are (0,2,2), which took five times as long, and (2,0,0) with a mean: with them the forecasts of the last 18
 * months of the training part of the M3 competition were no better.
 *
 * <ul>
 *   <li>Fewer than ten observations, or no model can be estimated: {@link DampedTrend}.
 *   <li>No forecast goes further beyond the history than {@link HistoryRange} allows.
 * </ul>
 *
 * <p>Source of the criterion: C. M. Hurvich and C.-L. Tsai (1989), <i>Regression and time series model selection in small
 * samples</i>, doi:10.1093/biomet/76.2.297.
 */
final class SmallArima {

    private static final List<ArimaOrders> CANDIDATES = List.of(
            ArimaOrders.plain(0, 1, 1, false), ArimaOrders.plain(0, 1, 1, true), ArimaOrders.plain(1, 1, 0, false));

    private static final int FEWEST_OBSERVATIONS = 10;
    private static final DampedTrend FALLBACK = new DampedTrend();

    private SmallArima() {}

    /** Forecasts a series whose season, if it has one, was taken off. */
    static double[] forecast(double[] series, int horizon) {
        return best(series)
                .flatMap(model -> model.forecasts(horizon))
                .map(HistoryRange.of(series)::keep)
                .orElseGet(() -> FALLBACK.forecastScaled(series, 1, horizon));
    }

    /** The model with the smallest criterion, the first of equals. */
    static Optional<Sarima> best(double[] series) {
        Optional<Sarima> best = Optional.empty();
        if (series.length < FEWEST_OBSERVATIONS) {
            return best;
        }
        for (ArimaOrders orders : CANDIDATES) {
            Optional<Sarima> model = Sarima.fit(series, orders);
            if (model.isPresent()
                    && (best.isEmpty() || model.get().aicc() < best.get().aicc())) {
                best = model;
            }
        }
        return best;
    }
}
