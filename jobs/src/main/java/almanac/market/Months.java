package almanac.market;

import static org.apache.spark.sql.functions.month;
import static org.apache.spark.sql.functions.year;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;

/** Calendar months by number: those that follow each other differ by 1, and a month without a row is a month nobody knows. */
final class Months {

    /** Months of a year. */
    static final int YEAR = 12;

    private Months() {}

    /** The number of the month that a date lies in. */
    static Column number(Column date) {
        return year(date).multiply(YEAR).plus(month(date));
    }

    /**
     * The last months that follow each other without a gap; none of none.
     *
     * @param months ascending, with their number as first field
     */
    static List<Row> latestRun(List<Row> months) {
        int first = Math.max(0, months.size() - 1);
        while (first > 0 && months.get(first - 1).getInt(0) == months.get(first).getInt(0) - 1) {
            first--;
        }
        return months.subList(first, months.size());
    }
}
