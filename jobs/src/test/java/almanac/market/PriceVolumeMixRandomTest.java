package almanac.market;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import almanac.Frames;
import almanac.segment.CurrencySales;
import almanac.segment.DailySales;
import almanac.segment.Periods;
import almanac.segment.SegmentLeaves;
import almanac.segment.SegmentPath;
import almanac.staging.ExchangeRates;
import almanac.table.Check;
import almanac.table.TableSpec;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Bridges of 10,000 random markets, each a base day and the day after it as a period: returns, free goods, units that are
 * not known, products that are new, lost or away, and sales in other currencies, one of which has no rate. Against the formulas of single items, in plain Java.
 */
class PriceVolumeMixRandomTest {

    private static final int MARKETS = 10_000;
    private static final LocalDate FIRST = LocalDate.parse("1950-01-01");
    private static final String[] LEAVES = {"north", "south"};

    /** Rates as {@link ExchangeRates#daily} gives them. */
    private static final TableSpec RATES = TableSpec.named("test", "daily_rates")
            .oneRowPer(ExchangeRates.CURRENCY, ExchangeRates.DATE)
            .column(ExchangeRates.CURRENCY, DataTypes.StringType, "")
            .column(ExchangeRates.DATE, DataTypes.DateType, "")
            .column(ExchangeRates.EXCHANGE_RATE, ExchangeRates.RATE, "")
            .build();

    private static final Map<String, Double> EXPECTED = new HashMap<>();
    private static final Map<String, LocalDate> FIRST_SOLD = new HashMap<>();
    private static final Map<String, LocalDate> LAST_SOLD = new HashMap<>();

    private static Dataset<Row> bridges;

    /** @param amount at constant currency */
    private record Side(double actual, double amount, double units, boolean isPriced, boolean isAbsent) {}

    /** What was sold in other currencies, and the rates of base days, as a test goes through the markets. */
    private record Foreign(List<Object[]> sales, List<Object[]> rates, Map<String, Double> rateOf) {}

    @BeforeAll
    static void markets() {
        Random random = new Random(42);
        List<Object[]> cube = new ArrayList<>();
        List<Object[]> periods = new ArrayList<>();
        List<Map<String, Side[]>> markets = new ArrayList<>();
        Foreign foreign = new Foreign(new ArrayList<>(), new ArrayList<>(), new HashMap<>());
        for (int market = 0; market < MARKETS; market++) {
            LocalDate base = FIRST.plusDays(2L * market);
            LocalDate day = base.plusDays(1);
            periods.add(Frames.row("week", day, day, true, "PP", day, base, base, 1, 1));
            for (String currency : List.of("CHF", "JPY")) {
                BigDecimal rate = BigDecimal.valueOf(100 + random.nextInt(20_000), 4);
                foreign.rates().add(Frames.row(currency, base, rate));
                // Another one in the period, which must not count.
                foreign.rates().add(Frames.row(currency, day, BigDecimal.TEN));
                foreign.rateOf().put(currency, rate.doubleValue());
            }
            Map<String, Side[]> items = new HashMap<>();
            for (String leaf : LEAVES) {
                // Two products that every market has, and two that no other one has.
                for (String product : List.of("beer", "wine", market + "a", market + "b")) {
                    Side[] sides = {
                        side(random, cube, base, leaf, product),
                        exchanged(random, foreign, side(random, cube, day, leaf, product), day, leaf, product)
                    };
                    exchanged(random, foreign, sides[0], base, leaf, product);
                    items.put(leaf + " " + product, sides);
                }
            }
            markets.add(items);
        }
        expect(markets);

        Dataset<Row> sales = Frames.of(
                DailySales.SPEC,
                "order_date, leaf_segment, product_id, currency_code, net_amount, sales_units, return_amount, line_count",
                cube.toArray(Object[][]::new));
        Dataset<Row> dates = Frames.of(
                Periods.SPEC,
                "period_type, period_start, period_end, is_complete, comparison, through_date, base_start, base_through,"
                        + " selling_days, base_selling_days",
                periods.toArray(Object[][]::new));
        Dataset<Row> leaves = Frames.of(
                        SegmentLeaves.SPEC,
                        "segmentation, segment_level, segment, leaf_segment, depth",
                        Frames.row("place", "ALL", "ALL", "north", 0),
                        Frames.row("place", "ALL", "ALL", "south", 0),
                        Frames.row("place", "place", "north", "north", 1),
                        Frames.row("place", "place", "south", "south", 1))
                .withColumn("segment_id", SegmentPath.id(col("segmentation"), col("segment")));
        LocalDate asOf = FIRST.plusDays(2L * MARKETS);
        Dataset<Row> segmentSales = Frames.of(
                SegmentSales.SPEC,
                "segmentation, segment_level, segment, period_type, period_start, period_end, is_complete, comparison,"
                        + " currency_code, net_amount, base_net_amount",
                segmentSales(markets).toArray(Object[][]::new));
        Dataset<Row> currencySales = Frames.of(
                CurrencySales.SPEC,
                "order_date, leaf_segment, product_id, delivered_currency_code, delivered_net_amount, net_amount",
                foreign.sales().toArray(Object[][]::new));
        Dataset<Row> dailyRates = Frames.of(
                RATES,
                "rated_currency_code, rated_date, exchange_rate",
                foreign.rates().toArray(Object[][]::new));
        bridges = PriceVolumeMix.bridges(sales, leaves, dates, segmentSales, currencySales, dailyRates, asOf)
                .cache();
    }

