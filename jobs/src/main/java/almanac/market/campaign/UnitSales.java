package almanac.market.campaign;

import almanac.stats.DifferenceInDifferences;
import almanac.stats.DifferenceInDifferences.Effect;
import almanac.stats.DifferenceInDifferences.Group;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** The sales of one unit around a campaign, and how those of treated units compare with others'. */
final class UnitSales {

    /** What is compared. */
    enum Measure {
        NET("net_amount"),
        UNITS("sales_units"),
        MARGIN("margin_amount");

        private final String column;

        Measure(String column) {
            this.column = column;
        }

        String column() {
            return column;
        }
    }

    private record Cell(
            boolean isOwn,
            String part,
            int week,
            BigDecimal net,
            BigDecimal units,
            @Nullable BigDecimal margin) {
        private @Nullable BigDecimal of(Measure measure) {
            return switch (measure) {
                case NET -> net;
                case UNITS -> units;
                case MARGIN -> margin;
            };
        }
    }

    private final String name;
    private final boolean isTreated;
    private boolean isDisturbed;
    private final List<Cell> cells = new ArrayList<>();

    private UnitSales(String name, boolean isTreated) {
        this.name = name;
        this.isTreated = isTreated;
    }

    /** The units of a panel by name; none where there are no cells. */
    static List<UnitSales> of(@Nullable List<Row> cells) {
        Map<String, UnitSales> units = new TreeMap<>();
        for (Row cell : cells == null ? List.<Row>of() : cells) {
            UnitSales unit = units.computeIfAbsent(
                    cell.getAs("unit"), name -> new UnitSales(name, cell.<Boolean>getAs("is_treated")));
            unit.isDisturbed |= cell.<Boolean>getAs("is_disturbed");
            BigDecimal costed = cell.getAs("costed_net_amount");
            BigDecimal cost = cell.getAs("cost_amount");
            unit.cells.add(new Cell(
                    cell.getAs("is_own"),
                    cell.getAs("part"),
                    cell.getAs("week"),
                    cell.getAs("net_amount"),
                    cell.getAs("sales_units"),
                    costed == null || cost == null ? null : costed.subtract(cost)));
        }
        return List.copyOf(units.values());
    }

    String name() {
        return name;
    }

    boolean isTreated() {
        return isTreated;
    }

    boolean isDisturbed() {
        return isDisturbed;
    }

    /** The sum of a measure in a part of time; empty where no cell knows it. */
    Optional<BigDecimal> exact(Measure measure, String part, boolean isOwn) {
        BigDecimal sum = null;
        for (Cell cell : cells) {
            BigDecimal value = cell.of(measure);
            if (cell.isOwn() == isOwn && cell.part().equals(part) && value != null) {
                sum = sum == null ? value : sum.add(value);
            }
        }
        return Optional.ofNullable(sum);
    }

    /** The same as a number, 0 where no cell knows it. */
    double sum(Measure measure, String part, boolean isOwn) {
        return exact(measure, part, isOwn).map(BigDecimal::doubleValue).orElse(0.0);
    }

    /** Net amounts of own products by week, those before first. */
    double[] weeks(int baseWeeks, int campaignWeeks) {
        double[] weeks = new double[baseWeeks + campaignWeeks];
        for (Cell cell : cells) {
            if (cell.isOwn() && !cell.part().equals(EffectModel.AFTER)) {
                weeks[baseWeeks + cell.week()] += cell.net().doubleValue();
            }
        }
        return weeks;
    }

    /** How much more a measure of own products grew in treated units, from the weeks before to a part of time. */
    static Optional<Effect> growth(
            List<UnitSales> treated, List<UnitSales> controls, Measure measure, String part, int baseWeeks) {
        return compared(
                treated,
                controls,
                unit -> unit.sum(measure, EffectModel.BEFORE, true) / baseWeeks,
                unit -> unit.sum(measure, part, true),
                true);
    }

    /** Likewise of the net amount of the other products of the category, during the campaign. */
    static Optional<Effect> growthOfOthers(List<UnitSales> treated, List<UnitSales> controls, int baseWeeks) {
        return compared(
                treated,
                controls,
                unit -> unit.sum(Measure.NET, EffectModel.BEFORE, false) / baseWeeks,
                unit -> unit.sum(Measure.NET, EffectModel.DURING, false),
                true);
    }

    /** How much more treated units grew in a week before the campaign, as a part of their mean week. */
    static Optional<Effect> trend(List<UnitSales> treated, List<UnitSales> controls, int baseWeeks) {
        return compared(
                treated,
                controls,
                unit -> mean(unit.before(baseWeeks, 0, 0)),
                unit -> slope(unit.before(baseWeeks, 0, 0)),
                false);
    }

    /** How much more treated units grew when a campaign as long as this one, or a third of the weeks before, might have run. */
    static Optional<Effect> placebo(
            List<UnitSales> treated, List<UnitSales> controls, int baseWeeks, int campaignWeeks) {
        int length = Math.max(1, Math.min(campaignWeeks, baseWeeks / 3));
        return compared(
                treated,
                controls,
                unit -> mean(unit.before(baseWeeks, 0, length)),
                unit -> mean(unit.before(baseWeeks, baseWeeks - length, 0)),
                true);
    }

    /** The weeks before, without the first and last ones of them. */
    private double[] before(int baseWeeks, int without, int withoutLast) {
        double[] before = new double[baseWeeks - without - withoutLast];
        for (Cell cell : cells) {
            int place = baseWeeks + cell.week() - without;
            if (cell.isOwn() && cell.part().equals(EffectModel.BEFORE) && place >= 0 && place < before.length) {
                before[place] += cell.net().doubleValue();
            }
        }
        return before;
    }

    private static Optional<Effect> compared(
            List<UnitSales> treated,
            List<UnitSales> controls,
            ToDoubleFunction<UnitSales> before,
            ToDoubleFunction<UnitSales> after,
            boolean isGrowth) {
        Group ofTreated = group(treated, before, after);
        Group ofControls = group(controls, before, after);
        return isGrowth
                ? DifferenceInDifferences.ofLogarithms(ofTreated, ofControls)
                : DifferenceInDifferences.ofRatios(ofTreated, ofControls);
    }

    /** Without the units that had nothing before: of these no growth is known. */
    private static Group group(
            List<UnitSales> units, ToDoubleFunction<UnitSales> before, ToDoubleFunction<UnitSales> after) {
        List<UnitSales> known =
                units.stream().filter(unit -> before.applyAsDouble(unit) > 0).toList();
        return new Group(
                known.stream().mapToDouble(before).toArray(),
                known.stream().mapToDouble(after).toArray());
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    /** The slope of a straight line through the values, per place. */
    private static double slope(double[] values) {
        double middle = (values.length - 1) / 2.0;
        double products = 0;
        double squares = 0;
        for (int place = 0; place < values.length; place++) {
            products += (place - middle) * values[place];
            squares += (place - middle) * (place - middle);
        }
        return products / squares;
    }
}
