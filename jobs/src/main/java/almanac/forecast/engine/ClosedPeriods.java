package almanac.forecast.engine;

import java.util.Map;

/**
 * Hours and days at which a series is closed: the hours of a day, or days of a week, at which it has been zero eight times
 * running while it was not at others. There its forecast is zero, which no mean of methods would say.
 */
final class ClosedPeriods {

    private static final int TIMES_RUNNING = 8;

    private final boolean[] isClosed;

    private ClosedPeriods(boolean[] isClosed) {
        this.isClosed = isClosed;
    }

    /** Those of a history; none where a block is one period, or where the history is shorter than eight blocks. */
    static ClosedPeriods of(double[] history, Frequency frequency) {
        int block = frequency.block();
        boolean[] isClosed = new boolean[block];
        boolean isOpenAtAll = false;
        for (int place = 0; place < block && history.length >= TIMES_RUNNING * block; place++) {
            isClosed[place] = true;
            for (int k = 1; k <= TIMES_RUNNING; k++) {
                isClosed[place] &= history[history.length - k * block + place] == 0;
            }
            isOpenAtAll |= !isClosed[place];
        }
        return new ClosedPeriods(isOpenAtAll ? isClosed : new boolean[block]);
    }

    /** Sets the forecasts of closed periods to zero, the next period being the first. */
    void close(Map<String, double[]> forecasts) {
        for (double[] ofMethod : forecasts.values()) {
            for (int h = 0; h < ofMethod.length; h++) {
                if (isClosed[h % isClosed.length]) {
                    ofMethod[h] = 0;
                }
            }
        }
    }
}
