package almanac.segment;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_sub;
import static org.apache.spark.sql.functions.lead;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;

import almanac.config.Hierarchy;
import almanac.config.LevelRef;
import almanac.config.Settings;
import almanac.staging.Dimensions;
import almanac.staging.InputTable;
import almanac.staging.Sales;
import almanac.table.Inputs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/** Gives each line of sales its members in every hierarchy, looking dimensions up as they were on the line's date. */
public final class Members {

    private final Settings settings;

    /** The members of these settings. */
    public Members(Settings settings) {
        this.settings = settings;
    }

    /** The dimensions that the hierarchies name. */
    List<InputTable> dimensions() {
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

    /** The rows of a dimension that count, each name with its table in front. */
    Dataset<Row> current(InputTable dimension, Inputs in) {
        Dataset<Row> rows = in.get(dimension.spec()).filter(col(InputTable.IS_CURRENT));
        Column[] columns = dimension.columns().stream()
                .map(column -> col(column.name()).as(prefixed(dimension.name(), column.name())))
                .toArray(Column[]::new);
        return rows.select(columns);
    }

    /** The column that holds a level after the look-up. */
    static String column(LevelRef level) {
        return level.table().equals(Sales.INPUT.name()) ? level.column() : prefixed(level.table(), level.column());
    }

    private Dataset<Row> lookUp(Dataset<Row> sales, InputTable dimension, Inputs in) {
        String key = dimension.required().get(0);
        if (!in.has(dimension.spec())) {
            Dataset<Row> without = sales;
            for (LevelRef level : levelsOf(dimension)) {
                without = without.withColumn(column(level), lit(null).cast("string"));
            }
            return without;
        }
        Dataset<Row> members = current(dimension, in).select(columnsOf(dimension, key));
        Column memberKey = col(prefixed(dimension.name(), key));
        Column from = col(prefixed(dimension.name(), "effective_from"));
        Column to = col(prefixed(dimension.name(), "effective_to"));
        // A row holds until the next one of its member does, so that no line ever meets two of them: of rows that start
        // on one day, with or without a date, only the last holds at all.
        Column start = coalesce(from, lit("0001-01-01").cast("date"));
        Column next = lead(start, 1).over(Window.partitionBy(memberKey).orderBy(order(members, start)));
        Dataset<Row> disjoint =
                members.withColumn("_holds_to", least(to, date_sub(next, 1))).drop(to);
        Column onItsDate = from.isNull()
                .or(col("order_date").geq(from))
                .and(col("_holds_to").isNull().or(col("order_date").leq(col("_holds_to"))));
        return sales.join(disjoint, col(key).equalTo(memberKey).and(onItsDate), "left")
                .drop("_holds_to");
    }

    /** By start, and by every column after it, so that the same row is the last one every night. */
    private static Column[] order(Dataset<Row> members, Column start) {
        return Stream.concat(Stream.of(start), Arrays.stream(members.columns()).map(name -> col(name)))
                .toArray(Column[]::new);
    }

    private Column[] columnsOf(InputTable dimension, String key) {
        List<String> names = new ArrayList<>(List.of(
                prefixed(dimension.name(), key),
                prefixed(dimension.name(), "effective_from"),
                prefixed(dimension.name(), "effective_to")));
        levelsOf(dimension).stream()
                .map(Members::column)
                .filter(column -> !names.contains(column))
                .forEach(names::add);
        return names.stream().map(name -> col(name)).toArray(Column[]::new);
    }

    private List<LevelRef> levelsOf(InputTable dimension) {
        return settings.hierarchies().stream()
                .flatMap(hierarchy -> hierarchy.levels().stream())
                .filter(level -> level.table().equals(dimension.name()))
                .distinct()
                .toList();
    }

    /** The hierarchy of a name. */
    Optional<Hierarchy> hierarchy(String name) {
        return settings.hierarchies().stream()
                .filter(hierarchy -> hierarchy.name().equals(name))
                .findFirst();
    }

    private static String prefixed(String table, String column) {
        return table + "__" + column;
    }
}
