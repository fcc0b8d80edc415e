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
import almanac.table.TouchedDates;
import java.util.List;
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
    private TouchedDates changed = TouchedDates.of(List.of());

    /**
     * @param areGiven whether the lake gives rates
     */
    NightRates(Settings settings, Warehouse warehouse, Night night, boolean areGiven) {
        this.settings = settings;
        this.warehouse = warehouse;
        this.night = night;
        this.areGiven = areGiven;
    }

    /** Says of which days tonight's rates are not those of the last night. */
    void changed(TouchedDates dates) {
        changed = dates;
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
        if (exchange == null || daily == null || !haveChanged() || !warehouse.matches(input.spec())) {
            return Set.of();
        }
        Dataset<Row> rates = daily.filter(ratedDates().contains(ExchangeRates.DATE))
                .withColumnRenamed(EXCHANGE_RATE, "_rate_tonight");
        Dataset<Row> files = outdated(exchange, warehouse.read(input.spec()), rates);
        if (warehouse.has(Ops.QUARANTINE)) {
            files = files.union(rated(input, warehouse.readAs(Ops.QUARANTINE), rates));
        }
        return new TreeSet<>(files.distinct().as(Encoders.STRING()).collectAsList());
    }

    /** The files with a row that was converted with another rate than tonight's, or with one that is gone. */
    private Dataset<Row> outdated(Exchange exchange, Dataset<Row> staged, Dataset<Row> rates) {
        Column isOfRow = col(Exchange.DELIVERED_CURRENCY)
                .equalTo(col(ExchangeRates.CURRENCY))
                .and(col(exchange.date()).equalTo(col(ExchangeRates.DATE)));
        return staged.filter(col(EXCHANGE_RATE).isNotNull().and(ratedDates().contains(exchange.date())))
                .join(broadcast(rates), isOfRow, "left")
                .filter(not(col(EXCHANGE_RATE).eqNullSafe(col("_rate_tonight"))))
                .select(InputTable.FILE);
    }

    /** The files with a row that had no rate and has one tonight, or may have one, as its date was not kept. */
    private static Dataset<Row> rated(InputTable input, Dataset<Row> quarantine, Dataset<Row> rates) {
        Dataset<Row> unrated = quarantine.filter(
                col("input_table").equalTo(lit(input.name())).and(col("rule").equalTo(lit(Exchange.NO_RATE))));
        Column isOfRow = col("currency_code")
                .equalTo(col(ExchangeRates.CURRENCY))
                .and(col("business_date").equalTo(col(ExchangeRates.DATE)));
        return unrated.filter(col("business_date").isNull())
                .select("file")
                .union(unrated.join(broadcast(rates), isOfRow, "left_semi").select("file"));
    }

    private boolean haveChanged() {
        return changed.all() || !changed.dates().isEmpty();
    }

    /** The dates whose rate may be another one tonight: a rate counts on its own day and so many after it. */
    private TouchedDates ratedDates() {
        int days = settings.gates().exchangeRateDays();
        return changed.all()
                ? changed
                : TouchedDates.of(changed.dates().stream()
                        .flatMap(date -> date.datesUntil(date.plusDays(days + 1L)))
                        .toList());
    }

    private boolean isConverted(InputTable input) {
        return areGiven && input.exchange() != null;
    }
}
