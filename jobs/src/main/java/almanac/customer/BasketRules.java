package almanac.customer;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.config.Settings;
import almanac.segment.Members;
import almanac.segment.ProductLevels;
import almanac.segment.SegmentLeaves;
import almanac.segment.Segments;
import almanac.staging.Dimensions;
import almanac.staging.InputTable;
import almanac.staging.Sales;
import almanac.stats.AssociationRules;
import almanac.table.Inputs;
import almanac.table.Table;
import almanac.table.TableSpec;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.types.DataTypes;

/**
 * What goes with what in one order: rules between products, and between groups of products of the finest configured level, which
 * also speak where products are bought too seldom. For all own sales, and for each segment of the first level of the hierarchies
 * that do not group products.
 *
 * <p>Only rules that hold beyond chance are told: see {@link AssociationRules} for the test, which also drops what follows from
 * a shorter rule, and {@link Baskets} for what is counted. A rule is tried where at least {@value RuleRows#LEAST_BASKETS} baskets, and
 * one in {@value RuleRows#LEAST_PART}, hold all of its items.
 *
 * <p>A rule says what is bought together, not that the one makes people buy the other.
 */
public final class BasketRules implements Table {

    private static final int DAYS = 365;
    private static final int RECENT_DAYS = 91;
    private static final int MOST_RULES = 200;

    /** What the table promises. */
    public static final TableSpec SPEC = TableSpec.named("customer", "basket_rules")
            .describedAs("Which items are bought in one order more often than by chance, in the last 365 days.")
            .oneRowPer("segmentation", "segment", "item_level", "antecedent", "consequent")
            .columns(Segments.COLUMNS)
            .column("as_of_date", DateType, "the night's date: last day of the window of 365 days")
            .column(
                    "history_start",
                    DateType,
                    "first day of the window with such an order in the segment: the window is shorter where the history is")
            .column(
                    "item_level",
                    StringType,
                    "product_id: items are products; else the level of market.segments whose segments they are")
            .column(
                    "rule_rank",
                    IntegerType,
                    "1 for the greatest leverage of the segment and item_level, of which there are at most 200")
            .column(
                    "antecedent",
                    DataTypes.createArrayType(StringType),
                    "one item or two, in ascending order: orders with all of these")
            .column("consequent", StringType, "item: also hold this one")
            .column(
                    "antecedent_names",
                    DataTypes.createArrayType(StringType),
                    "the names of the antecedent's products; items where there is none")
            .column("consequent_name", StringType, "likewise of the consequent")
            .column(
                    "basket_count",
                    LongType,
                    "orders of the window that sell an item of the level, oversized ones left out; an order that lies in"
                            + " two segments counts whole in both; non-additive")
            .column(
                    "oversized_basket_count",
                    LongType,
                    "orders that are left out since they hold more than 50 of the 200 most frequent items; non-additive")
            .column("antecedent_count", LongType, "of basket_count, orders with the antecedent; non-additive")
            .column("consequent_count", LongType, "of basket_count, orders with the consequent; non-additive")
            .column("rule_count", LongType, "of basket_count, orders with both; non-additive")
            .column("support_rate", DoubleType, "rule_count / basket_count; non-additive")
            .column("confidence_rate", DoubleType, "rule_count / antecedent_count; non-additive")
            .column(
                    "lift",
                    DoubleType,
                    "confidence_rate / (consequent_count / basket_count): 1 where neither says anything of the other;"
                            + " non-additive")
            .column("lift_low", DoubleType, "95 % lower bound of it, by the delta method; non-additive")
            .column("lift_high", DoubleType, "95 % upper bound of it; non-additive")
            .column(
                    "leverage_rate",
                    DoubleType,
                    "support_rate - antecedent_count / basket_count * consequent_count / basket_count: the part of orders in"
                            + " which they meet beyond chance; non-additive")
            .column(
                    "conviction",
                    DoubleType,
                    "(1 - consequent_count / basket_count) / (1 - confidence_rate); null where the rule has no exception;"
                            + " non-additive")
            .column(
                    "p_value",
                    DoubleType,
                    "one-sided exact test of Fisher that an item of the antecedent says nothing of the consequent, given the"
                            + " others: the greatest of its items (doi:10.1007/s10994-007-5006-x)")
            .column(
                    "adjusted_p_value",
                    DoubleType,
                    "Benjamini-Hochberg over all rules tried of the segment and item_level, at most 0.05"
                            + " (doi:10.1111/j.2517-6161.1995.tb02031.x)")
            .column("recent_rule_count", LongType, "of rule_count, orders of the last 91 days; non-additive")
            .column("recent_lift", DoubleType, "lift of the last 91 days; null where it has no parts; non-additive")
            .column(
                    "previous_lift",
                    DoubleType,
                    "lift of the days of the window before them; null where it has no parts; non-additive")
            .column(
                    "drift_p_value",
                    DoubleType,
                    "of lifts as far apart by chance, two-sided, by the delta method; null where fewer than 5 orders of"
                            + " either time hold the rule; not adjusted for the number of rules")
            .check("item_level_is_known", "item_level = 'product_id' OR item_level LIKE '%.%'")
            .check("antecedent_has_items", "size(antecedent) BETWEEN 1 AND 2")
            .check("consequent_is_another", "NOT array_contains(antecedent, consequent)")
            .check("rule_is_of_both", "rule_count BETWEEN 20 AND least(antecedent_count, consequent_count)")
            .check("lift_is_above_chance", "lift > 1 AND leverage_rate > 0")
            .check("bounds_are_ordered", "lift BETWEEN lift_low AND lift_high")
            .check("holds_beyond_chance", "p_value <= adjusted_p_value AND adjusted_p_value BETWEEN 0 AND 0.05")
            .build();

