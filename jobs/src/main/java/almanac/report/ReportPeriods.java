package almanac.report;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import almanac.segment.Periods;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;

/**
 * The periods that the report shows: of years, quarters and months the latest that is over and the one that has begun, and for
 * courses over time the latest {@value #MOST_POINTS} months, or what else there is.
 */
final class ReportPeriods {

    /** As many periods as a course over time has at most. */
    static final int MOST_POINTS = 60;

    private static final int ENOUGH_DAYS = 90;
    private static final List<List<String>> HEADLINES = List.of(
            List.of("year", "fiscal_year"), List.of("quarter", "fiscal_quarter"), List.of("month", "fiscal_month"));
    private static final List<String> FALLBACK = List.of("week", "day");
    private static final List<String> COURSES =
            List.of("month", "fiscal_month", "week", "quarter", "fiscal_quarter", "day", "year", "fiscal_year");
    private static final List<String> LONG_COURSES =
            List.of("quarter", "fiscal_quarter", "year", "fiscal_year", "month", "fiscal_month");
    private static final int ENOUGH_POINTS = 6;

    private final List<Period> all;
    private final List<Period> headlines;

    /**
     * A period that is shown, compared with the year before.
     *
     * @param type its type
     * @param start its first day
     * @param end its last day
     * @param through the last day that counts
     * @param isComplete whether it is over
     * @param baseStart first day of what it is compared with
     * @param baseThrough last day of that
     */
    record Period(
            String type,
            LocalDate start,
            LocalDate end,
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
                    "end", end.toString(),
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
        return latest(COURSES, 1);
    }

    /** The latest periods of the coarsest type that has enough of them for a course, ascending. */
    List<Period> longCourse() {
        List<Period> enough = latest(LONG_COURSES, ENOUGH_POINTS);
        return enough.isEmpty() ? latest(LONG_COURSES, 1) : enough;
    }

    /** Whether a row of a table is of these periods of one type. */
    static Column isOf(List<Period> course) {
        return course.isEmpty()
                ? lit(false)
                : col("period_type")
                        .equalTo(course.get(0).type())
                        .and(col("period_start").geq(lit(course.get(0).start())));
    }

    private List<Period> latest(List<String> types, int least) {
        return types.stream()
                .map(type -> all.stream()
                        .filter(period -> period.type().equals(type))
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
    private static List<Period> latestOf(List<Period> all, List<String> types) {
        List<Period> ofType = types.stream()
                .map(type -> all.stream()
                        .filter(period -> period.type().equals(type))
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
                row.getAs("period_end"),
                row.getAs("through_date"),
                row.getAs("is_complete"),
                row.getAs("base_start"),
                row.getAs("base_through"));
    }
}
