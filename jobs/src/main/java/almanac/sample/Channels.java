package almanac.sample;

import java.util.List;

/** The four ways to the buyer. */
final class Channels {

    static final String ONLINE = "ONLINE";
    static final String WHOLESALE = "WHOLESALE";

    static final List<Channel> ALL = List.of(
            new Channel("SUPERMARKET", "Supermarkets", "RETAIL", false),
            new Channel("CONVENIENCE", "Convenience stores", "RETAIL", false),
            new Channel(WHOLESALE, "Cash and carry", "WHOLESALE", false),
            new Channel(ONLINE, "Web shop, picked up in a store", "DIRECT", true));

    record Channel(String id, String name, String type, boolean online) {}

    private Channels() {}

    /** The part of orders that come online: 10 % on the first day of the model and three points more each year, up to 60 %. */
    static double onlineRate(double years) {
        return Math.min(0.10 + 0.03 * years, 0.60);
    }
}
