package almanac.market.campaign;

import almanac.market.campaign.UnitSales.Measure;
import almanac.stats.DifferenceInDifferences.Group;
import almanac.stats.DifferenceInDifferences.Start;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.apache.spark.sql.Row;

/**
 * One start of a campaign: when it ran, and the units that are compared.
 *
 * @param panel its row of {@link EffectPanels#panels}
 * @param window when it ran
 * @param treated units that sold before
 * @param others every other unit that sold before
 * @param controls those of the others that no other campaign disturbs
 * @param isEverywhere whether there is no other unit, whatever it sold
 */
record EffectStart(
        Row panel,
        EffectWindow window,
        List<UnitSales> treated,
        List<UnitSales> others,
        List<UnitSales> controls,
        boolean isEverywhere) {

    static EffectStart of(Row panel) {
        List<UnitSales> all = UnitSales.of(panel.getList(panel.fieldIndex("cells")));
        List<UnitSales> others = usable(all, false);
        return new EffectStart(
                panel,
                EffectWindow.of(panel),
                usable(all, true),
                others,
                others.stream().filter(unit -> !unit.isDisturbed()).toList(),
                all.stream().allMatch(UnitSales::isTreated));
    }

    /** Units that sold own products before: of the others no growth is known. */
    private static List<UnitSales> usable(List<UnitSales> all, boolean isTreated) {
        return all.stream()
                .filter(unit -> unit.isTreated() == isTreated && unit.sum(Measure.NET, EffectModel.BEFORE, true) > 0)
                .toList();
    }

    /** What is compared, without the units that had nothing before. */
    Start compared(ToDoubleFunction<UnitSales> before, ToDoubleFunction<UnitSales> after) {
        List<UnitSales> known = known(controls, before);
        return new Start(
                group(known(treated, before), before, after),
                group(known, before, after),
                known.stream().map(UnitSales::name).toList());
    }

    private static List<UnitSales> known(List<UnitSales> units, ToDoubleFunction<UnitSales> before) {
        return units.stream().filter(unit -> before.applyAsDouble(unit) > 0).toList();
    }

    private static Group group(
            List<UnitSales> units, ToDoubleFunction<UnitSales> before, ToDoubleFunction<UnitSales> after) {
        return new Group(
                units.stream().mapToDouble(before).toArray(),
                units.stream().mapToDouble(after).toArray());
    }
}
