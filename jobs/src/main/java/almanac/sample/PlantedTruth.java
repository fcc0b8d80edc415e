package almanac.sample;

import almanac.sample.Planted.Event;
import almanac.sample.Prices.Promotion;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The planted effects as they stand in the truth file, read from the very constants that the sales were drawn with. */
final class PlantedTruth {

    private PlantedTruth() {}

    static Map<String, Object> of(SampleParameters parameters) {
        Map<String, Object> planted = new HashMap<>();
        planted.put("annual_growth_rate", byCategory(Category::growth));
        planted.put("annual_market_growth_rate", byCategory(Category::marketGrowth));
        planted.put("price_elasticity", byCategory(Category::elasticity));
        planted.put("season", byCategory(PlantedTruth::season));
        planted.put("weekday_factor", weekdays());
        planted.put("dispersion", Planted.DISPERSION);
        planted.put("promotion_lift", Planted.PROMOTION_LIFT);
        planted.put("launch_cannibalised_rate", Planted.LAUNCH_CANNIBALISED);
        planted.put(
                "promotions",
                new Prices(parameters.seed())
                        .promotions(parameters.first(), parameters.end()).stream()
                                .map(PlantedTruth::promotion)
                                .toList());
        planted.put("households", households(parameters));
        planted.put("campaign", campaign());
        planted.put("campaigns_without_effect", List.of(Marketing.IDLE.id(), Marketing.LETTERS.id(), Marketing.PITCH));
        planted.put("letters", letters(parameters));
        planted.put(
                "marketing_spend_cents",
                Marketing.spend(parameters).stream()
                        .mapToLong(Marketing.Spend::cents)
                        .sum());
        planted.put("share_shift", shareShift());
        planted.put(
                "competitor_price_rate",
                Competition.COMPETITORS.stream()
                        .collect(Collectors.toMap(Competition.Competitor::id, Competition.Competitor::priceIndex)));
        planted.put(
                "events",
                Planted.events(parameters.first(), parameters.end()).stream()
                        .map(PlantedTruth::event)
                        .toList());
        planted.put("first_day_share", byCategory(PlantedTruth::shares));
        return planted;
    }

    private static Map<String, Object> households(SampleParameters parameters) {
        int year = parameters.end().getYear();
        return Network.REGIONS.stream()
                .collect(Collectors.toMap(region -> region, region -> Households.of(parameters, region, year)));
    }

    private static Map<String, Object> season(Category category) {
        LocalDate peak = SampleParameters.EARLIEST.plusDays(category.seasonPeak());
        Map<String, Object> months = new TreeMap<>();
        for (Month month : Month.values()) {
            months.put(month.name().toLowerCase(Locale.ROOT), mean(category, month));
        }
        return Map.of(
                "log_amplitude",
                category.seasonAmplitude(),
                "peak_month_day",
                peak.toString().substring(5),
                "month_factor",
                months);
    }

    private static double mean(Category category, Month month) {
        LocalDate first =
                YearMonth.of(SampleParameters.EARLIEST.getYear(), month).atDay(1);
        return first.datesUntil(first.plusMonths(1))
                .mapToDouble(day -> Demand.season(category, day))
                .average()
                .orElseThrow();
    }

    private static Map<String, Object> weekdays() {
        return Arrays.stream(DayOfWeek.values())
                .collect(Collectors.toMap(day -> day.name().toLowerCase(Locale.ROOT), Planted::weekday));
    }

    private static Map<String, Object> promotion(Promotion promotion) {
        return Map.of(
                "promotion_id", promotion.id(),
                "product_id", promotion.product().id(),
                "start_date", promotion.start().toString(),
                "end_date", promotion.end().toString(),
                "price_cut_rate", promotion.percent() / 100.0,
                "regions", promotion.regions());
    }

    private static Map<String, Object> campaign() {
        return Map.of(
                "campaign_id", Planted.CAMPAIGN.id(),
                "category", Planted.CAMPAIGN.category().title(),
                "regions", Planted.CAMPAIGN.regions(),
                "start_date", Planted.CAMPAIGN.start().toString(),
                "end_date", Planted.CAMPAIGN.end().toString(),
                "lift", Planted.CAMPAIGN.lift());
    }

    private static Map<String, Object> letters(SampleParameters parameters) {
        Map<Boolean, Long> customers = Marketing.letters(parameters).stream()
                .collect(Collectors.partitioningBy(Marketing.Exposure::isTreated, Collectors.counting()));
        return Map.of(
                "campaign_id", Marketing.LETTERS.id(),
                "treated_customers", customers.get(true),
                "held_out_customers", customers.get(false));
    }

    private static Map<String, Object> shareShift() {
        return Map.of(
                "category", Planted.SHARE_SHIFT.category().title(),
                "supplier_id", Planted.SHARE_SHIFT.competitor(),
                "from_date", Planted.SHARE_SHIFT.from().toString(),
                "own_demand_factor", Planted.SHARE_SHIFT.kept());
    }

    private static Map<String, Object> event(Event event) {
        return Map.of(
                "event_id", event.id(),
                "start_date", event.start().toString(),
                "end_date", event.end().toString(),
                "factor", event.factor(),
                "is_whole_market", event.wholeMarket());
    }

    private static Map<String, Object> shares(Category category) {
        Map<String, Object> shares = new HashMap<>();
        shares.put(Assortment.COMPANY, category.ownShare());
        shares.put(Competition.OTHER, Competition.shareOfOther(category));
        for (int index = 0; index < Competition.COMPETITORS.size(); index++) {
            shares.put(Competition.COMPETITORS.get(index).id(), Competition.share(category, index));
        }
        return shares;
    }

    private static <V> Map<String, V> byCategory(Function<Category, V> value) {
        return Category.ALL.stream().collect(Collectors.toMap(Category::title, value));
    }
}
