package almanac.segment;

import static org.apache.spark.sql.functions.get;
import static org.apache.spark.sql.functions.lit;

import almanac.config.Hierarchy;
import almanac.config.MarketKey;
import almanac.config.Settings;
import org.apache.spark.sql.Column;

/** Places as those name them who deliver data of the market, in the column {@value #KEY}. */
public final class MarketPlaces {

    private static final String KEY = "geography_key";

    private MarketPlaces() {}

    /** The place that a leaf lies in; null where no hierarchy says what {@value #KEY} names. */
    public static Column of(Settings settings, Column leafSegment) {
        for (Hierarchy hierarchy : settings.hierarchies()) {
            MarketKey key = hierarchy.market();
            if (key != null && key.keyColumn().equals(KEY)) {
                int depth = MarketSales.levelsDownTo(hierarchy, key).size();
                return SegmentPath.member(get(SegmentPath.parts(leafSegment, hierarchy.name()), lit(depth - 1)));
            }
        }
        return lit(null).cast("string");
    }
}
