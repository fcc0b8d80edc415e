package almanac.market.price;

import almanac.market.price.ElasticityModel.Elasticity;
import almanac.stats.NormalShrinkage;
import almanac.stats.NormalShrinkage.Shrunk;
import almanac.stats.PanelRegression.Coefficient;
import almanac.stats.StudentT;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The elasticities of one kind of the products of a category, each drawn towards those of the others as far as its own estimate
 * is uncertain, and the verdict on each.
 */
final class ElasticityGroup {

    private static final double NORMAL_REACH = StudentT.normalQuantile(0.975);

    private final Optional<NormalShrinkage> category;
    private final boolean isOwn;

    private ElasticityGroup(Optional<NormalShrinkage> category, boolean isOwn) {
        this.category = category;
        this.isOwn = isOwn;
    }

    /**
     * What is made of an elasticity.
     *
     * @param shrunk the elasticity after shrinkage; empty where neither it nor its category has an estimate
     * @param evidence OWN: it rests on its own estimate alone; POOLED: and on those of its category; CATEGORY: on those alone;
     *     NONE
     * @param flags those of the elasticity and of its interval
     */
    record Judged(Optional<Shrunk> shrunk, double reach, String evidence, List<String> flags, boolean isUsable) {}

    /**
     * A group.
     *
     * @param isOwn whether these are own elasticities; else cross elasticities
     */
    static ElasticityGroup of(List<Elasticity> elasticities, boolean isOwn) {
        List<Elasticity> carrying =
                elasticities.stream().filter(one -> one.estimate().isPresent()).toList();
        if (carrying.size() < NormalShrinkage.FEWEST) {
            return new ElasticityGroup(Optional.empty(), isOwn);
        }
        double[] estimates = carrying.stream()
                .mapToDouble(one -> one.estimate().orElseThrow().value())
                .toArray();
        double[] errors =
                carrying.stream().mapToDouble(one -> one.reach() / NORMAL_REACH).toArray();
        return new ElasticityGroup(Optional.of(NormalShrinkage.of(estimates, errors)), isOwn);
    }

    /** The mean of the category; empty where too few of it have an estimate. */
    Optional<Shrunk> mean() {
        return category.map(NormalShrinkage::mean);
    }

    /** How far elasticities of the category lie from its mean; empty as the mean. */
    Optional<Double> spread() {
        return category.map(NormalShrinkage::spread);
    }

    Judged judged(Elasticity one) {
        List<String> flags = new ArrayList<>(one.flags());
        boolean carries = one.estimate().isPresent();
        one.estimate().ifPresent(estimate -> addDoubts(flags, estimate, one.reach()));
        if (category.isEmpty()) {
            flags.add("few_peers");
        }
        Optional<Shrunk> shrunk = one.estimate()
                .map(estimate -> shrunk(estimate, one.reach()))
                .or(() -> category.map(NormalShrinkage::unseen));
        double reach = shrunk.map(found -> NORMAL_REACH * found.error()).orElse(0.0);
        String evidence = shrunk.isEmpty() ? "NONE" : !carries ? "CATEGORY" : category.isEmpty() ? "OWN" : "POOLED";
        boolean isUsable =
                carries && shrunk.filter(found -> isClear(found.value(), reach)).isPresent();
        return new Judged(shrunk, reach, evidence, List.copyOf(flags), isUsable);
    }

    private void addDoubts(List<String> flags, Coefficient estimate, double reach) {
        if (isOwn && estimate.value() > 0) {
            flags.add("positive_sign");
        }
        if (2 * reach > ElasticityModel.WIDEST_INTERVAL) {
            flags.add("ci_wide");
        }
        if (Math.abs(estimate.value()) > ElasticityModel.LARGEST_ELASTICITY) {
            flags.add("out_of_range");
        }
    }

    private Shrunk shrunk(Coefficient estimate, double reach) {
        double error = reach / NORMAL_REACH;
        return category.map(group -> group.shrunk(estimate.value(), error))
                .orElseGet(() -> new Shrunk(estimate.value(), error, 1));
    }

    /** An own elasticity is below 0 with its interval, a cross one on either side of it; and neither is too wide. */
    private boolean isClear(double value, double reach) {
        boolean isOnOneSide = isOwn ? value + reach < 0 : Math.abs(value) > reach;
        return isOnOneSide && 2 * reach <= ElasticityModel.WIDEST_INTERVAL;
    }
}
