package almanac.sample;

import almanac.sample.Draws.Subject;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What the others sell in a subcategory and region on a day.
 *
 * <p>On the first day of the model, at reference prices, we have {@link Category#ownShare()} of the market. From there
 * the others grow at the category's market growth, with the market's season, week and events, and our own price changes,
 * promotions and launches leave them as they are. What a competitor takes from us by the planted share shift is added to
 * its own sales.
 */
final class Competition {

    /** The remainder that a market panel does not name. */
    static final String OTHER = "OTHER";

    static final List<Competitor> COMPETITORS = List.of(
            new Competitor("CASTRELLE", 0.92),
            new Competitor("DUNMARROW", 1.08),
            new Competitor("VARNHOLM", 1.00),
            new Competitor("LIGHTOAK", 0.85));

    /** How those whom the panel names divide what is not ours, the leader first; the next category has the next leader. */
    private static final double[] PARTS = {0.40, 0.28, 0.17, 0.10};

    private static final double PART_OF_OTHER = 0.05;
    private static final double PIECES_OF_A_LINE = 2.5;
    private static final double NOISE = 0.15;
    private static final long HALF_YEAR = 182;
    private static final double INFLATION_OF_HALF_YEAR = 0.01;

    /** A competitor and its prices relative to our reference prices. */
    record Competitor(String id, double priceIndex) {}

    /** What a supplier sells: cents and pieces. */
    record Sold(String supplierId, long amount, long units) {}

    private final SampleParameters parameters;

    Competition(SampleParameters parameters) {
        this.parameters = parameters;
    }

    /** The part of the market that a competitor has on the first day of the model. */
    static double share(Category category, int competitor) {
        int place = Math.floorMod(competitor - category.index(), PARTS.length);
        return (1 - category.ownShare()) * PARTS[place];
    }

    /** The part of the market that those have whom the panel does not name. */
    static double shareOfOther(Category category) {
        return (1 - category.ownShare()) * PART_OF_OTHER;
    }

    /** What a competitor asks on a day for what stands beside a product of ours: it follows the same inflation. */
    static long price(Competitor competitor, Product product, LocalDate day) {
        long halfYears = Math.floorDiv(day.toEpochDay() - SampleParameters.EARLIEST.toEpochDay(), HALF_YEAR);
        return Math.round(
                product.referencePrice() * competitor.priceIndex() * (1 + INFLATION_OF_HALF_YEAR * halfYears));
    }

    /** The sales of every competitor and of the remainder. */
    List<Sold> sold(Category category, String subcategory, String region, LocalDate day) {
        int place = category.subcategories().indexOf(subcategory);
        SplittableRandom noise = Draws.at(
                parameters.seed(),
                Subject.COMPETITION,
                day.toEpochDay(),
                category.index() * 16L + place,
                Network.REGIONS.indexOf(region));
        double ours = ourPlainAmount(category, subcategory, region, day);
        double market = ours / category.ownShare() * Demand.growth(category.marketGrowth(), day);
        double lost = ours * Demand.growth(category.growth(), day) * (1 - Planted.SHARE_SHIFT.keptOf(category, day));
        double price = meanReferencePrice(subcategory);
        ArrayList<Sold> sold = new ArrayList<>();
        for (int index = 0; index < COMPETITORS.size(); index++) {
            Competitor competitor = COMPETITORS.get(index);
            double won = competitor.id().equals(Planted.SHARE_SHIFT.competitor()) ? lost : 0;
            sold.add(sold(competitor, market * share(category, index) + won, price, noise));
        }
        sold.add(sold(new Competitor(OTHER, 1), market * shareOfOther(category), price, noise));
        return List.copyOf(sold);
    }

    private static Sold sold(Competitor supplier, double expected, double price, SplittableRandom noise) {
        double amount = expected * (1 + NOISE * (2 * noise.nextDouble() - 1));
        return new Sold(supplier.id(), Math.round(amount), Math.round(amount / (price * supplier.priceIndex())));
    }

    /** What we would sell at reference prices, without growth, with what we had on sale at the start. */
    private double ourPlainAmount(Category category, String subcategory, String region, LocalDate day) {
        double amountOfALine = firstProducts(subcategory).stream()
                .mapToDouble(product -> product.popularity() * product.referencePrice() * PIECES_OF_A_LINE)
                .sum();
        return Demand.plainDay(parameters.scale())
                * amountOfALine
                / Assortment.POPULARITY
                * Network.sizeOf(region)
                / Network.SIZE
                * Demand.season(category, day)
                * Planted.weekday(day.getDayOfWeek())
                * Planted.marketEvents(day);
    }

    private static double meanReferencePrice(String subcategory) {
        return firstProducts(subcategory).stream()
                .mapToLong(Product::referencePrice)
                .average()
                .orElseThrow();
    }

    private static List<Product> firstProducts(String subcategory) {
        return Assortment.PRODUCTS.stream()
                .filter(product ->
                        product.subcategory().equals(subcategory) && product.onSale(SampleParameters.EARLIEST))
                .toList();
    }
}
