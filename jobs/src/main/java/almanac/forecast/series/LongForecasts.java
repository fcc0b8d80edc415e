package almanac.forecast.series;

import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.forecast.engine.Frequency;
import almanac.forecast.engine.OriginForecasts;
import almanac.forecast.engine.SeriesForecast;
import almanac.forecast.engine.Verdict;
import almanac.stats.QuantileLevels;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * The forecasts of a long table of series, as one: a row for each series and period ahead. {@code forecast} is the median; the
 * quantiles are null where no back-test tells; a series that ended has zeros, one without any value has nulls.
 */
public final class LongForecasts {

    private LongForecasts() {}

    /**
     * The rows, by series and horizon.
     *
     * @param columns how the input calls the series and the period
     */
    public static Dataset<Row> rows(
            SparkSession spark,
            JavaRDD<SeriesForecast> forecasts,
            SeriesColumns columns,
            Frequency frequency,
            int horizon) {
        return spark.createDataFrame(forecasts.flatMap(forecast -> rows(forecast, frequency, horizon)), schema(columns))
                .orderBy(columns.series(), "horizon");
    }

    private static StructType schema(SeriesColumns columns) {
        StructType schema = new StructType()
                .add(columns.series(), StringType)
                .add(columns.period(), StringType)
                .add("horizon", IntegerType)
                .add("forecast", DoubleType);
        for (double level : QuantileLevels.OUTER) {
            schema = schema.add(QuantileLevels.name(level), DoubleType);
        }
        return schema.add("method", StringType).add("status", StringType).add("reason", StringType);
    }

    private static Iterator<Row> rows(SeriesForecast forecast, Frequency frequency, int horizon) {
        List<String> keys = forecast.backtest().series().name().keys();
        List<OriginForecasts> origins = forecast.backtest().origins();
        Verdict verdict = forecast.verdict();
        List<Row> rows = new ArrayList<>();
        for (int ahead = 1; ahead <= horizon; ahead++) {
            double @Nullable [] quantiles = null;
            Double amount = null;
            if (verdict.method().equals(Verdict.ZERO)) {
                amount = 0.0;
                quantiles = new double[QuantileLevels.ALL.size()];
            } else if (!verdict.method().equals(Verdict.NONE)) {
                OriginForecasts last = origins.get(origins.size() - 1);
                amount = last.forecast(verdict.method(), ahead);
                quantiles = forecast.quantiles()
                        .around(last, verdict.method(), ahead)
                        .orElse(null);
            }
            List<@Nullable Object> row =
                    new ArrayList<>(List.of(keys.get(0), PeriodText.after(keys.get(1), ahead, frequency), ahead));
            row.add(amount);
            row.addAll(QuantileLevels.outer(quantiles));
            row.add(verdict.method());
            row.add(verdict.status().name());
            row.add(verdict.reason());
            rows.add(RowFactory.create(row.toArray()));
        }
        return rows.iterator();
    }
}
