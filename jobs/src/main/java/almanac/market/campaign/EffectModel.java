package almanac.market.campaign;

import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.market.campaign.UnitSales.Measure;
import almanac.segment.DailySales;
import almanac.stats.DifferenceInDifferences.Effect;
import almanac.stats.SyntheticControl;
import almanac.table.ColumnDoc;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** What a campaign did, from its panel: the numbers, how sure they are, and whether they are to be believed. */
final class EffectModel {

    /** The weeks before the campaign. */
    static final String BEFORE = "BEFORE";

    /** The days of the campaign that are over. */
    static final String DURING = "DURING";

    /** The days after it. */
    static final String AFTER = "AFTER";

    static final String JUDGED = "JUDGED";
    static final String NOT_STARTED = "NOT_STARTED";
    static final String TOO_SHORT = "TOO_SHORT";
    static final String NOTHING_SOLD = "NOTHING_SOLD";
    static final String NO_CONTROLS = "NO_CONTROLS";
    static final String TOO_FEW = "TOO_FEW";

    /** Fewer weeks before tell too little of what is usual. */
    static final int FEWEST_BASE_WEEKS = 8;

    /** Fewer days say too little of a campaign that still runs. */
    static final int FEWEST_DAYS = 7;

    /** With fewer treated units a synthetic control is set beside the differences. */
    static final int FEW_TREATED = 5;

    private static final int MOST_DONORS = 40;
    private static final double LOW = 0.025;
    private static final double HIGH = 0.975;

    /** What is said of an effect. */
    static final List<ColumnDoc> COLUMNS = columns();

    private EffectModel() {}

    /** The columns of {@link #judged}: those of the panel but its cells, then {@link #COLUMNS}. */
    static StructType schema(StructType panels) {
        Stream<StructField> given = Arrays.stream(panels.fields()).filter(field -> !isCells(field));
        Stream<StructField> found =
                COLUMNS.stream().map(doc -> new StructField(doc.name(), doc.type(), true, Metadata.empty()));
        return new StructType(Stream.concat(given, found).toArray(StructField[]::new));
    }

    /** Judges one row of {@link EffectPanels#panels}. */
    static Row judged(Row panel) {
        List<Object> values = new ArrayList<>();
        StructField[] fields = panel.schema().fields();
        for (int i = 0; i < fields.length; i++) {
            if (!isCells(fields[i])) {
                values.add(panel.get(i));
            }
        }
        Map<String, Object> found =
                found(EffectWindow.of(panel), UnitSales.of(panel.getList(panel.fieldIndex("cells"))));
        COLUMNS.forEach(column -> values.add(found.get(column.name())));
        return RowFactory.create(values.toArray());
    }

    private static boolean isCells(StructField field) {
        return field.name().equals("cells");
    }

    private static Map<String, Object> found(EffectWindow window, List<UnitSales> all) {
        List<UnitSales> treated = usable(all, true);
        List<UnitSales> undisturbed =
                usable(all, false).stream().filter(unit -> !unit.isDisturbed()).toList();
        Map<String, Object> found = new HashMap<>();
        found.put("treated_unit_count", treated.size());
        found.put("control_unit_count", undisturbed.size());
        found.put("disturbed_unit_count", (int)
                all.stream().filter(UnitSales::isDisturbed).count());
        Optional<Refusal> refusal = refusal(window, all, treated, undisturbed);
        Optional<Effect> net = refusal.isPresent()
                ? Optional.empty()
                : UnitSales.growth(treated, undisturbed, Measure.NET, DURING, window.baseWeeks());
        if (net.isEmpty()) {
            Refusal why = refusal.orElseGet(
                    () -> new Refusal(
                            TOO_FEW,
                            "there are fewer than three units, or they do not differ at all, or one side sold nothing meanwhile"));
            found.put("effect_status", why.status());
            found.put("reason", why.reason());
            return found;
        }
        found.put("effect_status", JUDGED);
        effects(window, treated, undisturbed, net.get(), found);
        EffectGrade grade = EffectGrade.of(window, treated, undisturbed, found);
        found.put("validity_grade", grade.grade());
        found.put("reason", grade.reason());
        return found;
    }

    private record Refusal(String status, String reason) {}

    private static Optional<Refusal> refusal(
            EffectWindow window, List<UnitSales> all, List<UnitSales> treated, List<UnitSales> controls) {
        if (window.days() <= 0) {
            return Optional.of(new Refusal(NOT_STARTED, "it has not started"));
        }
        if (!window.isComplete() && window.days() < FEWEST_DAYS) {
            return Optional.of(new Refusal(
                    TOO_SHORT, "it has run for " + window.days() + " days; at least " + FEWEST_DAYS + " are needed"));
        }
        if (window.baseWeeks() < FEWEST_BASE_WEEKS) {
            return Optional.of(new Refusal(
                    TOO_SHORT,
                    "sales are known for " + window.baseWeeks() + " weeks before it; at least " + FEWEST_BASE_WEEKS
                            + " are needed"));
        }
        if (treated.isEmpty()) {
            return Optional.of(new Refusal(
                    NOTHING_SOLD,
                    "nothing of what it treats was sold before it where it runs: are products and places named as in the"
                            + " hierarchies?"));
        }
        if (controls.isEmpty()) {
            boolean isEverywhere = all.stream().allMatch(UnitSales::isTreated);
            return Optional.of(
                    new Refusal(
                            NO_CONTROLS,
                            isEverywhere
                                    ? "it runs wherever its products are sold: nobody is left to compare with"
                                    : "every unit that it does not treat was disturbed by another campaign, or sold nothing before"));
        }
        return Optional.empty();
    }

