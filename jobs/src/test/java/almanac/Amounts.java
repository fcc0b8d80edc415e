package almanac;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.apache.spark.sql.Row;

/** Exact numbers of a row, asserted whatever their scale. */
public final class Amounts {

    private Amounts() {}

    /** The column of a row is this number. */
    public static void assertAmount(Row row, String column, String expected) {
        assertThat(row.<BigDecimal>getAs(column)).as(column).isEqualByComparingTo(expected);
    }
}
