package almanac.segment;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import almanac.config.Hierarchy;
import almanac.config.LevelRef;
import almanac.config.Settings;
import almanac.segment.Levels.Level;
import almanac.staging.Dimensions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.spark.sql.Column;

/**
 * Which levels of the segmentations group products, and which say where or how they are sold: conditions on rows with the
 * columns of {@link SegmentLeaves}. Only levels of one hierarchy count, each in the first segmentation that has it.
 */
public final class ProductLevels {

    private static final Set<String> NAMES_OF_ONE = Set.of("product_id", "product_name");

    private final Settings settings;

    /** The levels of these settings. */
    public ProductLevels(Settings settings) {
        this.settings = settings;
    }

    /** Whether a segment is a group of products, such as a category; single products are none. */
    public Column isGroup() {
        return isAnyOf(groups());
    }

    /** Whether a segment is a group of products of the finest level that is configured. */
    public Column isFinestGroup() {
        List<Level> groups = groups();
        return isAnyOf(groups.isEmpty() ? groups : groups.subList(groups.size() - 1, groups.size()));
    }

    /** Whether a segment is of the first level of a hierarchy that does not group products, such as a country. */
    public Column isPlace() {
        return isAnyOf(levels(level -> level.depth() == 1 && !groupsProducts(level)));
    }

    /** From the coarsest to the finest of each hierarchy. */
    private List<Level> groups() {
        return levels(level -> groupsProducts(level)
                && !NAMES_OF_ONE.contains(level.steps().get(0).columns().get(level.depth() - 1)));
    }

    private List<Level> levels(Predicate<Level> condition) {
        Map<String, Level> first = new LinkedHashMap<>();
        Levels.of(settings).stream()
                .filter(level -> level.steps().size() == 1)
                .filter(condition)
                .forEach(level -> first.putIfAbsent(level.name(), level));
        return List.copyOf(first.values());
    }

    private boolean groupsProducts(Level level) {
        String name = level.steps().get(0).hierarchy();
        return settings.hierarchies().stream()
                .filter(hierarchy -> hierarchy.name().equals(name))
                .map(Hierarchy::levels)
                .flatMap(List::stream)
                .anyMatch(ProductLevels::isOfProducts);
    }

    private static boolean isOfProducts(LevelRef level) {
        return level.table().equals(Dimensions.PRODUCTS.name()) || NAMES_OF_ONE.contains(level.column());
    }

    private static Column isAnyOf(List<Level> levels) {
        return levels.stream()
                .map(level -> col("segmentation")
                        .equalTo(level.segmentation())
                        .and(col("segment_level").equalTo(level.name())))
                .reduce(Column::or)
                .orElse(lit(false));
    }
}
