package almanac.onboard;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A source taken for an input table: which column plays which role, and which roles several columns could play.
 *
 * <p>Columns and roles are paired one to one, the surest first. A role with two candidates that are equally sure is left
 * open.
 */
final class Match {

    /** From here on a candidate is believed. */
    static final double SURE = 0.7;

    /** From here on a candidate is worth naming. */
    private static final double WORTH = 0.45;

    /** So much surer must the best candidate be than the next. */
    private static final double MARGIN = 0.06;

    /** Where somebody was born or something was made is not where it is. */
    private static final Set<String> ELSEWHERE = Set.of("birth", "born", "origin", "ship", "made");

    private static final double REFERRED = 0.08;
    private static final double TELLING_VALUES = 0.85;
    private static final double UNIQUE = 0.98;

    private final Profiled source;
    private final String table;
    private final References references;
    private final Map<String, Found> found = new LinkedHashMap<>();
    private final Map<String, List<Found>> open = new LinkedHashMap<>();
    private final List<Found> contradicted = new ArrayList<>();

    private Match(Profiled source, String table, References references) {
        this.source = source;
        this.table = table;
        this.references = references;
    }

    /** Takes a source for an input table. */
    static Match of(Profiled source, String table, References references) {
        Match match = new Match(source, table, references);
        match.pair();
        return match;
    }

    Profiled source() {
        return source;
    }

    String table() {
        return table;
    }

    /** The column of a role; none where it is open or has none. */
    Optional<Found> found(String role) {
        return Optional.ofNullable(found.get(role));
    }

    /** Every role that a column plays, in the order of the input. */
    List<Found> found() {
        return Role.of(table).stream()
                .map(role -> found.get(role.column()))
                .filter(one -> one != null)
                .toList();
    }

    /** Roles with more than one candidate, or with one that is not sure enough. */
    Map<String, List<Found>> open() {
        return open;
    }

    /** Columns whose names fit a role of which their values are none. */
    List<Found> contradicted() {
        return contradicted;
    }

    /** Decides an open role. */
    void decide(String role, Found choice) {
        open.remove(role);
        found.put(role, choice);
    }

    /** Leaves a role open. */
    void leaveOpen(String role, List<Found> candidates) {
        found.remove(role);
        open.put(role, candidates);
    }

    private void pair() {
        List<Found> candidates = new ArrayList<>();
        for (Role role : Role.of(table)) {
            source.columns().forEach(column -> candidates.add(candidate(role, column)));
        }
        candidates.stream()
                .filter(candidate -> candidate.score() < 0)
                .forEach(candidate -> contradicted.add(candidate));
        candidates.removeIf(candidate -> candidate.score() < WORTH);
        candidates.sort(Comparator.comparingDouble(Found::score).reversed());
        Set<Profile> used = new HashSet<>();
        takeCategories(candidates, used);
        for (Found candidate : candidates) {
            if (candidate.score() >= SURE
                    && !found.containsKey(candidate.role().column())
                    && !used.contains(candidate.column())) {
                found.put(candidate.role().column(), candidate);
                used.add(candidate.column());
            }
        }
        for (Role role : Role.of(table)) {
            List<Found> free = candidates.stream()
                    .filter(candidate -> candidate.role().equals(role) && !used.contains(candidate.column()))
                    .toList();
            Found best = found.get(role.column());
            List<Found> rivals = best == null
                    ? free
                    : free.stream()
                            .filter(rival -> rival.score() > best.score() - MARGIN)
                            .toList();
            if (best != null && !rivals.isEmpty()) {
                List<Found> all = new ArrayList<>(List.of(best));
                all.addAll(rivals);
                leaveOpen(role.column(), all);
            } else if (best == null && role.isRequired() && !free.isEmpty()) {
                open.put(role.column(), free.subList(0, Math.min(4, free.size())));
            }
        }
    }

    /** Levels of categories are told apart by how many there are, unless they have the very names. */
    private void takeCategories(List<Found> candidates, Set<Profile> used) {
        if (!table.equals("products") || source.column("category_l1").isPresent()) {
            return;
        }
        candidates.removeIf(candidate -> candidate.role().column().startsWith("category_l"));
        List<Profile> levels = CategoryLevels.of(source);
        for (Role role : Role.of(table)) {
            int level = role.column().startsWith("category_l") ? role.column().charAt(10) - '1' : levels.size();
            if (level < levels.size()) {
                Profile column = levels.get(level);
                String reason = String.format(
                        "level %d of %d by the number of values: %,d such as %s",
                        level + 1, levels.size(), column.distinct().size(), column.examples());
                found.put(role.column(), new Found(role, column, TELLING_VALUES, reason, List.of()));
                used.add(column);
            }
        }
    }

    /** What speaks for a column; the score is below zero where its name fits and its values do not. */
    private Found candidate(Role role, Profile column) {
        double likeness = role.likeness(column.name(), source.words(column));
        if (likeness >= WORTH && role.kind() == Role.Kind.DATE) {
            Optional<Profiled> calendar = references.calendarOf(column);
            if (calendar.isPresent() && column.dates().isEmpty()) {
                String reason = "keys of the days in " + calendar.get().name() + ", such as " + column.examples();
                return new Found(role, column, likeness, reason, List.of(calendar.get()));
            }
        }
        boolean mayTell = (role.kind() == Role.Kind.COUNTRY || role.kind() == Role.Kind.CURRENCY)
                && source.words(column).stream().noneMatch(ELSEWHERE::contains);
        if (likeness < WORTH && !mayTell) {
            return new Found(role, column, 0, "another name", List.of());
        }
        Fit fit = Fit.of(role, column);
        boolean tells = mayTell
                && (role.kind() == Role.Kind.COUNTRY ? Fit.holdsCountries(column) : Fit.holdsCurrencies(column));
        double score = fit.factor() * (tells ? Math.max(likeness, TELLING_VALUES) : likeness);
        String reason = fit.reason();
        if (likeness >= SURE && fit.factor() == 0) {
            return new Found(role, column, -likeness, reason, List.of());
        }
        if (isKeyOfDimension(role)) {
            double distinct =
                    column.filled() == 0 ? 0 : (double) column.distinct().size() / column.filled();
            boolean hasValidity = source.columns().stream()
                    .anyMatch(other -> Role.of(table).stream()
                            .anyMatch(validity -> validity.column().equals("effective_from")
                                    && validity.likeness(other.name(), source.words(other)) >= TELLING_VALUES
                                    && other.dates().isPresent()));
            boolean hasUniqueRival = hasValidity
                    && source.columns().stream()
                            .anyMatch(other -> other != column
                                    && other.isUnique()
                                    && role.likeness(other.name(), source.words(other)) >= SURE);
            boolean isKey = distinct >= UNIQUE || (hasValidity && !hasUniqueRival);
            score *= isKey ? 1 : 0.5;
            reason = isKey ? Texts.percent(distinct) + " different; " + reason : "comes again in other rows";
        }
        Optional<String> referred = references.toKey(column);
        if (referred.isPresent() && likeness >= SURE && mayBeReferred(role)) {
            score += REFERRED;
            reason = referred.get();
        }
        return new Found(role, column, score, reason, List.of());
    }

    private static boolean mayBeReferred(Role role) {
        return role.isRequired() && role.kind() == Role.Kind.ID && !role.table().equals(Inputs.SALES);
    }

    private static boolean isKeyOfDimension(Role role) {
        return Inputs.isDimension(role.table()) && role.isRequired();
    }
}
