package almanac.stats;

import java.util.Arrays;

/**
 * Daily, weekly or hourly history with several seasons: the week of 7 days and the year of 365.25, the day of 24 hours and
 * the week of 168, or the year of 52.18 weeks.
 *
 * <p>The longest season that is a whole number is learnt place by place, recent ones weighing more (see
 * {@link BlockProfile}), and the history is then reduced to the mean of each: two years of days become 104 weeks, in which
 * closed days do no harm. The seasons that are no whole number, above all the year, are a few smooth waves on those means
 * (see {@link FourierSeason}). What is left is forecast by the mean of {@link DynamicOptimisedTheta} and {@link
 * SimpleExponentialSmoothing}, so that half of a trend that was learnt is believed, and the seasons are given back.
 *
 * <p>The choices were made on days and weeks of sales of a wholesaler and of a shop. What a week looks like had to be
 * forgotten within weeks; the number of waves and the shape of their penalty made little difference; and believing none of
 * the trend did as well as half of it, which is kept for series that grow.
 *
 * <ul>
 *   <li>No value below 0: level and seasons multiply. Otherwise they add up.
 *   <li>A whole season of which the history holds fewer than three: the next shorter one. The observations before the first
 *       whole block are not used.
 *   <li>Another season that is longer than the history: left out.
 *   <li>The period given with the history counts only where it is 1, which says that there is no season. Otherwise the
 *       seasons are those of the constructor.
 *   <li>A constant history: that constant.
 *   <li>A forecast h steps ahead goes beyond the smallest and largest of n observations by no more than their range times
 *       1 + 2h / n.
 * </ul>
 */
public final class MultiSeasonal extends ScaledMethod {

    /** Its name, which does not depend on its seasons. */
    public static final String ID = "multi_seasonal";

    private static final int FEWEST_BLOCKS = 3;
    private static final double SHORTEST_SEASON = 2;
    private static final DynamicOptimisedTheta TREND = new DynamicOptimisedTheta();
    private static final SimpleExponentialSmoothing LEVEL = new SimpleExponentialSmoothing();

    private final double[] seasons;

    /**
     * A method for histories of one spacing.
     *
     * @param seasons observations in each season, at least 2. A season that is a whole number must repeat often, so that the
     *     year of days is 365.25, not 365.
     * @throws IllegalArgumentException if a season is below 2 or not a finite number, or if there is none
     */
    public MultiSeasonal(double... seasons) {
        Arguments.atLeast(1, "the number of seasons", seasons.length);
        Arguments.finite("seasons", seasons);
        this.seasons = seasons.clone();
        Arrays.sort(this.seasons);
        if (this.seasons[0] < SHORTEST_SEASON) {
            throw new IllegalArgumentException("a season of " + this.seasons[0] + " observations: it needs at least 2");
        }
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    double[] forecastScaled(double[] history, int period, int horizon) {
        double[] used = period == 1 ? new double[0] : seasons;
        int size = blockSize(history.length, used);
        double[] whole = Arrays.copyOfRange(history, history.length % size, history.length);
        HistoryRange range = HistoryRange.of(whole);
        if (range.lowest() == range.highest()) {
            double[] constant = new double[horizon];
            Arrays.fill(constant, whole[0]);
            return constant;
        }
        return range.keep(forecast(whole, used, size, range.lowest() >= 0, horizon));
    }

    private static double[] forecast(
            double[] history, double[] seasons, int size, boolean isMultiplicative, int horizon) {
        double[] means = blockMeans(history, size);
        double[] profile = BlockProfile.of(history, means, size, isMultiplicative);
        int ahead = (horizon + size - 1) / size;
        double[] longSeason = longSeason(means, seasons, size, means.length + ahead, isMultiplicative);
        double[] adjusted = new double[means.length];
        for (int block = 0; block < means.length; block++) {
            adjusted[block] = isMultiplicative ? means[block] / longSeason[block] : means[block] - longSeason[block];
        }
        double[] trend = TREND.forecast(adjusted, 1, ahead);
        double[] level = LEVEL.forecast(adjusted, 1, ahead);
        double[] forecasts = new double[horizon];
        for (int h = 0; h < horizon; h++) {
            int block = h / size;
            double mean = (trend[block] + level[block]) / 2;
            double season = longSeason[means.length + block];
            double place = profile[h % size];
            forecasts[h] = isMultiplicative ? mean * season * place : mean + season + place;
        }
        return forecasts;
    }

    /** The longest whole season of which the history holds enough; 1 if there is none. */
    private static int blockSize(int length, double[] seasons) {
        int size = 1;
        for (double season : seasons) {
            if (isWhole(season) && length >= FEWEST_BLOCKS * season) {
                size = (int) season;
            }
        }
        return size;
    }

    /** All other seasons together, for each block and for those ahead. */
    private static double[] longSeason(
            double[] means, double[] seasons, int size, int count, boolean isMultiplicative) {
        double[] together = new double[count];
        Arrays.fill(together, isMultiplicative ? 1 : 0);
        for (double season : seasons) {
            double period = season / size;
            if (!isWhole(season) && period > SHORTEST_SEASON) {
                double[] one = isMultiplicative
                        ? FourierSeason.multiplicative(means, period, count)
                        : FourierSeason.additive(means, period, count);
                for (int block = 0; block < count; block++) {
                    together[block] = isMultiplicative ? together[block] * one[block] : together[block] + one[block];
                }
            }
        }
        return together;
    }

    private static boolean isWhole(double season) {
        return season == Math.rint(season);
    }

    private static double[] blockMeans(double[] history, int size) {
        double[] means = new double[history.length / size];
        for (int block = 0; block < means.length; block++) {
            double sum = 0;
            for (int place = 0; place < size; place++) {
                sum += history[block * size + place];
            }
            means[block] = sum / size;
        }
        return means;
    }
}
