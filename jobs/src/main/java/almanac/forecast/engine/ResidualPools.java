package almanac.forecast.engine;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.forecast.engine.Residuals.Residual;
import almanac.stats.Conformal;
import almanac.stats.QuantileLevels;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.types.StructType;

/**
 * The residuals of many series together, of each group and of all, each divided by what is expected of its series and
 * horizon. A pool holds at most 500 of each method, part of the horizon and origin, taken by a hash of their key, so that it
 * is small, and the same on every run.
 */
final class ResidualPools implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final String ALL = "*";

    /** Into how many parts the horizon is cut, and the number that stands for all of it. */
    private static final int PARTS = 4;

    private static final int WHOLE = PARTS;

    private static final int MOST_RESIDUALS = 500;

    /** A group, or a part of the horizon, with fewer residuals does not speak for itself. */
    private static final int ENOUGH = 40;

    private static final int FEWEST = 2;

    private static final StructType ROWS = new StructType()
            .add("pool", StringType)
            .add("method", StringType)
            .add("part", IntegerType)
            .add("back", IntegerType)
            .add("place", DoubleType)
            .add("series_id", LongType)
            .add("residual_back", IntegerType)
            .add("ahead", IntegerType)
            .add("residual", DoubleType);

    private final int horizon;
    private final Map<Key, Pool> pools;

    /**
     * What a pool is of.
     *
     * @param pool a group, or all series
     * @param part of the horizon
     * @param back the origin at which its residuals are known
     */
    private record Key(String pool, String method, int part, int back) implements Serializable {}

    private record Pool(int count, List<Double> quantiles) implements Serializable {}

    private ResidualPools(int horizon, Map<Key, Pool> pools) {
        this.horizon = horizon;
        this.pools = Map.copyOf(pools);
    }

    /**
     * Pools the residuals of back-tests. Runs Spark jobs.
     *
     * @param backs the origins, by their distance from the end of a series
     */
    static ResidualPools of(
            SparkSession spark,
            JavaRDD<SeriesBacktest> tests,
            ErrorGrowth growth,
            int horizon,
            List<Integer> backs,
            long seed) {
        Sampling sampling = new Sampling(seed, 1);
        JavaRDD<Row> residuals = tests.flatMap(test -> rows(test, growth, horizon, backs, sampling));
        WindowSpec inPool = Window.partitionBy("pool", "method", "part", "back")
                .orderBy("place", "series_id", "residual_back", "ahead");
        Dataset<Row> taken = spark.createDataFrame(residuals, ROWS)
                .withColumn("rank", row_number().over(inPool))
                .filter(col("rank").leq(MOST_RESIDUALS))
                .select("pool", "method", "part", "back", "residual");
        Map<Key, List<Double>> values = new HashMap<>();
        for (Row row : taken.collectAsList()) {
            Key key = new Key(row.getString(0), row.getString(1), row.getInt(2), row.getInt(3));
            values.computeIfAbsent(key, absent -> new ArrayList<>()).add(row.getDouble(4));
        }
        Map<Key, Pool> pools = new HashMap<>();
        values.forEach((key, ofKey) -> {
            if (ofKey.size() >= FEWEST) {
                pools.put(key, new Pool(ofKey.size(), quantiles(ofKey)));
            }
        });
        return new ResidualPools(horizon, pools);
    }

    private static List<Double> quantiles(List<Double> residuals) {
        Conformal conformal =
                Conformal.of(residuals.stream().mapToDouble(value -> value).toArray());
        return QuantileLevels.ALL.stream().map(conformal::quantile).toList();
    }

    private static Iterator<Row> rows(
            SeriesBacktest test, ErrorGrowth growth, int horizon, List<Integer> backs, Sampling sampling) {
        List<Row> rows = new ArrayList<>();
        List<Residual> residuals = Residuals.of(test);
        long id = test.series().name().id();
        for (Residual residual : residuals) {
            String method = residual.method();
            double place = sampling.uniform(id, residual.back(), residual.ahead());
            double factor = Quantiles.ownFactor(residuals, growth, method, residual.back());
            for (int back : backs) {
                if (residual.knownFrom() >= back) {
                    double size = growth.size(back, method, residual.ahead()) * factor;
                    int part = part(residual.ahead(), horizon);
                    // Of all series there may be many: what will not be among the first of its pool is not sent there.
                    double fewEnough = 4.0 * MOST_RESIDUALS / Math.max(1, growth.count(back, method));
                    for (Key key : List.of(
                            new Key(test.series().name().group(), method, part, back),
                            new Key(ALL, method, part, back),
                            new Key(ALL, method, WHOLE, back))) {
                        double share =
                                !key.pool().equals(ALL) ? 1 : key.part() == WHOLE ? fewEnough : PARTS * fewEnough;
                        if (place < share) {
                            rows.add(RowFactory.create(
                                    key.pool(),
                                    method,
                                    key.part(),
                                    back,
                                    place,
                                    id,
                                    residual.back(),
                                    residual.ahead(),
                                    size > 0 ? residual.value() / size : 0.0));
                        }
                    }
                }
            }
        }
        return rows.iterator();
    }

    /** The part of a horizon that a period so many ahead lies in. */
    static int part(int ahead, int horizon) {
        return (ahead - 1) * PARTS / horizon;
    }

    /**
     * The quantiles of {@link QuantileLevels#ALL} of a series' residual at an origin, in units of what is expected: those of its
     * group and part of the horizon, where that has residuals enough; else of all series; else of the whole horizon.
     */
    Optional<double[]> quantiles(String group, String method, int back, int ahead) {
        int part = part(ahead, horizon);
        List<Key> from = List.of(
                new Key(group, method, part, back),
                new Key(ALL, method, part, back),
                new Key(ALL, method, WHOLE, back));
        List<Pool> there = new ArrayList<>();
        for (Key key : from) {
            Pool pool = pools.get(key);
            if (pool != null) {
                there.add(pool);
            }
        }
        return there.stream()
                .filter(pool -> pool.count() >= ENOUGH)
                .findFirst()
                .or(() -> there.stream().reduce((first, second) -> second))
                .map(pool -> pool.quantiles().stream()
                        .mapToDouble(quantile -> quantile)
                        .toArray());
    }
}
