package almanac.market.price;

import almanac.stats.PanelRegression;
import almanac.stats.PanelRegression.Coefficient;
import almanac.stats.PanelRegression.Fit;
import almanac.stats.PanelRegression.Panel;
import almanac.stats.StudentT;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How the units of one product go with its price, and with those of other products: a regression on its {@link PricePanel} with
 * an effect of each outlet, a trend, the season of the year (two pairs of waves), each event that comes again, and the part
 * sold under promotions.
 *
 * <p>Units are explained by Poisson pseudo-maximum-likelihood, weeks without a sale among them; where at most
 * {@value #FEW_ZEROS_PERCENT} % of the outlet-weeks are without, those are left out and the logarithm is explained. Errors
 * allow for what goes together within outlets, and over four weeks.
 *
 * <p>What it finds is an association: prices that followed demand, or went with what is not among the controls, bias it.
 */
final class ElasticityModel {

    static final int FEW_ZEROS_PERCENT = 1;

    /** So few prices, or sales, carry no elasticity. */
    static final int FEWEST_PRICES = 4;

    static final int FEWEST_SALES = 50;
    static final int FEWEST_WEEKS = 26;
    static final int FEWEST_CLUSTERS = 10;
    static final double SMALLEST_VARIATION = 0.01;

    /** Beyond this an estimate is not believed. */
    static final double LARGEST_ELASTICITY = 8;

    static final double WIDEST_INTERVAL = 2;

    private static final int WEEKS_OF_BLOCK = 4;
    private static final double WEEKS_OF_YEAR = 365.25 / 7;
    private static final int SEASONAL_WEEKS = 78;
    private static final double LEVEL = 0.975;

    /** A price is one of its own from a percent of difference on, if it held for two weeks. */
    private static final double PRICE_STEP = 0.01;

    private static final int WEEKS_OF_PRICE = 2;

    private final PricePanel panel;
    private final PriceWeeks calendar;

    private ElasticityModel(PricePanel panel, PriceWeeks calendar) {
        this.panel = panel;
        this.calendar = calendar;
    }

    /**
     * What is known of one elasticity.
     *
     * @param method LOG_LOG or PPML
     * @param observations outlet-weeks that the regression rests on
     * @param sold those of the panel with a sale
     * @param outlets of the panel
     * @param weeks of the panel that count
     * @param clusters of the errors, of whichever kind has fewer; 0 without a regression
     * @param prices different ones, to a percent, that held for two weeks
     * @param variation standard deviation of the logarithm of the price within outlets
     * @param lowest the lowest price of a week
     * @param highest the highest
     * @param estimate with its standard error; empty where there is a flag
     * @param reach half of the 95 % interval
     * @param withinR2 see {@link Fit}
     * @param promotion what a week sold under a promotion, and none other, adds to the logarithm of units; empty for other products,
     *     and where it cannot be told
     * @param flags why the product carries no estimate, in order
     */
    record Elasticity(
            String method,
            int observations,
            int sold,
            int outlets,
            int weeks,
            int clusters,
            int prices,
            double variation,
            double lowest,
            double highest,
            Optional<Coefficient> estimate,
            double reach,
            OptionalDouble withinR2,
            Optional<Coefficient> promotion,
            List<String> flags) {}

    /**
     * The own elasticity, and after it one for each other product.
     *
     * @param others logarithms of the prices of other products by week
     */
    static List<Elasticity> of(SoldWeeks sold, PriceWeeks calendar, List<double[]> others) {
        ElasticityModel model = new ElasticityModel(PricePanel.of(sold, calendar), calendar);
        List<Elasticity> elasticities = new ArrayList<>(model.estimated(List.of()));
        if (!others.isEmpty()) {
            List<Elasticity> withOthers = model.estimated(others);
            elasticities.addAll(withOthers.subList(1, withOthers.size()));
        }
        return elasticities;
    }

    private List<Elasticity> estimated(List<double[]> others) {
        int[] weeks = IntStream.rangeClosed(panel.first(), panel.last())
                .filter(panel::isKept)
                .toArray();
        List<int[]> cells = new ArrayList<>();
        int sold = 0;
        for (int outlet = 0; outlet < panel.outletCount(); outlet++) {
            for (int week : weeks) {
                if (panel.holds(outlet, week)) {
                    cells.add(new int[] {outlet, week});
                    sold += panel.units(outlet, week) > 0 ? 1 : 0;
                }
            }
        }
        boolean ofLogarithms = 100.0 * (cells.size() - sold) <= FEW_ZEROS_PERCENT * (double) cells.size();
        if (ofLogarithms) {
            cells.removeIf(cell -> panel.units(cell[0], cell[1]) <= 0);
        }
        double[][] controls = controls(cells, weeks);
        double[][] regressors = Arrays.copyOf(controls, controls.length + 1 + others.size());
        regressors[controls.length] = values(
                cells, (outlet, week) -> ofLogarithms ? panel.price(outlet, week) : panel.usualPrice(outlet, week));
        for (int other = 0; other < others.size(); other++) {
            double[] price = others.get(other);
            regressors[controls.length + 1 + other] = values(cells, (outlet, week) -> price[week]);
        }
        Panel observed = new Panel(
                values(cells, (outlet, week) -> panel.units(outlet, week)),
                regressors,
                cells.stream().mapToInt(cell -> cell[0]).toArray(),
                cells.stream()
                        .mapToInt(cell -> (cell[1] - panel.first()) / WEEKS_OF_BLOCK)
                        .toArray());
        Optional<Fit> fit = ofLogarithms ? PanelRegression.ofLogarithms(observed) : PanelRegression.ofCounts(observed);
        List<Elasticity> elasticities = new ArrayList<>();
        for (int place = 0; place <= others.size(); place++) {
            double[] price = weekPrices(weeks, place == 0 ? Optional.empty() : Optional.of(others.get(place - 1)));
            int regressor = controls.length + place;
            double variation = variation(regressors[regressor], observed.units());
            elasticities.add(elasticity(
                    ofLogarithms ? "LOG_LOG" : "PPML",
                    cells.size(),
                    sold,
                    weeks.length,
                    price,
                    variation,
                    fit,
                    regressor,
                    controls.length - 1));
        }
        return elasticities;
    }

    private Elasticity elasticity(
            String method,
            int observations,
            int sold,
            int weeks,
            double[] weekPrices,
            double variation,
            Optional<Fit> fit,
            int regressor,
            int promotionRegressor) {
        Optional<Coefficient> found = coefficient(fit, regressor);
        int clusters = fit.map(done -> done.degrees() + 1).orElse(0);
        int prices = differentPrices(weekPrices);
        List<String> flags = new ArrayList<>();
        flag(flags, prices < FEWEST_PRICES, "few_prices");
        flag(flags, variation < SMALLEST_VARIATION, "flat_price");
        flag(flags, sold < FEWEST_SALES, "few_sales");
        flag(flags, weeks < FEWEST_WEEKS, "short_history");
        flag(flags, clusters < FEWEST_CLUSTERS, "few_clusters");
        flag(flags, fit.isPresent() && !fit.get().hasConverged(), "not_converged");
        flag(flags, flags.isEmpty() && found.isEmpty(), "no_estimate");
        boolean isOwn = regressor == promotionRegressor + 1;
        Optional<Coefficient> promotion =
                Stream.of("few_sales", "short_history", "few_clusters").noneMatch(flags::contains)
                        ? coefficient(fit, promotionRegressor).filter(any -> isOwn)
                        : Optional.empty();
        // What these say of the data they say of the estimate: it would be a number without a meaning.
        Optional<Coefficient> estimate = found.filter(price -> flags.isEmpty());
        double reach = estimate.map(price -> StudentT.quantile(LEVEL, clusters - 1.0) * price.error())
                .orElse(0.0);
        return new Elasticity(
                method,
                observations,
                sold,
                panel.outletCount(),
                weeks,
                clusters,
                prices,
                variation,
                Math.exp(Arrays.stream(weekPrices).min().orElse(0)),
                Math.exp(Arrays.stream(weekPrices).max().orElse(0)),
                estimate,
                reach,
                fit.map(Fit::withinR2).orElse(OptionalDouble.empty()),
                promotion,
                List.copyOf(flags));
    }

    private static Optional<Coefficient> coefficient(Optional<Fit> fit, int regressor) {
        return fit.filter(Fit::hasConverged)
                .flatMap(converged -> converged.coefficients().get(regressor))
                .filter(found -> found.error() > 0 && Double.isFinite(found.value() + found.error()));
    }

    private static void flag(List<String> flags, boolean holds, String name) {
        if (holds) {
            flags.add(name);
        }
    }

    private double[][] controls(List<int[]> cells, int[] weeks) {
        List<double[]> controls = new ArrayList<>();
        controls.add(values(cells, (outlet, week) -> week / WEEKS_OF_YEAR));
        if (weeks.length >= SEASONAL_WEEKS) {
            for (int wave = 1; wave <= 2; wave++) {
                double turn = 2 * Math.PI * wave / WEEKS_OF_YEAR;
                controls.add(values(cells, (outlet, week) -> Math.sin(turn * week)));
                controls.add(values(cells, (outlet, week) -> Math.cos(turn * week)));
            }
        }
        for (Map.Entry<String, double[]> event : calendar.shares().entrySet()) {
            controls.add(values(cells, (outlet, week) -> event.getValue()[week]));
        }
        // The last one: elasticity() looks for its coefficient there.
        controls.add(values(cells, (outlet, week) -> panel.promotedShare(outlet, week)));
        return controls.toArray(double[][]::new);
    }

    private interface OfCell {
        double value(int outlet, int week);
    }

    private static double[] values(List<int[]> cells, OfCell of) {
        return cells.stream().mapToDouble(cell -> of.value(cell[0], cell[1])).toArray();
    }

    private double[] weekPrices(int[] weeks, Optional<double[]> other) {
        return Arrays.stream(weeks)
                .mapToDouble(week -> other.isPresent() ? other.get()[week] : panel.weekPrice(week))
                .toArray();
    }

    /** Neighbours on the scale of prices that are less than a step apart are one price. */
    private static int differentPrices(double[] logarithms) {
        double[] sorted = Arrays.stream(logarithms).sorted().toArray();
        TreeSet<Integer> starts = new TreeSet<>();
        int start = 0;
        for (int i = 0; i < sorted.length; i++) {
            if (sorted[i] - sorted[start] > PRICE_STEP) {
                start = i;
            }
            if (i - start + 1 >= WEEKS_OF_PRICE) {
                starts.add(start);
            }
        }
        return starts.size();
    }

    private static double variation(double[] values, int[] units) {
        int count = Arrays.stream(units).max().orElse(-1) + 1;
        double[] sums = new double[count];
        int[] sizes = new int[count];
        for (int i = 0; i < values.length; i++) {
            sums[units[i]] += values[i];
            sizes[units[i]]++;
        }
        double squares = 0;
        for (int i = 0; i < values.length; i++) {
            double distance = values[i] - sums[units[i]] / sizes[units[i]];
            squares += distance * distance;
        }
        return Math.sqrt(squares / Math.max(1, values.length));
    }
}
