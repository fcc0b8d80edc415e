package almanac.customer;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.when;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Fifths that stay what they were on a date: a score is as high as the highest fifth of then whose lowest value is reached.
 * Recency counts in days before the date of the score, so that who stops to buy falls, whatever the others do.
 *
 * <p>Where equal values left a fifth empty, nobody has its score: who reaches the next one has that of the next.
 */
final class RfmThresholds {

    private static final int LOWEST = 1;
    private static final int HIGHEST = 5;
    private static final List<String> SCORES = List.of("recency", "frequency", "monetary");

    private RfmThresholds() {}

    /**
     * One row: of each score the lowest values of the fifths from 1 to 5; null where no customer reaches a fifth, and of all
     * where none was scored.
     *
     * @param scored customers with the scores of the date, under a prefix
     */
    static Dataset<Row> of(Dataset<Row> scored, String prefix, LocalDate date) {
        List<Column> lowest = new ArrayList<>();
        for (String score : SCORES) {
            for (int fifth = LOWEST; fifth <= HIGHEST; fifth++) {
                Column reaches = col(prefix + score + "_score").geq(fifth);
                lowest.add(min(when(reaches, value(score, prefix, date))).as(threshold(score, fifth)));
            }
        }
        return scored.agg(lowest.get(0), lowest.stream().skip(1).toArray(Column[]::new));
    }

    /** Adds the three scores of customers by thresholds, for the prefix of each date; null without an order in its window. */
    static Dataset<Row> scored(Dataset<Row> customers, Dataset<Row> thresholds, Map<String, LocalDate> dates) {
        Dataset<Row> rows = customers.crossJoin(broadcast(thresholds));
        for (Map.Entry<String, LocalDate> date : dates.entrySet()) {
            String prefix = date.getKey();
            for (String score : SCORES) {
                Column value = value(score, prefix, date.getValue());
                Column reached = lit(LOWEST);
                for (int fifth = LOWEST + 1; fifth <= HIGHEST; fifth++) {
                    Column reaches = coalesce(value.geq(col(threshold(score, fifth))), lit(false));
                    reached = when(reaches, fifth).otherwise(reached);
                }
                Column isScored = col(prefix + "frequency_count")
                        .gt(0)
                        .and(col(threshold(score, LOWEST)).isNotNull());
                rows = rows.withColumn(prefix + score + "_score", when(isScored, reached));
            }
        }
        return rows;
    }

    /** What a score is by, the more the better. */
    private static Column value(String score, String prefix, LocalDate date) {
        return switch (score) {
            case "recency" -> datediff(col(prefix + "last_order_date"), lit(date));
            case "frequency" -> col(prefix + "frequency_count");
            default -> col(prefix + "monetary_amount");
        };
    }

    private static String threshold(String score, int fifth) {
        return "_" + score + "_from_" + fifth;
    }
}
