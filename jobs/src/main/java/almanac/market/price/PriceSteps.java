package almanac.market.price;

import almanac.segment.DailySales;
import almanac.staging.Types;
import almanac.stats.PriceResponse;
import almanac.stats.PriceResponse.Outcome;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/** The rows of one product in {@link PriceSimulation}. */
final class PriceSteps {

    private static final int FARTHEST = 4;
    private static final double STEP = 0.05;

    private final Row base;
    private final double maxStep;
    private final PriceResponse response;
    private final double price;
    private final double low;
    private final double high;
    private final OptionalDouble cost;

    /** @param base an elasticity with what the product sold */
    PriceSteps(Row base, double maxStep) {
        this.base = base;
        this.maxStep = maxStep;
        this.response = new PriceResponse(base.<Double>getAs("shrunk_elasticity"), base.<Double>getAs("shrunk_error"));
        double units = base.<BigDecimal>getAs("base_units").doubleValue();
        this.price = base.<BigDecimal>getAs("base_net_amount").doubleValue() / units;
        this.low = base.<BigDecimal>getAs("price_low_amount").doubleValue();
        this.high = base.<BigDecimal>getAs("price_high_amount").doubleValue();
        BigDecimal known = base.getAs("cost_amount");
        this.cost = known == null ? OptionalDouble.empty() : OptionalDouble.of(known.doubleValue() / units);
    }

    List<Row> rows() {
        return IntStream.rangeClosed(-FARTHEST, FARTHEST)
                .filter(number -> number != 0)
                .mapToObj(number -> row(Math.rint(number * STEP * 100) / 100))
                .toList();
    }

    private Row row(double step) {
        BigDecimal baseUnits = base.getAs("base_units");
        double amount = base.<BigDecimal>getAs("base_net_amount").doubleValue();
        Outcome units = response.units(step);
        Outcome revenue = response.revenueGrowth(step);
        List<String> guards = guards(step);
        Best best = best();
        return RowFactory.create(
                base.getAs("product_id"),
                step,
                base.getAs("from_date"),
                base.getAs("through_date"),
                base.getAs("currency_code"),
                base.getAs("shrunk_elasticity"),
                base.getAs("shrunk_error"),
                base.getAs("price_low_amount"),
                base.getAs("price_high_amount"),
                money(price),
                money(price * (1 + step)),
                cost.isPresent() ? money(cost.getAsDouble()) : null,
                baseUnits,
                base.getAs("base_net_amount"),
                sum(baseUnits.doubleValue() * (units.value() - 1)),
                sum(baseUnits.doubleValue() * (units.low() - 1)),
                sum(baseUnits.doubleValue() * (units.high() - 1)),
                sum(amount * revenue.value()),
                sum(amount * revenue.low()),
                sum(amount * revenue.high()),
                profit(step, amount, Of.VALUE),
                profit(step, amount, Of.LOW),
                profit(step, amount, Of.HIGH),
                response.chanceOfMore(step, 0),
                cost.isPresent() ? response.chanceOfMore(step, cost.getAsDouble() / price) : null,
                best.price(),
                best.low(),
                best.high(),
                best.guards(),
                guards.toArray(String[]::new),
                guards.isEmpty());
    }

    private List<String> guards(double step) {
        double to = price * (1 + step);
        List<String> guards = new ArrayList<>();
        if (PriceGuards.isOutOfRange(to, low, high)) {
            guards.add("range");
        }
        if (PriceGuards.isTooFar(step, maxStep)) {
            guards.add("max_step");
        }
        if (cost.isPresent() && to < cost.getAsDouble()) {
            guards.add("below_cost");
        }
        return guards;
    }

    private enum Of {
        VALUE,
        LOW,
        HIGH
    }

    private @Nullable BigDecimal profit(double step, double amount, Of of) {
        if (cost.isEmpty()) {
            return null;
        }
        Outcome change = response.profitChange(step, cost.getAsDouble() / price);
        double part = of == Of.VALUE ? change.value() : of == Of.LOW ? change.low() : change.high();
        return sum(amount * part);
    }

    /** The price of most profit, with the bounds that hold it back. */
    private record Best(
            @Nullable BigDecimal price,
            @Nullable BigDecimal low,
            @Nullable BigDecimal high,
            String @Nullable [] guards) {}

    private Best best() {
        OptionalDouble markup = response.bestMarkup();
        if (cost.isEmpty() || cost.getAsDouble() <= 0 || markup.isEmpty()) {
            return new Best(null, null, null, null);
        }
        double unitCost = cost.getAsDouble();
        double free = unitCost * markup.getAsDouble();
        double ofRange = Math.max(Math.min(low, price), Math.min(Math.max(high, price), free));
        double ofStep = Math.max(price * (1 - maxStep), Math.min(price * (1 + maxStep), ofRange));
        List<String> guards = new ArrayList<>();
        if (PriceGuards.isCut(ofRange, free)) {
            guards.add("range");
        }
        if (PriceGuards.isCut(ofStep, ofRange)) {
            guards.add("max_step");
        }
        return new Best(
                money(ofStep),
                markup(response.bestMarkupLow(), unitCost),
                markup(response.bestMarkupHigh(), unitCost),
                guards.toArray(String[]::new));
    }

    private static @Nullable BigDecimal markup(OptionalDouble markup, double unitCost) {
        return markup.isPresent() ? money(unitCost * markup.getAsDouble()) : null;
    }

    private static BigDecimal money(double amount) {
        return BigDecimal.valueOf(amount).setScale(Types.MONEY.scale(), RoundingMode.HALF_UP);
    }

    private static BigDecimal sum(double amount) {
        return BigDecimal.valueOf(amount).setScale(DailySales.SUM.scale(), RoundingMode.HALF_UP);
    }
}
