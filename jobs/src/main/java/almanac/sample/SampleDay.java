package almanac.sample;

import almanac.sample.Delivery.Count;
import almanac.sample.Draws.Subject;
import almanac.sample.Fate.Kind;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Writes one day's delivery of sales: the day's own lines, what earlier days still owed, and some dirt.
 *
 * <p>What is late, restated or repeated belongs to an earlier business date; its lines are made again from that date
 * and store, so that no day needs another day's file.
 */
final class SampleDay {

    /** Spoiled rows per good line, about. */
    private static final double DIRT_RATE = 0.001;

    private static final List<Dirt> RULES = List.of(Dirt.values());

    private final SampleParameters parameters;
    private final LocalDate day;
    private final Map<LocalDate, Demand> demands = new HashMap<>();
    private final Map<Count, Long> counts = new EnumMap<>(Count.class);
    private final Map<Dirt, Long> dirty = new EnumMap<>(Dirt.class);
    private final Map<Cell, Totals> sales = new HashMap<>();

    private SampleDay(SampleParameters parameters, LocalDate day) {
        this.parameters = parameters;
        this.day = day;
    }

    /**
     * Writes the delivery of a day and returns what it holds.
     *
     * @throws almanac.error.Failure of storage if the file cannot be written
     */
    static SalesTruth write(SampleParameters parameters, LocalDate day, SampleFolder folder) {
        SampleDay delivery = new SampleDay(parameters, day);
        folder.write(SalesFile.name(day), bytes -> {
            SalesFile file = SalesFile.begin(bytes, day);
            delivery.writeTo(file);
            file.finish();
        });
        return delivery.truth();
    }

    private void writeTo(SalesFile file) {
        SplittableRandom dirt = Draws.at(parameters.seed(), Subject.DIRT, day.toEpochDay(), 0, 0);
        int spoiled = (int) Math.floor(Demand.plainDay(parameters.scale()) * DIRT_RATE + dirt.nextDouble());
        for (Store store : Network.STORES) {
            if (Fate.of(store, day, parameters.seed()).kind() != Kind.LATE) {
                till(day, store).lines(day).forEach(line -> accept(line, file));
            }
            // Dirt lies among the good rows, each day behind another store.
            int place = Math.floorMod(store.index() + day.toEpochDay(), Network.STORES.size());
            int until = spoiled * (place + 1) / Network.STORES.size();
            for (int number = spoiled * place / Network.STORES.size(); number < until; number++) {
                soil(number, store, dirt, file);
            }
        }
        for (int lag = 1; lag <= Fate.LONGEST_LAG && !day.minusDays(lag).isBefore(parameters.first()); lag++) {
            for (Store store : Network.STORES) {
                Fate fate = Fate.of(store, day.minusDays(lag), parameters.seed());
                if (fate.lag() == lag) {
                    deliverOwed(fate, day.minusDays(lag), store, file);
                }
            }
        }
    }

    private void deliverOwed(Fate fate, LocalDate date, Store store, SalesFile file) {
        StoreDay till = till(date, store);
        switch (fate.kind()) {
            case LATE ->
                till.lines(day).forEach(line -> {
                    accept(line, file);
                    count(Count.LATE_LINES);
                });
            case RESTATED -> till.restated(till.lines(date), day).forEach(line -> restate(line, file));
            case REPEATED ->
                till.repeated(till.lines(date)).forEach(line -> {
                    write(line, file);
                    count(Count.REPEATED_LINES);
                });
            case ON_TIME -> throw new IllegalStateException("nothing is owed of what came on time");
        }
    }

    private void accept(SalesLine line, SalesFile file) {
        write(line, file);
        sales.merge(line.cell(), line.totals(), Totals::add);
        countIf(line.isReturn(), Count.RETURN_LINES);
        countIf(!line.knownProduct(), Count.UNKNOWN_PRODUCT_LINES);
        countIf(!line.order().knownStore(), Count.UNKNOWN_STORE_LINES);
        countIf(line.order().customerId() == null, Count.NO_CUSTOMER_LINES);
    }

    private void restate(SalesLine line, SalesFile file) {
        write(line, file);
        Totals onePieceMore = new Totals(0, line.offer().net(), 1);
        sales.merge(line.cell(), onePieceMore, Totals::add);
        count(Count.RESTATED_LINES);
    }

    private void soil(int number, Store store, SplittableRandom random, SalesFile file) {
        List<Product> products = Assortment.PRODUCTS.stream()
                .filter(product -> product.onSale(day))
                .toList();
        Product product = products.get(random.nextInt(products.size()));
        SalesOrder order = new SalesOrder(
                "D" + day.toString().replace("-", "") + "-" + (10_000 + number),
                day,
                store,
                true,
                store.channel(),
                null,
                null);
        Dirt rule = RULES.get(random.nextInt(RULES.size()));
        file.writeDirty(
                new SalesLine(order, 1, product, true, demand(day).offer(product, store), 1, day), rule, random);
        dirty.merge(rule, 1L, Long::sum);
        count(Count.RECORDS);
    }

    private void write(SalesLine line, SalesFile file) {
        file.write(line);
        count(Count.RECORDS);
    }

    private StoreDay till(LocalDate date, Store store) {
        return new StoreDay(parameters, demand(date), date, store);
    }

    private Demand demand(LocalDate date) {
        return demands.computeIfAbsent(date, any -> Demand.on(any, parameters));
    }

    private void countIf(boolean holds, Count count) {
        if (holds) {
            count(count);
        }
    }

    private void count(Count count) {
        counts.merge(count, 1L, Long::sum);
    }

    private SalesTruth truth() {
        Totals accepted = sales.values().stream().reduce(Totals.ZERO, Totals::add);
        return new SalesTruth(List.of(new Delivery(day, SalesFile.name(day), accepted, counts, dirty)), sales);
    }
}
