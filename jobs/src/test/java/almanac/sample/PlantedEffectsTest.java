package almanac.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigUtil;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Finds what was planted from the written files alone: one Poisson regression of sales lines per product, region and day
 * on everything that the truth file claims.
 */
class PlantedEffectsTest {

    private static final List<String> EFFECTS = List.of("promotion", "campaign", "shift", "strike", "holidays");
    private static final double STANDARD_ERRORS = 4;

    @TempDir
    static Path lake;

    private static Config truth;
    private static SalesTruth written;
    private static List<String> names;
    private static PoissonRegression.Fit fit;

    @BeforeAll
    static void writeThreeYears() throws IOException {
        written = Lakes.write(SampleParameters.defaults(), lake);
        truth = Lakes.truth(lake);
        Panel panel = new Panel(lake, truth);
        names = panel.names();
        fit = PoissonRegression.fit(panel.observations(), names.size());
    }

    @Test
    void scaleOneIsAboutAHundredThousandLines() {
        assertThat(written.total().lines()).isBetween(97_000L, 103_000L);
    }

    @Test
    void elasticitiesOfAllCategoriesAreFound() {
        truth.getConfig("planted.price_elasticity")
                .root()
                .forEach((category, planted) ->
                        assertFound("price " + category, ((Number) planted.unwrapped()).doubleValue(), 0.10));
    }

    @Test
    void yearlyGrowthOfAllCategoriesIsFound() {
        truth.getConfig("planted.annual_growth_rate")
                .root()
                .forEach((category, planted) -> assertFound(
                        "year " + category, Math.log1p(((Number) planted.unwrapped()).doubleValue()), 0.02));
    }

    @Test
    void yearlySeasonsAreFound() {
        for (String category : truth.getConfig("planted.season").root().keySet()) {
            Config season = truth.getConfig("planted.season").getConfig(ConfigUtil.quoteString(category));
            double amplitude = season.getDouble("log_amplitude");
            double peak = 2 * Math.PI * dayOfPeak(season) / 365.25;
            assertFound("cosine " + category, amplitude * Math.cos(peak), 0.02);
            assertFound("sine " + category, amplitude * Math.sin(peak), 0.02);
        }
    }

    @Test
    void weekdaysAreFound() {
        Config factors = truth.getConfig("planted.weekday_factor");
        for (DayOfWeek day : List.of(DayOfWeek.values()).subList(1, 7)) {
            assertFound(
                    day.name(),
                    Math.log(factors.getDouble(day.name().toLowerCase(Locale.ROOT)) / factors.getDouble("monday")),
                    0.02);
        }
    }

    @Test
    void promotionLiftIsFound() {
        assertFound("promotion", Math.log(truth.getDouble("planted.promotion_lift")), 0.02);
    }

    @Test
    void campaignLiftIsFound() {
        assertFound("campaign", Math.log(truth.getDouble("planted.campaign.lift")), 0.06);
    }

    @Test
    void demandThatTheCompetitorTookIsFound() {
        assertFound("shift", Math.log(truth.getDouble("planted.share_shift.own_demand_factor")), 0.04);
    }

    @Test
    void eventsAreFound() {
        for (Config event : truth.getConfigList("planted.events")) {
            String effect = event.getString("event_id").startsWith("STRIKE") ? "strike" : "holidays";
            assertFound(effect, Math.log(event.getDouble("factor")), 0.05);
        }
    }

    @Test
    void competitorsGrowAsTheMarketDoes() {
        truth.getConfig("planted.annual_market_growth_rate").root().forEach((category, planted) -> {
            double growth = 1 + ((Number) planted.unwrapped()).doubleValue();
            for (String competitor : List.of("DUNMARROW", "LIGHTOAK", "VARNHOLM", "OTHER")) {
                assertThat(sold(category, 2025, competitor) / sold(category, 2023, competitor))
                        .as(category + " " + competitor)
                        .isCloseTo(growth * growth, within(0.01));
            }
        });
    }

