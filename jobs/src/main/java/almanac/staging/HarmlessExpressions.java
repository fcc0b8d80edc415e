package almanac.staging;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.expressions.Expression;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.BoxedUnit;

/** What the SELECT of a mapping may compute with: only what is known to be harmless, by name. */
final class HarmlessExpressions {

    /** The functions that a SELECT may call: pure, total on nulls, without access to anything but their arguments. */
    static final Set<String> FUNCTIONS = Set.of(
            "abs",
            "add_months",
            "btrim",
            "case",
            "cast",
            "ceil",
            "char_length",
            "coalesce",
            "concat",
            "concat_ws",
            "contains",
            "date",
            "date_add",
            "date_sub",
            "date_trunc",
            "day",
            "dayofweek",
            "decimal",
            "element_at",
            "endswith",
            "floor",
            "greatest",
            "hash",
            "if",
            "ifnull",
            "initcap",
            "instr",
            "isnotnull",
            "isnull",
            "last_day",
            "least",
            "left",
            "length",
            "like",
            "lower",
            "lpad",
            "ltrim",
            "make_date",
            "md5",
            "month",
            "named_struct",
            "nullif",
            "nvl",
            "nvl2",
            "overlay",
            "position",
            "quarter",
            "regexp_extract",
            "regexp_replace",
            "replace",
            "reverse",
            "right",
            "round",
            "rpad",
            "rtrim",
            "sha2",
            "sign",
            "split",
            "split_part",
            "startswith",
            "string",
            "substr",
            "substring",
            "to_date",
            "to_timestamp",
            "translate",
            "trim",
            "trunc",
            "try_add",
            "try_cast",
            "try_divide",
            "try_multiply",
            "try_subtract",
            "try_to_date",
            "try_to_number",
            "try_to_timestamp",
            "upper",
            "weekday",
            "xxhash64",
            "year");

    /** Expressions of the grammar, beyond functions, that only compute on their children. */
    private static final Set<String> EXPRESSIONS = Set.of(
            "Add",
            "Alias",
            "And",
            "Between",
            "BitwiseAnd",
            "CaseWhen",
            "Cast",
            "Coalesce",
            "Concat",
            "Contains",
            "Divide",
            "EndsWith",
            "EqualNullSafe",
            "EqualTo",
            "GreaterThan",
            "GreaterThanOrEqual",
            "If",
            "In",
            "InSet",
            "IntegralDivide",
            "IsFalse",
            "IsNotNull",
            "IsNotTrue",
            "IsNull",
            "IsTrue",
            "Length",
            "LessThan",
            "LessThanOrEqual",
            "Like",
            "LikeAll",
            "LikeAny",
            "ILike",
            "Literal",
            "Lower",
            "Multiply",
            "Not",
            "NotLikeAll",
            "NotLikeAny",
            "Or",
            "RLike",
            "Remainder",
            "StartsWith",
            "StringTrim",
            "StringTrimLeft",
            "StringTrimRight",
            "Subtract",
            "Substring",
            "TryCast",
            "UnaryMinus",
            "UnaryPositive",
            "UnresolvedAttribute",
            "UnresolvedFunction",
            "UnresolvedAlias",
            "Upper",
            "UnresolvedExtractValue");

    /** Names that Spark takes for a call without parentheses where no column has them: clocks and users. */
    private static final Set<String> CALLS_WITHOUT_PARENTHESES = Set.of(
            "current_date",
            "current_time",
            "current_timestamp",
            "localtimestamp",
            "localtime",
            "current_user",
            "session_user",
            "current_catalog",
            "current_database",
            "current_schema");

    private HarmlessExpressions() {}

    /** Adds a problem for every part of an expression that is not known to be harmless. */
    static BoxedUnit check(Expression expression, List<String> problems) {
        if (expression instanceof UnresolvedFunction function) {
            String name = String.join(".", CollectionConverters.asJava(function.nameParts()))
                    .toLowerCase(Locale.ROOT);
            if (!FUNCTIONS.contains(name)) {
                problems.add("the function " + name + " is not among those allowed: "
                        + String.join(", ", new TreeSet<>(FUNCTIONS)));
            }
        } else if (expression instanceof UnresolvedAttribute attribute
                && CALLS_WITHOUT_PARENTHESES.contains(attribute.name().toLowerCase(Locale.ROOT))) {
            problems.add("a SELECT of a mapping may not ask for " + attribute.name()
                    + ": a night run again must give the same rows");
        } else if (!EXPRESSIONS.contains(expression.getClass().getSimpleName())) {
            problems.add("a SELECT of a mapping may not use "
                    + expression
                            .getClass()
                            .getSimpleName()
                            .replaceAll("([a-z])([A-Z])", "$1 $2")
                            .toLowerCase(Locale.ROOT)
                    + ": " + expression.sql());
        }
        expression.children().foreach(child -> check(child, problems));
        return BoxedUnit.UNIT;
    }
}
