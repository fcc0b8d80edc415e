package almanac.sample;

import almanac.sample.Prices.Era;
import almanac.sample.Prices.Offer;
import almanac.sample.Prices.Promotion;
import java.time.LocalDate;
import java.util.Optional;

/**
 * What is expected to be sold on one day: sales lines of each product in each store.
 *
 * <p>lines = scale × popularity × store size × trend × season × weekday × events × (price / reference price)^elasticity
 * × promotion lift × campaign lift × what a competitor left us. A line has 2.5 pieces on average, whatever its price.
 */
final class Demand {

    /** Makes scale 1 about 100,000 lines in the default days. */
    private static final double LINES_OF_A_DAY = 83.7;

    private static final double YEAR = 365.25;

    private final double scale;
    private final Offer[][] offers;
    private final double[][] linesOfRegion;

    private Demand(double scale, Offer[][] offers, double[][] linesOfRegion) {
        this.scale = scale;
        this.offers = offers;
        this.linesOfRegion = linesOfRegion;
    }

    /** The demand of a day. */
    static Demand on(LocalDate day, SampleParameters parameters) {
        Prices prices = new Prices(parameters.seed());
        int products = Assortment.PRODUCTS.size();
        int regions = Network.REGIONS.size();
        Demand demand = new Demand(parameters.scale(), new Offer[products][regions], new double[products][regions]);
        double events = Planted.ownEvents(day);
        for (Product product : Assortment.PRODUCTS) {
            if (product.onSale(day)) {
                Era era = prices.era(product, day);
                Optional<Promotion> promotion = prices.promotion(product, day);
                double anywhere = LINES_OF_A_DAY
                        * product.popularity()
                        / Assortment.POPULARITY
                        * growth(product.category().growth(), day)
                        * season(product.category(), day)
                        * Planted.weekday(day.getDayOfWeek())
                        * events
                        * Planted.SHARE_SHIFT.keptOf(product.category(), day);
                for (int region = 0; region < regions; region++) {
                    Offer offer = prices.offer(era, promotion, Network.REGIONS.get(region), day);
                    demand.offers[product.index()][region] = offer;
                    demand.linesOfRegion[product.index()][region] = anywhere * response(product, offer);
                }
            }
        }
        return demand;
    }

    /** Expected sales lines of a product in a store; 0 while it is not on sale. */
    double lines(Product product, Store store) {
        return scale * linesOfRegion[product.index()][store.regionIndex()] * store.size() / Network.SIZE;
    }

    /** What a product that is on sale costs in a store. */
    Offer offer(Product product, Store store) {
        return offers[product.index()][store.regionIndex()];
    }

    /** Expected lines of everything everywhere on a plain day at the start of the model. */
    static double plainDay(double scale) {
        return scale * LINES_OF_A_DAY;
    }

    /** What compound growth made of 1 by a day. */
    static double growth(double rate, LocalDate day) {
        return StrictMath.pow(1 + rate, sinceEarliest(day) / YEAR);
    }

    /** What the time of year multiplies demand by. */
    static double season(Category category, LocalDate day) {
        double angle = 2 * Math.PI * (sinceEarliest(day) - category.seasonPeak()) / YEAR;
        return StrictMath.exp(category.seasonAmplitude() * StrictMath.cos(angle));
    }

    private static double response(Product product, Offer offer) {
        double price = (double) offer.net() / product.referencePrice();
        return StrictMath.pow(price, product.category().elasticity())
                * (offer.promotionId() == null ? 1 : Planted.PROMOTION_LIFT)
                * (offer.campaignId() == null ? 1 : Planted.CAMPAIGN.lift());
    }

    private static long sinceEarliest(LocalDate day) {
        return day.toEpochDay() - SampleParameters.EARLIEST.toEpochDay();
    }
}
