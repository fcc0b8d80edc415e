package almanac.onboard;

import almanac.staging.InputTable;
import almanac.staging.StagingTables;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which source is which input table: one to one, the surest first. */
final class Recognition {

    private static final double ENOUGH = 0.6;
    private static final double SURE_WITHOUT_NAME = 0.9;
    private static final double NEAR = 0.04;

    private final List<Profiled> sources;
    private final Map<String, Match> chosen = new LinkedHashMap<>();
    private final Map<String, List<Match>> rivals = new LinkedHashMap<>();
    private final Map<Profiled, String> unused = new LinkedHashMap<>();

    private record Scored(Match match, double score) {}

    private Recognition(List<Profiled> sources) {
        this.sources = sources;
    }

    /** Recognises the sources of a lake. */
    static Recognition of(List<Profiled> sources) {
        Recognition recognition = new Recognition(sources);
        recognition.choose(new References(sources));
        return recognition;
    }

    /** The source of an input table. */
    Optional<Match> match(String table) {
        return Optional.ofNullable(chosen.get(table));
    }

    /** Every input table that has a source, sales first. */
    List<Match> matches() {
        List<Match> matches = new ArrayList<>();
        match(Inputs.SALES).ifPresent(matches::add);
        StagingTables.ALL.stream()
                .map(InputTable::name)
                .filter(table -> !table.equals(Inputs.SALES))
                .forEach(table -> match(table).ifPresent(matches::add));
        return matches;
    }

    /** Other sources that could be an input as well as the chosen one. */
    List<Match> rivals(String table) {
        return rivals.getOrDefault(table, List.of());
    }

    /** Sources that are no input, with the reason. */
    Map<Profiled, String> unused() {
        return Collections.unmodifiableMap(unused);
    }

    private void choose(References references) {
        List<Scored> scored = new ArrayList<>();
        Map<Profiled, Scored> nearest = new LinkedHashMap<>();
        for (Profiled source : sources) {
            for (InputTable input : StagingTables.ALL) {
                Match match = Match.of(source, input.name(), references);
                Scored one = new Scored(match, score(match));
                nearest.merge(source, one, (a, b) -> b.score() > a.score() ? b : a);
                if (missing(match).isEmpty() && Inputs.hasWhatItNeeds(match) && one.score() >= ENOUGH) {
                    scored.add(one);
                }
            }
        }
        scored.sort(Comparator.comparingDouble(Scored::score).reversed());
        Set<Profiled> used = new HashSet<>();
        for (Scored one : scored) {
            String table = one.match().table();
            if (!chosen.containsKey(table) && used.add(one.match().source())) {
                chosen.put(table, one.match());
                rivals.put(
                        table,
                        scored.stream()
                                .filter(other -> !other.equals(one)
                                        && other.match().table().equals(table)
                                        && !used.contains(other.match().source())
                                        && (other.score() > one.score() - NEAR || table.equals(Inputs.SALES)))
                                .map(Scored::match)
                                .toList());
            }
        }
        rivals.replaceAll((table, others) ->
                others.stream().filter(other -> !used.contains(other.source())).toList());
        for (Profiled source : sources) {
            if (!used.contains(source)) {
                unused.put(source, why(source, nearest.get(source)));
            }
        }
    }

    private String why(Profiled source, @Nullable Scored nearest) {
        for (Map.Entry<String, List<Match>> input : rivals.entrySet()) {
            if (input.getValue().stream().anyMatch(rival -> rival.source() == source)) {
                return "could be " + input.getKey() + " too";
            }
        }
        if (source.dayOfKey().isPresent()) {
            return "a table of days, which dates refer to";
        }
        if (nearest == null || nearest.score() < ENOUGH / 2) {
            return "like no input";
        }
        List<String> missing = missing(nearest.match());
        return "most like " + nearest.match().table()
                + (missing.isEmpty() ? ", which has a better source" : ", but lacks " + String.join(", ", missing));
    }

    /** Required columns without any candidate; of sales those that cannot be made of others. */
    private static List<String> missing(Match match) {
        List<String> missing = new ArrayList<>();
        for (String required : Inputs.named(match.table()).required()) {
            if (match.found(required).isEmpty() && !match.open().containsKey(required)) {
                missing.add(required);
            }
        }
        if (match.table().equals(Inputs.SALES)) {
            boolean isPriced = match.found(Role.UNIT_PRICE).isPresent()
                    && match.found("quantity").isPresent();
            boolean isDated = match.found("order_date").isPresent();
            if (isPriced) {
                missing.remove("net_amount");
            }
            if (isDated && match.found("net_amount").isPresent()) {
                missing.remove("quantity");
            }
            if (isDated && match.found("order_line_id").isPresent()) {
                missing.remove("order_id");
            }
        }
        return missing;
    }

    private static double score(Match match) {
        InputTable input = Inputs.named(match.table());
        double required = 0;
        for (String column : input.required()) {
            required += match.found(column)
                    .map(found -> Math.min(1, found.score()))
                    .orElse(match.open().containsKey(column) ? Match.SURE : 0.0);
        }
        double requiredShare = required / input.required().size();
        double affinity = Inputs.affinity(match.table(), match.source().words());
        if (affinity == 0 && requiredShare < SURE_WITHOUT_NAME && !match.table().equals(Inputs.SALES)) {
            return 0;
        }
        double coverage =
                (double) match.found().size() / match.source().columns().size();
        return 0.55 * requiredShare + 0.2 * affinity + 0.15 * Math.min(1, coverage) + 0.1 * keyed(match, input);
    }

    /** 1 where the key that the input has by default tells nearly all rows apart, 0 where it does not. */
    private static double keyed(Match match, InputTable input) {
        List<Profile> key = new ArrayList<>();
        if (!missing(match).isEmpty()) {
            return 0;
        }
        input.key().forEach(column -> match.found(column).ifPresent(found -> key.add(found.column())));
        if (key.isEmpty()) {
            return 0;
        }
        Set<List<String>> different = new HashSet<>();
        int rows = match.source().columns().get(0).values().size();
        for (int row = 0; row < rows; row++) {
            List<String> values = new ArrayList<>();
            for (Profile column : key) {
                values.add(String.valueOf(column.values().get(row)));
            }
            different.add(values);
        }
        boolean isSales = match.table().equals(Inputs.SALES);
        return isSales || different.size() >= 0.98 * rows ? 1 : 0;
    }
}
