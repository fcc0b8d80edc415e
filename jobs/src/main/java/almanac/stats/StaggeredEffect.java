package almanac.stats;

import static almanac.stats.DifferenceInDifferences.FEWEST;

import almanac.stats.DifferenceInDifferences.Effect;
import almanac.stats.DifferenceInDifferences.Start;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The effect of one start or of several together; {@link DifferenceInDifferences} tells what it is.
 *
 * <p>Its variance has a part of each start's treated units, and one of the controls that starts share. Where a group is too small
 * to have a spread of its own, the treated part is borrowed from the controls, and errs as they do: it is counted with them.
 */
final class StaggeredEffect {

    private double treatedVariance;
    private double treatedSquares;
    private double borrowed;
    private double sharedDegrees = Double.POSITIVE_INFINITY;

    /** Of controls too few to have errors: what they add at most, all their starts erring alike. */
    private double unseen;

    /** What each control moves the pooled effect by. */
    private final Map<String, Double> errorsOfControls = new TreeMap<>();

    private StaggeredEffect() {}

    static Optional<Effect> of(List<Start> starts, boolean isLogarithm) {
        List<GroupGrowth> treated = new ArrayList<>();
        List<GroupGrowth> controls = new ArrayList<>();
        double total = 0;
        double sold = 0;
        for (Start start : starts) {
            GroupGrowth ofTreated = new GroupGrowth(start.treated(), isLogarithm);
            GroupGrowth ofControls = new GroupGrowth(start.controls(), isLogarithm);
            if (ofTreated.units < 1 || ofControls.units < 1 || ofTreated.units + ofControls.units < FEWEST) {
                return Optional.empty();
            }
            treated.add(ofTreated);
            controls.add(ofControls);
            total += expected(ofTreated, ofControls, isLogarithm);
            sold += ofTreated.after;
        }
        StaggeredEffect pooled = new StaggeredEffect();
        double mean = 0;
        for (int i = 0; i < starts.size(); i++) {
            double weight = expected(treated.get(i), controls.get(i), isLogarithm) / total;
            mean += weight * (treated.get(i).value - controls.get(i).value);
            pooled.add(treated.get(i), controls.get(i), starts.get(i).names(), weight);
        }
        // Of one start the mean is the effect to the last bit.
        return pooled.effect(isLogarithm && starts.size() > 1 ? Math.log(sold / total) : mean);
    }

    /** What treated units would have had after without an effect; of ratios, what they had before. */
    private static double expected(GroupGrowth treated, GroupGrowth controls, boolean isLogarithm) {
        return isLogarithm ? treated.weight * Math.exp(controls.value) : treated.weight;
    }

    private void add(GroupGrowth treated, GroupGrowth controls, List<String> names, double weight) {
        double scale = 1;
        if (Math.min(treated.units, controls.units) < FEWEST) {
            double degrees = treated.units + controls.units - 2.0;
            double fallsWithSize = (treated.squares + controls.squares) / degrees;
            double isAlike = (treated.shares + controls.shares) / degrees;
            boolean falls = fallsWithSize * (1 / treated.weight + 1 / controls.weight)
                    > isAlike * (treated.concentration + controls.concentration);
            double ofControls = falls ? fallsWithSize / controls.weight : isAlike * controls.concentration;
            borrowed += weight * weight * (falls ? fallsWithSize / treated.weight : isAlike * treated.concentration);
            sharedDegrees = Math.min(sharedDegrees, degrees);
            scale = controls.variance > 0 ? Math.sqrt(ofControls / controls.variance) : 0;
            unseen += controls.variance > 0 ? 0 : weight * Math.sqrt(ofControls);
        } else {
            double variance = weight * weight * treated.variance;
            treatedVariance += variance;
            treatedSquares += variance * variance / treated.degrees;
            sharedDegrees = Math.min(sharedDegrees, controls.degrees);
        }
        for (int i = 0; scale > 0 && i < controls.units; i++) {
            errorsOfControls.merge(names.get(i), weight * scale * controls.errors[i], Double::sum);
        }
    }

    private Optional<Effect> effect(double value) {
        double shared = borrowed + unseen * unseen;
        for (double error : errorsOfControls.values()) {
            shared += error * error;
        }
        double variance = treatedVariance + shared;
        double degrees = variance * variance / (treatedSquares + shared * shared / sharedDegrees);
        return variance > 0 && Double.isFinite(variance)
                ? Optional.of(new Effect(value, Math.sqrt(variance), degrees))
                : Optional.empty();
    }
}
