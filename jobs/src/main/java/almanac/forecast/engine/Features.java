package almanac.forecast.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What the learner knows of one series at one origin: its course in units of its level, the season of the target period,
 * the calendar, and how its market has grown. Nothing of it lies after the origin.
 *
 * <p>The level is the mean absolute sales of the last year, so that series of all sizes are alike. A year-on-year figure
 * needs a year and a middle average of history; where there is less, it is 0 and {@code has_year} says so. Market data
 * arrives late: as many of the newest periods as have no market data tonight count as not yet known at earlier origins
 * too, so that the back-test knows no more than the night does.
 */
final class Features {

    private static final List<String> NAMES = List.of(
            "last",
            "recent_mean",
            "middle_mean",
            "year_on_year",
            "recent_year_on_year",
            "roughness",
            "zero_share",
            "length",
            "has_year",
            "has_market",
            "market_growth",
            "recent_market_growth",
            "market_position",
            "market_ahead",
            "horizon",
            "trend_to_target",
            "same_time_last_year",
            "around_same_time_last_year",
            "season_to_target",
            "season_and_market",
            "sine_of_year",
            "cosine_of_year",
            "sine_of_half_year",
            "cosine_of_half_year");

    private static final List<String> NAMES_OF_DAYS = List.of("same_weekday", "same_weekday_mean");

    private static final int WEEKS_OF_WEEKDAY_MEAN = 4;
    private static final double LARGEST_GROWTH = 2;
    private static final double LARGEST_POSITION = 5;
    private static final double ROUGHEST = 2;

    private final Timeline timeline;
    private final Course course;
    private final int origin;
    private final double level;
    private final MarketGrowth market;

    /**
     * How a market has grown on the year before, as rates, and where it stands.
     *
     * @param isKnown whether it is known; the rates are 0 where it is not
     * @param growth over a middle window
     * @param recent over a short window
     * @param position the mean of the short window in units of the mean of a year; 1 where it is not known
     */
    private record MarketGrowth(boolean isKnown, double growth, double recent, double position) {

        static final MarketGrowth UNKNOWN = new MarketGrowth(false, 0, 0, 1);
    }

    private Features(Timeline timeline, Course course, int origin, double level, MarketGrowth market) {
        this.timeline = timeline;
        this.course = course;
        this.origin = origin;
        this.level = level;
        this.market = market;
    }

    /** The names of the features of a frequency, in order. */
    static List<String> names(Frequency frequency) {
        List<String> names = new ArrayList<>(NAMES);
        if (frequency == Frequency.DAILY) {
            names.addAll(NAMES_OF_DAYS);
        }
        return List.copyOf(names);
    }

    /**
     * What is known of a series after {@code origin} periods; empty where its history is shorter than the middle window (28
     * days, 13 weeks, 6 months) or had no sales for a year.
     */
    static Optional<Features> at(Series series, int origin, Timeline timeline) {
        int length = series.length(origin);
        if (length < timeline.frequency().middle()) {
            return Optional.empty();
        }
        Course course = new Course(series.history(origin));
        double level = course.meanSize(length - timeline.frequency().year(), length);
        return level > 0
                ? Optional.of(new Features(timeline, course, origin, level, market(series.market(), origin, timeline)))
                : Optional.empty();
    }

    /** The mean absolute sales of the last year, in the unit of the series. */
    double level() {
        return level;
    }

    /** The features of a target period so many periods ahead, as {@link #names} names them. */
    double[] of(int horizon) {
        int end = course.length();
        int year = timeline.frequency().year();
        boolean hasYear = end >= year + timeline.frequency().middle();
        double middle = mean(end - timeline.frequency().middle(), end);
        double lastYear = hasYear ? mean(end - year - timeline.frequency().middle(), end - year) : middle;
        double recent = mean(end - timeline.frequency().recent(), end);
        double recentLastYear = hasYear ? mean(end - year - timeline.frequency().recent(), end - year) : recent;
        int sameTime = timesBack(end - 1 + horizon, year);
        double around = hasYear ? mean(Math.max(0, sameTime - 1), Math.min(end, sameTime + 2)) : middle;
        double angle = 2 * Math.PI * timeline.shareOfYear(origin + horizon - 1);
        double[] common = {
            mean(end - 1, end),
            recent,
            middle,
            middle - lastYear,
            recent - recentLastYear,
            Math.min(ROUGHEST, course.meanStep(end - year, end) / level),
            course.zeroShare(end - year, end),
            (double) end / year,
            hasYear ? 1 : 0,
            market.isKnown() ? 1 : 0,
            market.growth(),
            market.recent(),
            market.position(),
            market.isKnown() ? market.position() - recent : 0,
            (double) horizon / timeline.horizon(),
            course.slope(end - 2 * timeline.frequency().middle(), end) / level * horizon,
            hasYear ? mean(sameTime, sameTime + 1) : middle,
            around,
            hasYear ? around - lastYear : 0,
            around * (1 + market.growth()),
            Math.sin(angle),
            Math.cos(angle),
            Math.sin(2 * angle),
            Math.cos(2 * angle),
        };
        return timeline.frequency() == Frequency.DAILY ? withWeekday(common, horizon) : common;
    }

    private double[] withWeekday(double[] common, int horizon) {
        int sameDay =
                timesBack(course.length() - 1 + horizon, timeline.frequency().season());
        double mean = 0;
        for (int week = 0; week < WEEKS_OF_WEEKDAY_MEAN; week++) {
            int day = sameDay - week * timeline.frequency().season();
            mean += mean(day, day + 1) / WEEKS_OF_WEEKDAY_MEAN;
        }
        double[] all = Arrays.copyOf(common, common.length + 2);
        all[common.length] = mean(sameDay, sameDay + 1);
        all[common.length + 1] = mean;
        return all;
    }

    /** The last known period that lies a whole number of cycles before one that is to come. */
    private int timesBack(int target, int cycle) {
        int ahead = target - course.length() + 1;
        return target - cycle * ((ahead + cycle - 1) / cycle);
    }

    private double mean(int from, int to) {
        return course.mean(from, to) / level;
    }

    private static MarketGrowth market(double[] market, int origin, Timeline timeline) {
        int unknown = 0;
        while (unknown < market.length && Double.isNaN(market[market.length - 1 - unknown])) {
            unknown++;
        }
        int end = origin - unknown;
        double growth = growth(
                market, end, timeline.frequency().middle(), timeline.frequency().year());
        double recent = growth(
                market, end, timeline.frequency().recent(), timeline.frequency().year());
        if (Double.isNaN(growth) || Double.isNaN(recent)) {
            return MarketGrowth.UNKNOWN;
        }
        double ofRecent = sum(market, end - timeline.frequency().recent(), end)
                / timeline.frequency().recent();
        double ofYear = sum(market, end - timeline.frequency().year(), end)
                / timeline.frequency().year();
        return ofYear > 0
                ? new MarketGrowth(true, growth, recent, Math.max(0, Math.min(LARGEST_POSITION, ofRecent / ofYear)))
                : MarketGrowth.UNKNOWN;
    }

    /** Growth of a window on the same one a year before; NaN where either is not known whole, or the base is not above 0. */
    private static double growth(double[] market, int end, int window, int year) {
        if (market.length == 0 || end - year - window < 0) {
            return Double.NaN;
        }
        double base = sum(market, end - year - window, end - year);
        double now = sum(market, end - window, end);
        return base > 0 ? Math.max(-1, Math.min(LARGEST_GROWTH, now / base - 1)) : Double.NaN;
    }

    private static double sum(double[] values, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += values[i];
        }
        return sum;
    }
}
