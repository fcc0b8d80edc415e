package almanac.sample;

import almanac.sample.Draws.Subject;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The till of one store on one day: what was sold there, in orders of one to six lines, and what came back the same day.
 * A function of the parameters, the day and the store alone.
 */
final class StoreDay {

    /** Pieces of a line, each as likely as the others; 2.5 on average. */
    private static final int[] PIECES = {1, 1, 1, 2, 2, 2, 3, 3, 4, 6};

    private static final int[] LINES_OF_AN_ORDER = {1, 2, 2, 3, 3, 4, 5, 6};
    private static final double RETURN_RATE = 0.01;
    private static final double UNKNOWN_PRODUCT_RATE = 0.002;
    private static final double UNKNOWN_STORE_RATE = 0.002;
    private static final double UNKNOWN_CUSTOMER_RATE = 0.08;
    private static final double RESTATED_RATE = 0.25;
    private static final double REPEATED_RATE = 0.3;

    private final SampleParameters parameters;
    private final Customers customers;
    private final LocalDate day;
    private final Store store;
    private final Demand demand;

    StoreDay(SampleParameters parameters, Demand demand, LocalDate day, Store store) {
        this.parameters = parameters;
        this.customers = new Customers(parameters);
        this.day = day;
        this.store = store;
        this.demand = demand;
    }

    private record Sold(Product product, int quantity) {}

    /** Every line of the day as first delivered, on the day given. */
    List<SalesLine> lines(LocalDate delivered) {
        SplittableRandom random = Draws.at(parameters.seed(), Subject.VISITS, day.toEpochDay(), store.index(), 0);
        List<Sold> sold = sold();
        shuffle(sold, random);
        List<SalesLine> lines = new ArrayList<>(sold.size());
        List<SalesLine> returned = new ArrayList<>();
        int orders = 0;
        for (int next = 0; next < sold.size(); ) {
            int end = Math.min(sold.size(), next + LINES_OF_AN_ORDER[random.nextInt(LINES_OF_AN_ORDER.length)]);
            SalesOrder order = order(++orders, random);
            for (int number = 1; next < end; number++, next++) {
                SalesLine line = line(order, number, sold.get(next), delivered, random);
                lines.add(line);
                if (random.nextDouble() < RETURN_RATE) {
                    returned.add(line);
                }
            }
        }
        for (SalesLine line : returned) {
            lines.add(returnOf(line, ++orders));
        }
        return lines;
    }

    /** The lines among those that are corrected later, each as it then stands. */
    List<SalesLine> restated(List<SalesLine> lines, LocalDate delivered) {
        return chosen(lines, RESTATED_RATE).stream()
                .filter(line -> !line.isReturn())
                .map(line -> line.restated(delivered))
                .toList();
    }

    /** The lines among those that are delivered once more as they were. */
    List<SalesLine> repeated(List<SalesLine> lines) {
        return chosen(lines, REPEATED_RATE);
    }

    private List<SalesLine> chosen(List<SalesLine> lines, double rate) {
        SplittableRandom random = Draws.at(parameters.seed(), Subject.FATE, day.toEpochDay(), store.index(), 1);
        return lines.stream().filter(line -> random.nextDouble() < rate).toList();
    }

    private List<Sold> sold() {
        List<Sold> sold = new ArrayList<>();
        for (Product product : Assortment.PRODUCTS) {
            double expected = demand.lines(product, store);
            if (expected > 0) {
                SplittableRandom random =
                        Draws.at(parameters.seed(), Subject.DEMAND, day.toEpochDay(), store.index(), product.index());
                int lines = Draws.negativeBinomial(expected, Planted.DISPERSION, random);
                for (int line = 0; line < lines; line++) {
                    sold.add(new Sold(product, PIECES[random.nextInt(PIECES.length)]));
                }
            }
        }
        return sold;
    }

    private SalesOrder order(int number, SplittableRandom random) {
        double years = (day.toEpochDay() - SampleParameters.EARLIEST.toEpochDay()) / 365.25;
        boolean online = random.nextDouble() < Channels.onlineRate(years);
        boolean knownStore = random.nextDouble() >= UNKNOWN_STORE_RATE;
        boolean knownCustomer = random.nextDouble() >= UNKNOWN_CUSTOMER_RATE;
        String buyer = customers.buyer(store, day, random);
        return order(
                number, knownStore, online ? Channels.ONLINE : store.channel(), knownCustomer ? buyer : null, null);
    }

    private SalesOrder order(
            int number, boolean knownStore, String channel, @Nullable String customer, @Nullable String returnsOf) {
        String date = day.toString().replace("-", "");
        String id = "B" + date + "-" + store.id() + "-" + (10_000 + number);
        return new SalesOrder(id, day, store, knownStore, channel, customer, returnsOf);
    }

    private SalesLine line(SalesOrder order, int number, Sold sold, LocalDate delivered, SplittableRandom random) {
        boolean knownProduct = random.nextDouble() >= UNKNOWN_PRODUCT_RATE;
        return new SalesLine(
                order,
                number,
                sold.product(),
                knownProduct,
                demand.offer(sold.product(), store),
                sold.quantity(),
                delivered);
    }

    private SalesLine returnOf(SalesLine line, int number) {
        SalesOrder bought = line.order();
        SalesOrder order = order(number, bought.knownStore(), bought.channelId(), bought.customerId(), bought.id());
        return new SalesLine(
                order, 1, line.product(), line.knownProduct(), line.offer(), -line.quantity(), line.updated());
    }

    private static void shuffle(List<Sold> sold, SplittableRandom random) {
        for (int last = sold.size() - 1; last > 0; last--) {
            int other = random.nextInt(last + 1);
            sold.set(other, sold.set(last, sold.get(other)));
        }
    }
}
