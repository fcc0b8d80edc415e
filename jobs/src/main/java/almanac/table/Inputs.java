package almanac.table;

import java.time.LocalDate;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** What a table may read: its declared inputs, and the only clock. */
public interface Inputs {

    /**
     * The rows of a declared input as they will stand when this night is published.
     *
     * @throws IllegalArgumentException if the table did not declare it
     */
    Dataset<Row> get(TableSpec spec);

    /** Whether an optional input is there. */
    boolean has(TableSpec spec);

    /** The business date of the night: what was known at its end is what the tables may use. */
    LocalDate asOf();

    /** The dates that tonight's rows must cover: those that any input of the table changed. */
    TouchedDates touched();

    /** The trained models of the product. */
    Models models();

    /** For building small local frames, such as a calendar. */
    SparkSession spark();
}
