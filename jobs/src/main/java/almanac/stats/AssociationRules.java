package almanac.stats;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import jdplus.toolkit.base.api.stats.ProbabilityType;
import jdplus.toolkit.base.core.dstats.Normal;

/**
 * Rules such as "who buys these also buys that", from the counts of sets of items: which of them hold beyond chance, and to
 * which every item of the antecedent adds something.
 *
 * <p>A rule is tested as often as its antecedent has items: among the baskets with the other items of the antecedent, does the
 * consequent come more often with this one? Its p-value is the largest of {@link FisherTest}, so that a rule is only as good as
 * its idlest item, and one that follows from a shorter rule is none. Adjusted p-values keep the {@link FalseDiscoveryRate} over
 * all rules that were tried.
 *
 * <p>Source: R. Agrawal, T. Imieliński and A. Swami (1993), <i>Mining association rules between sets of items in large
 * databases</i>, doi:10.1145/170035.170072; G. I. Webb (2007), <i>Discovering significant patterns</i>,
 * doi:10.1007/s10994-007-5006-x.
 */
public final class AssociationRules {

    /** Of fewer joint baskets the logarithm of a lift is not normal enough to compare two of them. */
    private static final long FEWEST_FOR_DRIFT = 5;

    private AssociationRules() {}

    /**
     * How many baskets hold a set of items, and how many of the recent ones among them do.
     *
     * @param items in ascending order; none for the number of baskets itself
     */
    public record Itemset(List<String> items, long count, long recentCount) {

        /** Copies the items. */
        public Itemset {
            items = List.copyOf(items);
            if (recentCount < 0 || recentCount > count) {
                throw new IllegalArgumentException(recentCount + " recent baskets of " + count + " hold " + items);
            }
        }

        private Itemset earlier() {
            return new Itemset(items, count - recentCount, 0);
        }

        private Itemset recent() {
            return new Itemset(items, recentCount, 0);
        }
    }

    /**
     * A rule.
     *
     * @param antecedent who buys these
     * @param consequent also buys that
     * @param both baskets with all of them
     * @param withAntecedent baskets with the antecedent
     * @param withConsequent baskets with the consequent
     * @param pValue of the idlest item of the antecedent
     * @param adjustedPValue the same among all rules that were tried
     * @param driftPValue of a lift of the recent baskets as far from that of the earlier ones, or farther, if there is one true
     *     lift; empty where either has fewer than five joint baskets
     */
    public record Rule(
            List<String> antecedent,
            String consequent,
            Itemset both,
            Itemset withAntecedent,
            Itemset withConsequent,
            double pValue,
            double adjustedPValue,
            OptionalDouble driftPValue) {

        private Rule adjusted(double value) {
            return new Rule(antecedent, consequent, both, withAntecedent, withConsequent, pValue, value, driftPValue);
        }
    }

    /**
     * The rules with one item, or two, as antecedent that raise the probability of their consequent more than any shorter rule of
     * theirs; in the order of their items.
     *
     * @param counted sets of none to three items, each with its subsets among them
     * @param least baskets that must hold all items of a rule, for it to be tried at all
     */
    public static List<Rule> of(Collection<Itemset> counted, long least) {
        Map<List<String>, Itemset> sets = new HashMap<>();
        counted.forEach(set -> sets.put(set.items(), set));
        List<Rule> tried = new ArrayList<>();
        counted.stream()
                .filter(set -> set.items().size() > 1 && set.count() >= least)
                .sorted(Comparator.comparing(set -> String.join("\n", set.items())))
                .forEach(set -> set.items().forEach(consequent -> tried.add(rule(set, consequent, sets))));
        double[] adjusted = FalseDiscoveryRate.adjusted(
                tried.stream().mapToDouble(Rule::pValue).toArray());
        List<Rule> rules = new ArrayList<>();
        for (int i = 0; i < adjusted.length; i++) {
            if (isBetterThanShorter(tried.get(i), sets)) {
                rules.add(tried.get(i).adjusted(adjusted[i]));
            }
        }
        return rules;
    }

    private static Rule rule(Itemset both, String consequent, Map<List<String>, Itemset> sets) {
        List<String> antecedent = without(both.items(), consequent);
        Itemset all = find(List.of(), sets);
        Itemset first = find(antecedent, sets);
        Itemset second = find(List.of(consequent), sets);
        double pValue = 0;
        for (String item : antecedent) {
            Itemset others = find(without(antecedent, item), sets);
            Itemset othersToo = find(without(both.items(), item), sets);
            pValue = Math.max(pValue, pValue(both, first, othersToo, others));
        }
        return new Rule(antecedent, consequent, both, first, second, pValue, 1, drift(all, first, second, both));
    }

    private static double pValue(Itemset both, Itemset first, Itemset second, Itemset all) {
        return FisherTest.moreOften(
                both.count(),
                first.count() - both.count(),
                second.count() - both.count(),
                all.count() - first.count() - second.count() + both.count());
    }

    private static boolean isBetterThanShorter(Rule rule, Map<List<String>, Itemset> sets) {
        double confidence = (double) rule.both().count() / rule.withAntecedent().count();
        return rule.antecedent().stream().allMatch(item -> {
            Itemset others = find(without(rule.antecedent(), item), sets);
            Itemset othersToo = find(without(rule.both().items(), item), sets);
            return confidence > (double) othersToo.count() / others.count();
        });
    }

    private static OptionalDouble drift(Itemset all, Itemset first, Itemset second, Itemset both) {
        if (Math.min(both.recentCount(), both.earlier().count()) < FEWEST_FOR_DRIFT) {
            return OptionalDouble.empty();
        }
        double change = logLift(all.recent(), first.recent(), second.recent(), both.recent())
                - logLift(all.earlier(), first.earlier(), second.earlier(), both.earlier());
        double variance = variance(all.recent(), first.recent(), second.recent(), both.recent())
                + variance(all.earlier(), first.earlier(), second.earlier(), both.earlier());
        if (variance <= 0) {
            return OptionalDouble.empty();
        }
        double deviation = Math.abs(change) / Math.sqrt(variance);
        return OptionalDouble.of(2 * new Normal().getProbability(deviation, ProbabilityType.Upper));
    }

    private static double logLift(Itemset all, Itemset first, Itemset second, Itemset both) {
        return Math.log((double) both.count() / first.count() * all.count() / second.count());
    }

    /** Of the logarithm of the lift, by the delta method for counts of a multinomial distribution. */
    private static double variance(Itemset all, Itemset first, Itemset second, Itemset both) {
        double product = (double) first.count() * second.count();
        return 1.0 / both.count()
                - 1.0 / first.count()
                - 1.0 / second.count()
                - 1.0 / all.count()
                + 2.0 * both.count() / product;
    }

    private static Itemset find(List<String> items, Map<List<String>, Itemset> sets) {
        Itemset found = sets.get(items);
        if (found == null) {
            throw new IllegalArgumentException("no count of " + items + ", which is part of a larger set");
        }
        return found;
    }

    private static List<String> without(List<String> items, String item) {
        return items.stream().filter(other -> !other.equals(item)).toList();
    }
}