    @Test
    void everyBridgeClosesOnTheSalesOfItsSegment() {
        assertThat(bridges.filter("segment = 'ALL'").count()).isEqualTo(MARKETS);
        for (Check check : PriceVolumeMix.SPEC.checks()) {
            assertThat(bridges.filter("NOT coalesce(" + check.condition() + ", false)")
                            .count())
                    .as(check.name())
                    .isZero();
        }
    }

    @Test
    void effectsAreTheSumsOfThoseOfTheItems() {
        List<Row> rows = bridges.collectAsList();

        assertThat(rows).hasSize(3 * MARKETS);
        for (Row row : rows) {
            String place = row.<LocalDate>getAs("period_start") + " " + row.<String>getAs("segment") + " ";
            for (String effect :
                    List.of("fx", "foreign", "unrated", "price", "volume", "mix", "new", "lost", "other", "centred")) {
                assertThat(amount(row, effect))
                        .as(place + effect)
                        .isCloseTo(EXPECTED.getOrDefault(place + effect, 0.0), within(0.005));
            }
        }
    }

    @Test
    void centredMixOfTheTotalIsItsMix() {
        assertThat(bridges.filter("segment = 'ALL' AND abs(centred_mix_effect_amount - mix_effect_amount) > 0.001")
                        .count())
                .isZero();
    }

    @Test
    void segmentsAddUpToTheTotal() {
        Dataset<Row> parts = bridges.groupBy("period_start")
                .agg(
                        expr("sum(if(segment = 'ALL', -1, 1) * price_effect_amount)")
                                .as("price"),
                        expr("sum(if(segment = 'ALL', -1, 1) * volume_effect_amount)")
                                .as("volume"),
                        expr("sum(if(segment = 'ALL', -1, 1) * mix_effect_amount)")
                                .as("mix"),
                        expr("sum(if(segment = 'ALL', -1, 1) * fx_effect_amount)")
                                .as("fx"),
                        expr("sum(if(segment = 'ALL', -1, 1) * (new_amount + lost_amount + other_amount))")
                                .as("rest"));

        assertThat(parts.filter("fx <> 0 OR price <> 0 OR abs(volume) > 0.0002 OR abs(mix) > 0.0002 OR rest <> 0")
                        .count())
                .isZero();
    }

    private static Side side(Random random, List<Object[]> cube, LocalDate date, String leaf, String product) {
        double kind = random.nextDouble();
        if (kind < 0.3) {
            return new Side(0, 0, 0, false, true);
        }
        double units = 1 + random.nextInt(50);
        double amount = (1 + random.nextInt(100_000)) / 100.0;
        boolean isOdd = kind > 0.85;
        boolean knowsUnits = kind < 0.97;
        if (isOdd && kind < 0.9) {
            units = -units;
            amount = -amount;
        } else if (isOdd && kind < 0.94) {
            amount = 0;
        } else if (isOdd && knowsUnits) {
            amount = -amount;
        }
        cube.add(Frames.row(
                date,
                leaf,
                product,
                "EUR",
                BigDecimal.valueOf(amount),
                knowsUnits ? BigDecimal.valueOf(units) : null,
                BigDecimal.ZERO,
                1L));
        if (units > 0 && knowsUnits) {
            FIRST_SOLD.merge(product, date, (one, other) -> one.isBefore(other) ? one : other);
            LAST_SOLD.merge(product, date, (one, other) -> one.isAfter(other) ? one : other);
        }
        return new Side(amount, amount, units, !isOdd, false);
    }

