package almanac.sample;

/** How many households live in each region: in proportion to the size of its stores, but for what was planted. */
final class Households {

    private static final double PER_SIZE = 15;
    private static final double GROWTH = 0.01;
    private static final int FIRST_YEAR = 2023;

    /** Regions whose stores are large or small for the households around them, one after the other. */
    private static final double[] CROWDED = {1.0, 1.4, 0.8, 1.0, 1.2, 0.7, 1.0, 1.1};

    private Households() {}

    /** The households of a region in a year, in proportion to the scale of the lake as customers are. */
    static long of(SampleParameters parameters, String region, int year) {
        double grown = StrictMath.pow(1 + GROWTH, year - FIRST_YEAR);
        double crowded = CROWDED[Network.REGIONS.indexOf(region) % CROWDED.length];
        return Math.round(Network.sizeOf(region) * PER_SIZE * parameters.scale() * crowded * grown);
    }
}
