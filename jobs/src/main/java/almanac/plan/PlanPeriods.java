package almanac.plan;

import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.config.PeriodType;
import almanac.config.Settings;
import almanac.segment.FiscalCalendar;
import almanac.segment.FiscalCalendar.Period;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** The periods that plans may speak of, those to come among them, each with the same period a year before. */
final class PlanPeriods {

    /** What plans are made for, the coarsest first. */
    static final List<PeriodType> TYPES = List.of(
            PeriodType.YEAR,
            PeriodType.FISCAL_YEAR,
            PeriodType.QUARTER,
            PeriodType.FISCAL_QUARTER,
            PeriodType.MONTH,
            PeriodType.FISCAL_MONTH);

    /** Plans for later years are not known to any night. */
    private static final int YEARS_AHEAD = 10;

    private static final StructType SCHEMA = new StructType()
            .add("period_type", StringType)
            .add("period_start", DateType)
            .add("period_end", DateType)
            .add("is_complete", BooleanType)
            .add("through_date", DateType)
            .add("base_start", DateType)
            .add("base_through", DateType)
            .add("base_end", DateType);

    private static final StructType PIECES = new StructType()
            .add("period_type", StringType)
            .add("period_start", DateType)
            .add("piece_type", StringType)
            .add("piece_start", DateType)
            .add("piece_rank", IntegerType)
            .add("piece_count", LongType);

    private PlanPeriods() {}

    /**
     * One row per period: {@code period_type}, {@code period_start}, {@code period_end}, {@code is_complete},
     * {@code through_date} (the last day up to the night; null before its first), {@code base_start} and {@code base_end} of the year before, and {@code base_through}, as many days from its
     * start as the period has had.
     */
    static Dataset<Row> of(Settings settings, LocalDate asOf, SparkSession spark) {
        FiscalCalendar fiscal = new FiscalCalendar(settings.calendar());
        List<Row> rows = new ArrayList<>();
        for (PeriodType type : TYPES) {
            fiscal.periodsOf(type, settings.gates().earliestDate(), asOf.plusYears(YEARS_AHEAD))
                    .forEach(period -> rows.add(row(period, fiscal.yearBefore(period), asOf)));
        }
        return spark.createDataFrame(rows, SCHEMA);
    }

    /**
     * Which periods a reported period that has begun is made of: one row per {@code period_type}, {@code period_start} and
     * piece: {@code piece_type}, {@code piece_start}, {@code piece_rank} (0 for the period itself, more the finer the pieces are)
     * and {@code piece_count}, how many pieces of that type there are.
     */
    static Dataset<Row> pieces(Settings settings, LocalDate asOf, SparkSession spark) {
        FiscalCalendar fiscal = new FiscalCalendar(settings.calendar());
        List<Row> rows = new ArrayList<>();
        for (PeriodType type : TYPES) {
            if (settings.periods().contains(type)) {
                fiscal.periodsOf(type, settings.gates().earliestDate(), asOf)
                        .forEach(period -> addPieces(rows, fiscal, period));
            }
        }
        return spark.createDataFrame(rows, PIECES);
    }

    private static void addPieces(List<Row> rows, FiscalCalendar fiscal, Period whole) {
        for (PeriodType type : TYPES.subList(TYPES.indexOf(whole.type()), TYPES.size())) {
            // The types of the two calendars take turns.
            int rank = TYPES.indexOf(type) - TYPES.indexOf(whole.type());
            if (rank % 2 == 0) {
                List<Period> pieces = fiscal.periodsOf(type, whole.start(), whole.end());
                pieces.forEach(piece -> rows.add(RowFactory.create(
                        whole.type().id(), whole.start(), type.id(), piece.start(), rank / 2, (long) pieces.size())));
            }
        }
    }

    private static Row row(Period period, Period base, LocalDate asOf) {
        boolean hasBegun = !period.start().isAfter(asOf);
        return RowFactory.create(
                period.type().id(),
                period.start(),
                period.end(),
                period.isOver(asOf),
                hasBegun ? period.through(asOf) : null,
                base.start(),
                hasBegun ? period.baseThrough(base, asOf) : null,
                base.end());
    }
}
