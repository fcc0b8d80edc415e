package almanac.ingest;

import static almanac.staging.ExchangeRates.EXCHANGE_RATE;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import almanac.config.Settings;
import almanac.lake.Night;
import almanac.lake.Ops;
import almanac.lake.Warehouse;
import almanac.staging.Exchange;
import almanac.staging.ExchangeRates;
import almanac.staging.InputTable;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** Tonight's exchange rates, and what they change of rows that earlier nights have read. */
final class NightRates {

    private final Settings settings;
    private final Warehouse warehouse;
    private final Night night;
    private final boolean areGiven;
    private boolean haveChanged;

    /**
     * @param areGiven whether the lake gives rates
     */
    NightRates(Settings settings, Warehouse warehouse, Night night, boolean areGiven) {
        this.settings = settings;
        this.warehouse = warehouse;
        this.night = night;
        this.areGiven = areGiven;
    }

    /** Says that tonight's rates are not those of the last night. */
    void haveChanged() {
        haveChanged = true;
    }

    /** What the rows of an input depend on beside their mapping and the rates: a text that is empty where on nothing. */
    String rule(InputTable input) {
        return isConverted(input) ? "exchange_rate_days " + settings.gates().exchangeRateDays() : "";
    }

    /** The rates with which an input is converted; null where it is not. Rates are read before what they convert. */
    @Nullable
    Dataset<Row> daily(InputTable input) {
        return isConverted(input)
                ? ExchangeRates.daily(
                        night.view(ExchangeRates.INPUT.spec()),
                        settings.currency(),
                        settings.gates().exchangeRateDays())
                : null;
    }

    /**
     * The files whose rows other rates stand for tonight than when they were read: a rate was restated, or came late, or is
     * gone, or there was none. They are read again, so that their rows are converted, quarantined and counted anew.
     */
    Set<String> outdatedFiles(InputTable input) {
        Exchange exchange = input.exchange();
        Dataset<Row> daily = daily(input);
        if (exchange == null || daily == null || !haveChanged || !warehouse.matches(input.spec())) {
            return Set.of();
        }
        Column isOfRow = col(Exchange.DELIVERED_CURRENCY)
                .equalTo(col(ExchangeRates.CURRENCY))
                .and(col(exchange.date()).equalTo(col(ExchangeRates.DATE)));
        Dataset<Row> converted = warehouse
                .read(input.spec())
                .filter(col(EXCHANGE_RATE).isNotNull())
                .join(broadcast(daily.withColumnRenamed(EXCHANGE_RATE, "_rate_tonight")), isOfRow, "left")
                .filter(not(col(EXCHANGE_RATE).eqNullSafe(col("_rate_tonight"))))
                .select(InputTable.FILE);
        Set<String> files =
                new TreeSet<>(converted.distinct().as(Encoders.STRING()).collectAsList());
        if (warehouse.matches(Ops.QUARANTINE)) {
            files.addAll(warehouse
                    .read(Ops.QUARANTINE)
                    .filter(col("input_table")
                            .equalTo(lit(input.name()))
                            .and(col("rule").equalTo(lit(Exchange.NO_RATE))))
                    .select("file")
                    .distinct()
                    .as(Encoders.STRING())
                    .collectAsList());
        }
        return files;
    }

    private boolean isConverted(InputTable input) {
        return areGiven && input.exchange() != null;
    }
}
