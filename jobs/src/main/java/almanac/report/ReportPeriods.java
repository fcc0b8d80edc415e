package almanac.report;

import static almanac.config.PeriodType.DAY;
import static almanac.config.PeriodType.FISCAL_MONTH;
import static almanac.config.PeriodType.FISCAL_QUARTER;
import static almanac.config.PeriodType.FISCAL_YEAR;
import static almanac.config.PeriodType.MONTH;
import static almanac.config.PeriodType.QUARTER;
import static almanac.config.PeriodType.WEEK;
import static almanac.config.PeriodType.YEAR;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import almanac.config.PeriodType;
import almanac.segment.Periods;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The periods that the report shows: of years, quarters and months the latest that is over and the one that has begun, and for
 * courses over time the latest {@value #MOST_POINTS} months, or what else there is.
 */
final class ReportPeriods {

    /** As many periods as a course over time has at most. */
    static final int MOST_POINTS = 60;

    private static final int ENOUGH_DAYS = 90;
    private static final int ENOUGH_POINTS = 6;
    private static final List<List<PeriodType>> HEADLINES =
            List.of(List.of(YEAR, FISCAL_YEAR), List.of(QUARTER, FISCAL_QUARTER), List.of(MONTH, FISCAL_MONTH));
    private static final List<PeriodType> FALLBACK = List.of(WEEK, DAY);
    private static final List<PeriodType> COURSES =
            List.of(MONTH, FISCAL_MONTH, WEEK, QUARTER, FISCAL_QUARTER, DAY, YEAR, FISCAL_YEAR);
    private static final List<PeriodType> LONG_COURSES =
            List.of(QUARTER, FISCAL_QUARTER, YEAR, FISCAL_YEAR, MONTH, FISCAL_MONTH);

    private final List<Period> all;
    private final List<Period> headlines;

    /**
     * A period that is shown, compared with the year before.
     *
     * @param type its type
     * @param start its first day
     * @param through the last day that counts
     * @param isComplete whether it is over
     * @param baseStart first day of what it is compared with
     * @param baseThrough last day of that
     */
    record Period(
            String type,
            LocalDate start,
            LocalDate through,
            boolean isComplete,
            LocalDate baseStart,
            LocalDate baseThrough) {

        /** Its name in the page. */
        String id() {
            return type + "-" + start;
        }

        Map<String, Object> data() {
            return Map.of(
                    "id", id(),
                    "type", type,
                    "start", start.toString(),
                    "through", through.toString(),
                    "complete", isComplete,
                    "baseStart", baseStart.toString(),
                    "baseThrough", baseThrough.toString());
        }
    }

    private ReportPeriods(List<Period> all) {
        this.all = all;
        this.headlines = headlines(all);
    }

    /** The periods of a night, which are as many as its calendar has; none where it built no table of them. */
    static ReportPeriods of(PublishedNight night) {
        if (!night.has(Periods.SPEC)) {
            return new ReportPeriods(List.of());
        }
        return new ReportPeriods(
                night
                        .rows(Periods.SPEC)
                        .filter(col("comparison").equalTo(Periods.PREVIOUS_YEAR))
                        .collectAsList()
                        .stream()
                        .map(ReportPeriods::period)
                        .sorted(Comparator.comparing(Period::start).reversed())
                        .toList());
    }

    /** The periods with numbers of their own, coarse ones first. */
    List<Period> headlines() {
        return headlines;
    }

    /** The place of the one that is shown first: the current year, if enough of it is over, or the last one that is. */
    int first() {
        for (int i = 0; i < headlines.size(); i++) {
            Period period = headlines.get(i);
            if (period.isComplete() || ChronoUnit.DAYS.between(period.start(), period.through()) >= ENOUGH_DAYS) {
                return i;
            }
        }
        return 0;
    }

    /** Whether a row of a table is of a period with numbers of its own. */
    Column isHeadline() {
        return headlines.stream()
                .map(period -> col("period_type")
                        .equalTo(period.type())
                        .and(col("period_start").equalTo(lit(period.start()))))
                .reduce(lit(false), Column::or);
    }

    /** The latest periods of a course over time, ascending: of months where there are any. */
    List<Period> course() {
        return latest(COURSES, all, 1);
    }

    /**
     * The periods of the coarsest type of which a table has enough for a course, ascending, from the first one that it has to
     * the last: a table that knows only what is over ends before the calendar does.
     */
    List<Period> longCourse(Dataset<Row> tableRows) {
        Map<String, List<LocalDate>> known =
                tableRows.select("period_type", "period_start").distinct().collectAsList().stream()
                        .collect(Collectors.groupingBy(
                                row -> row.getString(0), Collectors.mapping(row -> row.getAs(1), Collectors.toList())));
        List<Period> covered = all.stream()
                .filter(period -> isWithin(period.start(), known.getOrDefault(period.type(), List.of())))
                .toList();
        List<Period> enough = latest(LONG_COURSES, covered, ENOUGH_POINTS);
        return enough.isEmpty() ? latest(LONG_COURSES, covered, 1) : enough;
    }

    private static boolean isWithin(LocalDate start, List<LocalDate> starts) {
        return !starts.isEmpty() && !start.isBefore(Collections.min(starts)) && !start.isAfter(Collections.max(starts));
    }

    /** Whether a row of a table is of these periods of one type. */
    static Column isOf(List<Period> course) {
        return course.isEmpty()
                ? lit(false)
                : col("period_type")
                        .equalTo(course.get(0).type())
                        .and(col("period_start").geq(lit(course.get(0).start())));
    }

    private static List<Period> latest(List<PeriodType> types, List<Period> from, int least) {
        return types.stream()
                .map(type -> from.stream()
                        .filter(period -> period.type().equals(type.id()))
                        .limit(MOST_POINTS)
                        .sorted(Comparator.comparing(Period::start))
                        .toList())
                .filter(periods -> periods.size() >= least)
                .findFirst()
                .orElse(List.of());
    }

    private static List<Period> headlines(List<Period> all) {
        List<Period> chosen = new ArrayList<>();
        HEADLINES.forEach(types -> chosen.addAll(latestOf(all, types)));
        return chosen.isEmpty() ? latestOf(all, FALLBACK) : List.copyOf(chosen);
    }

    /** The latest period of the first of these types that there is, and before it the latest that is over. */
    private static List<Period> latestOf(List<Period> all, List<PeriodType> types) {
        List<Period> ofType = types.stream()
                .map(type -> all.stream()
                        .filter(period -> period.type().equals(type.id()))
                        .toList())
                .filter(periods -> !periods.isEmpty())
                .findFirst()
                .orElse(List.of());
        return Stream.of(
                        ofType.stream().findFirst(),
                        ofType.stream().filter(Period::isComplete).findFirst())
                .map(found -> found.orElse(null))
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    private static Period period(Row row) {
        return new Period(
                row.getAs("period_type"),
                row.getAs("period_start"),
                row.getAs("through_date"),
                row.getAs("is_complete"),
                row.getAs("base_start"),
                row.getAs("base_through"));
    }
}
