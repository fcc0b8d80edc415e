package almanac.market.price;

import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.market.price.ElasticityGroup.Judged;
import almanac.market.price.ElasticityModel.Elasticity;
import almanac.staging.Types;
import almanac.stats.NormalShrinkage.Shrunk;
import almanac.stats.PanelRegression.Coefficient;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Elasticities from and to rows: of each product alone first, then by category. */
final class ElasticityRows {

    /** Of the weeks of a product, so many must know the price of another one for it to explain anything. */
    private static final double KNOWN_PRICES = 0.8;

    private static final String OWN = "OWN";

    private static final StructType ESTIMATED = new StructType()
            .add("product_id", StringType)
            .add("other_product_id", StringType)
            .add("category", StringType)
            .add("kind", StringType)
            .add("first_day", DateType)
            .add("currency_code", StringType)
            .add("method", StringType)
            .add("observations", IntegerType)
            .add("sold", IntegerType)
            .add("outlets", IntegerType)
            .add("weeks", IntegerType)
            .add("clusters", IntegerType)
            .add("prices", IntegerType)
            .add("variation", DoubleType)
            .add("lowest", DoubleType)
            .add("highest", DoubleType)
            .add("value", DoubleType)
            .add("error", DoubleType)
            .add("reach", DoubleType)
            .add("within_r2", DoubleType)
            .add("promotion", DoubleType)
            .add("promotion_error", DoubleType)
            .add("flags", DataTypes.createArrayType(StringType));

    private ElasticityRows() {}

    /** @param histories rows of {@link ProductHistories#withRivals} */
    static Dataset<Row> estimated(Dataset<Row> histories) {
        return histories.flatMap((FlatMapFunction<Row, Row>) ElasticityRows::ofProduct, Encoders.row(ESTIMATED));
    }

    /** @param estimated rows of {@link #estimated} */
    static Dataset<Row> judged(Dataset<Row> estimated) {
        Column[] columns =
                Arrays.stream(estimated.columns()).map(name -> col(name)).toArray(Column[]::new);
        return estimated
                .groupBy("category", "kind")
                .agg(array_sort(collect_list(struct(columns))).as("elasticities"))
                .flatMap(
                        (FlatMapFunction<Row, Row>) ElasticityRows::ofGroup,
                        Encoders.row(PriceElasticity.SPEC.computedSchema()));
    }

