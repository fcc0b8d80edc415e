package almanac.sample;

import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.util.ArrayList;
import java.util.List;

/** The 40 stores in eight regions of three countries that share a currency. The stores are invented, the cities are not. */
final class Network {

    /** The regions in the order of the stores. */
    static final List<String> REGIONS = Resource.records("stores.csv").stream()
            .map(row -> row.getField("region"))
            .distinct()
            .toList();

    /** Every store, by its index. */
    static final List<Store> STORES = read();

    /** What the sizes add up to. */
    static final double SIZE = STORES.stream().mapToDouble(Store::size).sum();

    private Network() {}

    /** What the sizes of a region's stores add up to. */
    static double sizeOf(String region) {
        return STORES.stream()
                .filter(store -> store.region().equals(region))
                .mapToDouble(Store::size)
                .sum();
    }

    /** The country that a region lies in. */
    static String countryOf(String region) {
        return STORES.stream()
                .filter(store -> store.region().equals(region))
                .findFirst()
                .orElseThrow()
                .country();
    }

    private static List<Store> read() {
        List<Store> stores = new ArrayList<>();
        for (NamedCsvRecord row : Resource.records("stores.csv")) {
            stores.add(new Store(
                    stores.size(),
                    row.getField("store_id"),
                    row.getField("store_name"),
                    row.getField("city"),
                    row.getField("region"),
                    REGIONS.indexOf(row.getField("region")),
                    row.getField("country"),
                    row.getField("latitude"),
                    row.getField("longitude"),
                    row.getField("channel_id"),
                    Double.parseDouble(row.getField("size"))));
        }
        return List.copyOf(stores);
    }
}