    private final Members members;
    private final ProductLevels levels;

    /** The rules of these settings. */
    public BasketRules(Settings settings) {
        this.members = new Members(settings);
        this.levels = new ProductLevels(settings);
    }

    @Override
    public TableSpec spec() {
        return SPEC;
    }

    @Override
    public List<TableSpec> inputs() {
        return List.of(Sales.SPEC, SegmentLeaves.SPEC);
    }

    @Override
    public List<TableSpec> optionalInputs() {
        return Dimensions.ALL.stream().map(InputTable::spec).toList();
    }

    @Override
    public Dataset<Row> build(Inputs in) {
        Dataset<Row> lines = members.withLeaf(selling(in.get(Sales.SPEC), in.asOf()), in);
        Dataset<Row> items = Baskets.items(lines, in.get(SegmentLeaves.SPEC), levels);
        Dataset<Row> rules = rules(items, in.asOf());
        return in.has(Dimensions.PRODUCTS.spec())
                ? named(rules, in.get(Dimensions.PRODUCTS.spec()), in.asOf())
                : named(rules);
    }

    private static Dataset<Row> selling(Dataset<Row> sales, LocalDate asOf) {
        return sales.filter(col(InputTable.IS_CURRENT)
                .and(not(coalesce(col("is_return"), lit(false))))
                .and(col("order_date").between(lit(asOf.minusDays(DAYS - 1)), lit(asOf))));
    }

    /** @param items rows of {@link Baskets#items} */
    private static Dataset<Row> rules(Dataset<Row> items, LocalDate asOf) {
        Column isRecent = col("order_date").gt(lit(asOf.minusDays(RECENT_DAYS)));
        Column[] family = RuleRows.FAMILY.stream().map(name -> col(name)).toArray(Column[]::new);
        Dataset<Row> found = RuleRows.of(Baskets.counts(items, isRecent, RuleRows.LEAST_BASKETS));
        Column leverage = col("leverage_rate");
        WindowSpec byLeverage =
                Window.partitionBy(family).orderBy(leverage.desc(), col("consequent"), col("_first"), col("_second"));
        return RuleMeasures.of(found)
                .withColumn("rule_rank", row_number().over(byLeverage))
                .filter(col("rule_rank").leq(MOST_RULES))
                .withColumn("as_of_date", lit(asOf));
    }

    /** Adds the names of products, each as its latest row with a name has it; an item without one is called by itself. */
    private static Dataset<Row> named(Dataset<Row> rules, Dataset<Row> products, LocalDate asOf) {
        Dataset<Row> names =
                Dimensions.latest(products.filter(col("product_name").isNotNull()), asOf, "product_id", "product_name");
        Dataset<Row> named = rules;
        for (String item : List.of("_first", "_second", "consequent")) {
            Dataset<Row> ofItem = names.select(
                    col("product_id").as("_id"), col("product_name").as(item + "_name"));
            named = named.join(
                            ofItem,
                            col("item_level")
                                    .equalTo(Baskets.PRODUCT)
                                    .and(col(item).equalTo(col("_id"))),
                            "left")
                    .drop("_id")
                    .withColumn(item + "_name", coalesce(col(item + "_name"), col(item)));
        }
        return withAntecedents(named);
    }

    private static Dataset<Row> named(Dataset<Row> rules) {
        return withAntecedents(rules.withColumn("_first_name", col("_first"))
                .withColumn("_second_name", col("_second"))
                .withColumn("consequent_name", col("consequent")));
    }

    private static Dataset<Row> withAntecedents(Dataset<Row> named) {
        return named.withColumn("antecedent", array_compact(array(col("_first"), col("_second"))))
                .withColumn("antecedent_names", array_compact(array(col("_first_name"), col("_second_name"))));
    }
}
