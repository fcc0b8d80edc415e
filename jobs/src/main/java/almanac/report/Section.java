package almanac.report;

import almanac.table.TableSpec;
import java.util.List;
import java.util.Map;

/** A part of the report: the tables that it reads, and the numbers that its charts and tables need. */
interface Section {

    /** Its name in the page. */
    String id();

    /** The tables without which it says why it is absent. */
    List<TableSpec> needs();

    /** Its numbers, as JSON holds them; their size is bounded by the segments and periods of the scope. */
    Map<String, Object> data(ReportScope scope);
}
