package almanac.lake;

import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.TimestampType;

import almanac.table.TableSpec;
import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** What the warehouse knows about itself: runs, writes, publications, deliveries, quarantine, capabilities. */
public final class Ops {

    /** Money: exact, four decimals. */
    public static final DataType MONEY = DataTypes.createDecimalType(18, 4);

    /** Sums of money: exact, wide enough for any sum of {@link #MONEY}. */
    public static final DataType MONEY_SUM = DataTypes.createDecimalType(28, 4);

    /** Every run that ended, or that the next run found dead. */
    public static final TableSpec RUNS = TableSpec.named("ops", "runs")
            .describedAs("Every run: what it was asked for, how it ended, how long it took.")
            .oneRowPer("run_id")
            .column("run_number", LongType, "rises by one with every run of this warehouse")
            .column(
                    "as_of_date",
                    DateType,
                    "the business date of the night; null where the run ended before it was known")
            .column(
                    "status",
                    StringType,
                    "published, unchanged (nothing new, nothing written), failed, or aborted (killed)")
            .column("started_at", TimestampType, "UTC")
            .column("ended_at", TimestampType, "UTC; for an aborted run when the next run found it")
            .column("seconds", DoubleType, "wall seconds from start to end; null for an aborted run")
            .column(
                    "exit_code",
                    IntegerType,
                    "0 published or unchanged, 2 configuration, 3 source, 4 gate, 5 storage, 6 locked, 7 bug; null for an aborted run")
            .column("message", StringType, "why it failed; null where it did not")
            .column(
                    "configuration_digest",
                    StringType,
                    "SHA-256 of everything in the configuration that changes results")
            .column("code_version", StringType, "version of Almanac")
            .build();

    /** What each published run wrote. */
    public static final TableSpec TABLE_WRITES = TableSpec.named("ops", "table_writes")
            .describedAs("One row per table that a published run wrote: rows, seconds, version.")
            .oneRowPer("run_id", "table_name")
            .column("table_name", StringType, "area.table")
            .column(
                    "rows_written",
                    LongType,
                    "rows of the commit, which for a table refreshed by date are those of the touched dates")
            .column("dates_replaced", IntegerType, "number of business dates replaced; null where the whole table was")
            .column("seconds", DoubleType, "wall seconds to compute, stage and check")
            .column("table_version", LongType, "Delta version that holds the rows")
            .build();

    /** The commit that makes a night visible as a whole. */
    public static final TableSpec PUBLICATIONS = TableSpec.named("ops", "publications")
            .describedAs("One row per published night with the version of every table: what belongs together.")
            .oneRowPer("run_id")
            .column("run_number", LongType, "rises with every run")
            .column("as_of_date", DateType, "the business date of the night")
            .column("published_at", TimestampType, "UTC")
            .column(
                    "table_versions",
                    DataTypes.createMapType(StringType, LongType),
                    "area.table -> Delta version, of every table of the warehouse")
            .column(
                    "configuration_digest",
                    StringType,
                    "SHA-256 of everything in the configuration that changes results")
            .column("code_version", StringType, "version of Almanac")
            .build();

    /** Which tables the night built and why not the others. */
    public static final TableSpec CAPABILITIES = TableSpec.named("ops", "capabilities")
            .describedAs("One row per table of the product: built, or skipped and why.")
            .oneRowPer("table_name")
            .column("table_name", StringType, "area.table")
            .column("status", StringType, "built or skipped")
            .column("reason", StringType, "why it was skipped and what would switch it on; null where built")
            .build();

    /** The delivery manifest: every file that was read, with the fate of its rows. */
    public static final TableSpec DELIVERIES = TableSpec.named("ops", "deliveries")
            .describedAs(
                    "One row per input table and delivered file. read = accepted + quarantined + duplicates + filtered,"
                            + " in rows and in amount.")
            .oneRowPer("input_table", "file")
            .column("input_table", StringType, "the staging table that the file feeds")
            .column("file", StringType, "path below the lake")
            .column("source", StringType, "name of the source in the configuration")
            .column(
                    "delivery_order",
                    LongType,
                    "place in the order of deliveries; of two rows with one key the later delivery wins")
            .column("size_bytes", LongType, "size of the file")
            .column("modified_at", TimestampType, "UTC, as the store says")
            .column("checksum", StringType, "SHA-256 of the bytes; of a table its version")
            .column(
                    "mapping_digest",
                    StringType,
                    "SHA-256 of the mapping and of the sources it looks up, with which the file was read")
            .column(
                    "status",
                    StringType,
                    "read, refused (the whole file is quarantined), or archived (read earlier, no longer in the lake)")
            .column("read_rows", LongType, "records in the file")
            .column("accepted_rows", LongType, "rows that count")
            .column("quarantined_rows", LongType, "rows that break a rule; see ops.quarantine")
            .column("duplicate_rows", LongType, "rows that an equal or later row with the same key stands for")
            .column("filtered_rows", LongType, "rows that the mapping's WHERE leaves out")
            .column(
                    "read_amount",
                    MONEY_SUM,
                    "sum of the amount over all rows where it could be read, in the reporting currency, or as delivered where"
                            + " a row could not be converted; additive; null where the input has no amount")
            .column("accepted_amount", MONEY_SUM, "of the accepted rows; additive")
            .column("quarantined_amount", MONEY_SUM, "of the quarantined rows where it could be read; additive")
            .column("duplicate_amount", MONEY_SUM, "of the duplicate rows; additive")
            .column("filtered_amount", MONEY_SUM, "of the filtered rows; additive")
            .column(
                    "median_amount",
                    MONEY,
                    "median of the amounts, without their signs, of the rows where it could be read and is not 0; null where"
                            + " there is none; not additive")
            .check(
                    "rows_are_conserved",
                    "read_rows = accepted_rows + quarantined_rows + duplicate_rows + filtered_rows")
            .check(
                    "amounts_are_conserved",
                    "read_amount IS NULL OR read_amount = accepted_amount + quarantined_amount + duplicate_amount + filtered_amount")
            .build();