    /** Units that sold own products before: of the others no growth is known. */
    private static List<UnitSales> usable(List<UnitSales> all, boolean isTreated) {
        return all.stream()
                .filter(unit -> unit.isTreated() == isTreated && unit.sum(Measure.NET, BEFORE, true) > 0)
                .toList();
    }

    private static void effects(
            EffectWindow window,
            List<UnitSales> treated,
            List<UnitSales> controls,
            Effect net,
            Map<String, Object> found) {
        found.put("lift_rate", Math.expm1(net.value()));
        found.put("lift_low", Math.expm1(net.bound(LOW)));
        found.put("lift_high", Math.expm1(net.bound(HIGH)));
        found.put("p_value", net.pValue());
        sums(treated, found);
        incremental(treated, Measure.NET, DURING, true, net, "incremental_net", found);
        for (Measure measure : List.of(Measure.UNITS, Measure.MARGIN)) {
            UnitSales.growth(treated, controls, measure, DURING, window.baseWeeks())
                    .ifPresent(effect -> incremental(
                            treated,
                            measure,
                            DURING,
                            true,
                            effect,
                            measure == Measure.UNITS ? "incremental" : "incremental_margin",
                            found));
        }
        if (window.hasAfter()) {
            UnitSales.growth(treated, controls, Measure.NET, AFTER, window.baseWeeks())
                    .ifPresent(effect -> incremental(treated, Measure.NET, AFTER, true, effect, "after", found));
        }
        UnitSales.growthOfOthers(treated, controls, window.baseWeeks())
                .ifPresent(effect -> incremental(treated, Measure.NET, DURING, false, effect, "other_products", found));
        UnitSales.trend(treated, controls, window.baseWeeks())
                .ifPresent(trend -> found.put("pretrend_p_value", trend.pValue()));
        UnitSales.placebo(treated, controls, window.baseWeeks(), window.campaignWeeks())
                .ifPresent(placebo -> {
                    found.put("placebo_lift_rate", Math.expm1(placebo.value()));
                    found.put("placebo_p_value", placebo.pValue());
                });
        if (treated.size() < FEW_TREATED) {
            synthetic(window, treated, controls).ifPresent(result -> {
                found.put("synthetic_lift_rate", result.lift());
                found.put("synthetic_p_value", result.pValue());
            });
        }
    }

    private static void sums(List<UnitSales> treated, Map<String, Object> found) {
        for (Measure measure : Measure.values()) {
            found.put("base_" + measure.column(), exact(treated, measure, BEFORE, true));
            found.put(measure.column(), exact(treated, measure, DURING, true));
        }
    }

    /** What is beyond {@code actual / lift}: the sales without the campaign. */
    private static void incremental(
            List<UnitSales> treated,
            Measure measure,
            String part,
            boolean isOwn,
            Effect effect,
            String name,
            Map<String, Object> found) {
        BigDecimal sold = exact(treated, measure, part, isOwn);
        if (sold == null) {
            return;
        }
        String unit = measure == Measure.UNITS ? "_units" : "_amount";
        found.put(name + unit, beyond(sold, effect.value()));
        found.put(name + "_low" + unit, beyond(sold, effect.bound(LOW)));
        found.put(name + "_high" + unit, beyond(sold, effect.bound(HIGH)));
    }

    private static @Nullable BigDecimal beyond(BigDecimal sold, double logarithm) {
        double beyond = -Math.expm1(-logarithm) * sold.doubleValue();
        // A bound so wide that it has no meaning in money has none here.
        return Math.abs(beyond) < 1e18 ? BigDecimal.valueOf(beyond).setScale(2, RoundingMode.HALF_EVEN) : null;
    }

    private static @Nullable BigDecimal exact(List<UnitSales> units, Measure measure, String part, boolean isOwn) {
        List<BigDecimal> known = units.stream()
                .flatMap(unit -> unit.exact(measure, part, isOwn).stream())
                .toList();
        return known.isEmpty() ? null : known.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static Optional<SyntheticControl.Result> synthetic(
            EffectWindow window, List<UnitSales> treated, List<UnitSales> controls) {
        double[] together = new double[window.baseWeeks() + window.campaignWeeks()];
        for (UnitSales unit : treated) {
            double[] weeks = unit.weeks(window.baseWeeks(), window.campaignWeeks());
            Arrays.setAll(together, week -> together[week] + weeks[week]);
        }
        double[][] donors = controls.stream()
                .sorted(Comparator.comparingDouble((UnitSales unit) -> -unit.sum(Measure.NET, BEFORE, true))
                        .thenComparing(UnitSales::name))
                .limit(MOST_DONORS)
                .map(unit -> unit.weeks(window.baseWeeks(), window.campaignWeeks()))
                .toArray(double[][]::new);
        return SyntheticControl.of(together, donors, window.baseWeeks());
    }

    private static List<ColumnDoc> columns() {
        List<ColumnDoc> columns = new ArrayList<>();
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
