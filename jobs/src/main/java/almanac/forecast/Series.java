package almanac.forecast;

import java.io.Serializable;
import java.util.Arrays;

/**
 * The sales of one segment, one value for each period of the {@link Timeline} from its first sale to the end of the
 * history, and beside them the sales of its market.
 *
 * <p>A period without sales is a zero: the segment was there, and nothing was sold in it.
 */
final class Series implements Serializable {

    private static final long serialVersionUID = 1L;

    private final SegmentName name;
    private final int first;
    private final double[] sales;
    private final double[] market;

    /**
     * @param name whose series it is
     * @param first the position of the first sale; the end of the history where there was none
     * @param sales from the first sale on
     * @param market of every period from the start of the history, or from none; NaN where it is not known
     */
    Series(SegmentName name, int first, double[] sales, double[] market) {
        this.name = name;
        this.first = first;
        this.sales = sales.clone();
        this.market = market.clone();
    }

    /**
     * A segment's names.
     *
     * @param id its surrogate key
     * @param segmentation the crossing of hierarchies
     * @param level the level within it
     * @param segment the path
     */
    record SegmentName(long id, String segmentation, String level, String segment) implements Serializable {}

    /** Whose series it is. */
    SegmentName name() {
        return name;
    }

    /** How many periods of sales are known after {@code origin} periods of the history. */
    int length(int origin) {
        return Math.max(0, Math.min(origin - first, sales.length));
    }

    /** The sales that are known after {@code origin} periods of the history, oldest first. */
    double[] history(int origin) {
        return Arrays.copyOf(sales, length(origin));
    }

    /** The sales of a period of the history at or after the first sale. */
    double actual(int position) {
        return sales[position - first];
    }

    /** The position after the last known period. */
    int end() {
        return first + sales.length;
    }

    /** The position of the first sale. */
    int first() {
        return first;
    }

    /** The sales of the market, one value for each period of the history, NaN where not known; empty without a market. */
    double[] market() {
        return market.clone();
    }
}
