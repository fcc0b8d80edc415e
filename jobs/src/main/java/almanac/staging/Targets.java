package almanac.staging;

import static almanac.staging.Types.MONEY;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.dayofmonth;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.month;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;

/**
 * What is to be reached: a value for a period and a part of sales. The part is what the named members have in common; a row that
 * names none is for the whole company.
 */
public final class Targets {

    /** Money: net amount, in the reporting currency. */
    public static final String NET_AMOUNT = "NET_AMOUNT";

    /** Units in the base unit of measure. */
    public static final String SALES_UNITS = "SALES_UNITS";

    /**
     * The columns that say for what, each but the last two also the name of a level of a hierarchy: of the first that has it, in the
     * order of the configuration.
     */
    public static final List<String> SCOPE = Stream.of(Campaigns.PLACES, Campaigns.ITEMS, List.of("customer_id"))
            .flatMap(List::stream)
            .toList();

    /** The input. */
    public static final InputTable INPUT = input();

    private Targets() {}

    private static InputTable input() {
        InputTable.Builder input = InputTable.named(
                        "targets",
                        "Targets of net amount and units, by period and part of sales, in one version or more.")
                .required("period_start", DateType, "first day of the period")
                .required(
                        "period_type", StringType, "month, quarter, year, fiscal_month, fiscal_quarter or fiscal_year")
                .required("measure", StringType, "NET_AMOUNT or SALES_UNITS")
                .required(
                        "target_value",
                        MONEY,
                        "what is to be reached in the whole period, net amounts in the reporting currency; additive over"
                                + " periods and over members of one level, not over levels")
                .optional("version", StringType, "which plan, such as BUDGET; PLAN where not mapped")
                .orElse(bounds -> lit("PLAN"))
                .optional(
                        "is_company_total",
                        BooleanType,
                        "whether it is for the whole company; must be so of the rows that name no member, and of no other")
                .optional("currency_code", StringType, "ISO 4217; the reporting currency where not mapped")
                .orElse(bounds -> lit(bounds.currency()));
        SCOPE.forEach(column -> input.optional(
                column,
                StringType,
                "what it is for, if not for all: a member of the level of that name, of the first hierarchy that"
                        + " has one, or an id"));
        return input.key(Stream.concat(Stream.of("period_start", "period_type", "measure", "version"), SCOPE.stream())
                        .toArray(String[]::new))
                .rule(Rule.oneOf(
                        "period.unknown",
                        "period_type",
                        "month",
                        "quarter",
                        "year",
                        "fiscal_month",
                        "fiscal_quarter",
                        "fiscal_year"))
                .rule(new Rule("period.start", "period_start", bounds -> startsItsPeriod()))
                .rule(Rule.oneOf("measure.unknown", "measure", NET_AMOUNT, SALES_UNITS))
                .rule(Rule.notNegative("target_value"))
                .rule(new Rule(
                        "scope.total",
                        "is_company_total",
                        bounds -> col("is_company_total").equalTo(not(namesSomething()))))
                .rule(Rule.reportingCurrency("currency_code"))
                .build();
    }

    /** Of calendar periods; when fiscal ones start the night knows. */
    private static Column startsItsPeriod() {
        Column type = col("period_type");
        Column start = col("period_start");
        Column isFirst = dayofmonth(start).equalTo(1);
        return not(type.isin("month", "quarter", "year"))
                .or(type.equalTo("month").and(isFirst))
                .or(type.equalTo("quarter").and(isFirst).and(month(start).mod(3).equalTo(1)))
                .or(type.equalTo("year").and(isFirst).and(month(start).equalTo(1)));
    }

    private static Column namesSomething() {
        return coalesce(SCOPE.stream().map(name -> col(name)).toArray(Column[]::new))
                .isNotNull();
    }
}
