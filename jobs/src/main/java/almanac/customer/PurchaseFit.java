package almanac.customer;

import almanac.stats.OrderModel;
import almanac.stats.OrderValues;
import almanac.stats.RepeatOrders;
import almanac.stats.ValueModel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** From the groups of customers of one origin to a row of {@link PurchaseModels}: fits both models, or falls back. */
final class PurchaseFit {

    /** Of fewer customers the parameters of a distribution are not learnt. */
    static final int FEWEST_REPEATERS = 50;

    /** Beyond this correlation values are taken to depend on frequency. */
    private static final double MOST_CORRELATION = 0.3;

    private final Map<String, Object> columns = new HashMap<>();

    private PurchaseFit() {}

    /** The models of a row of groups. */
    static Row fitted(Row groups) {
        PurchaseFit fit = new PurchaseFit();
        for (String name : List.of(
                "origin_date", "is_holdout", "history_start", "currency_code", "customer_count", "is_rounded")) {
            fit.columns.put(name, groups.getAs(name));
        }
        fit.orders(groups.<Row>getList(groups.fieldIndex("_orders")).stream()
                .map(group ->
                        new RepeatOrders(group.getInt(0), group.getDouble(1), group.getDouble(2), group.getLong(3)))
                .toList());
        int values = groups.fieldIndex("_values");
        fit.values(
                groups.isNullAt(values)
                        ? List.of()
                        : groups.<Row>getList(values).stream()
                                .map(group -> new OrderValues(group.getInt(0), group.getDouble(1), group.getLong(2)))
                                .toList());
        return RowFactory.create(PurchaseModels.SPEC.computedColumns().stream()
                .map(fit.columns::get)
                .toArray());
    }

    private void orders(List<RepeatOrders> groups) {
        long repeaters = groups.stream()
                .filter(group -> group.repeats() > 0)
                .mapToLong(RepeatOrders::customers)
                .sum();
        long repeats = groups.stream()
                .mapToLong(group -> group.repeats() * group.customers())
                .sum();
        double days = groups.stream()
                .mapToDouble(group -> group.age() * group.customers())
                .sum();
        columns.put("repeater_count", repeaters);
        columns.put("repeat_count", repeats);
        columns.put("order_group_count", groups.size());
        if (repeats == 0 || days == 0) {
            status("order", "NONE", "no customer has ordered on two days");
        } else if (repeaters < FEWEST_REPEATERS) {
            fallBack(repeats / days, "only " + repeaters + " customers have ordered on two days");
        } else {
            OrderModel.Fit fit = OrderModel.fit(groups);
            if (fit.hasConverged()) {
                status(
                        "order",
                        fit.isAtSide(),
                        "a parameter is at the bound of what is tried: nobody seems to leave, or"
                                + " all seem to order at one rate");
                columns.put("order_log_likelihood", fit.logLikelihood());
                put(fit.model());
            } else {
                fallBack(repeats / days, "no maximum of the likelihood was found");
            }
        }
    }

    /** Nobody leaves, and rates are exponential with this mean. */
    private void fallBack(double dailyRate, String reason) {
        status("order", "FALLBACK", reason);
        put(new OrderModel(1, 1 / dailyRate, 0, 1));
    }

    private void put(OrderModel model) {
        columns.put("rate_shape", model.shape());
        columns.put("rate_scale_days", model.scale());
        columns.put("leave_shape", model.leave());
        columns.put("stay_shape", model.stay());
    }

    private void values(List<OrderValues> groups) {
        long customers = groups.stream().mapToLong(OrderValues::customers).sum();
        columns.put("value_customer_count", customers);
        if (customers == 0) {
            status("value", "NONE", "no customer has repeats that are worth more than 0");
            return;
        }
        OptionalDouble correlation = ValueModel.correlation(groups);
        if (correlation.isPresent()) {
            columns.put("frequency_value_correlation", correlation.getAsDouble());
            columns.put("is_value_independent", Math.abs(correlation.getAsDouble()) <= MOST_CORRELATION);
        }
        if (customers < FEWEST_REPEATERS) {
            fallBack(groups, "only " + customers + " customers have repeats that are worth more than 0");
            return;
        }
        ValueModel.Fit fit = ValueModel.fit(groups);
        if (!fit.hasConverged()) {
            fallBack(groups, "no maximum of the likelihood was found");
        } else if (fit.model().expected().isEmpty()) {
            fallBack(groups, "the values of customers differ so much that the model has no mean");
        } else {
            status(
                    "value",
                    fit.isAtSide(),
                    "a parameter is at the bound of what is tried: all seem to be worth the same");
            columns.put("value_log_likelihood", fit.logLikelihood());
            put(fit.model());
        }
    }

    /** The mean of all repeats counts as much as one repeat of a customer. */
    private void fallBack(List<OrderValues> groups, String reason) {
        double amount = 0;
        double repeats = 0;
        for (OrderValues group : groups) {
            amount += group.customers() * group.repeats() * group.mean();
            repeats += group.customers() * (double) group.repeats();
        }
        status("value", "FALLBACK", reason);
        put(new ValueModel(1, 2, amount / repeats));
    }

    private void put(ValueModel model) {
        columns.put("value_shape", model.shape());
        columns.put("value_tail", model.tail());
        columns.put("value_scale_amount", model.scale());
        columns.put("mean_order_amount", model.expected().orElseThrow());
    }

    private void status(String model, boolean isAtSide, String reason) {
        if (isAtSide) {
            status(model, "AT_BOUND", reason);
        } else {
            columns.put(model + "_status", "OK");
        }
    }

    private void status(String model, String status, String reason) {
        columns.put(model + "_status", status);
        columns.put(model + "_status_reason", reason);
    }
}
