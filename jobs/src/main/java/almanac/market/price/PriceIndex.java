package almanac.market.price;

import static almanac.segment.RollUp.ratio;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;

/** Our prices beside those of a competitor. */
final class PriceIndex {

    private PriceIndex() {}

    /** 100 x what our units did cost / what they would at the competitor's prices. */
    static Column of(Column ownAmount, Column atTheirPrice) {
        return ratio(ownAmount, atTheirPrice).multiply(100);
    }

    /** DEARER, PARITY or CHEAPER: we are, than the competitor; null without an index. */
    static Column position(Column index, double parityBand) {
        Column band = lit(100 * parityBand);
        return when(index.gt(lit(100).plus(band)), "DEARER")
                .when(index.lt(lit(100).minus(band)), "CHEAPER")
                .when(index.isNotNull(), "PARITY");
    }
}