    /** Has a third of the sides, or a part of them, sold in another currency: what that was at constant currency. */
    private static Side exchanged(
            Random random, Foreign foreign, Side side, LocalDate date, String leaf, String product) {
        if (side.isAbsent() || random.nextDouble() > 0.33) {
            return side;
        }
        String currency = List.of("CHF", "JPY", "XXX").get(random.nextInt(3));
        double part = random.nextBoolean() ? side.actual() : Math.round(side.actual() * 30) / 100.0;
        BigDecimal delivered =
                BigDecimal.valueOf(part * (1 + random.nextInt(300)) / 100).setScale(4, RoundingMode.HALF_UP);
        foreign.sales().add(Frames.row(date, leaf, product, currency, delivered, BigDecimal.valueOf(part)));
        double rate = foreign.rateOf().getOrDefault(currency, Double.NaN);
        double effect = Double.isNaN(rate) ? 0 : part - delivered.doubleValue() * rate;
        if (date.toEpochDay() % 2 != FIRST.toEpochDay() % 2) {
            add(date, leaf, "fx", effect);
            add(date, leaf, "foreign", part);
            add(date, leaf, "unrated", Double.isNaN(rate) ? part : 0);
        }
        return new Side(side.actual(), side.actual() - effect, side.units(), side.isPriced(), false);
    }

    /** The sales of each segment on both sides, as {@link SegmentSales} has them. */
    private static List<Object[]> segmentSales(List<Map<String, Side[]>> markets) {
        List<Object[]> rows = new ArrayList<>();
        for (int market = 0; market < MARKETS; market++) {
            LocalDate day = FIRST.plusDays(2L * market + 1);
            for (String segment : List.of("ALL", "north", "south")) {
                String level = segment.equals("ALL") ? "ALL" : "place";
                BigDecimal[] amounts = {BigDecimal.ZERO, BigDecimal.ZERO};
                markets.get(market).forEach((item, sides) -> {
                    if (level.equals("ALL") || item.startsWith(segment)) {
                        amounts[0] = amounts[0].add(BigDecimal.valueOf(sides[0].actual()));
                        amounts[1] = amounts[1].add(BigDecimal.valueOf(sides[1].actual()));
                    }
                });
                rows.add(Frames.row(
                        "place", level, segment, "week", day, day, true, "PP", "EUR", amounts[1], amounts[0]));
            }
        }
        return rows;
    }

    /** The formulas of the class, item by item. */
    private static void expect(List<Map<String, Side[]>> markets) {
        for (int market = 0; market < MARKETS; market++) {
            LocalDate base = FIRST.plusDays(2L * market);
            LocalDate day = base.plusDays(1);
            Map<String, Side[]> comparable = new HashMap<>();
            for (Map.Entry<String, Side[]> item : markets.get(market).entrySet()) {
                String leaf = item.getKey().split(" ")[0];
                String product = item.getKey().split(" ")[1];
                Side before = item.getValue()[0];
                Side now = item.getValue()[1];
                if (before.isAbsent()
                        && now.isPriced()
                        && FIRST_SOLD.get(product).isAfter(base)) {
                    add(day, leaf, "new", now.amount());
                } else if (now.isAbsent()
                        && before.isPriced()
                        && LAST_SOLD.get(product).isBefore(day)) {
                    add(day, leaf, "lost", -before.amount());
                } else if (before.isPriced() && (now.isPriced() || now.isAbsent())
                        || before.isAbsent() && now.isPriced()) {
                    comparable.put(item.getKey(), item.getValue());
                } else {
                    add(day, leaf, "other", now.amount() - before.amount());
                }
            }
            double q0 = comparable.values().stream()
                    .mapToDouble(sides -> sides[0].units())
                    .sum();
            double q1 = comparable.values().stream()
                    .mapToDouble(sides -> sides[1].units())
                    .sum();
            double r0 = comparable.values().stream()
                    .mapToDouble(sides -> sides[0].amount())
                    .sum();
            for (Map.Entry<String, Side[]> item : comparable.entrySet()) {
                String leaf = item.getKey().split(" ")[0];
                Side before = item.getValue()[0];
                Side now = item.getValue()[1];
                double p0 = before.isAbsent() ? now.amount() / now.units() : before.amount() / before.units();
                double p1 = now.isAbsent() ? p0 : now.amount() / now.units();
                double grown = q0 == 0 ? before.units() : before.units() * q1 / q0;
                add(day, leaf, "price", (p1 - p0) * now.units());
                add(day, leaf, "volume", p0 * (grown - before.units()));
                add(day, leaf, "mix", p0 * (now.units() - grown));
                add(day, leaf, "centred", q0 == 0 ? 0 : (p0 - r0 / q0) * (now.units() - grown));
            }
        }
    }

    private static void add(LocalDate day, String leaf, String effect, double amount) {
        EXPECTED.merge(day + " " + leaf + " " + effect, amount, Double::sum);
        EXPECTED.merge(day + " ALL " + effect, amount, Double::sum);
    }

    private static double amount(Row row, String effect) {
        String column = switch (effect) {
            case "new", "lost", "other" -> effect + "_amount";
            case "foreign", "unrated" -> effect + "_net_amount";
            case "centred" -> "centred_mix_effect_amount";
            default -> effect + "_effect_amount";
        };
        BigDecimal amount = row.getAs(column);
        return amount == null ? 0 : amount.doubleValue();
    }
}
