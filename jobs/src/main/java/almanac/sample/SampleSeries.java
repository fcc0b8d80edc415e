package almanac.sample;

import almanac.sample.Draws.Subject;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Daily net amounts of single products in single stores, drawn by the demand of the sample lake without writing the lake: for
 * measuring forecasts at any number of segments.
 *
 * @param id product and store
 * @param category of the product
 * @param region of the store
 * @param first the first day on sale within the days asked for
 * @param amounts of each day from the first one on, in the currency's unit; 0 where nothing was sold, as after the last day on
 *     sale
 */
public record SampleSeries(String id, String category, String region, LocalDate first, double[] amounts) {

    /** Pieces of a line, on average. */
    private static final double PIECES = 2.5;

    private static final double CENTS = 100;

    /** How many there are at most. */
    public static int most() {
        return Assortment.PRODUCTS.size() * Network.STORES.size();
    }

    /**
     * Some of them, products and stores evenly; products that were not on sale have none.
     *
     * @param parameters the days, the seed, and the size
     * @param count about how many, 1 to {@link #most()}
     */
    public static List<SampleSeries> draw(SampleParameters parameters, int count) {
        List<LocalDate> days = parameters.dates();
        double[][] amounts = new double[count][days.size()];
        for (double[] ofOne : amounts) {
            Arrays.fill(ofOne, Double.NaN);
        }
        for (int t = 0; t < days.size(); t++) {
            Demand demand = Demand.on(days.get(t), parameters);
            for (int i = 0; i < count; i++) {
                amounts[i][t] = amount(parameters, demand, days.get(t), product(i), store(i));
            }
        }
        List<SampleSeries> series = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int first = 0;
            while (first < days.size() && Double.isNaN(amounts[i][first])) {
                first++;
            }
            if (first < days.size()) {
                series.add(new SampleSeries(
                        product(i).id() + " " + store(i).id(),
                        product(i).category().title(),
                        store(i).region(),
                        days.get(first),
                        Arrays.stream(amounts[i], first, days.size())
                                .map(amount -> Double.isNaN(amount) ? 0 : amount)
                                .toArray()));
            }
        }
        return series;
    }

    /** Products change fastest, and each round of them starts at another store. */
    private static Product product(int place) {
        return Assortment.PRODUCTS.get(place % Assortment.PRODUCTS.size());
    }

    private static Store store(int place) {
        int round = place / Assortment.PRODUCTS.size();
        return Network.STORES.get((place + round) % Network.STORES.size());
    }

    /** What a product sells in a store on a day; NaN where it is not on sale. */
    private static double amount(
            SampleParameters parameters, Demand demand, LocalDate day, Product product, Store store) {
        if (!product.onSale(day)) {
            return Double.NaN;
        }
        SplittableRandom random =
                Draws.at(parameters.seed(), Subject.DEMAND, day.toEpochDay(), store.index(), product.index());
        int lines = Draws.negativeBinomial(demand.lines(product, store), Planted.DISPERSION, random);
        return lines * PIECES * demand.offer(product, store).net() / CENTS;
    }
}
