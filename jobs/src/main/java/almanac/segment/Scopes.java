package almanac.segment;

import static org.apache.spark.sql.functions.array_contains;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.exists;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.split;
import static org.apache.spark.sql.functions.try_element_at;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.config.Hierarchy;
import almanac.config.LevelRef;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Parts of sales that are told by members of levels, whatever hierarchies these belong to: {@code region=Hesse|brand=Alp}, and
 * {@code ALL} for the whole. The names of a scope are its level, {@code region|brand}; two scopes of one level have nothing in
 * common.
 */
public final class Scopes {

    private Scopes() {}

    /** The scope of a row that names what it is for, and holds null in the columns of what it does not name. */
    public static Column path(List<String> columns) {
        return orAll(concat_ws(
                "|",
                columns.stream()
                        .map(name -> when(col(name).isNotNull(), step(name)))
                        .toArray(Column[]::new)));
    }

    /** The level of such a row. */
    public static Column level(List<String> columns) {
        return orAll(concat_ws(
                "|",
                columns.stream()
                        .map(name -> when(col(name).isNotNull(), lit(name)))
                        .toArray(Column[]::new)));
    }

    /**
     * The scope of a level that a row lies in; null where it has no member at one of the level's names.
     *
     * @param columns all names that a level may have: columns of the row
     */
    public static Column at(Column level, List<String> columns) {
        Column names = split(level, "\\|");
        Column hasAll = lit(true);
        Column[] steps = new Column[columns.size()];
        for (int i = 0; i < steps.length; i++) {
            String name = columns.get(i);
            Column isNamed = array_contains(names, name);
            hasAll = hasAll.and(not(isNamed).or(col(name).isNotNull()));
            steps[i] = when(isNamed, step(name));
        }
        return when(hasAll, orAll(concat_ws("|", steps)));
    }

    /**
     * The level that has every name of some levels.
     *
     * @param levels an array of levels
     * @param columns all names that a level may have
     */
    public static Column finest(Column levels, List<String> columns) {
        Column[] names = columns.stream()
                .map(name -> when(exists(levels, level -> array_contains(split(level, "\\|"), name)), lit(name)))
                .toArray(Column[]::new);
        return orAll(concat_ws("|", names));
    }

    /**
     * The members of each row of segments or of their leaves: one row per {@code key}, a column per name of a level, null where no
     * hierarchy of it has the level that is {@link #isMeant meant}.
     *
     * @param attributed rows that hold attributes of levels, as in {@link Segments} and {@link SegmentLeaves}
     * @param names names of levels
     * @param hierarchies those of the configuration, in its order
     */
    public static Dataset<Row> members(
            Dataset<Row> attributed, String key, List<String> names, List<Hierarchy> hierarchies) {
        Column[] members =
                names.stream().map(name -> member(name, hierarchies).as(name)).toArray(Column[]::new);
        return attributed.groupBy(key).agg(members[0], Arrays.copyOfRange(members, 1, members.length));
    }

    /**
     * Whether the name of a level means this one. Of levels with one name, such as the countries of stores and those of customers,
     * it means that of the first hierarchy which has the name, in the order of the configuration, and the same column in others.
     */
    public static boolean isMeant(LevelRef level, List<Hierarchy> hierarchies) {
        return hierarchies.stream()
                .flatMap(hierarchy -> hierarchy.levels().stream())
                .filter(other -> other.column().equals(level.column()))
                .findFirst()
                .equals(Optional.of(level));
    }

    /** The levels that are meant by their names, as {@code segment_level} and attributes call them: {@code geography.country}. */
    public static List<String> meant(List<Hierarchy> hierarchies) {
        return hierarchies.stream()
                .flatMap(hierarchy -> hierarchy.levels().stream()
                        .filter(level -> isMeant(level, hierarchies))
                        .map(level -> hierarchy.name() + "." + level.column()))
                .toList();
    }

    private static Column member(String name, List<Hierarchy> hierarchies) {
        Column[] attributes = meant(hierarchies).stream()
                .filter(level -> level.endsWith("." + name))
                .map(level -> max(try_element_at(col("attributes"), lit(level))))
                .toArray(Column[]::new);
        return attributes.length == 0 ? lit(null).cast(StringType) : coalesce(attributes);
    }

    private static Column step(String name) {
        return concat(lit(name + "="), SegmentPath.part(col(name)));
    }

    private static Column orAll(Column path) {
        return when(path.equalTo(""), SegmentPath.ALL).otherwise(path);
    }
}
