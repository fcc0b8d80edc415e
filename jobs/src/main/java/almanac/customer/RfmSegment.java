package almanac.customer;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;

/**
 * The named groups of customers, as a table of rules over two scores of 1 to 5: recency (5: bought last) and frequency (5:
 * orders most). Every pair of scores belongs to exactly one group. The scores rank customers among one another; a name says
 * where a customer stands, not how many orders it has placed.
 */
enum RfmSegment {
    /** Bought lately, and often. */
    CHAMPIONS(5, 5, 4, 5),
    /** Often, and not long ago. */
    LOYAL(3, 4, 4, 5),
    /** Lately, and more than seldom. */
    POTENTIAL_LOYALISTS(4, 5, 2, 3),
    /** Bought last, and seldom: new customers are among them. */
    RECENT(5, 5, 1, 1),
    /** Not long ago, and seldom. */
    PROMISING(4, 4, 1, 1),
    /** In the middle of both. */
    NEED_ATTENTION(3, 3, 3, 3),
    /** Some time ago, and seldom. */
    ABOUT_TO_SLEEP(3, 3, 1, 2),
    /** Long ago, and most often. */
    CANNOT_LOSE(1, 2, 5, 5),
    /** Long ago, and often. */
    AT_RISK(1, 2, 3, 4),
    /** Long ago, and seldom. */
    HIBERNATING(1, 2, 1, 2);

    private final int leastRecency;
    private final int mostRecency;
    private final int leastFrequency;
    private final int mostFrequency;

    RfmSegment(int leastRecency, int mostRecency, int leastFrequency, int mostFrequency) {
        this.leastRecency = leastRecency;
        this.mostRecency = mostRecency;
        this.leastFrequency = leastFrequency;
        this.mostFrequency = mostFrequency;
    }

    /** Whether a pair of scores belongs to this group. */
    boolean holds(int recency, int frequency) {
        return leastRecency <= recency
                && recency <= mostRecency
                && leastFrequency <= frequency
                && frequency <= mostFrequency;
    }

    /** The name of the group of two scores; null where a score is. */
    static Column of(Column recency, Column frequency) {
        Column name = lit(null).cast("string");
        for (RfmSegment segment : values()) {
            Column holds = recency.between(segment.leastRecency, segment.mostRecency)
                    .and(frequency.between(segment.leastFrequency, segment.mostFrequency));
            name = when(holds, lit(segment.name())).otherwise(name);
        }
        return name;
    }
}
