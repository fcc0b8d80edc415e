package almanac.sample;

/**
 * A store that sells our products.
 *
 * @param index its place in the network, from 0
 * @param regionIndex the place of its region in {@link Network#REGIONS}
 * @param latitude degrees north, as text
 * @param longitude degrees east, as text
 * @param channel the channel of what is not ordered online
 * @param size how much it sells, relative to the other stores
 */
record Store(
        int index,
        String id,
        String name,
        String city,
        String region,
        int regionIndex,
        String country,
        String latitude,
        String longitude,
        String channel,
        double size) {}
