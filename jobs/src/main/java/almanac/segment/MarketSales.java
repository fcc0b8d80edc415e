package almanac.segment;

import static org.apache.spark.sql.functions.add_months;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.date_sub;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.config.Hierarchy;
import almanac.config.LevelRef;
import almanac.config.MarketKey;
import almanac.config.Settings;
import almanac.staging.Dimensions;
import almanac.staging.InputTable;
import almanac.staging.Market;
import almanac.table.Inputs;
import almanac.table.Refresh;
import almanac.table.Table;
import almanac.table.TableSpec;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The market's side of the cube: sales per period, market cell and supplier. A market cell is the path of the members that
 * the market data names, down to the level that it knows. A row for the whole market becomes what is left after the named
 * suppliers, so that suppliers always add up to the market.
 */
public final class MarketSales implements Table {

    /** What the table promises. */
    public static final TableSpec SPEC = TableSpec.named("market", "market_sales")
            .describedAs("Sales of the market per period, market cell and supplier.")
            .oneRowPer("period_start", "period_type", "market_cell", "supplier_id")
            .column("period_start", DateType, "first day of the period that the provider reports")
            .column("period_end", DateType, "last day of it")
            .column("period_type", StringType, "day, week, month, quarter or year")
            .column("market_cell", StringType, "path of the members that the market data names; see market.segments")
            .column("supplier_id", StringType, "supplier; OTHER for all that are not named")
            .column("is_own", BooleanType, "whether the supplier is ourselves")
            .column("currency_code", StringType, "reporting currency of every amount")
            .column("sales_amount", DailySales.SUM, "sales; additive over suppliers, cells and periods")
            .column("sales_units", DailySales.SUM, "units; additive over cells and periods; null where not reported")
            .column(
                    "basis",
                    StringType,
                    "SELL_OUT, SELL_IN or ESTIMATE; MIXED where a cell has several; null where not said")
            .build();

    private final Settings settings;

    /** The market of these settings. */
    public MarketSales(Settings settings) {
        this.settings = settings;
    }

    @Override
    public TableSpec spec() {
        return SPEC;
    }

    @Override
    public List<TableSpec> inputs() {
        return List.of(Market.SPEC);
    }

    @Override
    public List<TableSpec> optionalInputs() {
        return Dimensions.ALL.stream().map(InputTable::spec).toList();
    }

    @Override
    public Refresh refresh() {
        return Refresh.touchedDates("period_start");
    }

    @Override
    public Dataset<Row> build(Inputs in) {
        Dataset<Row> delivered = in.get(Market.SPEC)
                .filter(col(InputTable.IS_CURRENT).and(in.touched().contains("period_start")));
        return perSupplier(withCell(delivered, in), settings.currency());
    }

    static Dataset<Row> perSupplier(Dataset<Row> delivered, String currency) {
        Column isTotal = col("supplier_id").equalTo(lit(Market.TOTAL));
        Dataset<Row> suppliers = delivered
                .withColumn("period_end", periodEnd())
                .withColumn("basis_bits", Basis.bits(col("basis")))
                .groupBy("period_start", "period_end", "period_type", "market_cell", "supplier_id")
                .agg(
                        max(coalesce(col("is_own"), lit(false))).as("is_own"),
                        sum("sales_amount").as("sales_amount"),
                        sum("sales_units").as("sales_units"),
                        Basis.all(col("basis_bits")).as("basis_bits"));
        Dataset<Row> named = suppliers.filter(org.apache.spark.sql.functions.not(isTotal));
        Dataset<Row> remainders = suppliers
                .groupBy("period_start", "period_end", "period_type", "market_cell")
                .agg(
                        sum(when(isTotal, col("sales_amount"))).as("total_amount"),
                        sum(when(isTotal, col("sales_units"))).as("total_units"),
                        coalesce(sum(when(isTotal, lit(null)).otherwise(col("sales_amount"))), lit(0))
                                .as("named_amount"),
                        coalesce(sum(when(isTotal, lit(null)).otherwise(col("sales_units"))), lit(0))
                                .as("named_units"),
                        Basis.all(col("basis_bits")).as("basis_bits"))
                .filter(col("total_amount").isNotNull())
                .select(
                        col("period_start"),
                        col("period_end"),
                        col("period_type"),
                        col("market_cell"),
                        lit(Market.OTHER).as("supplier_id"),
                        lit(false).as("is_own"),
                        col("total_amount").minus(col("named_amount")).as("sales_amount"),
                        col("total_units").minus(col("named_units")).as("sales_units"),
                        col("basis_bits"));
        return named.unionByName(remainders)
                .groupBy("period_start", "period_end", "period_type", "market_cell", "supplier_id")
                .agg(
                        max("is_own").as("is_own"),
                        sum("sales_amount").cast(DailySales.SUM).as("sales_amount"),
                        sum("sales_units").cast(DailySales.SUM).as("sales_units"),
                        Basis.all(col("basis_bits")).as("basis_bits"))
                .withColumn("basis", Basis.name(col("basis_bits")))
                .withColumn("currency_code", lit(currency));
    }

