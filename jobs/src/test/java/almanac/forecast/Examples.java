package almanac.forecast;

import almanac.TestSettings;
import almanac.config.ForecastSettings;
import almanac.config.PeriodType;
import almanac.config.Scenario;
import almanac.config.Settings;
import almanac.forecast.engine.Series;
import almanac.forecast.engine.Series.SeriesName;
import almanac.segment.FiscalCalendar;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** Series and timelines that the tests of forecasts share. Weeks start on Monday, 2023-01-02 being the first. */
public final class Examples {

    /** Of a series without a market. */
    public static final double[] NO_MARKET = {};

    private static final FiscalCalendar CALENDAR = new FiscalCalendar(TestSettings.EVERY_DAY);
    private static final LocalDate FIRST_MONDAY = LocalDate.of(2023, 1, 2);

    private Examples() {}

    /** So many weeks of history, and after them a horizon. */
    public static SegmentTimeline weeks(int known, int horizon) {
        LocalDate asOf = FIRST_MONDAY.plusWeeks(known).minusDays(1);
        return SegmentTimeline.of(PeriodType.WEEK, CALENDAR, FIRST_MONDAY, asOf, horizon);
    }

    /** So many months of history from January 2020 on, and after them a horizon. */
    public static SegmentTimeline months(int known, int horizon) {
        LocalDate first = LocalDate.of(2020, 1, 1);
        LocalDate asOf = first.plusMonths(known).minusDays(1);
        return SegmentTimeline.of(PeriodType.MONTH, CALENDAR, first, asOf, horizon);
    }

    /** So many days of history, and after them a horizon. */
    public static SegmentTimeline days(int known, int horizon) {
        return SegmentTimeline.of(PeriodType.DAY, CALENDAR, FIRST_MONDAY, FIRST_MONDAY.plusDays(known - 1L), horizon);
    }

    /** A series without a market whose first sale lies at a position. */
    public static Series series(long id, int first, double... sales) {
        return series(id, first, sales, NO_MARKET);
    }

    /** A series beside its market. */
    public static Series series(long id, int first, double[] sales, double[] market) {
        return series(id, "product product.category_l1", first, sales, market);
    }

    /** A series of a group; what is not known of it is as it was the period before. */
    public static Series series(long id, String group, int first, double[] sales, double[] market) {
        List<String> keys = List.of("product", "product.category_l1", "product=" + id);
        return new Series(new SeriesName(id, group, keys, List.of(group)), first, sales, market, List.of(), 1);
    }

    /** So many values by their position. */
    public static double[] values(int count, IntToDoubleFunction value) {
        return IntStream.range(0, count).mapToDouble(value).toArray();
    }

    /** Normal noise around a mean, the same on every run. */
    public static double[] noise(int count, long seed, double mean, double deviation) {
        Random random = new Random(seed);
        return values(count, i -> mean + deviation * random.nextGaussian());
    }

    /** The values, those from a position on replaced. */
    public static double[] replacedFrom(double[] values, int position, double other) {
        double[] replaced = values.clone();
        Arrays.fill(replaced, position, values.length, other);
        return replaced;
    }

    static Settings settings(PeriodType grain, int horizon, int origins, Scenario... scenarios) {
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
                base.market(),
                new ForecastSettings(grain, horizon, origins, 42, 28, 1.25, 0, List.of(scenarios)),
                base.customers(),
                base.history(),
                base.prices(),
                base.gates(),
                base.catalog(),
                base.digest());
    }
}
