package almanac.job;

import almanac.config.Settings;
import almanac.forecast.Backtests;
import almanac.forecast.ForecastAccuracy;
import almanac.forecast.SegmentForecasts;
import almanac.market.MarketShare;
import almanac.market.SegmentSales;
import almanac.segment.Calendar;
import almanac.segment.DailySales;
import almanac.segment.MarketSales;
import almanac.segment.Periods;
import almanac.segment.SegmentLeaves;
import almanac.segment.Segments;
import almanac.table.Table;
import java.util.List;

/** The night: its tables, in the order in which they are built. A new table is one more line. */
public final class NightlyPlan {

    private NightlyPlan() {}

    /** Every table that is computed from the input tables. */
    public static List<Table> tables(Settings settings) {
        return List.of(
                new Calendar(settings),
                new Periods(settings),
                new DailySales(settings),
                new MarketSales(settings),
                new SegmentLeaves(settings),
                new Segments(),
                new SegmentSales(),
                new MarketShare(settings),
                new Backtests(settings),
                new SegmentForecasts(),
                new ForecastAccuracy());
    }
}
