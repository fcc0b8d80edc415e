package almanac.config;

import static almanac.config.Conversion.text;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code hierarchies} and {@code segmentations}. */
final class SegmentsReader {

    /** The setting {@code market} of a hierarchy speaks of the input table of the same name. */
    private static final String MARKET = "market";

    private final Map<String, InputShape> shapes;
    private final Map<String, Set<String>> available;

    /**
     * @param shapes the input tables that the product has
     * @param available the columns of the input tables that the configuration maps
     */
    SegmentsReader(Map<String, InputShape> shapes, Map<String, Set<String>> available) {
        this.shapes = shapes;
        this.available = available;
    }

    /** Every hierarchy, in the order of the file. */
    List<Hierarchy> hierarchies(Block hierarchies) {
        List<Hierarchy> read = new ArrayList<>();
        for (String name : hierarchies.names()) {
            hierarchies.findBlock(name).ifPresent(block -> read.add(hierarchy(name, block)));
        }
        return read;
    }

    /**
     * Every segmentation, in the order of the file.
     *
     * @param declared the names of all hierarchies, also of those with a problem
     * @param hierarchies the hierarchies that could be read
     */
    static List<Segmentation> segmentations(Block segmentations, List<String> declared, List<Hierarchy> hierarchies) {
        List<Segmentation> read = new ArrayList<>();
        for (String name : segmentations.names()) {
            List<Crossing> crossings = segmentations.nonEmptyList(name, crossing(declared, hierarchies));
            Set<String> seen = new HashSet<>();
            crossings.stream()
                    .map(Crossing::hierarchy)
                    .filter(hierarchy -> !seen.add(hierarchy))
                    .forEach(twice -> segmentations.reject(name, "crosses " + twice + " with itself"));
            read.add(new Segmentation(name, crossings));
        }
        return read;
    }

    private Hierarchy hierarchy(String name, Block block) {
        List<LevelRef> levels = block.nonEmptyList("levels", level());
        Set<String> names = new HashSet<>();
        levels.stream()
                .map(LevelRef::column)
                .filter(column -> !names.add(column))
                .forEach(twice -> block.reject("levels", "two levels have the name " + twice));
        @Nullable
        MarketKey market =
                block.findBlock(MARKET).map(written -> market(written, levels)).orElse(null);
        block.done();
        return new Hierarchy(name, levels, market);
    }

    private MarketKey market(Block block, List<LevelRef> levels) {
        List<String> names = levels.stream().map(LevelRef::column).toList();
        MarketKey market =
                new MarketKey(block.get("key", text("", this::marketColumn)), block.get("level", text("", level -> {
                    if (!names.contains(level)) {
                        throw new Unfit("is not a level of this hierarchy" + Nearest.hint(level, names));
                    }
                    return level;
                })));
        block.done();
        return market;
    }

    private String marketColumn(String column) throws Unfit {
        if (shapes.containsKey(MARKET)) {
            requireColumn(MARKET, column);
        }
        if (available.containsKey(MARKET)) {
            requireMapped(MARKET, column);
        }
        return column;
    }

    private Conversion<LevelRef> level() {
        return text(new LevelRef("", ""), written -> {
            String[] parts = written.split("\\.", -1);
            if (parts.length != 2) {
                throw new Unfit("is not table.column, such as territories.country");
            }
            if (!shapes.containsKey(parts[0])) {
                throw new Unfit("names an unknown input table" + Nearest.hint(parts[0], shapes.keySet()));
            }
            requireColumn(parts[0], parts[1]);
            requireMapped(parts[0], parts[1]);
            return new LevelRef(parts[0], parts[1]);
        });
    }

    private void requireColumn(String table, String column) throws Unfit {
        InputShape shape = shapes.get(table);
        if (shape != null && !shape.columns().contains(column)) {
            throw new Unfit("names an unknown column of " + table + Nearest.hint(column, shape.columns()));
        }
    }

    private void requireMapped(String table, String column) throws Unfit {
        if (!available.containsKey(table)) {
            throw new Unfit(
                    "needs the input table " + table + ", which this file does not map; add almanac.inputs." + table);
        }
        if (!available.getOrDefault(table, Set.of()).contains(column)) {
            throw new Unfit(
                    "needs a column that this file does not map; add it to almanac.inputs." + table + ".columns");
        }
    }

    private static Conversion<Crossing> crossing(List<String> declared, List<Hierarchy> hierarchies) {
        return text(new Crossing("", 1), written -> {
            int dot = written.indexOf('.');
            String name = dot < 0 ? written : written.substring(0, dot);
            if (!declared.contains(name)) {
                throw new Unfit("names an unknown hierarchy" + Nearest.hint(name, declared));
            }
            Optional<Hierarchy> hierarchy = hierarchies.stream()
                    .filter(candidate -> candidate.name().equals(name))
                    .findFirst();
            // A hierarchy with a problem of its own has said so already.
            List<String> levels = hierarchy.stream()
                    .flatMap(read -> read.levels().stream().map(LevelRef::column))
                    .toList();
            if (dot < 0 || levels.isEmpty()) {
                return new Crossing(name, Math.max(1, levels.size()));
            }
            String level = written.substring(dot + 1);
            if (!levels.contains(level)) {
                throw new Unfit("names an unknown level of " + name + Nearest.hint(level, levels));
            }
            return new Crossing(name, levels.indexOf(level) + 1);
        });
    }
}
