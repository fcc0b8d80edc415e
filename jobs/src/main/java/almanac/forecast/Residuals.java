package almanac.forecast;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The residuals of a segment's back-test: actual minus forecast, in units of the series' spread at the origin. Kept for
 * the two methods that may be published, and told apart by how far ahead was forecast, because errors grow with it.
 */
final class Residuals {

    /** The methods whose forecasts get an interval. */
    static final List<String> METHODS = List.of(Verdict.COMBINATION, CandidatePool.YARDSTICK);

    /** How many parts the horizon is cut into. */
    static final int BUCKETS = 4;

    private Residuals() {}

    /**
     * A residual.
     *
     * @param method that forecast
     * @param bucket how far ahead: the part of the horizon, 0 for the nearest
     * @param origin at which it forecast
     * @param ahead how many periods ahead
     * @param value in spreads, above 0 where more was sold than forecast
     */
    record Residual(String method, int bucket, int origin, int ahead, double value) {}

    /** The part of a horizon that a period so many ahead lies in. */
    static int bucket(int ahead, int horizon) {
        return (ahead - 1) * BUCKETS / horizon;
    }

    /** Every residual of a back-test. */
    static List<Residual> of(SegmentBacktest test, int horizon) {
        List<Residual> residuals = new ArrayList<>();
        for (OriginForecasts at : test.origins()) {
            for (int ahead = 1; ahead <= at.horizon() && at.scale().spread() > 0; ahead++) {
                Optional<Double> actual = test.actual(at, ahead);
                for (String method : actual.isPresent() ? METHODS : List.<String>of()) {
                    double error = actual.orElseThrow() - at.forecast(method, ahead);
                    residuals.add(new Residual(
                            method,
                            bucket(ahead, horizon),
                            at.origin(),
                            ahead,
                            error / at.scale().spread()));
                }
            }
        }
        return residuals;
    }
}
