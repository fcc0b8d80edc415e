package almanac.forecast.engine;

import java.util.ArrayList;
import java.util.List;

/**
 * The origins of a back-test. An origin is the number of periods that a forecast knows; what follows was held out.
 *
 * <p>The last origin leaves a full horizon to compare with, or half of a history that is shorter than two horizons.
 * Origins before it follow at a distance of one horizon, so that no period is compared twice, or closer together where
 * the first would else know too little: two seasons and a period, with which methods recognise a season, or at least a
 * season and a period, or half of what the last origin knows.
 *
 * <p>Source: L. J. Tashman (2000), <i>Out-of-sample tests of forecasting accuracy: an analysis and review</i>,
 * doi:10.1016/S0169-2070(00)00065-0.
 */
final class RollingOrigins {

    private RollingOrigins() {}

    /**
     * The origins of a history, each as its distance from the end.
     *
     * @param known periods in the history, at least 0
     * @param season periods in a season, at least 1
     * @param horizon periods ahead that are forecast, at least 1
     * @param count how many origins are wanted, at least 1
     * @return at most {@code count} distances, descending, each at least 1 and below {@code known}; none for a history of
     *     less than two periods
     */
    static List<Integer> of(int known, int season, int horizon, int count) {
        int last = known - Math.min(horizon, known / 2);
        List<Integer> origins = new ArrayList<>();
        if (known < 2) {
            return origins;
        }
        int distance = distance(last, season, horizon, count);
        for (int origin = last; origin >= 1 && origins.size() < count; origin -= distance) {
            origins.add(0, known - origin);
        }
        return origins;
    }

    private static int distance(int last, int season, int horizon, int count) {
        if (count == 1) {
            return horizon;
        }
        int between = count - 1;
        int widest = last - between;
        int first = last / 2;
        if (widest >= 2 * season + 1) {
            first = 2 * season + 1;
        } else if (widest >= season + 1) {
            first = season + 1;
        }
        return Math.max(1, Math.min(horizon, (last - first) / between));
    }
}
