package almanac.segment;

import static org.apache.spark.sql.functions.array_join;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.regexp_extract;
import static org.apache.spark.sql.functions.replace;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.slice;
import static org.apache.spark.sql.functions.split;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;

/**
 * The readable name of a segment: {@code geography=EMEA>DE|product=Whisky}, and {@code ALL} for the total.
 *
 * <p>The three signs that give it its form are written {@code %3E}, {@code %7C} and {@code %25} inside a member's name, so
 * that two different segments never share a path, whatever the members are called.
 */
public final class SegmentPath {

    /** The total. */
    public static final String ALL = "ALL";

    /** The member that stands for a missing one. */
    public static final String UNKNOWN = "UNKNOWN";

    /** A sign that is no white space in Unicode's sense, such as a tab or a no-break space. */
    private static final String NOT_BLANK = "[^\\p{IsWhite_Space}]";

    private SegmentPath() {}

    /** A member's name as a part of a path; a missing or blank one is {@link #UNKNOWN}. */
    static Column part(Column member) {
        Column text = org.apache.spark.sql.functions.trim(member.cast("string"));
        Column known = when(text.rlike(NOT_BLANK), text);
        return replace(
                replace(replace(coalesce(known, lit(UNKNOWN)), lit("%"), lit("%25")), lit(">"), lit("%3E")),
                lit("|"),
                lit("%7C"));
    }

    /** The member's name that a part stands for. */
    static Column member(Column part) {
        return replace(replace(replace(part, lit("%7C"), lit("|")), lit("%3E"), lit(">")), lit("%25"), lit("%"));
    }

    /** The parts of one hierarchy in a leaf's path, coarsest first; null where the path does not hold it. */
    static Column parts(Column path, String hierarchy) {
        Column found = regexp_extract(path, "(?:^|\\|)" + hierarchy + "=([^|]*)", 1);
        return when(found.notEqual(lit("")), split(found, ">"));
    }

    /** The path of a hierarchy's parts down to a depth. */
    static Column step(String hierarchy, Column parts, int depth) {
        return concat(lit(hierarchy + "="), array_join(slice(parts, 1, depth), ">"));
    }

    /** A path of steps, one a hierarchy; the total where there is none. */
    static Column join(List<Column> steps) {
        return steps.isEmpty() ? lit(ALL) : concat_ws("|", steps.toArray(Column[]::new));
    }

    /** The path of a leaf, from its parts in every hierarchy. */
    static Column leaf(List<String> hierarchies) {
        List<Column> steps = new ArrayList<>();
        for (String hierarchy : hierarchies) {
            Column parts = col(partsColumn(hierarchy));
            steps.add(when(size(parts).gt(0), concat(lit(hierarchy + "="), array_join(parts, ">"))));
        }
        return steps.isEmpty() ? lit(ALL) : coalesce(concat_ws("|", steps.toArray(Column[]::new)), lit(ALL));
    }

    /** The column of a row that holds its parts in a hierarchy. */
    static String partsColumn(String hierarchy) {
        return "_parts_" + hierarchy;
    }

    /** The surrogate key of a segment: joins and groups by eight bytes instead of by a path. */
    public static Column id(Column segmentation, Column segment) {
        return xxhash64(segmentation, segment);
    }
}
