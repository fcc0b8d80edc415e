package almanac.forecast;

import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;

import almanac.config.PeriodType;
import almanac.config.Settings;
import almanac.forecast.engine.Frequency;
import almanac.forecast.engine.Timeline;
import almanac.segment.FiscalCalendar;
import almanac.segment.FiscalCalendar.Period;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * The periods of the series of segments, by the calendar.
 *
 * <p>The history starts with the first period that the sales cover: at most a tenth of its days, and never more than six,
 * may lie before the first sale, as for the comparisons of {@code market.segment_sales}. It ends with the last period
 * that is over at the end of the night's date. So neither end is a period of a few days that looks like a slump.
 */
final class SegmentTimeline implements Timeline {

    private static final long serialVersionUID = 1L;

    private static final int MOST_MISSING_DAYS = 6;

    private final PeriodType grain;
    private final int known;
    private final LocalDate[] starts;
    private final LocalDate[] ends;

    private SegmentTimeline(PeriodType grain, List<Period> periods, int known) {
        this.grain = grain;
        this.known = known;
        this.starts = periods.stream().map(Period::start).toArray(LocalDate[]::new);
        this.ends = periods.stream().map(Period::end).toArray(LocalDate[]::new);
    }

    /**
     * The periods around a history.
     *
     * @param grain day, week or month
     * @param calendar says where periods start and end
     * @param firstSale the first date of sales
     * @param asOf the night's date
     * @param horizon periods to forecast
     * @throws IllegalArgumentException if there is no forecast of such periods
     */
    static SegmentTimeline of(
            PeriodType grain, FiscalCalendar calendar, LocalDate firstSale, LocalDate asOf, int horizon) {
        if (grain != PeriodType.DAY && grain != PeriodType.WEEK && grain != PeriodType.MONTH) {
            throw new IllegalArgumentException("series are made of days, weeks or months, not of " + grain.id());
        }
        Period period = firstCovered(calendar.periodOf(grain, firstSale), calendar, firstSale);
        List<Period> periods = new ArrayList<>();
        while (!period.end().isAfter(asOf)) {
            periods.add(period);
            period = next(calendar, period);
        }
        int known = periods.size();
        for (int h = 1; h <= horizon; h++) {
            periods.add(period);
            period = next(calendar, period);
        }
        return new SegmentTimeline(grain, periods, known);
    }

    /**
     * The periods of the forecasts of a night. Runs a Spark job: the first sale says where they start.
     *
     * @param cube rows of {@code market.daily_sales} that are known
     */
    static SegmentTimeline of(Settings settings, Dataset<Row> cube, LocalDate asOf) {
        Row first = cube.agg(min("order_date")).first();
        return of(
                settings.forecast().grain(),
                new FiscalCalendar(settings.calendar()),
                first.isNullAt(0) ? asOf : first.getLocalDate(0),
                asOf,
                settings.forecast().horizon());
    }

    private static Period firstCovered(Period period, FiscalCalendar calendar, LocalDate firstSale) {
        long missing = new Period(period.type(), period.start(), firstSale).days() - 1;
        long granted = Math.min(period.days() / 10, MOST_MISSING_DAYS);
        return missing <= granted ? period : next(calendar, period);
    }

    private static Period next(FiscalCalendar calendar, Period period) {
        return calendar.periodOf(period.type(), period.end().plusDays(1));
    }

    /** The kind of period. */
    PeriodType grain() {
        return grain;
    }

    @Override
    public Frequency frequency() {
        return switch (grain) {
            case DAY -> Frequency.DAILY;
            case WEEK -> Frequency.WEEKLY;
            default -> Frequency.MONTHLY;
        };
    }

    @Override
    public int known() {
        return known;
    }

    @Override
    public int horizon() {
        return starts.length - known;
    }

    /** First day of the period at a position. */
    LocalDate start(int position) {
        return starts[position];
    }

    /** Last day of the period at a position. */
    LocalDate end(int position) {
        return ends[position];
    }

    /** The last day of which a forecast made after so many periods knows. */
    LocalDate lastKnownDay(int origin) {
        return origin == 0 ? starts[0].minusDays(1) : ends[origin - 1];
    }

    /** How many periods of the history ended after a day. */
    int endedAfter(LocalDate day) {
        return (int)
                Arrays.stream(ends, 0, known).filter(end -> end.isAfter(day)).count();
    }

    /** The share of the year at which the middle of the period lies. */
    @Override
    public double shareOfYear(int position) {
        long days = ChronoUnit.DAYS.between(starts[position], ends[position]);
        LocalDate middle = starts[position].plusDays(days / 2);
        return (middle.getDayOfYear() - 1.0) / middle.lengthOfYear();
    }

    @Override
    public String label(int position) {
        return ends[position].toString();
    }

    /** One row per date of the history, as {@code date}, with its {@code position}. */
    Dataset<Row> dates(SparkSession spark) {
        List<Row> rows = new ArrayList<>();
        for (int position = 0; position < known; position++) {
            int at = position;
            starts[at].datesUntil(ends[at].plusDays(1)).forEach(date -> rows.add(RowFactory.create(date, at)));
        }
        return spark.createDataFrame(
                rows, new StructType().add("date", DateType).add("position", IntegerType));
    }
}
