package almanac.job;

import almanac.table.Table;
import almanac.table.TableSpec;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which tables a night can build: those whose inputs are there. */
final class Capabilities {

    private Capabilities() {}

    /**
     * Why a table cannot be built.
     *
     * @param available the names of the tables that are there
     * @param skipped why others are not, by name
     * @return null where it can
     */
    static @Nullable String missing(Table table, Set<String> available, Map<String, String> skipped) {
        for (TableSpec input : table.inputs()) {
            String name = input.qualifiedName();
            if (!available.contains(name)) {
                return input.area().equals("staging")
                        ? "no source is mapped to `" + input.name() + "`: add almanac.inputs." + input.name()
                                + " to the configuration"
                        : "it needs " + name + ", which is skipped: " + skipped.get(name);
            }
        }
        return null;
    }
}
