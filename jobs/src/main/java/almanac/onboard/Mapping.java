package almanac.onboard;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How an input is to be made, with the evidence for each column; collected step by step. */
final class Mapping {

    private final String table;
    private final Profiled source;
    private final Map<String, Value> columns = new LinkedHashMap<>();
    private final Map<String, String> evidence = new LinkedHashMap<>();
    private final Map<String, List<String>> open = new LinkedHashMap<>();
    private final Set<String> joins = new LinkedHashSet<>();
    private final List<String> notes = new ArrayList<>();
    private @Nullable String where;

    Mapping(String table, Profiled source) {
        this.table = table;
        this.source = source;
    }

    String table() {
        return table;
    }

    Profiled source() {
        return source;
    }

    void map(String column, Value value, String why) {
        open.remove(column);
        columns.put(column, value);
        evidence.put(column, why);
    }

    void leaveOpen(String column, List<String> candidates) {
        columns.remove(column);
        open.put(column, List.copyOf(candidates));
    }

    /** Joins another source to the left. */
    void join(String other, String alias, String condition) {
        joins.add("LEFT JOIN " + other + " " + alias + " ON " + condition);
    }

    void keepOnly(String condition) {
        where = condition;
    }

    /** Something that whoever reads the configuration should know. */
    void note(String text) {
        notes.add(text);
    }

    /** What is mapped, in the order of the input. */
    Map<String, Value> columns() {
        Map<String, Value> ordered = new LinkedHashMap<>();
        for (Role role : Role.of(table)) {
            Value value = columns.get(role.column());
            if (value != null) {
                ordered.put(role.column(), value);
            }
        }
        return ordered;
    }

    String evidence(String column) {
        return evidence.getOrDefault(column, "");
    }

    Map<String, List<String>> open() {
        return open;
    }

    Set<String> joins() {
        return joins;
    }

    List<String> notes() {
        return notes;
    }

    @Nullable
    String where() {
        return where;
    }

    /** Whether column by column is not enough. */
    boolean needsSelect() {
        return where != null
                || !joins.isEmpty()
                || columns.values().stream().anyMatch(value -> value.how() == Value.How.SQL);
    }

    /** Required columns that it does not give. */
    List<String> lacking() {
        return Inputs.named(table).required().stream()
                .filter(column -> !columns.containsKey(column))
                .toList();
    }
}
