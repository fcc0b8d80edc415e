package almanac.report;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import almanac.market.price.CompetitorPosition;
import almanac.staging.Market;
import almanac.table.TableSpec;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.jspecify.annotations.Nullable;

/**
 * Shares of ourselves and of the {@value #MOST_RIVALS} largest competitors of each segment over time, over the coarsest periods
 * that make a course. Who is the largest, the newest period of the market says; those without a name together are nobody.
 */
final class CompetitorSection implements Section {

    private static final int MOST_RIVALS = 5;
    private static final int MOST_PERIODS = 12;
    private static final List<String> COLUMNS =
            List.of("is_own", "sales_amount", "share_rate", "share_change_pp", "price_index");
    private static final String RANK = "supplier_rank";

    @Override
    public String id() {
        return "competitors";
    }

    @Override
    public List<TableSpec> needs() {
        return List.of(CompetitorPosition.SPEC);
    }

    /** Names of suppliers, and for each segment its suppliers, each as: place of the name, shares, latest change, latest price index. */
    @Override
    public Map<String, Object> data(ReportScope scope) {
        Dataset<Row> named = scope.rows(CompetitorPosition.SPEC, COLUMNS)
                .filter(col("supplier_id").notEqual(Market.OTHER));
        List<ReportPeriods.Period> periods = scope.periods().longCourse(named);
        List<ReportPeriods.Period> course = periods.subList(Math.max(0, periods.size() - MOST_PERIODS), periods.size());
        List<LocalDate> starts =
                course.stream().map(ReportPeriods.Period::start).toList();
        List<Row> rows = course.isEmpty()
                ? List.of()
                : largest(named.filter(ReportPeriods.isOf(course)), starts.get(starts.size() - 1));
        Map<String, Boolean> suppliers = new LinkedHashMap<>();
        rows.forEach(row -> suppliers.merge(row.getAs("supplier_id"), row.getAs("is_own"), Boolean::logicalOr));
        List<String> names = List.copyOf(suppliers.keySet());
        @Nullable Object[] ofSegments = new @Nullable Object[scope.segments().size()];
        rows.stream()
                .collect(Collectors.groupingBy(row -> row.<Integer>getAs(SegmentList.INDEX)))
                .forEach((segment, ofSegment) -> ofSegments[segment] = lines(ofSegment, names, starts, scope));
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("type", course.isEmpty() ? "" : course.get(0).type());
        data.put("starts", starts.stream().map(LocalDate::toString).toList());
        data.put("suppliers", names);
        data.put("own", List.copyOf(suppliers.values()));
        data.put("ofSegments", ofSegments);
        return data;
    }

    /** The rows of the largest suppliers of each segment, ourselves first, then by rank. */
    private static List<Row> largest(Dataset<Row> rows, LocalDate newest) {
        String[] supplier = {SegmentList.INDEX, "supplier_id"};
        Column isNewest = col("period_start").equalTo(lit(newest));
        WindowSpec bySize = Window.partitionBy(SegmentList.INDEX, "is_own")
                .orderBy(col("_newest_amount").desc_nulls_last(), col("_amount").desc(), col("supplier_id"));
        Dataset<Row> ranked = rows.groupBy(col(supplier[0]), col(supplier[1]))
                .agg(
                        max("is_own").as("is_own"),
                        sum(when(isNewest, col("sales_amount"))).as("_newest_amount"),
                        sum("sales_amount").as("_amount"))
                .withColumn(RANK, row_number().over(bySize))
                .filter(col(RANK).leq(MOST_RIVALS))
                .drop("_newest_amount", "_amount");
        return rows.drop("is_own", "sales_amount")
                .join(ranked, supplier, "inner")
                .orderBy(col(SegmentList.INDEX), col("is_own").desc(), col(RANK), col("supplier_id"))
                .collectAsList();
    }

    private static List<List<@Nullable Object>> lines(
            List<Row> rows, List<String> names, List<LocalDate> starts, ReportScope scope) {
        Map<String, List<Row>> bySupplier = rows.stream()
                .collect(Collectors.groupingBy(
                        row -> row.<String>getAs("supplier_id"), LinkedHashMap::new, Collectors.toList()));
        List<List<@Nullable Object>> lines = new ArrayList<>();
        bySupplier.forEach((supplier, own) -> {
            @Nullable Object[] shares = new @Nullable Object[starts.size()];
            @Nullable Object[] latest = new @Nullable Object[2];
            for (Row row : own) {
                int place = starts.indexOf(row.<LocalDate>getAs("period_start"));
                shares[place] = Grid.value(row, "share_rate", scope);
                if (place == starts.size() - 1) {
                    latest[0] = Grid.value(row, "share_change_pp", scope);
                    latest[1] = Grid.value(row, "price_index", scope);
                }
            }
            lines.add(Arrays.asList(names.indexOf(supplier), shares, latest[0], latest[1]));
        });
        return lines;
    }
}
