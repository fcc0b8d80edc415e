package almanac.market;

import static almanac.segment.RollUp.positive;
import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.aggregate;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.get;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.reverse;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.slice;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;

import almanac.segment.DailySales;
import almanac.table.ColumnDoc;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/**
 * How concentrated a market is. HHI is the sum of squared shares in percent (0 to 10,000); what is not named makes it an interval:
 * from firms too small to count, to firms as large as the smallest named one.
 */
final class MarketConcentration {

    /** What is told of it. */
    static final List<ColumnDoc> COLUMNS = List.of(
            new ColumnDoc("supplier_count", IntegerType, "named suppliers with sales above 0, ourselves included"),
            new ColumnDoc(
                    "hhi",
                    DoubleType,
                    "Herfindahl-Hirschman index, 0 to 10,000; null where a part of the market is not named; non-additive"),
            new ColumnDoc("hhi_low", DoubleType, "HHI if every unnamed supplier were too small to count; non-additive"),
            new ColumnDoc(
                    "hhi_high",
                    DoubleType,
                    "HHI if the unnamed were as large as the smallest named supplier; non-additive"),
            new ColumnDoc("cr4_rate", DoubleType, "share of the four largest named suppliers; non-additive"),
            new ColumnDoc("unnamed_amount", DailySales.SUM, "sales of suppliers that are not named; additive"));

    private MarketConcentration() {}

    /**
     * The sales of every named supplier that sold anything, ourselves among them: an array of numbers in ascending order, so that
     * they add up to the same bits wherever their rows lay.
     *
     * @param competitors array of structs with {@code amount}
     * @param own our own sales in the market
     */
    static Column named(Column competitors, Column own) {
        Column named = filter(concat(competitors.getField("amount"), array(own)), amount -> amount.gt(0));
        return sort_array(named).cast(DataTypes.createArrayType(DoubleType));
    }

    /**
     * Adds the measures of concentration.
     *
     * @param rows with {@code unnamed_amount} and the array {@code _named}: see {@link #named}
     */
    static Dataset<Row> of(Dataset<Row> rows) {
        Column named = total(col("_named"));
        Column unnamed = greatest(col("unnamed_amount").cast(DoubleType), lit(0.0));
        Column whole = positive(named.plus(unnamed));
        Column squares = total(transform(col("_named"), amount -> amount.multiply(amount)));
        Column smallest = get(col("_named"), lit(0));
        // As many firms of the smallest named size as fit into what is not named, and one for the rest.
        Column firms = floor(unnamed.divide(smallest));
        Column rest = unnamed.minus(firms.multiply(smallest));
        Column unnamedSquares = firms.multiply(smallest).multiply(smallest).plus(rest.multiply(rest));
        Column perSquare = lit(10_000.0).divide(whole.multiply(whole));
        return rows.withColumn("supplier_count", size(col("_named")))
                .withColumn("hhi_low", squares.multiply(perSquare))
                .withColumn(
                        "hhi_high",
                        // Where nobody is named, all of it may be one supplier's.
                        when(
                                whole.isNotNull(),
                                least(
                                        coalesce(squares.plus(unnamedSquares).multiply(perSquare), lit(10_000.0)),
                                        lit(10_000.0))))
                .withColumn("hhi", when(abs(col("unnamed_amount")).lt(lit(0.005)), col("hhi_low")))
                .withColumn(
                        "cr4_rate", total(slice(reverse(col("_named")), 1, 4)).divide(whole));
    }

    private static Column total(Column amounts) {
        return aggregate(amounts, lit(0.0), (sum, amount) -> sum.plus(amount));
    }
}