    private Dataset<Row> withCell(Dataset<Row> market, Inputs in) {
        Dataset<Row> looked = market;
        List<String> hierarchies = new ArrayList<>();
        for (Hierarchy hierarchy : settings.hierarchies()) {
            MarketKey key = hierarchy.market();
            if (key != null) {
                looked = withParts(looked, hierarchy, key, in);
                hierarchies.add(hierarchy.name());
            }
        }
        return looked.withColumn("market_cell", SegmentPath.leaf(hierarchies));
    }

    /** The parts of a hierarchy down to the level that the market names, its ancestors looked up in the dimension. */
    private Dataset<Row> withParts(Dataset<Row> market, Hierarchy hierarchy, MarketKey key, Inputs in) {
        List<LevelRef> levels = levelsDownTo(hierarchy, key);
        LevelRef named = levels.get(levels.size() - 1);
        List<LevelRef> above = levels.subList(0, levels.size() - 1);
        Dataset<Row> looked = above.isEmpty() ? market : withAncestors(market, key, named, above, in);
        List<Column> parts = new ArrayList<>();
        above.forEach(level -> parts.add(SegmentPath.part(col(ancestor(hierarchy, level)))));
        parts.add(SegmentPath.part(col(key.keyColumn())));
        return looked.withColumn(SegmentPath.partsColumn(hierarchy.name()), array(parts.toArray(Column[]::new)));
    }

    private Dataset<Row> withAncestors(
            Dataset<Row> market, MarketKey key, LevelRef named, List<LevelRef> above, Inputs in) {
        Hierarchy hierarchy = settings.hierarchies().stream()
                .filter(candidate -> key.equals(candidate.market()))
                .findFirst()
                .orElseThrow();
        InputTable dimension = Dimensions.ALL.stream()
                .filter(candidate -> candidate.name().equals(named.table()))
                .findFirst()
                .orElse(null);
        if (dimension == null || !in.has(dimension.spec())) {
            Dataset<Row> without = market;
            for (LevelRef level : above) {
                without =
                        without.withColumn(ancestor(hierarchy, level), lit(null).cast("string"));
            }
            return without;
        }
        List<Column> ancestors = new ArrayList<>();
        for (LevelRef level : above) {
            // One row a member, whatever the dimension says: the largest name is as good as any and the same every
            // night.
            ancestors.add(max(col(level.column())).as(ancestor(hierarchy, level)));
        }
        Dataset<Row> members = in.get(dimension.spec())
                .filter(col(InputTable.IS_CURRENT).and(col(named.column()).isNotNull()))
                .groupBy(col(named.column()).as("_member"))
                .agg(ancestors.get(0), ancestors.stream().skip(1).toArray(Column[]::new));
        return market.join(members, col(key.keyColumn()).equalTo(col("_member")), "left")
                .drop("_member");
    }

    /** The levels of a hierarchy down to the one that the market names. */
    static List<LevelRef> levelsDownTo(Hierarchy hierarchy, MarketKey key) {
        List<LevelRef> levels = new ArrayList<>();
        for (LevelRef level : hierarchy.levels()) {
            levels.add(level);
            if (level.column().equals(key.level())) {
                return levels;
            }
        }
        throw new IllegalStateException("the configuration's rules let a market key pass without its level: " + key);
    }

    private static String ancestor(Hierarchy hierarchy, LevelRef level) {
        return "_" + hierarchy.name() + "_" + level.column();
    }

    private static Column periodEnd() {
        return when(col("period_type").equalTo("day"), col("period_start"))
                .when(col("period_type").equalTo("week"), date_add(col("period_start"), 6))
                .when(col("period_type").equalTo("month"), date_sub(add_months(col("period_start"), 1), 1))
                .when(col("period_type").equalTo("quarter"), date_sub(add_months(col("period_start"), 3), 1))
                .otherwise(date_sub(add_months(col("period_start"), 12), 1));
    }
}
