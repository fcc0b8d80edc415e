package almanac.market.campaign;

import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.segment.DailySales;
import almanac.table.ColumnDoc;
import java.util.ArrayList;
import java.util.List;

/** What is said of an effect, in every table of effects. */
final class EffectColumns {

    /** The days that are compared, of the panels. */
    static final List<ColumnDoc> DAYS = List.of(
            new ColumnDoc("end_date", DateType, "last day"),
            new ColumnDoc("is_complete", BooleanType, "whether it was over at the end of the night's date"),
            new ColumnDoc("through_date", DateType, "last day of it that is judged"),
            new ColumnDoc("base_start", DateType, "first of the days before that it is compared with"),
            new ColumnDoc("base_week_count", IntegerType, "weeks of these; of several starts the fewest"),
            new ColumnDoc("after_through", DateType, "last day after it that is judged; null before it is over"),
            new ColumnDoc("is_after_complete", BooleanType, "whether all days after it that are judged are over"));

    /** Which of its rows it is, of the key. */
    static final ColumnDoc IS_POOLED = new ColumnDoc(
            "is_pooled",
            BooleanType,
            "whether the row puts together all starts that are judged, where there are at least two; its amounts are the sums of"
                    + " theirs, so add up either these rows or the others");

    /** What is found, in order. */
    static final List<ColumnDoc> ALL = columns();

    private EffectColumns() {}

    private static List<ColumnDoc> columns() {
        List<ColumnDoc> columns = new ArrayList<>();
        columns.add(new ColumnDoc("start_count", IntegerType, "days on which it starts"));
        columns.add(
                new ColumnDoc(
                        "judged_start_count",
                        IntegerType,
                        "of these, those that are judged in the row: all JUDGED ones where is_pooled; additive but for pooled rows"));
        columns.add(new ColumnDoc(
                "effect_status",
                StringType,
                "JUDGED; NOT_STARTED; TOO_SHORT: fewer than 8 weeks are known before it, or it has run for less than a week;"
                        + " NOTHING_SOLD: nothing of what it treats was sold before; NO_CONTROLS: nobody is left to compare"
                        + " with; TOO_FEW: fewer than three units, no difference between them, or no sales meanwhile"));
        columns.add(new ColumnDoc(
                "validity_grade",
                StringType,
                "A: many units and nothing that speaks against it; B: few units; C: read with the reason beside it; D: not to be"
                        + " believed; null unless JUDGED"));
        columns.add(new ColumnDoc("reason", StringType, "why that status or grade, in words"));
        columns.add(new ColumnDoc("treated_unit_count", IntegerType, "treated units that sold before"));
        columns.add(new ColumnDoc(
                "control_unit_count",
                IntegerType,
                "units compared with: never treated, not disturbed, that sold before"));
        columns.add(new ColumnDoc(
                "disturbed_unit_count",
                IntegerType,
                "units where another campaign meanwhile treats the same products; as controls they are left out"));
        columns.add(new ColumnDoc(
                "absent_unit_count",
                IntegerType,
                "units that exposures name, treated or held out, that sold nothing in the weeks before and are in no comparison;"
                        + " null where exposures name none that is treated"));
        columns.add(sum("base_net_amount", "net amount of the treated units in the weeks before; additive"));
        columns.add(sum("base_sales_units", "their units in the weeks before; additive"));
        columns.add(sum("base_margin_amount", "their margin in the weeks before, of lines with a cost; additive"));
        columns.add(sum("net_amount", "net amount of the treated units on days of the campaign; additive"));
        columns.add(sum("sales_units", "their units on these days; additive"));
        columns.add(sum("margin_amount", "their margin on these days, of lines with a cost; additive"));
        columns.add(
                number(
                        "lift_rate",
                        "growth of net amount of treated units over that of controls, less 1: (T1 / T0) / (C1 / C0) - 1; non-additive"));
        columns.add(number("lift_low", "lower end of its 95 % interval"));
        columns.add(number("lift_high", "upper end of its 95 % interval"));
        columns.add(
                number("p_value", "of a lift this far from 0 where there is none; two-sided, by units as clusters"));
        columns.add(number(
                "pretrend_p_value",
                "of a difference this large in the weekly trend before where there is none; a high one is no proof"));
        columns.add(number(
                "placebo_lift_rate",
                "lift of a campaign that had ended when this one began, as long as it; 0 is right"));
        columns.add(number("placebo_p_value", "of that lift"));
        columns.add(number(
                "synthetic_lift_rate",
                "lift over the mixture of controls that was most alike before; where fewer than 5 units are treated"));
        columns.add(number(
                "synthetic_p_value", "part of all units whose gap grew as much, taken as treated; 1 / n at best"));
        interval(
                columns,
                "incremental_net",
                "_amount",
                "net amount that would not have been sold without it: net_amount (1 - 1 / (1 + lift_rate))");
        interval(columns, "incremental", "_units", "units that would not have been sold without it, by their own lift");
        interval(
                columns,
                "incremental_margin",
                "_amount",
                "margin that would not have been made without it, by its own lift; null where costs are not known");
        interval(
                columns,
                "after",
                "_amount",
                "net amount beyond what was to be expected on as many days after it, at most 56: below 0 where sales were brought forward; null before it is over");
        interval(
                columns,
                "other_products",
                "_amount",
                "net amount of other products of the category in treated units beyond what was to be expected: below 0 where they lost; null where it is for whole categories");
        return List.copyOf(columns);
    }

    private static void interval(List<ColumnDoc> columns, String name, String unit, String doc) {
        columns.add(sum(name + unit, doc + "; an estimate"));
        columns.add(sum(name + "_low" + unit, "lower end of its 95 % interval; non-additive"));
        columns.add(sum(name + "_high" + unit, "upper end of its 95 % interval; non-additive"));
    }

    private static ColumnDoc sum(String name, String doc) {
        return new ColumnDoc(name, DailySales.SUM, doc);
    }

    private static ColumnDoc number(String name, String doc) {
        return new ColumnDoc(name, DoubleType, doc);
    }
}
