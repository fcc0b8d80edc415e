package almanac.forecast;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.types.DataTypes.DoubleType;

import almanac.forecast.engine.Driver;
import almanac.forecast.engine.Driver.Ahead;
import almanac.staging.InputTable;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What moves the sales of segments besides events: prices, promotions and the market. Which of them there are depends on what the
 * sales and the inputs tell; every segment has the same.
 *
 * <p>They are tried in sets, each with all events: events alone; promotions; prices and promotions; list prices, discounts and
 * promotions; and the market, prices and promotions. After an origin prices stay what they were, promotions are those that are
 * planned, or else as usual, and the market is as it was a year before.
 */
final class SegmentDrivers implements Serializable {

    private static final long serialVersionUID = 1L;

    /** Logarithm of the price index, outside promotions. */
    static final String PRICE = "price";

    /** Logarithm of the index of list prices. */
    static final String LIST_PRICE = "list price";

    /** Logarithm of list prices over prices, outside promotions. */
    static final String DISCOUNT = "discount";

    /** Share of the segment's usual sales under promotion. */
    static final String PROMOTION = "promotion";

    /** The same share times the logarithm of what promotions cut prices by. */
    static final String PROMOTION_DEPTH = "promotion depth";

    /** Logarithm of what others sold in the segment, less its mean over the year. */
    static final String MARKET = "market";

    private static final String EVENTS = "events";
    private static final String PROMOTIONS = "promotions";
    private static final String PRICES = "prices";
    private static final String LIST_PRICES = "list prices";

    private final boolean hasEvents;
    private final Told told;

    /**
     * What there is to learn from.
     *
     * @param prices whether there are prices
     * @param discounts whether list prices differ from them
     * @param promotions whether lines say that they were sold under a promotion
     * @param market whether there is a market
     * @param planned how many periods of the timeline end before the last planned promotion does; 0 where none is planned
     */
    record Told(boolean prices, boolean discounts, boolean promotions, boolean market, int planned)
            implements Serializable {}

    SegmentDrivers(EventCalendar events, Told told) {
        this.hasEvents = events.hasDrivers();
        this.told = told;
    }

    /** Events alone. */
    static SegmentDrivers onlyEvents(EventCalendar events) {
        return new SegmentDrivers(events, new Told(false, false, false, false, 0));
    }

    /**
     * Those that sales and inputs tell of. Runs Spark jobs.
     *
     * @param cube rows of {@code market.daily_sales}
     * @param promotions rows of {@code staging.promotions}; empty where there are none
     */
    static SegmentDrivers of(
            Dataset<Row> cube,
            EventCalendar events,
            boolean hasMarket,
            Optional<Dataset<Row>> promotions,
            SegmentTimeline timeline) {
        Column isRegular = coalesce(col("promoted_amount"), lit(0)).equalTo(0);
        Row cubeTells = cube.agg(
                        coalesce(max(col("sales_units").gt(0)), lit(false)),
                        coalesce(max(isRegular.and(col("list_amount").notEqual(col("net_amount")))), lit(false)),
                        coalesce(max(col("promoted_amount").notEqual(0)), lit(false)))
                .first();
        int planned = promotions
                .map(rows -> rows.filter(col(InputTable.IS_CURRENT))
                        .agg(max("end_date"))
                        .first())
                .filter(last -> !last.isNullAt(0))
                .map(last -> timeline.periodsUntil(last.getLocalDate(0)))
                .orElse(0);
        return new SegmentDrivers(
                events,
                new Told(
                        cubeTells.getBoolean(0), cubeTells.getBoolean(1), cubeTells.getBoolean(2), hasMarket, planned));
    }

    /**
     * The rows that {@link #read} reads, by {@code segment_id} and {@code position}.
     *
     * @param cube rows of {@code market.daily_sales}
     * @param segmentLeaves rows of {@code market.segment_leaves}
     * @param promotions rows of {@code staging.promotions}; empty where there are none
     */
    static Dataset<Row> rows(
            Dataset<Row> cube,
            Dataset<Row> segmentLeaves,
            Optional<Dataset<Row>> promotions,
            SegmentTimeline timeline) {
        Dataset<Row> cells = SegmentPrices.cells(cube, broadcast(timeline.dates(cube.sparkSession())));
        Dataset<Row> prices =
                SegmentPrices.of(cells, segmentLeaves, timeline.frequency().year());
        return promotions
                .map(rows -> prices.join(
                        PlannedPromotions.of(rows, cells, segmentLeaves, timeline),
                        new String[] {"segment_id", "position"},
                        "full"))
                .orElseGet(() -> prices.withColumn("planned_share", lit(null).cast(DoubleType))
                        .withColumn("planned_depth", lit(null).cast(DoubleType)));
    }

