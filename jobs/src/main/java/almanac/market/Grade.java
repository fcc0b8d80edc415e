package almanac.market;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import java.util.List;
import java.util.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What speaks against a figure.
 *
 * @param holds whether it does; where that is not known, it does not
 * @param reason why, in words
 */
record Grade(String name, Column holds, String reason) {

    /** Adds {@code grade_reason} and what it is the reason of: those of the first that holds; null and OK where none does. */
    static Dataset<Row> graded(Dataset<Row> rows, List<Grade> grades) {
        return rows.withColumn("grade", coalesce(first(grades, Grade::name), lit("OK")))
                .withColumn("grade_reason", first(grades, Grade::reason));
    }

    private static Column first(List<Grade> grades, Function<Grade, String> told) {
        return coalesce(grades.stream()
                .map(grade -> when(grade.holds(), told.apply(grade)))
                .toArray(Column[]::new));
    }
}
