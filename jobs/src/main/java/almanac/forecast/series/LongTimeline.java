package almanac.forecast.series;

import almanac.forecast.engine.Frequency;
import almanac.forecast.engine.Timeline;

/**
 * The periods of the series of a file: consecutive ordinals, of which the first is position 0.
 *
 * @param frequency of the series
 * @param first the smallest ordinal of any series
 * @param known from it to the largest ordinal of any series
 * @param horizon periods to forecast after the end of each series
 * @param isNumbered whether the periods are plain numbers, without a calendar
 */
record LongTimeline(Frequency frequency, long first, int known, int horizon, boolean isNumbered) implements Timeline {

    @Override
    public double shareOfYear(int position) {
        return PeriodText.shareOfYear(first + position, isNumbered, frequency);
    }

    @Override
    public String label(int position) {
        return PeriodText.of(first + position, isNumbered, frequency);
    }
}
