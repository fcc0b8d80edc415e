package almanac.forecast.engine;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The residuals of a back-test: actual minus forecast, in units of the series' spread at the origin. Kept for the two methods
 * that may be published.
 */
final class Residuals {

    /** The methods whose forecasts get quantiles. */
    static final List<String> METHODS = List.of(Verdict.COMBINATION, MethodPool.YARDSTICK);

    private Residuals() {}

    /**
     * A residual.
     *
     * @param method that forecast
     * @param back how far before the end of the series the origin lies
     * @param ahead how many periods ahead was forecast
     * @param value in spreads, above 0 where the actual was above the forecast
     */
    record Residual(String method, int back, int ahead, double value) implements Serializable {

        /** How far before the end of the series the residual became known. */
        int knownFrom() {
            return back - ahead;
        }
    }

    /** Every residual of a back-test. */
    static List<Residual> of(SeriesBacktest test) {
        List<Residual> residuals = new ArrayList<>();
        for (OriginForecasts at : test.origins()) {
            for (int ahead = 1; ahead <= at.horizon() && at.scale().spread() > 0; ahead++) {
                OptionalDouble actual = test.actual(at, ahead);
                for (String method : actual.isPresent() ? METHODS : List.<String>of()) {
                    double error = actual.getAsDouble() - at.forecast(method, ahead);
                    residuals.add(new Residual(
                            method, at.back(), ahead, error / at.scale().spread()));
                }
            }
        }
        return residuals;
    }
}