    /** Rows that break a rule, as they were delivered. */
    public static final TableSpec QUARANTINE = TableSpec.named("ops", "quarantine")
            .describedAs("Every row that was not accepted, with its place, the rule it breaks and its text.")
            .oneRowPer("input_table", "file", "line")
            .column("input_table", StringType, "the staging table that it was meant for")
            .column("file", StringType, "path below the lake")
            .column(
                    "line",
                    LongType,
                    "line of a text file (1 is the first), or row of a Parquet file (0 is the first), or a number made of the content of a row of a table; -1 stands for a whole file that was refused")
            .column("rule", StringType, "the first rule that it breaks")
            .column("detail", StringType, "the value and why it breaks the rule")
            .column(
                    "amount",
                    MONEY,
                    "its amount where that could be read, in the row's currency_code: as delivered where it could not be"
                            + " converted")
            .column("currency_code", StringType, "currency of the amount; null where the input has none")
            .column("business_date", DateType, "its date where that could be read; null where the input has none")
            .column("raw_text", StringType, "the record as delivered, cut to 1,000 characters")
            .build();

    /** What the columns of each input hold. */
    public static final TableSpec INPUT_PROFILES = TableSpec.named("ops", "input_profiles")
            .describedAs("One row per input table and column: how much is there and what it refers to.")
            .oneRowPer("input_table", "column_name")
            .column("input_table", StringType, "the staging table")
            .column("column_name", StringType, "its column")
            .column("row_count", LongType, "rows that count")
            .column("null_count", LongType, "rows without a value")
            .column("distinct_count", LongType, "different values, approximate (HyperLogLog++, 5 % standard error)")
            .column("minimum", StringType, "smallest value, as text")
            .column("maximum", StringType, "largest value, as text")
            .column(
                    "unknown_member_count",
                    LongType,
                    "rows whose value has no row in the dimension it refers to; null where it refers to none")
            .column("is_mapped", BooleanType, "whether the configuration maps it")
            .build();

    /** The trained models, each as its newest night left it. */
    public static final TableSpec MODEL_REGISTRY = TableSpec.named("ops", "model_registry")
            .describedAs("One row per model that a night trained: what became of it and why. Its files lie in the"
                    + " warehouse below _models/<model_id>, as long as they are kept.")
            .oneRowPer("model_id")
            .column("model_id", StringType, "the model: its name, the night and the run that trained it")
            .column("model_name", StringType, "what it is for; one model of a name is the champion")
            .column(
                    "status",
                    StringType,
                    "champion: applied every night; retired: was champion; rejected: was not better than the champion; refused: its files were changed or cannot be read")
            .column("status_reason", StringType, "why, in words")
            .column("status_date", DateType, "the night that gave it this status, or last confirmed it")
            .column("trained_date", DateType, "the night that trained it")
            .column("known_until_date", DateType, "last day that it has learnt from")
            .column("sha256", StringType, "of its files; null where they were not kept")
            .column(
                    "parameters",
                    DataTypes.createMapType(StringType, StringType),
                    "what it was trained with; models of other parameters are not applied")
            .column(
                    "trained_by_run_id",
                    StringType,
                    "the run that trained it: its row of ops.publications has the versions of the data")
            .column(
                    "error",
                    DoubleType,
                    "of the forecasts that it has a part in, in the back-test of the night that trained it: mean over the segments of the mean absolute error in units of the segment's spread")
            .column("rival_error", DoubleType, "that of the champion on the same night; null for the first")
            .column(
                    "p_value",
                    DoubleType,
                    "of the paired t test over the segments that it is not better; null for the first")
            .build();

    /** What every number of the product means. */
    public static final TableSpec METRIC_DICTIONARY = TableSpec.named("ops", "metric_dictionary")
            .describedAs(
                    "One row per metric: what it is, how it is computed, whether it adds up, and a query that shows it.")
            .oneRowPer("table_name", "metric")
            .column("table_name", StringType, "area.table; ops.capabilities says whether the night built it")
            .column("metric", StringType, "the column")
            .column("definition", StringType, "what it is, with the meaning of null; the comment of the column")
            .column("formula", StringType, "the part of the definition that computes; null where none does")
            .column("grain", StringType, "the key of the table")
            .column(
                    "additivity",
                    StringType,
                    "ADDITIVE; SEMI_ADDITIVE: only as the definition says; NON_ADDITIVE; NOT_STATED: the definition says nothing of it, so do not add up")
            .column(
                    "example_query",
                    StringType,
                    "a query that shows the metric and the columns that its definition names")
            .build();

    /** Every table of the area. */
    public static final List<TableSpec> ALL = List.of(
            RUNS,
            TABLE_WRITES,
            PUBLICATIONS,
            CAPABILITIES,
            DELIVERIES,
            QUARANTINE,
            INPUT_PROFILES,
            MODEL_REGISTRY,
            METRIC_DICTIONARY);

    private Ops() {}
}
