package almanac.customer;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.stats.AssociationRules;
import almanac.stats.AssociationRules.Itemset;
import almanac.stats.AssociationRules.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/** The rules that hold beyond chance, from the counts of the sets of items: {@link AssociationRules} for each family of rules. */
final class RuleRows {

    /** Rules that are tried together: those of one segment and level of items. */
    static final List<String> FAMILY = List.of("segmentation", "segment_level", "segment", "item_level");

    /** Fewer baskets with all items of a rule say nothing of it. */
    static final int LEAST_BASKETS = 20;

    /** Nor does a rule that is found in less than one basket of so many. */
    static final int LEAST_PART = 1000;

    private static final double MOST_FALSE = 0.05;

    private static final StructType RULES = new StructType()
            .add("segmentation", StringType)
            .add("segment_level", StringType)
            .add("segment", StringType)
            .add("item_level", StringType)
            .add("history_start", DateType)
            .add("_first", StringType)
            .add("_second", StringType)
            .add("consequent", StringType)
            .add("basket_count", LongType)
            .add("oversized_basket_count", LongType)
            .add("antecedent_count", LongType)
            .add("consequent_count", LongType)
            .add("rule_count", LongType)
            .add("_recent_baskets", LongType)
            .add("_recent_antecedent", LongType)
            .add("_recent_consequent", LongType)
            .add("recent_rule_count", LongType)
            .add("p_value", DoubleType)
            .add("adjusted_p_value", DoubleType)
            .add("drift_p_value", DoubleType);

    private RuleRows() {}

    /**
     * One row per rule: its family, {@code history_start}, its items as {@code _first}, {@code _second} (null for one) and
     * {@code consequent}, the counts of all baskets and, with {@code recent}, of the recent ones, and its tests.
     *
     * @param counts rows of {@link Baskets#counts}
     */
    static Dataset<Row> of(Dataset<Row> counts) {
        return counts.groupBy(FAMILY.stream().map(name -> col(name)).toArray(Column[]::new))
                .agg(
                        collect_list(struct("items", "basket_count", "recent_count"))
                                .as("sets"),
                        min("first_date").as("first_date"))
                .flatMap((FlatMapFunction<Row, Row>) sets -> rules(sets).iterator(), Encoders.row(RULES));
    }

    /** The rules of one segment and level of items that hold beyond chance, from the counts of its sets. */
    private static List<Row> rules(Row family) {
        List<Itemset> sets = new ArrayList<>();
        long oversized = 0;
        for (Row set : family.<Row>getList(FAMILY.size())) {
            if (set.isNullAt(0)) {
                oversized = set.getLong(1);
            } else {
                sets.add(new Itemset(set.getList(0), set.getLong(1), set.getLong(2)));
            }
        }
        Itemset all =
                sets.stream().filter(set -> set.items().isEmpty()).findFirst().orElse(new Itemset(List.of(), 0, 0));
        List<Row> rows = new ArrayList<>();
        for (Rule rule :
                AssociationRules.of(sets, Math.max(LEAST_BASKETS, (all.count() + LEAST_PART - 1) / LEAST_PART))) {
            if (rule.adjustedPValue() <= MOST_FALSE) {
                rows.add(row(family, all, oversized, rule));
            }
        }
        return rows;
    }

    private static Row row(Row family, Itemset all, long oversized, Rule rule) {
        OptionalDouble drift = rule.driftPValue();
        return RowFactory.create(
                family.getString(0),
                family.getString(1),
                family.getString(2),
                family.getString(3),
                family.getLocalDate(FAMILY.size() + 1),
                rule.antecedent().get(0),
                rule.antecedent().size() > 1 ? rule.antecedent().get(1) : null,
                rule.consequent(),
                all.count(),
                oversized,
                rule.withAntecedent().count(),
                rule.withConsequent().count(),
                rule.both().count(),
                all.recentCount(),
                rule.withAntecedent().recentCount(),
                rule.withConsequent().recentCount(),
                rule.both().recentCount(),
                rule.pValue(),
                rule.adjustedPValue(),
                drift.isPresent() ? drift.getAsDouble() : null);
    }
}
