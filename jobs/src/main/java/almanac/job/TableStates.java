package almanac.job;

import almanac.table.Refresh;
import almanac.table.Table;
import almanac.table.TableSpec;
import almanac.table.TouchedDates;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Which tables are there tonight, what of them changed, and why the others are not there. Tables go by area.table. */
final class TableStates {

    private final Set<String> available = new HashSet<>();
    private final Map<String, TouchedDates> touched = new HashMap<>();
    private final Map<String, String> skipped = new LinkedHashMap<>();

    /** A table is there, with these dates changed. */
    void available(TableSpec spec, TouchedDates dates) {
        available.add(spec.qualifiedName());
        touched.put(spec.qualifiedName(), dates);
    }

    /** A table is not built. */
    void skipped(TableSpec spec, String reason) {
        skipped.put(spec.qualifiedName(), reason);
    }

    Set<String> available() {
        return Collections.unmodifiableSet(available);
    }

    boolean isAvailable(TableSpec spec) {
        return available.contains(spec.qualifiedName());
    }

    /** Why tables are not built, in the order of the plan. */
    Map<String, String> skipped() {
        return Collections.unmodifiableMap(skipped);
    }

    /** The dates that a table has to compute again: those on which any of its inputs changed. */
    TouchedDates touchedBy(Table table) {
        if (table.refresh().scope() != Refresh.Scope.TOUCHED_DATES) {
            return TouchedDates.everything();
        }
        List<TouchedDates> ofInputs = Stream.concat(table.inputs().stream(), table.optionalInputs().stream())
                .map(TableSpec::qualifiedName)
                .filter(touched::containsKey)
                .map(touched::get)
                .toList();
        if (ofInputs.stream().anyMatch(TouchedDates::all)) {
            return TouchedDates.everything();
        }
        return TouchedDates.of(
                ofInputs.stream().flatMap(dates -> dates.dates().stream()).toList());
    }

    /** The tables asked for and everything they need; all of them where none is named. */
    static Set<String> wanted(List<Table> tables, Set<String> asked) {
        List<Table> lastFirst = new ArrayList<>(tables);
        Collections.reverse(lastFirst);
        Set<String> wanted = new TreeSet<>(asked);
        for (Table table : lastFirst) {
            String name = table.spec().qualifiedName();
            if (asked.isEmpty() || wanted.contains(name)) {
                wanted.add(name);
                table.inputs().forEach(input -> wanted.add(input.qualifiedName()));
                table.optionalInputs().forEach(input -> wanted.add(input.qualifiedName()));
            }
        }
        return wanted;
    }
}