    private static Iterator<Row> ofProduct(Row history) {
        List<Row> rivals = list(history, "rivals");
        SoldWeeks sold = soldWeeks(history.getList(history.fieldIndex("cells")));
        String product = history.getAs("product_id");
        List<String> kinds = new ArrayList<>(List.of(OWN));
        List<String> others = new ArrayList<>(List.of(product));
        List<double[]> prices = new ArrayList<>();
        for (Row rival : rivals) {
            price(rival.getList(2), sold).ifPresent(price -> {
                kinds.add(rival.getString(0));
                others.add(rival.getString(1));
                prices.add(price);
            });
        }
        List<Elasticity> elasticities = ElasticityModel.of(sold, new PriceWeeks(list(history, "events")), prices);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < elasticities.size(); i++) {
            Elasticity one = elasticities.get(i);
            rows.add(RowFactory.create(
                    product,
                    others.get(i),
                    history.getAs("category"),
                    kinds.get(i),
                    history.getAs("first_day"),
                    history.getAs("currency_code"),
                    one.method(),
                    one.observations(),
                    one.sold(),
                    one.outlets(),
                    one.weeks(),
                    one.clusters(),
                    one.prices(),
                    one.variation(),
                    one.lowest(),
                    one.highest(),
                    one.estimate().map(Coefficient::value).orElse(null),
                    one.estimate().map(Coefficient::error).orElse(null),
                    one.reach(),
                    one.withinR2().isPresent() ? one.withinR2().getAsDouble() : null,
                    one.promotion().map(Coefficient::value).orElse(null),
                    one.promotion().map(Coefficient::error).orElse(null),
                    one.flags().toArray(String[]::new)));
        }
        return rows.iterator();
    }

    /** The logarithm of a price by week, what is not known that of the week before; empty where too little of it is known. */
    private static Optional<double[]> price(List<Row> weeks, SoldWeeks sold) {
        double[] price = new double[PriceWeeks.COUNT];
        Arrays.fill(price, Double.NaN);
        weeks.forEach(week -> price[week.getInt(0)] = Math.log(week.getDouble(2) / week.getDouble(1)));
        int first = Arrays.stream(sold.weeks()).min().orElse(0);
        int last = Arrays.stream(sold.weeks()).max().orElse(0);
        long known =
                Arrays.stream(price, first, last + 1).filter(Double::isFinite).count();
        if (known < KNOWN_PRICES * (last - first + 1)) {
            return Optional.empty();
        }
        double before =
                Arrays.stream(price).filter(Double::isFinite).findFirst().orElseThrow();
        for (int week = 0; week < price.length; week++) {
            before = Double.isFinite(price[week]) ? price[week] : before;
            price[week] = before;
        }
        return Optional.of(price);
    }

    private static SoldWeeks soldWeeks(List<Row> cells) {
        return new SoldWeeks(
                cells.stream().mapToLong(cell -> cell.getLong(0)).toArray(),
                cells.stream().mapToInt(cell -> cell.getInt(1)).toArray(),
                cells.stream().mapToDouble(cell -> cell.getDouble(2)).toArray(),
                cells.stream().mapToDouble(cell -> cell.getDouble(3)).toArray(),
                cells.stream().mapToDouble(cell -> cell.getDouble(4)).toArray());
    }

    private static Iterator<Row> ofGroup(Row row) {
        List<Row> rows = row.getList(row.fieldIndex("elasticities"));
        List<Elasticity> elasticities =
                rows.stream().map(ElasticityRows::elasticity).toList();
        ElasticityGroup group =
                ElasticityGroup.of(elasticities, row.getAs("kind").equals(OWN));
        List<Row> judged = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            judged.add(row(rows.get(i), elasticities.get(i), group));
        }
        return judged.iterator();
    }

    private static Elasticity elasticity(Row row) {
        Double r2 = row.getAs("within_r2");
        return new Elasticity(
                row.getAs("method"),
                row.<Integer>getAs("observations"),
                row.<Integer>getAs("sold"),
                row.<Integer>getAs("outlets"),
                row.<Integer>getAs("weeks"),
                row.<Integer>getAs("clusters"),
                row.<Integer>getAs("prices"),
                row.<Double>getAs("variation"),
                row.<Double>getAs("lowest"),
                row.<Double>getAs("highest"),
                coefficient(row.getAs("value"), row.getAs("error")),
                row.<Double>getAs("reach"),
                r2 == null ? OptionalDouble.empty() : OptionalDouble.of(r2),
                coefficient(row.getAs("promotion"), row.getAs("promotion_error")),
                row.getList(row.fieldIndex("flags")));
    }

    private static Optional<Coefficient> coefficient(@Nullable Double value, @Nullable Double error) {
        return value == null || error == null ? Optional.empty() : Optional.of(new Coefficient(value, error));
    }

    private static Row row(Row estimated, Elasticity one, ElasticityGroup group) {
        Judged judged = group.judged(one);
        LocalDate firstDay = estimated.getAs("first_day");
        return RowFactory.create(
                estimated.getAs("product_id"),
                estimated.getAs("other_product_id"),
                estimated.getAs("kind"),
                estimated.getAs("category"),
                firstDay,
                PriceWeeks.lastDay(firstDay),
                one.method(),
                (long) one.observations(),
                (long) one.sold(),
                (long) one.outlets(),
                (long) one.weeks(),
                (long) one.clusters(),
                (long) one.prices(),
                one.variation(),
                money(one.lowest()),
                money(one.highest()),
                estimated.getAs("currency_code"),
                one.estimate().map(Coefficient::value).orElse(null),
                one.estimate().map(Coefficient::error).orElse(null),
                one.estimate().map(found -> found.value() - one.reach()).orElse(null),
                one.estimate().map(found -> found.value() + one.reach()).orElse(null),
                estimated.getAs("within_r2"),
                group.mean().map(Shrunk::value).orElse(null),
                group.mean().map(Shrunk::error).orElse(null),
                group.spread().orElse(null),
                judged.shrunk().map(Shrunk::weight).orElse(null),
                judged.shrunk().map(Shrunk::value).orElse(null),
                judged.shrunk().map(Shrunk::error).orElse(null),
                judged.shrunk().map(found -> found.value() - judged.reach()).orElse(null),
                judged.shrunk().map(found -> found.value() + judged.reach()).orElse(null),
                judged.evidence(),
                one.promotion().map(Coefficient::value).orElse(null),
                one.promotion().map(Coefficient::error).orElse(null),
                judged.flags().toArray(String[]::new),
                judged.isUsable());
    }

    private static BigDecimal money(double amount) {
        return BigDecimal.valueOf(amount).setScale(Types.MONEY.scale(), RoundingMode.HALF_UP);
    }

    private static List<Row> list(Row row, String column) {
        @Nullable List<Row> values = row.isNullAt(row.fieldIndex(column)) ? null : row.getList(row.fieldIndex(column));
        return values == null ? List.of() : values;
    }
}