    /**
     * The drivers of a series, those of events among them.
     *
     * @param entries of {@link #rows}, by position
     * @param others what others sold in the market, by position, NaN where not known; empty without a market
     * @param first the position of the first value of the series
     */
    List<Driver> read(List<Row> entries, double[] others, int first, EventCalendar events, SegmentTimeline timeline) {
        List<Driver> drivers = new ArrayList<>(events.drivers(first, trials()));
        int known = timeline.known();
        if (told.planned() > 0) {
            List<String> trials = trials(PROMOTIONS, PRICES, LIST_PRICES, MARKET);
            drivers.add(new Driver(PROMOTION, Ahead.PLANNED, trials, from(first, planned(entries, "planned_share"))));
            drivers.add(
                    new Driver(PROMOTION_DEPTH, Ahead.PLANNED, trials, from(first, planned(entries, "planned_depth"))));
        } else if (told.promotions()) {
            List<String> trials = trials(PROMOTIONS, PRICES, LIST_PRICES, MARKET);
            drivers.add(new Driver(PROMOTION, Ahead.UNKNOWN, trials, from(first, dense(entries, "promotion", known))));
        }
        double[] price = carriedOn(dense(entries, "price", known));
        if (told.prices()) {
            drivers.add(new Driver(PRICE, Ahead.LAST, trials(PRICES, MARKET), from(first, price)));
        }
        if (told.discounts()) {
            double[] list = carriedOn(dense(entries, "list_price", known));
            double[] discount = new double[known];
            Arrays.setAll(discount, t -> list[t] - price[t]);
            drivers.add(new Driver(LIST_PRICE, Ahead.LAST, trials(LIST_PRICES), from(first, list)));
            drivers.add(new Driver(DISCOUNT, Ahead.LAST, trials(LIST_PRICES), from(first, discount)));
        }
        if (told.market()) {
            double[] market = aboutTheYear(others, known, timeline.frequency().year());
            drivers.add(new Driver(MARKET, Ahead.SEASONAL, trials(MARKET), from(first, market)));
        }
        return drivers;
    }

    /** Of some sets those that there are, in the order in which they are preferred; all where none is named. */
    private List<String> trials(String... some) {
        List<String> trials = new ArrayList<>();
        if (hasEvents) {
            trials.add(EVENTS);
        }
        if (told.planned() > 0 || told.promotions()) {
            trials.add(PROMOTIONS);
        }
        if (told.prices()) {
            trials.add(PRICES);
        }
        if (told.discounts()) {
            trials.add(LIST_PRICES);
        }
        if (told.market()) {
            trials.add(MARKET);
        }
        if (some.length > 0) {
            trials.retainAll(List.of(some));
        }
        return trials;
    }

    /** What is planned: nothing, where there is no row, up to the last planned promotion; after it nobody knows. */
    private double[] planned(List<Row> entries, String column) {
        double[] planned = new double[told.planned()];
        for (Row entry : entries) {
            int position = entry.getAs("position");
            if (position < planned.length) {
                int field = entry.fieldIndex(column);
                boolean isUnplanned = entry.isNullAt(entry.fieldIndex("planned_share"));
                planned[position] = isUnplanned ? 0 : entry.getDouble(field);
            }
        }
        return planned;
    }

    private static double[] dense(List<Row> entries, String column, int length) {
        double[] values = new double[length];
        Arrays.fill(values, Double.NaN);
        for (Row entry : entries) {
            int position = entry.getAs("position");
            int field = entry.fieldIndex(column);
            if (position < length && !entry.isNullAt(field)) {
                values[position] = entry.getDouble(field);
            }
        }
        return values;
    }

    /** With the last value that is known where none is. */
    private static double[] carriedOn(double[] values) {
        double[] carried = values.clone();
        for (int t = 1; t < carried.length; t++) {
            carried[t] = Double.isNaN(carried[t]) ? carried[t - 1] : carried[t];
        }
        return carried;
    }

    /** The logarithm of each value less the mean of those of the year that ends with it. */
    private static double[] aboutTheYear(double[] others, int length, int year) {
        double[] about = new double[length];
        Arrays.fill(about, Double.NaN);
        for (int t = 0; t < others.length; t++) {
            double sum = 0;
            int count = 0;
            for (int before = Math.max(0, t - year + 1); before <= t; before++) {
                if (others[before] > 0) {
                    sum += Math.log(others[before]);
                    count++;
                }
            }
            about[t] = others[t] > 0 ? Math.log(others[t]) - sum / count : Double.NaN;
        }
        return about;
    }

    private static double[] from(int first, double[] values) {
        return Arrays.copyOfRange(values, Math.min(first, values.length), values.length);
    }
}
