package almanac.market.campaign;

import almanac.market.campaign.UnitSales.Measure;
import almanac.stats.DifferenceInDifferences;
import almanac.stats.DifferenceInDifferences.Effect;
import almanac.stats.DifferenceInDifferences.Start;
import almanac.stats.SyntheticControl;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** How treated units compare with others, over one start of a campaign or over several together. */
final class EffectEstimates {

    private static final int MOST_DONORS = 40;

    private EffectEstimates() {}

    /** How much more a measure grew in treated units, from the weeks before to a part of time; of own products, or of others. */
    static Optional<Effect> growth(List<EffectStart> starts, Measure measure, String part, boolean isOwn) {
        return DifferenceInDifferences.ofLogarithms(all(
                starts,
                (start, weeks) -> start.compared(
                        unit -> unit.sum(measure, EffectModel.BEFORE, isOwn) / weeks.baseWeeks(),
                        unit -> unit.sum(measure, part, isOwn))));
    }

    /** How much more treated units grew in a week before the campaign, as a part of their mean week. */
    static Optional<Effect> trend(List<EffectStart> starts) {
        return DifferenceInDifferences.ofRatios(all(
                starts,
                (start, weeks) -> start.compared(
                        unit -> mean(unit.before(weeks.baseWeeks(), 0, 0)),
                        unit -> slope(unit.before(weeks.baseWeeks(), 0, 0)))));
    }

    /** How much more treated units grew when a campaign as long as this one, or a third of the weeks before, might have run. */
    static Optional<Effect> placebo(List<EffectStart> starts) {
        return DifferenceInDifferences.ofLogarithms(all(starts, (start, weeks) -> {
            int length = Math.max(1, Math.min(weeks.campaignWeeks(), weeks.baseWeeks() / 3));
            return start.compared(
                    unit -> mean(unit.before(weeks.baseWeeks(), 0, length)),
                    unit -> mean(unit.before(weeks.baseWeeks(), weeks.baseWeeks() - length, 0)));
        }));
    }

    /** The lift of one start over the mixture of controls that was most alike before. */
    static Optional<SyntheticControl.Result> synthetic(EffectStart start) {
        int baseWeeks = start.window().baseWeeks();
        int campaignWeeks = start.window().campaignWeeks();
        double[] together = new double[baseWeeks + campaignWeeks];
        for (UnitSales unit : start.treated()) {
            double[] weeks = unit.weeks(baseWeeks, campaignWeeks);
            Arrays.setAll(together, week -> together[week] + weeks[week]);
        }
        double[][] donors = start.controls().stream()
                .sorted(Comparator.comparingDouble((UnitSales unit) -> -unit.sum(Measure.NET, EffectModel.BEFORE, true))
                        .thenComparing(UnitSales::name))
                .limit(MOST_DONORS)
                .map(unit -> unit.weeks(baseWeeks, campaignWeeks))
                .toArray(double[][]::new);
        return SyntheticControl.of(together, donors, baseWeeks);
    }

    private static List<Start> all(List<EffectStart> starts, BiFunction<EffectStart, EffectWindow, Start> compared) {
        return starts.stream()
                .map(start -> compared.apply(start, start.window()))
                .toList();
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
