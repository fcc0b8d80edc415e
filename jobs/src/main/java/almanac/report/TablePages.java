package almanac.report;

import almanac.table.TableSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Row;

/** What the specs say of every table, and what the night wrote of it. */
final class TablePages {

    private TablePages() {}

    /** A page for each table, in the order of the specs. */
    static List<Map<String, Object>> data(PublishedNight night, List<TableSpec> specs) {
        Map<String, Row> writes = new LinkedHashMap<>();
        night.writes().forEach(row -> writes.put(row.getAs("table_name"), row));
        List<Map<String, Object>> pages = new ArrayList<>();
        for (TableSpec spec : specs) {
            Map<String, Object> page = new LinkedHashMap<>();
            page.put("name", spec.qualifiedName());
            page.put("about", spec.description());
            page.put("key", spec.key());
            page.put("absence", night.skipped().get(spec.qualifiedName()));
            Row written = writes.get(spec.qualifiedName());
            page.put("rows", written == null ? null : written.getAs("rows_written"));
            page.put("seconds", written == null ? null : Math.round(written.<Double>getAs("seconds") * 10) / 10.0);
            page.put(
                    "columns",
                    spec.columns().stream()
                            .map(column -> List.of(
                                    column.name(),
                                    column.type().catalogString().toLowerCase(Locale.ROOT),
                                    column.doc()))
                            .toList());
            page.put(
                    "checks",
                    spec.checks().stream()
                            .map(check -> List.of(check.name(), check.condition()))
                            .toList());
            pages.add(page);
        }
        return pages;
    }
}
