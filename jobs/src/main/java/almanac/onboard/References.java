package almanac.onboard;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which columns of a lake are keys that other sources refer to. */
final class References {

    private static final double NEARLY_ALL = 0.9;
    private static final double ALIKE = 0.75;

    private final List<Profiled> sources;
    private final List<Profiled> calendars;
    private final Map<Profile, String> referrers = new LinkedHashMap<>();
    private final Map<Profile, Optional<Profiled>> calendarsOf = new HashMap<>();

    References(List<Profiled> sources) {
        this.sources = sources;
        this.calendars =
                sources.stream().filter(source -> source.dayOfKey().isPresent()).toList();
        sources.forEach(source -> source.columns().stream()
                .filter(column -> column.isUnique() && column.filledShare() == 1)
                .forEach(key -> referrer(source, key).ifPresent(told -> referrers.put(key, told))));
    }

    /** A column of another source whose values are values of this key, in words; none where there is no such. */
    Optional<String> toKey(Profile key) {
        return Optional.ofNullable(referrers.get(key));
    }

    private Optional<String> referrer(Profiled owner, Profile key) {
        for (Profiled other : sources) {
            if (other == owner) {
                continue;
            }
            for (Profile column : other.columns()) {
                boolean isNamedAlike = Words.likeness(owner.words(key), other.words(column)) >= ALIKE;
                if (isNamedAlike && column.filled() > 0 && !column.isUnique()) {
                    double share = column.within(key.distinct());
                    if (share >= NEARLY_ALL) {
                        return Optional.of(String.format(
                                "%s of %,d values of %s.%s are found in it",
                                Texts.percent(share), column.filled(), other.name(), column.name()));
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** The table of days whose key the values of a column are. */
    Optional<Profiled> calendarOf(Profile column) {
        return calendarsOf.computeIfAbsent(column, this::findCalendar);
    }

    private Optional<Profiled> findCalendar(Profile column) {
        if (calendars.isEmpty() || column.numbers() < 1 || (column.fractions() > 0 && !column.isWholeWithPoint())) {
            return Optional.empty();
        }
        return calendars.stream()
                .filter(calendar -> calendar.key()
                        .filter(key -> key != column && column.within(key.distinct()) >= NEARLY_ALL)
                        .isPresent())
                .findFirst();
    }
}
