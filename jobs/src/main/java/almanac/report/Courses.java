package almanac.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;

/** Columns over the periods of one type. */
final class Courses {

    private Courses() {}

    /** The periods, and for each column a course of each segment over them; rows of other types are left out. */
    static Map<String, Object> of(
            List<ReportPeriods.Period> course, List<Row> rows, ReportScope scope, String... columns) {
        Map<String, Object> data = new LinkedHashMap<>();
        String type = course.isEmpty() ? "" : course.get(0).type();
        data.put("type", type);
        data.put(
                "starts",
                course.stream().map(period -> period.start().toString()).toList());
        data.put("complete", course.isEmpty() || course.get(course.size() - 1).isComplete());
        List<Row> ofType = rows.stream()
                .filter(row -> row.<String>getAs("period_type").equals(type))
                .toList();
        for (String column : columns) {
            data.put(
                    column,
                    Grid.courses(
                            ofType,
                            scope,
                            "period_start",
                            course.stream().map(ReportPeriods.Period::start).toList(),
                            column));
        }
        return data;
    }
}
