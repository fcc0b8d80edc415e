package almanac.report;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.sum;

import almanac.market.price.CompetitorPosition;
import almanac.table.TableSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Shares of ourselves and of the {@value #MOST_RIVALS} largest competitors over time, over the coarsest periods that make a course. */
final class CompetitorSection implements Section {

    private static final int MOST_RIVALS = 5;
    private static final int MOST_PERIODS = 12;

    @Override
    public String id() {
        return "competitors";
    }

    @Override
    public List<TableSpec> needs() {
        return List.of(CompetitorPosition.SPEC);
    }

    @Override
    public Map<String, Object> data(ReportScope scope) {
        List<ReportPeriods.Period> periods = scope.periods().longCourse();
        List<ReportPeriods.Period> course = periods.subList(Math.max(0, periods.size() - MOST_PERIODS), periods.size());
        Dataset<Row> positions = scope.rows(CompetitorPosition.SPEC).filter(ReportPeriods.isOf(course));
        List<Row> suppliers = positions
                .groupBy("supplier_id")
                .agg(max("is_own").as("is_own"), sum("sales_amount").as("sales_amount"))
                .orderBy(col("is_own").desc(), col("sales_amount").desc(), col("supplier_id"))
                .limit(MOST_RIVALS + 1)
                .collectAsList();
        List<Row> rows = positions
                .filter(col("supplier_id")
                        .isInCollection(suppliers.stream()
                                .map(row -> row.<String>getAs("supplier_id"))
                                .toList()))
                .collectAsList();
        List<Object> shares = new ArrayList<>();
        for (Row supplier : suppliers) {
            String id = supplier.getAs("supplier_id");
            List<Row> own = rows.stream()
                    .filter(row -> id.equals(row.<String>getAs("supplier_id")))
                    .toList();
            shares.add(Map.of(
                    "id", id,
                    "own", supplier.getAs("is_own"),
                    "course", Courses.of(course, own, scope, "share_rate"),
                    "latest", Grid.bySegment(latest(own, course), scope, List.of("share_change_pp", "price_index"))));
        }
        return Map.of("suppliers", shares);
    }

    private static List<Row> latest(List<Row> rows, List<ReportPeriods.Period> course) {
        return rows.stream()
                .filter(row -> row.getAs("period_start")
                        .equals(course.get(course.size() - 1).start()))
                .toList();
    }
}
