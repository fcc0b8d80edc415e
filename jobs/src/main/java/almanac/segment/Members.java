package almanac.segment;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import almanac.config.Hierarchy;
import almanac.config.LevelRef;
import almanac.config.Settings;
import almanac.staging.Dimensions;
import almanac.staging.InputTable;
import almanac.staging.Sales;
import almanac.table.Inputs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Gives each line of sales its members in every hierarchy, looking dimensions up as they were on the line's date. */
public final class Members {

    private final Settings settings;

    /** The members of these settings. */
    public Members(Settings settings) {
        this.settings = settings;
    }

    /** The dimensions that the hierarchies name. */
    private List<InputTable> dimensions() {
        Set<String> named = settings.hierarchies().stream()
                .flatMap(hierarchy -> hierarchy.levels().stream())
                .map(LevelRef::table)
                .collect(Collectors.toSet());
        return Dimensions.ALL.stream()
                .filter(dimension -> named.contains(dimension.name()))
                .toList();
    }

    /** The names of the hierarchies, in the order of the configuration. */
    List<String> hierarchies() {
        return settings.hierarchies().stream().map(Hierarchy::name).toList();
    }

    /**
     * Adds {@code leaf_segment}, the path of the row's members.
     *
     * @param sales rows with the references of sales
     */
    public Dataset<Row> withLeaf(Dataset<Row> sales, Inputs in) {
        Dataset<Row> looked = sales;
        for (InputTable dimension : dimensions()) {
            looked = lookUp(looked, dimension, in);
        }
        for (Hierarchy hierarchy : settings.hierarchies()) {
            List<Column> parts = new ArrayList<>();
            for (LevelRef level : hierarchy.levels()) {
                parts.add(SegmentPath.part(col(column(level))));
            }
            looked = looked.withColumn(SegmentPath.partsColumn(hierarchy.name()), array(parts.toArray(Column[]::new)));
        }
        return looked.withColumn("leaf_segment", SegmentPath.leaf(hierarchies()));
    }

    /** The column that holds a level after the look-up. */
    private static String column(LevelRef level) {
        return level.table().equals(Sales.INPUT.name()) ? level.column() : level.table() + "__" + level.column();
    }

    private Dataset<Row> lookUp(Dataset<Row> sales, InputTable dimension, Inputs in) {
        if (!in.has(dimension.spec())) {
            Dataset<Row> without = sales;
            for (LevelRef level : levelsOf(dimension)) {
                without = without.withColumn(column(level), lit(null).cast("string"));
            }
            return without;
        }
        Map<String, String> told =
                levelsOf(dimension).stream().collect(Collectors.toMap(Members::column, LevelRef::column));
        String key = dimension.required().get(0);
        return Dimensions.onDate(sales, in.get(dimension.spec()), key, "order_date", told);
    }

    private List<LevelRef> levelsOf(InputTable dimension) {
        return settings.hierarchies().stream()
                .flatMap(hierarchy -> hierarchy.levels().stream())
                .filter(level -> level.table().equals(dimension.name()))
                .distinct()
                .toList();
    }
}
