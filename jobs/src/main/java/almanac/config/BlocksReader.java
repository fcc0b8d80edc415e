package almanac.config;

import static almanac.config.Conversion.change;
import static almanac.config.Conversion.choice;
import static almanac.config.Conversion.date;
import static almanac.config.Conversion.flag;
import static almanac.config.Conversion.multiple;
import static almanac.config.Conversion.name;
import static almanac.config.Conversion.number;
import static almanac.config.Conversion.rate;
import static almanac.config.Conversion.text;
import static almanac.config.Conversion.whole;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the settings and blocks whose keys are the same in every file. All of them have documented defaults. */
final class BlocksReader {

    private static final Pattern PREFIX = Pattern.compile("([a-z][a-z0-9_]{0,31})?");
    private static final int LONGEST_HORIZON = 366;
    private static final int MOST_ORIGINS = 52;
    private static final int MOST_PATHS = 1000;
    private static final int LONGEST_HISTORY = 36_600;
    private static final int MOST_PROMOTION = 3;
    private static final int FASTEST_GROWTH = 10;
    private static final int MOST_RELATIVE_SHARE = 100;
    private static final int MOST_VARIATION = 100;
    private static final int SHORTEST_HORIZON_DAYS = 30;
    private static final int SHORTEST_HOLDOUT_DAYS = 28;
    private static final int FARTHEST_DAYS = 3660;
    private static final String MOVING = "moving";

    private BlocksReader() {}

    /** A currency code of ISO 4217. */
    static Conversion<String> currency() {
        return text("USD", code -> {
            List<String> codes = Currency.getAvailableCurrencies().stream()
                    .map(Currency::getCurrencyCode)
                    .toList();
            if (!codes.contains(code)) {
                String upper = code.toUpperCase(Locale.ROOT);
                throw new Unfit("is not a currency code of ISO 4217, such as USD"
                        + (codes.contains(upper) ? "; did you mean \"" + upper + "\"?" : ""));
            }
            return code;
        });
    }

    /** The periods that are reported. */
    static List<PeriodType> periods(Block almanac) {
        return almanac.nonEmptyList("periods", choice(List.of(PeriodType.values()), PeriodType::id));
    }

    /** The block {@code calendar}. */
    static CalendarSettings calendar(Block block) {
        Conversion<DayOfWeek> weekday =
                choice(List.of(DayOfWeek.values()), day -> day.name().toLowerCase(Locale.ROOT));
        CalendarSettings calendar = new CalendarSettings(
                block.get("fiscal_year_start", whole(1, 12)),
                block.get("week_start", weekday),
                block.get("pattern", choice(List.of(WeekPattern.values()), WeekPattern::id)),
                block.get("year_end", choice(List.of(YearEnd.values()), YearEnd::id)),
                block.list("closed_weekdays", weekday),
                block.list("holidays", date()));
        if (calendar.closedWeekdays().size() == DayOfWeek.values().length) {
            block.reject("closed_weekdays", "closes all seven days, which leaves no day to sell on");
        }
        block.done();
        return calendar;
    }

    /** The block {@code market}. */
    static MarketSettings market(Block block) {
        MarketSettings market = new MarketSettings(
                block.get("growth_rule", choice(List.of(GrowthRule.values()), GrowthRule::id)),
                block.get("growth_threshold", number(-1, FASTEST_GROWTH)),
                block.get("relative_share_threshold", number(0, MOST_RELATIVE_SHARE)),
                block.get("target_quantile", rate()),
                block.get("class_a", rate()),
                block.get("class_b", rate()),
                block.get("class_x", number(0, MOST_VARIATION)),
                block.get("class_y", number(0, MOST_VARIATION)));
        if (market.classB() < market.classA()) {
            block.reject("class_b", "is less than class_a, whose products it counts too");
        }
        if (market.classY() < market.classX()) {
            block.reject("class_y", "is less than class_x, above which it begins");
        }
        block.done();
        return market;
    }

