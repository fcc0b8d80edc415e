package almanac.sample;

import almanac.sample.Delivery.Count;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What deliveries of sales hold, counted while they were written: the truth of one day, or of any days together.
 *
 * @param deliveries by date
 * @param sales accepted lines after all of these deliveries: each order line once, as its last delivery states it
 */
public record SalesTruth(List<Delivery> deliveries, Map<Cell, Totals> sales) implements Serializable {

    /** Keeps its own copies. */
    public SalesTruth {
        deliveries = deliveries.stream()
                .sorted(Comparator.comparing(Delivery::date))
                .collect(Collectors.toCollection(ArrayList::new));
        sales = Collections.unmodifiableMap(new HashMap<>(sales));
    }

    /** The truth of all the days together. */
    public static SalesTruth sum(List<SalesTruth> parts) {
        Map<Cell, Totals> sales = new HashMap<>();
        parts.forEach(part -> part.sales().forEach((cell, totals) -> sales.merge(cell, totals, Totals::add)));
        return new SalesTruth(
                parts.stream().flatMap(part -> part.deliveries().stream()).toList(), sales);
    }

    /** Everything accepted. */
    public Totals total() {
        return sales.values().stream().reduce(Totals.ZERO, Totals::add);
    }

    /** Accepted lines by a property of their cell. */
    public <K extends Comparable<K>> SortedMap<K, Totals> by(Function<Cell, K> property) {
        SortedMap<K, Totals> groups = new TreeMap<>();
        sales.forEach((cell, totals) -> groups.merge(property.apply(cell), totals, Totals::add));
        return groups;
    }

    /** A count over all deliveries. */
    public long count(Count count) {
        return deliveries.stream()
                .mapToLong(delivery -> delivery.counts().getOrDefault(count, 0L))
                .sum();
    }

    /** Spoiled rows of a rule over all deliveries. */
    public long dirty(Dirt rule) {
        return deliveries.stream()
                .mapToLong(delivery -> delivery.dirty().getOrDefault(rule, 0L))
                .sum();
    }
}
