package almanac.forecast;

import almanac.TestSettings;
import almanac.config.ForecastSettings;
import almanac.config.PeriodType;
import almanac.config.Settings;
import almanac.forecast.Series.SegmentName;
import almanac.segment.FiscalCalendar;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** Series and timelines that the tests of forecasts share. Weeks start on Monday, 2023-01-02 being the first. */
final class Examples {

    static final double[] NO_MARKET = {};

    private static final FiscalCalendar CALENDAR = new FiscalCalendar(TestSettings.EVERY_DAY);
    private static final LocalDate FIRST_MONDAY = LocalDate.of(2023, 1, 2);

    private Examples() {}

    /** So many weeks of history, and after them a horizon. */
    static Timeline weeks(int known, int horizon) {
        LocalDate asOf = FIRST_MONDAY.plusWeeks(known).minusDays(1);
        return Timeline.of(PeriodType.WEEK, CALENDAR, FIRST_MONDAY, asOf, horizon);
    }

    /** So many months of history from January 2020 on, and after them a horizon. */
    static Timeline months(int known, int horizon) {
        LocalDate first = LocalDate.of(2020, 1, 1);
        LocalDate asOf = first.plusMonths(known).minusDays(1);
        return Timeline.of(PeriodType.MONTH, CALENDAR, first, asOf, horizon);
    }

    /** So many days of history, and after them a horizon. */
    static Timeline days(int known, int horizon) {
        return Timeline.of(PeriodType.DAY, CALENDAR, FIRST_MONDAY, FIRST_MONDAY.plusDays(known - 1L), horizon);
    }

    /** A series without a market whose first sale lies at a position. */
    static Series series(long id, int first, double... sales) {
        return series(id, first, sales, NO_MARKET);
    }

    static Series series(long id, int first, double[] sales, double[] market) {
        return new Series(new SegmentName(id, "product", "product.category_l1", "product=" + id), first, sales, market);
    }

    static double[] values(int count, IntToDoubleFunction value) {
        return IntStream.range(0, count).mapToDouble(value).toArray();
    }

    /** Normal noise around a mean, the same on every run. */
    static double[] noise(int count, long seed, double mean, double deviation) {
        Random random = new Random(seed);
        return values(count, i -> mean + deviation * random.nextGaussian());
    }

    /** The values, those from a position on replaced. */
    static double[] replacedFrom(double[] values, int position, double other) {
        double[] replaced = values.clone();
        Arrays.fill(replaced, position, values.length, other);
        return replaced;
    }

    /** A learner that has learnt nothing. */
    static LearnedModels noLearner(Timeline timeline) {
        return new LearnedModels(timeline, Map.of());
    }

    static Settings settings(PeriodType grain, int horizon, int origins) {
        Settings base = TestSettings.of(PeriodType.MONTH);
        return new Settings(
                base.name(),
                base.lake(),
                base.warehouse(),
                base.currency(),
                base.sources(),
                base.inputs(),
                base.hierarchies(),
                base.segmentations(),
                base.periods(),
                base.calendar(),
                new ForecastSettings(grain, horizon, origins, 42),
                base.gates(),
                base.catalog(),
                base.digest());
    }
}