    @Test
    void competitorWinsWhatWeLose() {
        // On the first day we have 0.30 of the market, the competitor 0.07. Halfway through 2025 it has, beside its own
        // 0.07 * 1.03^2.5, a fifth of our 0.30 * 1.02^2.5: 1.836 times its own, and a year's growth over 2024.
        assertThat(sold("Snacks", 2025, "CASTRELLE") / sold("Snacks", 2024, "CASTRELLE"))
                .isCloseTo(1.03 * 1.836, within(0.02));
        assertThat(share("Snacks", 2025) / share("Snacks", 2024)).isBetween(0.76, 0.86);
        assertThat(share("Pet care", 2025) / share("Pet care", 2024)).isBetween(0.93, 1.07);
    }

    @Test
    void ownShareOfTheFirstYearIsNearThatOfTheFirstDay() {
        for (String category : truth.getConfig("planted.first_day_share").root().keySet()) {
            double first = truth.getConfig("planted.first_day_share")
                    .getConfig(ConfigUtil.quoteString(category))
                    .getDouble("BRACKENHOLT");
            assertThat(share(category, 2023)).as(category).isBetween(0.85 * first, 1.2 * first);
        }
    }

    @Test
    void sharesOfTheFirstDayAddUpToOne() {
        for (String category : truth.getConfig("planted.first_day_share").root().keySet()) {
            Config shares = truth.getConfig("planted.first_day_share").getConfig(ConfigUtil.quoteString(category));
            assertThat(shares.root().keySet().stream()
                            .mapToDouble(shares::getDouble)
                            .sum())
                    .isCloseTo(1, within(1e-12));
        }
    }

    /** The estimate is near the planted value, and sure enough for that to mean something. */
    private static void assertFound(String name, double planted, double largestError) {
        int place = names.indexOf(name);
        assertThat(fit.errors()[place]).as("standard error of " + name).isLessThan(largestError);
        assertThat(fit.estimates()[place]).as(name).isCloseTo(planted, within(STANDARD_ERRORS * fit.errors()[place]));
    }

    private static double sold(String category, int year, String supplier) {
        return Double.parseDouble(year(category, year).getConfig("suppliers").getString(supplier));
    }

    private static double share(String category, int year) {
        return year(category, year).getDouble("own_share");
    }

    private static Config year(String category, int year) {
        return truth.getConfig("market.by_category_and_year")
                .getConfig(ConfigUtil.joinPath(category, String.valueOf(year)));
    }

    private static long dayOfPeak(Config season) {
        return ChronoUnit.DAYS.between(
                LocalDate.of(2023, 1, 1), LocalDate.parse("2023-" + season.getString("peak_month_day")));
    }

    /** Sales lines per product, region and day with what explains them, made from the files and the truth file. */
    private static final class Panel {

        private final Map<String, List<NamedCsvRecord>> products;
        private final List<String> regions;
        private final Map<String, Integer> counts = new HashMap<>();
        private final Map<String, Config> promotions = new HashMap<>();
        private final Map<String, Integer> places = new HashMap<>();
        private final List<String> names = new ArrayList<>();
        private final Config planted;

        Panel(Path lake, Config truth) throws IOException {
            planted = truth.getConfig("planted");
            products = Lakes.csv(lake.resolve("products/products.csv")).stream()
                    .collect(Collectors.groupingBy(
                            row -> row.getField("product_id"), TreeMap::new, Collectors.toList()));
            Map<String, String> regionOfStore =
                    Network.STORES.stream().collect(Collectors.toMap(Store::id, Store::region));
            regions = List.copyOf(new TreeSet<>(regionOfStore.values()));
            for (Config promotion : planted.getConfigList("promotions")) {
                for (LocalDate day = date(promotion, "start_date");
                        !day.isAfter(date(promotion, "end_date"));
                        day = day.plusDays(1)) {
                    promotions.put(promotion.getString("product_id") + day, promotion);
                }
            }
            for (DeliveredSales.Line line : DeliveredSales.read(lake).accepted.values()) {
                String region = regionOfStore.get(line.of("store_id"));
                if (line.quantity() > 0 && region != null && products.containsKey(line.of("product_id"))) {
                    counts.merge(line.of("product_id") + region + line.date(), 1, Integer::sum);
                }
            }
            name();
        }

