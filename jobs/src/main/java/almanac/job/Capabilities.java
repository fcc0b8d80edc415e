package almanac.job;

import almanac.config.Settings;
import almanac.ingest.MappedInput;
import almanac.table.ColumnDoc;
import almanac.table.Table;
import almanac.table.TableSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which tables a night can build: those whose inputs, and needed columns of them, are there. */
final class Capabilities {

    private final Set<String> mappedColumns;

    private Capabilities(Set<String> mappedColumns) {
        this.mappedColumns = mappedColumns;
    }

    /** What a configuration gives. */
    static Capabilities of(Settings settings) {
        Set<String> columns = new HashSet<>();
        for (MappedInput input : MappedInput.all(settings)) {
            input.input().columns().stream()
                    .map(ColumnDoc::name)
                    .filter(input::gives)
                    .forEach(column -> columns.add(input.input().name() + "." + column));
        }
        return new Capabilities(columns);
    }

    /**
     * Why a table cannot be built.
     *
     * @param available the names of the tables that are there
     * @param skipped why others are not, by name
     * @return null where it can
     */
    @Nullable
    String missing(Table table, Set<String> available, Map<String, String> skipped) {
        for (TableSpec input : table.inputs()) {
            String name = input.qualifiedName();
            if (!available.contains(name)) {
                return input.area().equals("staging")
                        ? "no source is mapped to `" + input.name() + "`: add almanac.inputs." + input.name()
                                + " to the configuration"
                        : "it needs " + name + ", which is skipped: " + skipped.get(name);
            }
        }
        for (String needed : table.neededColumns()) {
            List<String> columns = List.of(needed.split(Table.OR));
            if (columns.stream().noneMatch(mappedColumns::contains)) {
                return "no column is mapped to "
                        + columns.stream().map(column -> "`" + column + "`").collect(Collectors.joining(Table.OR))
                        + ": add "
                        + columns.stream().map(Capabilities::setting).collect(Collectors.joining(Table.OR))
                        + " to the configuration";
            }
        }
        return null;
    }

    private static String setting(String column) {
        int dot = column.indexOf('.');
        return "almanac.inputs." + column.substring(0, dot) + ".columns" + column.substring(dot);
    }
}
