package almanac.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** Puts rows into arrays: by segment, and by segment and period. Arrays are a third of the size of objects with names. */
final class Grid {

    private Grid() {}

    /** For each column an array with a value for each segment, of rows with at most one for each; null where there is none. */
    static Map<String, Object> bySegment(List<Row> rows, ReportScope scope, List<String> columns) {
        Map<String, Object> data = new LinkedHashMap<>();
        for (String column : columns) {
            @Nullable Object[] values = new @Nullable Object[scope.segments().size()];
            for (Row row : rows) {
                values[place(row)] = value(row, column, scope);
            }
            data.put(column, values);
        }
        return data;
    }

    /** The same for each of the periods that the report shows, by the period's id. */
    static Map<String, Object> byPeriod(List<Row> rows, ReportScope scope, List<String> columns) {
        Map<String, Object> data = new LinkedHashMap<>();
        for (ReportPeriods.Period period : scope.periods().headlines()) {
            List<Row> ofPeriod = rows.stream()
                    .filter(row -> row.<String>getAs("period_type").equals(period.type())
                            && row.getAs("period_start").equals(period.start()))
                    .toList();
            data.put(period.id(), bySegment(ofPeriod, scope, columns));
        }
        return data;
    }

    /**
     * A course over time for each segment: arrays in the order of the keys; null for a segment without rows.
     *
     * @param keyColumn the column that says which of the keys a row belongs to
     */
    static List<@Nullable List<@Nullable Object>> courses(
            List<Row> rows, ReportScope scope, String keyColumn, List<?> keys, String column) {
        Map<Object, Integer> positions = new HashMap<>();
        keys.forEach(key -> positions.put(key, positions.size()));
        List<@Nullable List<@Nullable Object>> courses =
                new ArrayList<>(Collections.nCopies(scope.segments().size(), null));
        for (Row row : rows) {
            Integer position = positions.get(row.<Object>getAs(keyColumn));
            if (position == null) {
                continue;
            }
            List<@Nullable Object> course = courses.get(place(row));
            if (course == null) {
                course = Arrays.asList(new @Nullable Object[keys.size()]);
                courses.set(place(row), course);
            }
            course.set(position, value(row, column, scope));
        }
        return courses;
    }

    /** For each column an array with a value for each row. */
    static Map<String, Object> table(List<Row> rows, Rounding rounding, List<String> columns) {
        Map<String, Object> data = new LinkedHashMap<>();
        for (String column : columns) {
            @Nullable Object[] values = new @Nullable Object[rows.size()];
            Arrays.setAll(values, i -> rounding.apply(column, rows.get(i).getAs(column)));
            data.put(column, values);
        }
        return data;
    }

    private static int place(Row row) {
        return row.<Integer>getAs(SegmentList.INDEX);
    }

    /** The value of a column, rounded to what is shown of it. */
    static @Nullable Object value(Row row, String column, ReportScope scope) {
        return scope.rounding().apply(column, row.getAs(column));
    }
}
