package almanac.forecast.series;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * One row of a file of series.
 *
 * @param place file and line
 * @param series its name
 * @param group the values of its attributes
 * @param period as it is written
 * @param ordinal of the period
 * @param isNumbered whether the period is a plain number
 * @param value NaN where it is empty
 * @param drivers likewise
 * @param problem why the row cannot be used; null where it can
 */
record Observation(
        String place,
        String series,
        String group,
        String period,
        long ordinal,
        boolean isNumbered,
        double value,
        double[] drivers,
        @Nullable String problem)
        implements Serializable {}
