package almanac;

import almanac.config.CalendarSettings;
import almanac.config.CatalogSettings;
import almanac.config.Crossing;
import almanac.config.CustomerSettings;
import almanac.config.ForecastSettings;
import almanac.config.Gates;
import almanac.config.GrowthRule;
import almanac.config.Hierarchy;
import almanac.config.HistorySettings;
import almanac.config.LevelRef;
import almanac.config.MarketKey;
import almanac.config.MarketSettings;
import almanac.config.PeriodType;
import almanac.config.PriceSettings;
import almanac.config.Segmentation;
import almanac.config.Settings;
import almanac.config.WeekPattern;
import almanac.config.YearEnd;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;

/** Settings of small nights: geography is country > store, product is category > product; weeks start on Monday. */
public final class TestSettings {

    /** Calendar months, every day a selling day. */
    public static final CalendarSettings EVERY_DAY =
            new CalendarSettings(1, DayOfWeek.MONDAY, WeekPattern.MONTH, YearEnd.LAST, List.of(), List.of());

    private static final Hierarchy GEOGRAPHY = new Hierarchy(
            "geography",
            List.of(new LevelRef("stores", "country"), new LevelRef("stores", "store_name")),
            new MarketKey("geography_key", "country"));
    private static final Hierarchy PRODUCT = new Hierarchy(
            "product",
            List.of(new LevelRef("products", "category_l1"), new LevelRef("products", "product_name")),
            new MarketKey("category_key", "category_l1"));

    private TestSettings() {}

    /** Settings with these periods, from 2023 on. */
    public static Settings of(PeriodType... periods) {
        return of(EVERY_DAY, periods);
    }

    /** Settings with a calendar of its own. */
    public static Settings of(CalendarSettings calendar, PeriodType... periods) {
        return of(List.of(GEOGRAPHY, PRODUCT), calendar, "2023-01-01", periods);
    }

    /** Settings whose calendar starts on a date. */
    public static Settings from(String earliestDate, CalendarSettings calendar, PeriodType... periods) {
        return of(List.of(GEOGRAPHY, PRODUCT), calendar, earliestDate, periods);
    }

    /** Settings in which the market names stores, and no product. */
    public static Settings withMarketOfStores(PeriodType... periods) {
        return of(
                List.of(
                        new Hierarchy("geography", GEOGRAPHY.levels(), new MarketKey("geography_key", "store_name")),
                        new Hierarchy("product", PRODUCT.levels(), null)),
                EVERY_DAY,
                "2023-01-01",
                periods);
    }

    /** Settings that judge markets in a way of their own. */
    public static Settings of(MarketSettings market, PeriodType... periods) {
        return of(List.of(GEOGRAPHY, PRODUCT), EVERY_DAY, "2023-01-01", market, periods);
    }

    /** Settings in which stores and customers have a country each: those of stores come first. */
    public static Settings withCountriesOfCustomers(PeriodType... periods) {
        Hierarchy customer = new Hierarchy("customer", List.of(new LevelRef("customers", "country")), null);
        return with(
                List.of(GEOGRAPHY, PRODUCT, customer),
                List.of(
                        new Segmentation("geography", List.of(new Crossing("geography", 2))),
                        new Segmentation("customer", List.of(new Crossing("customer", 1))),
                        new Segmentation(
                                "places_of_customers",
                                List.of(new Crossing("geography", 1), new Crossing("customer", 1)))),
                of(periods));
    }

    /** The same settings with other ones of customers. */
    public static Settings with(CustomerSettings customers, Settings settings) {
        return with(settings.hierarchies(), settings.segmentations(), customers, settings);
    }

    private static Settings with(List<Hierarchy> hierarchies, List<Segmentation> segmentations, Settings settings) {
        return with(hierarchies, segmentations, settings.customers(), settings);
    }

    private static Settings with(
            List<Hierarchy> hierarchies,
            List<Segmentation> segmentations,
            CustomerSettings customers,
            Settings settings) {
        return new Settings(
                settings.name(),
                settings.lake(),
                settings.warehouse(),
                settings.currency(),
                settings.sources(),
                settings.inputs(),
                hierarchies,
                segmentations,
                settings.periods(),
                settings.calendar(),
                settings.market(),
                settings.forecast(),
                customers,
                settings.history(),
                settings.prices(),
                settings.gates(),
                settings.catalog(),
                settings.digest());
    }

    private static Settings of(
            List<Hierarchy> hierarchies, CalendarSettings calendar, String earliestDate, PeriodType... periods) {
        return of(
                hierarchies,
                calendar,
                earliestDate,
                new MarketSettings(GrowthRule.FIXED, 0.10, 1, 0.75, 0.80, 0.95, 0.5, 1),
                periods);
    }

    private static Settings of(
            List<Hierarchy> hierarchies,
            CalendarSettings calendar,
            String earliestDate,
            MarketSettings market,
            PeriodType... periods) {
        return new Settings(
                "test",
                "lake",
                "warehouse",
                "EUR",
                List.of(),
                List.of(),
                hierarchies,
                List.of(
                        new Segmentation("geography", List.of(new Crossing("geography", 2))),
                        new Segmentation("product", List.of(new Crossing("product", 2))),
                        new Segmentation("market", List.of(new Crossing("geography", 1), new Crossing("product", 1)))),
                Stream.of(periods).toList(),
                calendar,
                market,
                new ForecastSettings(PeriodType.WEEK, 2, 1, 42, 28, 1.25, 0, List.of()),
                new CustomerSettings(365, 0.1, 182, null),
                new HistorySettings(90),
                new PriceSettings(0.1, 0.05),
                new Gates(0.05, 20, LocalDate.parse(earliestDate), 0, 30, 7),
                new CatalogSettings(false, "spark_catalog", ""),
                "digest");
    }
}
