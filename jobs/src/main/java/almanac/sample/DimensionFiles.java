package almanac.sample;

import almanac.sample.Draws.Subject;
import almanac.sample.Prices.Era;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValueFactory;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Writes what the sales refer to: products, stores, channels, customers, events, and the potentials of regions. */
final class DimensionFiles {

    private static final List<String> SEGMENTS = List.of("HOUSEHOLD", "GASTRONOMY", "OFFICE", "RESELLER");
    private static final List<String> INDUSTRIES = List.of("PRIVATE", "HOSPITALITY", "SERVICES", "TRADE");
    private static final List<String> SIZES = List.of("SMALL", "MEDIUM", "LARGE");
    private static final double KEY_ACCOUNT_RATE = 0.02;

    /** What somebody thinks that a key account spends in a year, with all suppliers: whole amounts. */
    private static final List<Integer> ESTIMATES = List.of(1_000, 2_000, 5_000, 10_000);

    private final SampleParameters parameters;
    private final SampleFolder folder;

    private DimensionFiles(SampleParameters parameters, SampleFolder folder) {
        this.parameters = parameters;
        this.folder = folder;
    }

    /**
     * Writes all of them.
     *
     * @throws almanac.error.Failure of storage if a file cannot be written
     */
    static void write(SampleParameters parameters, SampleFolder folder) {
        DimensionFiles files = new DimensionFiles(parameters, folder);
        files.writeProducts();
        files.writeStores();
        files.writeChannels();
        files.writeCustomers();
        files.writeEvents();
        files.writePotentials();
    }

    /** One row per product and list price; a row is in effect from its first to its last day, both included. */
    private void writeProducts() {
        Prices prices = new Prices(parameters.seed());
        folder.writeCsv(
                "products/products.csv",
                "product_id,product_name,brand,category_l1,category_l2,base_uom,launch_date,discontinue_date,is_own,"
                        + "list_price_amount,standard_cost_amount,effective_from,effective_to",
                csv -> {
                    for (Product product : Assortment.PRODUCTS) {
                        for (Era era : prices.eras(product, parameters.first(), parameters.end())) {
                            csv.writeRecord(productRow(product, era));
                        }
                    }
                });
    }

    private String[] productRow(Product product, Era era) {
        LocalDate last = era.last();
        return new String[] {
            product.id(),
            product.name(),
            product.brand(),
            product.category().title(),
            product.subcategory(),
            "PIECE",
            product.launched().toString(),
            orEmpty(product.discontinued()),
            "true",
            SalesFile.money(era.list()),
            SalesFile.money(era.cost()),
            era.start().toString(),
            orEmpty(last.isBefore(parameters.end()) ? last : null)
        };
    }

    private void writeStores() {
        folder.write("stores/stores.json", bytes -> {
            for (Store store : Network.STORES) {
                Map<String, Object> fields = Map.of(
                        "store_id", store.id(),
                        "store_name", store.name(),
                        "city", store.city(),
                        "region", store.region(),
                        "country", store.country(),
                        "latitude", Double.parseDouble(store.latitude()),
                        "longitude", Double.parseDouble(store.longitude()),
                        "channel_id", store.channel());
                String line = ConfigValueFactory.fromMap(fields).render(ConfigRenderOptions.concise()) + "\n";
                bytes.write(line.getBytes(StandardCharsets.UTF_8));
            }
        });
    }

    private void writeChannels() {
        folder.writeCsv(
                "channels/channels.csv",
                "channel_id,channel_name,channel_type,is_online",
                csv -> Channels.ALL.forEach(channel -> csv.writeRecord(
                        channel.id(), channel.name(), channel.type(), Boolean.toString(channel.online()))));
    }

    private void writeCustomers() {
        Customers customers = new Customers(parameters);
        folder.writeCsv(
                "customers/customers.csv",
                "customer_id,customer_segment,industry,size_band,country,region,acquired_date,is_key_account,"
                        + "estimated_spend_amount",
                csv -> {
                    for (Store store : Network.STORES) {
                        for (int number = 0; number < customers.known(parameters.end()); number++) {
                            csv.writeRecord(customerRow(customers, store, number));
                        }
                    }
                });
    }

    private String[] customerRow(Customers customers, Store store, int number) {
        Traits traits = Traits.of(parameters.seed(), store, number);
        return new String[] {
            customers.id(store, number),
            SEGMENTS.get(traits.kind()),
            INDUSTRIES.get(traits.kind()),
            SIZES.get(traits.size()),
            store.country(),
            store.region(),
            customers.won(store, number).toString(),
            Boolean.toString(traits.isKeyAccount()),
            traits.isKeyAccount() ? SalesFile.money(100L * ESTIMATES.get(traits.estimate())) : ""
        };
    }

    /** The first key account of the file; none in a lake of few customers. */
    static Optional<String> firstKeyAccount(SampleParameters parameters) {
        Customers customers = new Customers(parameters);
        for (Store store : Network.STORES) {
            for (int number = 0; number < customers.known(parameters.end()); number++) {
                if (Traits.of(parameters.seed(), store, number).isKeyAccount()) {
                    return Optional.of(customers.id(store, number));
                }
            }
        }
        return Optional.empty();
    }

    /** What a customer is drawn to be: places in the lists above. */
    private record Traits(int kind, int size, boolean isKeyAccount, int estimate) {

        static Traits of(long seed, Store store, int number) {
            SplittableRandom random = Draws.at(seed, Subject.CUSTOMER, store.index(), number, 1);
            return new Traits(
                    random.nextInt(SEGMENTS.size()),
                    random.nextInt(SIZES.size()),
                    random.nextDouble() < KEY_ACCOUNT_RATE,
                    random.nextInt(ESTIMATES.size()));
        }
    }

    /** The events of the delivered days, and those of a year ahead, which a forecast may know of. */
    private void writeEvents() {
        folder.writeCsv(
                "events/events.csv",
                "event_id,event_name,start_date,end_date,is_disruption",
                csv -> Planted.events(parameters.first(), parameters.end().plusYears(1))
                        .forEach(event -> csv.writeRecord(
                                event.id(),
                                event.name(),
                                event.start().toString(),
                                event.end().toString(),
                                Boolean.toString(!event.wholeMarket()))));
    }

    /** The households of each region, counted anew each January; most regions grow. */
    private void writePotentials() {
        folder.writeCsv("potentials/households.csv", "effective_date,country,region,potential_count", csv -> {
            for (int year = parameters.first().getYear();
                    year <= parameters.end().getYear();
                    year++) {
                for (String region : Network.REGIONS) {
                    csv.writeRecord(
                            year + "-01-01",
                            Network.countryOf(region),
                            region,
                            Long.toString(Households.of(parameters, region, year)));
                }
            }
        });
    }

    private static String orEmpty(@Nullable LocalDate date) {
        return date == null ? "" : date.toString();
    }
}
