package almanac.lake.file;

import almanac.config.Nearest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where the fields of a file go.
 *
 * @param columns the names of the fields that are handed out
 * @param width how many fields a record of the file must have
 * @param targets for each field of the file its place among {@code columns}, or -1
 * @param ignored names in the file that nobody asked for
 * @param absent optional columns that the file lacks
 */
record Header(List<String> columns, int width, List<Integer> targets, List<String> ignored, List<String> absent) {

    /** Without a header: the declared columns, by position. */
    static Header positional(CsvFormat format) {
        List<Integer> targets = new ArrayList<>();
        for (int i = 0; i < format.columns().size(); i++) {
            targets.add(i);
        }
        return new Header(format.columns(), targets.size(), targets, List.of(), List.of());
    }

    /**
     * Finds the declared columns among the names that a file gives itself.
     *
     * @param names the fields of the header record, normalised (NFC) and trimmed; an empty one is no name
     * @throws almanac.error.Failure where a name stands twice or a required column is missing
     */
    static Header named(String path, List<String> names, CsvFormat format) {
        Set<String> seen = new LinkedHashSet<>();
        Set<String> twice = new TreeSet<>();
        names.stream().filter(name -> !name.isEmpty() && !seen.add(name)).forEach(twice::add);
        if (!twice.isEmpty()) {
            throw Refusal.of(
                    path,
                    "names a column more than once in its header, so nobody can tell which one is meant.",
                    "Have every column of the file named once.",
                    twice.stream().map(Printable::of).toList());
        }
        List<String> columns = format.columns().isEmpty() ? List.copyOf(seen) : format.columns();
        List<String> missing =
                columns.stream().filter(column -> !seen.contains(column)).toList();
        List<String> required = missing.stream()
                .filter(column -> !format.optionalColumns().contains(column))
                .toList();
        String otherDelimiter = names.size() == 1 ? otherDelimiter(names.get(0), format.delimiter()) : "";
        if (!otherDelimiter.isEmpty()
                && (!required.isEmpty() || format.columns().isEmpty())) {
            throw Refusal.of(
                    path,
                    "has a header of one field, in which there is " + otherDelimiter
                            + ": its delimiter is probably not the declared one.",
                    "Set delimiter to the character between the fields of this source.",
                    List.of("the header is: " + Printable.of(names.get(0))));
        }
        if (!required.isEmpty() || columns.isEmpty()) {
            throw missing(path, names, required);
        }
        Integer[] targets = new Integer[names.size()];
        Arrays.setAll(targets, i -> columns.indexOf(names.get(i)));
        seen.removeAll(Set.copyOf(columns));
        return new Header(columns, names.size(), List.of(targets), List.copyOf(seen), missing);
    }

    private static RuntimeException missing(String path, List<String> names, List<String> required) {
        List<String> details = new ArrayList<>();
        List<String> shown = names.stream().map(Printable::line).toList();
        required.forEach(column -> details.add(Printable.of(column) + " is missing"
                + Nearest.suggestion(column, shown).orElse("")));
        details.add("the header has: "
                + String.join(", ", names.stream().map(Printable::of).toList()));
        return Refusal.of(
                path,
                "lacks columns that are needed.",
                "Have them delivered, or map the columns to the names in the header.",
                details);
    }

    private static String otherDelimiter(String name, char declared) {
        String found = "";
        for (char candidate : new char[] {'|', '\t', ',', ';'}) {
            if (candidate != declared && name.indexOf(candidate) >= 0) {
                found = candidate == '\t' ? "a tab" : "a '" + candidate + "'";
            }
        }
        return found;
    }
}
