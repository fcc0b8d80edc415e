package almanac.table;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * One table of the night: a spec, the tables it reads, and one pure function.
 *
 * <p>The function calls no clock and no storage, and runs no action: {@link Inputs} gives it the rows and the business
 * date, and what it returns is a plan that the run writes, checks and publishes.
 */
public interface Table {

    /** Between columns that can stand for each other. */
    String OR = " or ";

    /** What the table promises. */
    TableSpec spec();

    /** The tables it cannot do without; where one is missing, this table is switched off with a reason. */
    List<TableSpec> inputs();

    /** The tables that it reads where they are present. */
    default List<TableSpec> optionalInputs() {
        return List.of();
    }

    /**
     * Optional columns of the input tables that it cannot do without, such as {@code sales.store_id}; where one is not mapped, this
     * table is switched off with a reason. Of columns with {@link #OR} between them one is enough.
     */
    default List<String> neededColumns() {
        return List.of();
    }

    /** What of the published table tonight's rows replace. */
    default Refresh refresh() {
        return Refresh.everything();
    }

    /** The rows: every computed column of the spec, in any order, {@code run_id} excepted. */
    Dataset<Row> build(Inputs in);
}