        private void name() {
            names.addAll(products.keySet());
            names.addAll(regions.subList(1, regions.size()));
            for (DayOfWeek day : List.of(DayOfWeek.values()).subList(1, 7)) {
                names.add(day.name());
            }
            for (String category : planted.getConfig("price_elasticity").root().keySet()) {
                for (String effect : List.of("year ", "cosine ", "sine ", "price ")) {
                    names.add(effect + category);
                }
            }
            names.addAll(EFFECTS);
            names.forEach(name -> places.put(name, places.size()));
        }

        List<String> names() {
            return names;
        }

        List<PoissonRegression.Observation> observations() {
            List<PoissonRegression.Observation> observations = new ArrayList<>();
            Row row = new Row();
            for (LocalDate day : SampleParameters.defaults().dates()) {
                for (String product : products.keySet()) {
                    NamedCsvRecord era = era(product, day);
                    if (isOnSale(era, day)) {
                        for (String region : regions) {
                            explain(row, product, era, region, day);
                            observations.add(row.observed(counts.getOrDefault(product + region + day, 0)));
                        }
                    }
                }
            }
            return observations;
        }

        private void explain(Row row, String product, NamedCsvRecord era, String region, LocalDate day) {
            String category = era.getField("category_l1");
            double years = ChronoUnit.DAYS.between(LocalDate.of(2023, 1, 1), day) / 365.25;
            Config promotion = promotions.get(product + day);
            boolean promoted =
                    promotion != null && promotion.getStringList("regions").contains(region);
            row.clear();
            row.put(product, 1);
            row.put(region, 1);
            row.put(day.getDayOfWeek().name(), 1);
            row.put("year " + category, years);
            row.put("cosine " + category, Math.cos(2 * Math.PI * years));
            row.put("sine " + category, Math.sin(2 * Math.PI * years));
            row.put("price " + category, Math.log(net(era, promoted ? promotion.getDouble("price_cut_rate") : 0)));
            row.putIf(promoted, "promotion");
            row.putIf(isInCampaign(category, region, day), "campaign");
            row.putIf(
                    category.equals("Snacks") && !day.isBefore(date(planted.getConfig("share_shift"), "from_date")),
                    "shift");
            for (Config event : planted.getConfigList("events")) {
                boolean covers = !day.isBefore(date(event, "start_date")) && !day.isAfter(date(event, "end_date"));
                row.putIf(covers, event.getString("event_id").startsWith("STRIKE") ? "strike" : "holidays");
            }
        }

        private boolean isInCampaign(String category, String region, LocalDate day) {
            Config campaign = planted.getConfig("campaign");
            return category.equals(campaign.getString("category"))
                    && campaign.getStringList("regions").contains(region)
                    && !day.isBefore(date(campaign, "start_date"))
                    && !day.isAfter(date(campaign, "end_date"));
        }

        private NamedCsvRecord era(String product, LocalDate day) {
            return products.get(product).stream()
                    .filter(row -> row.getField("effective_from").compareTo(day.toString()) <= 0)
                    .reduce((earlier, later) -> later)
                    .orElseThrow();
        }

        private static boolean isOnSale(NamedCsvRecord product, LocalDate day) {
            String end = product.getField("discontinue_date");
            return product.getField("launch_date").compareTo(day.toString()) <= 0
                    && (end.isEmpty() || end.compareTo(day.toString()) >= 0);
        }

        private static double net(NamedCsvRecord era, double cut) {
            BigDecimal list = new BigDecimal(era.getField("list_price_amount"));
            return list.subtract(list.multiply(BigDecimal.valueOf(cut)).setScale(2, RoundingMode.HALF_UP))
                    .doubleValue();
        }

        private static LocalDate date(Config block, String key) {
            return LocalDate.parse(block.getString(key));
        }

        /** One row under construction; regressors that were left out as the base have no place. */
        private final class Row {
            private int[] places = new int[16];
            private double[] values = new double[16];
            private int size;

            void clear() {
                size = 0;
            }

            void putIf(boolean holds, String name) {
                if (holds) {
                    put(name, 1);
                }
            }

            void put(String name, double value) {
                Integer place = Panel.this.places.get(name);
                if (place != null) {
                    places[size] = place;
                    values[size++] = value;
                }
            }

            PoissonRegression.Observation observed(int count) {
                return new PoissonRegression.Observation(
                        count, Arrays.copyOf(places, size), Arrays.copyOf(values, size));
            }
        }
    }
}