    /** The block {@code forecast}. */
    static ForecastSettings forecast(Block block) {
        List<PeriodType> grains = List.of(PeriodType.DAY, PeriodType.WEEK, PeriodType.MONTH);
        ForecastSettings forecast = new ForecastSettings(
                block.get("grain", choice(grains, PeriodType::id)),
                block.get("horizon", whole(1, LONGEST_HORIZON)),
                block.get("origins", whole(1, MOST_ORIGINS)),
                block.get("seed", whole()),
                block.get("retrain_days", whole(1, FARTHEST_DAYS)),
                block.get("retrain_drift", multiple()),
                block.get("paths", whole(0, MOST_PATHS)),
                scenarios(block.block("scenarios")));
        block.done();
        return forecast;
    }

    private static List<Scenario> scenarios(Block scenarios) {
        List<Scenario> read = new ArrayList<>();
        for (String name : scenarios.names()) {
            if (name.equals(Scenario.BASE)) {
                scenarios.reject(name, "is the forecast in which nothing differs; choose another name");
            }
            scenarios.findBlock(name).ifPresent(block -> {
                read.add(new Scenario(
                        name,
                        block.find("price", change()).orElse(0.0),
                        block.find("market", change()).orElse(0.0),
                        block.find("promotion", number(0, MOST_PROMOTION)).orElse(1.0)));
                if (!block.has("price") && !block.has("market") && !block.has("promotion")) {
                    scenarios.reject(name, "changes nothing; it needs price, market or promotion");
                }
                block.done();
            });
        }
        return read;
    }

    /** The block {@code customers}. */
    static CustomerSettings customers(Block block) {
        CustomerSettings customers = new CustomerSettings(
                block.get("horizon_days", whole(SHORTEST_HORIZON_DAYS, FARTHEST_DAYS)),
                block.get("discount_rate", rate()),
                block.get("holdout_days", whole(SHORTEST_HOLDOUT_DAYS, FARTHEST_DAYS)),
                block.get("rfm_thresholds", dateOr(MOVING)).orElse(null));
        block.done();
        return customers;
    }

    /** A date, or a word for none. */
    private static Conversion<Optional<LocalDate>> dateOr(String word) {
        return new Conversion<>(Optional.empty(), value -> {
            if (text().step().apply(value).equals(word)) {
                return Optional.empty();
            }
            try {
                return Optional.of(date().step().apply(value));
            } catch (Unfit notDate) {
                throw new Unfit("is neither " + word + " nor a date such as 2025-01-31");
            }
        });
    }

    /** The block {@code history}. */
    static HistorySettings history(Block block) {
        HistorySettings history = new HistorySettings(block.get("daily_days", whole(1, LONGEST_HISTORY)));
        block.done();
        return history;
    }

    /** The block {@code prices}. */
    static PriceSettings prices(Block block) {
        PriceSettings prices = new PriceSettings(block.get("max_step", rate()), block.get("parity_band", rate()));
        block.done();
        return prices;
    }

    /** The block {@code gates}. */
    static Gates gates(Block block) {
        Gates gates = new Gates(
                block.get("quarantine_rate", rate()),
                block.get("quarantine_rows", whole(0, Integer.MAX_VALUE)),
                block.get("earliest_date", date()),
                block.get("future_days", whole(0, FARTHEST_DAYS)),
                block.get("scale_shift", whole(0, Integer.MAX_VALUE)),
                block.get("exchange_rate_days", whole(0, 366)));
        block.done();
        return gates;
    }

    /** The block {@code catalog}. */
    static CatalogSettings catalog(Block block) {
        CatalogSettings catalog = new CatalogSettings(
                block.get("register", flag()), block.get("name", name()), block.get("prefix", text("", prefix -> {
                    if (!PREFIX.matcher(prefix).matches()) {
                        throw new Unfit("is not a prefix: nothing, or a lower-case letter and then up to 31"
                                + " lower-case letters, digits and _");
                    }
                    return prefix;
                })));
        block.done();
        return catalog;
    }
}
