package almanac.onboard;

import almanac.lake.survey.Survey;
import almanac.lake.survey.SurveyedSource;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What is proposed for a lake: inputs, hierarchies, currency and calendar, and what is left to decide. */
public final class Proposal {

    private static final Pattern CURRENCY =
            Pattern.compile("(?i)(?<![a-z])(usd|eur|gbp|chf|jpy|cad|aud|dollars|euros|pounds)(?![a-z])");
    private static final Map<String, String> CODES = Map.of("dollars", "USD", "euros", "EUR", "pounds", "GBP");
    private static final int DAYS_FOR_WEEKDAYS = 60;

    private final Survey survey;
    private final Recognition recognition;
    private final Map<String, Mapping> mappings = new LinkedHashMap<>();
    private final Structure structure;
    private final List<String> decisions = new ArrayList<>();
    private @Nullable String currency;
    private String currencyReason = "";
    private final Set<DayOfWeek> closed = EnumSet.noneOf(DayOfWeek.class);
    private String closedReason = "";

    private Proposal(Survey survey, @Nullable String own) {
        this.survey = survey;
        this.recognition = Recognition.of(
                survey.sources().stream().map(source -> new Profiled(source)).toList());
        recognition.matches().forEach(match -> mappings.put(match.table(), Mappings.of(match)));
        Mapping sales = mappings.get(Inputs.SALES);
        if (sales != null) {
            Links.check(sales, mappings);
        }
        if (own != null) {
            OwnSales.divide(own, mappings);
        }
        this.structure = Structure.of(mappings.values().stream()
                .filter(mapping ->
                        mapping.lacking().isEmpty() || mapping.table().equals(Inputs.SALES))
                .toList());
        findCurrency();
        findClosedWeekdays();
        decide();
    }

    /**
     * Proposes a configuration.
     *
     * @param survey what the lake holds
     * @param own the text by which our own products or lines are known among those of others; null where all are ours
     */
    public static Proposal of(Survey survey, @Nullable String own) {
        return new Proposal(survey, own);
    }

    Survey survey() {
        return survey;
    }

    Recognition recognition() {
        return recognition;
    }

    /** The mappings, sales first. */
    List<Mapping> mappings() {
        return List.copyOf(mappings.values());
    }

    Structure structure() {
        return structure;
    }

    /** The currency; none where the lake does not say. */
    Optional<String> currency() {
        return Optional.ofNullable(currency);
    }

    String currencyReason() {
        return currencyReason;
    }

    /** Weekdays without a sale. */
    Set<DayOfWeek> closed() {
        return closed;
    }

    String closedReason() {
        return closedReason;
    }

    /** What nobody but the reader can know, each in a sentence. */
    public List<String> decisions() {
        return List.copyOf(decisions);
    }

    /** Whether every input that a night needs is mapped. */
    public boolean isComplete() {
        Mapping sales = mappings.get(Inputs.SALES);
        return sales != null && sales.lacking().isEmpty();
    }

    private void findCurrency() {
        for (Mapping mapping : mappings.values()) {
            Value code = mapping.columns().get("currency_code");
            Optional<Profile> column =
                    code == null ? Optional.empty() : mapping.source().column(code.text());
            if (currency == null && column.isPresent()) {
                currency = mostFrequent(column.get());
                currencyReason = String.format(
                        "%s of %s in %s",
                        Texts.percent(column.get().share(value -> value.equals(currency))),
                        column.get().name(),
                        mapping.source().name());
            }
        }
        Mapping sales = mappings.get(Inputs.SALES);
        Value amount = sales == null ? null : sales.columns().get("net_amount");
        if (currency == null && amount != null) {
            Matcher named = CURRENCY.matcher(amount.text());
            if (named.find()) {
                String word = named.group(1).toLowerCase(Locale.ROOT);
                currency = CODES.getOrDefault(word, word.toUpperCase(Locale.ROOT));
                currencyReason = "as the column " + amount.text() + " says";
            }
        }
    }

    private static @Nullable String mostFrequent(Profile column) {
        return column.distinct().stream()
                .max(Comparator.comparingDouble(value -> column.share(value::equals)))
                .orElse(null);
    }

    private void findClosedWeekdays() {
        Mapping sales = mappings.get(Inputs.SALES);
        Value date = sales == null ? null : sales.columns().get("order_date");
        Optional<Profile> column = sales == null || date == null
                ? Optional.empty()
                : sales.source().column(date.text());
        Set<LocalDate> days = column.map(Profile::days).orElse(Set.of());
        boolean isWhole = sales != null && sales.source().surveyed().sample().isWhole();
        if (isWhole && days.size() >= DAYS_FOR_WEEKDAYS) {
            closed.addAll(EnumSet.allOf(DayOfWeek.class));
            days.forEach(day -> closed.remove(day.getDayOfWeek()));
            closedReason = String.format("none of %,d days with sales, all lines read", days.size());
        }
    }

    private void decide() {
        for (Mapping mapping : mappings.values()) {
            mapping.open().forEach((column, candidates) -> {
                if (mapping.lacking().contains(column)) {
                    decisions.add(mapping.table() + "." + column + ": "
                            + (candidates.size() == 1 ? "is it " : "which of these is it: ")
                            + String.join("; ", candidates) + "?");
                }
            });
            List<Match> rivals = recognition.rivals(mapping.table());
            if (!rivals.isEmpty()) {
                decisions.add(
                        mapping.table() + ": taken from " + mapping.source().name() + "; could come from "
                                + String.join(
                                        ", ",
                                        rivals.stream()
                                                .map(rival -> rival.source().name())
                                                .toList())
                                + " too, which is left out");
            }
            Value quantity = mapping.columns().get("quantity");
            if (quantity != null && quantity.how() == Value.How.CONSTANT) {
                decisions.add("sales.quantity: " + mapping.evidence("quantity"));
            }
        }
        if (!mappings.containsKey(Inputs.SALES)) {
            decisions.add("sales: no source has order lines that can be recognised; map it by hand");
        }
        if (currency == null) {
            decisions.add("currency: no file says it; USD stands in its place");
        }
    }

    /** How many rows were looked at in all. */
    long rows() {
        return survey.sources().stream()
                .map(SurveyedSource::sample)
                .mapToLong(sample -> sample.rows())
                .sum();
    }
}
