package almanac.segment;

import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.config.PeriodType;
import almanac.config.Settings;
import almanac.segment.FiscalCalendar.Period;
import almanac.table.Inputs;
import almanac.table.Table;
import almanac.table.TableSpec;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** One row per date, with the calendar and fiscal periods that it lies in. */
public final class Calendar implements Table {

    /** How far the calendar goes beyond the night's date, so that forecasts find their dates. */
    private static final int YEARS_AHEAD = 3;

    /** What the table promises. */
    public static final TableSpec SPEC = specified();

    private final Settings settings;

    /** The calendar of these settings. */
    public Calendar(Settings settings) {
        this.settings = settings;
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
        List<Row> days = settings.gates()
                .earliestDate()
                .datesUntil(in.asOf().plusYears(YEARS_AHEAD))
                .map(date -> row(fiscal, date))
                .toList();
        return in.spark().createDataFrame(days, SPEC.computedSchema());
    }

    private static Row row(FiscalCalendar fiscal, LocalDate date) {
        List<Object> values = new ArrayList<>();
        values.add(date);
        values.add(date.getDayOfWeek().name().toLowerCase(Locale.ROOT));
        for (PeriodType type : PeriodType.values()) {
            Period period = fiscal.periodOf(type, date);
            if (type != PeriodType.DAY) {
                values.add(period.start());
            }
        }
        values.add(fiscal.fiscalYear(date));
        values.add(fiscal.fiscalMonthNumber(date));
        values.add(fiscal.fiscalWeekNumber(date));
        values.add(fiscal.isSellingDay(date));
        return RowFactory.create(values.toArray());
    }

    private static TableSpec specified() {
        TableSpec.Builder spec = TableSpec.named("market", "calendar")
                .describedAs("One row per date with the calendar and fiscal periods that hold it.")
                .oneRowPer("calendar_date")
                .column("calendar_date", DateType, "the date")
                .column("weekday", StringType, "monday to sunday");
        for (PeriodType type : PeriodType.values()) {
            if (type != PeriodType.DAY) {
                spec.column(
                        type.id() + "_start",
                        DateType,
                        "first day of the " + type.id().replace('_', ' '));
            }
        }
        return spec.column("fiscal_year", IntegerType, "the calendar year of the month that closes the fiscal year")
                .column("fiscal_month_number", IntegerType, "1 to 12 within the fiscal year")
                .column(
                        "fiscal_week_number",
                        IntegerType,
                        "1 to 53 within the fiscal year; up to 54 where it is made of months")
                .column("is_selling_day", BooleanType, "false on closed weekdays and holidays of the configuration")
                .build();
    }
}
