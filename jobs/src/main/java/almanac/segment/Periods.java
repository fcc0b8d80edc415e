package almanac.segment;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.config.PeriodType;
import almanac.config.Settings;
import almanac.segment.FiscalCalendar.Period;
import almanac.table.ColumnDoc;
import almanac.table.Inputs;
import almanac.table.Table;
import almanac.table.TableSpec;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * One row per reported period and comparison, with the days that are compared: all of a period that is over, and of one
 * that is not the days up to the night's date against as many days from the start of its base.
 */
public final class Periods implements Table {

    /** The comparison with the period before. */
    public static final String PREVIOUS_PERIOD = "PP";

    /** The comparison with the same period a year before. */
    public static final String PREVIOUS_YEAR = "PY";

    /** The columns by which every reporting table names a period. */
    public static final List<ColumnDoc> COLUMNS = List.of(
            new ColumnDoc(
                    "period_type",
                    StringType,
                    "day, week, month, quarter, year, fiscal_month, fiscal_quarter or fiscal_year"),
            new ColumnDoc("period_start", DateType, "first day of the period"),
            new ColumnDoc("period_end", DateType, "last day of the period"),
            new ColumnDoc("is_complete", BooleanType, "whether the period was over at the end of the night's date"));

    /** The columns by which every table that compares names a period and what it is compared with. */
    public static final List<ColumnDoc> COMPARED = Stream.concat(
                    COLUMNS.stream(),
                    Stream.of(new ColumnDoc(
                            "comparison",
                            StringType,
                            "PP: with the period before; PY: with the same period a year before")))
            .toList();

    /** Where the days of a period end. */
    public static final ColumnDoc THROUGH_DATE =
            new ColumnDoc("through_date", DateType, "last day counted in the period");

    /** Where the days of a period end, and those of its base begin and end. */
    public static final List<ColumnDoc> COMPARED_DAYS = List.of(
            THROUGH_DATE,
            new ColumnDoc("base_start", DateType, "first day of the base"),
            new ColumnDoc("base_through", DateType, "last day counted of the base"));

    /** What the table promises. */
    public static final TableSpec SPEC = TableSpec.named("market", "periods")
            .describedAs("Reported periods and the days that each is compared with.")
            .oneRowPer("period_type", "period_start", "comparison")
            .columns(COLUMNS)
            .column(
                    "comparison",
                    StringType,
                    "PP: with the period before; PY: with the same period a year before, weekdays aligned for days and"
                            + " weeks")
            .column("through_date", DateType, "last day counted: the end of the period, or the night's date")
            .column("base_start", DateType, "first day of the base")
            .column(
                    "base_through",
                    DateType,
                    "last day counted of the base: its end, or as many days from its start as the period has had")
            .column("selling_days", IntegerType, "selling days counted in the period")
            .column("base_selling_days", IntegerType, "selling days counted in the base")
            .check("base_is_earlier", "base_start < period_start")
            .check("counts_days", "through_date BETWEEN period_start AND period_end AND base_through >= base_start")
            .build();

    private final Settings settings;

    /** The periods of these settings. */
    public Periods(Settings settings) {
        this.settings = settings;
    }

    /** Whether the {@code period_type} of a row is a month or longer, fiscal or not: neither a day nor a week. */
    public static Column isMonthOrLonger() {
        return not(col("period_type").isin(PeriodType.DAY.id(), PeriodType.WEEK.id()));
    }

    /**
     * Each month and each longer period once, with {@code through_date}: for tables that follow customers or prices. Few customers
     * buy every day or week, and of those who do not, a shorter period says nothing.
     *
     * @param periods rows of this table
     */
    public static Dataset<Row> monthsAndLonger(Dataset<Row> periods) {
        return periods.filter(isMonthOrLonger().and(col("comparison").equalTo(PREVIOUS_PERIOD)))
                .select(Stream.concat(COLUMNS.stream(), Stream.of(THROUGH_DATE))
                        .map(column -> col(column.name()))
                        .toArray(Column[]::new));
    }

    @Override
    public TableSpec spec() {
        return SPEC;
    }

    @Override
    public List<TableSpec> inputs() {
        return List.of();
    }

    @Override
    public Dataset<Row> build(Inputs in) {
        FiscalCalendar fiscal = new FiscalCalendar(settings.calendar());
        int[] sellingDays = sellingDaysBefore(fiscal, in.asOf());
        List<Row> rows = new ArrayList<>();
        for (PeriodType type : settings.periods()) {
            for (Period period : fiscal.periodsOf(type, settings.gates().earliestDate(), in.asOf())) {
                rows.add(row(period, PREVIOUS_PERIOD, fiscal.previous(period), in.asOf(), sellingDays));
                rows.add(row(period, PREVIOUS_YEAR, fiscal.yearBefore(period), in.asOf(), sellingDays));
            }
        }
        return in.spark().createDataFrame(rows, SPEC.computedSchema());
    }

    private Row row(Period period, String comparison, Period base, LocalDate asOf, int[] sellingDays) {
        LocalDate through = period.through(asOf);
        LocalDate baseThrough = period.baseThrough(base, asOf);
        return RowFactory.create(
                period.type().id(),
                period.start(),
                period.end(),
                period.isOver(asOf),
                comparison,
                through,
                base.start(),
                baseThrough,
                count(sellingDays, period.start(), through),
                count(sellingDays, base.start(), baseThrough));
    }

    /** Three years before the earliest date: its own period may start one earlier, and the base of that two. */
    private LocalDate origin() {
        return settings.gates().earliestDate().minusYears(3);
    }

    private int[] sellingDaysBefore(FiscalCalendar fiscal, LocalDate asOf) {
        List<LocalDate> dates = origin().datesUntil(asOf.plusDays(1)).toList();
        int[] before = new int[dates.size() + 1];
        for (int i = 0; i < dates.size(); i++) {
            before[i + 1] = before[i] + (fiscal.isSellingDay(dates.get(i)) ? 1 : 0);
        }
        return before;
    }

    private int count(int[] before, LocalDate first, LocalDate last) {
        int from = (int) ChronoUnit.DAYS.between(origin(), first);
        int to = (int) ChronoUnit.DAYS.between(origin(), last) + 1;
        return before[Math.min(to, before.length - 1)] - before[from];
    }
}
