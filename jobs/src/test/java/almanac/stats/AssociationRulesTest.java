package almanac.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import almanac.stats.AssociationRules.Itemset;
import almanac.stats.AssociationRules.Rule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Rules against R 4.2.2: the largest {@code fisher.test(…, alternative = "greater")} of the items of an antecedent, then
 * {@code p.adjust(p, "BH")} over the nine rules of three items.
 */
class AssociationRulesTest {

    private static final List<Itemset> COUNTED = List.of(
            set(1000, 250),
            set(200, 50, "a"),
            set(300, 75, "b"),
            set(250, 60, "c"),
            set(100, 40, "a", "b"),
            set(80, 20, "a", "c"),
            set(75, 20, "b", "c"),
            set(60, 15, "a", "b", "c"));

    @Test
    void probabilitiesAreThoseOfR() {
        assertThat(rule(List.of("a"), "b").pValue()).isCloseTo(1.9103172575545956e-11, withinPercentage(1e-7));
        assertThat(rule(List.of("a"), "b").adjustedPValue()).isCloseTo(5.7309517726637868e-11, withinPercentage(1e-7));
        assertThat(rule(List.of("a", "b"), "c").pValue()).isCloseTo(5.3180128908880638e-09, withinPercentage(1e-7));
        assertThat(rule(List.of("a", "b"), "c").adjustedPValue())
                .isCloseTo(9.5724232035985158e-09, withinPercentage(1e-7));
        assertThat(rule(List.of("b", "c"), "a").adjustedPValue())
                .isCloseTo(1.9501240512385835e-21, withinPercentage(1e-7));
    }

    @Test
    void countsOfARuleAreThoseOfItsSets() {
        Rule rule = rule(List.of("a", "c"), "b");

        assertThat(rule.both().count()).isEqualTo(60);
        assertThat(rule.withAntecedent().count()).isEqualTo(80);
        assertThat(rule.withConsequent().count()).isEqualTo(300);
    }

    /** With R: the logarithms of both lifts, their variances by the delta method, and {@code 2 * pnorm(-abs(z))}. */
    @Test
    void changeOfALiftIsTestedAgainstItsChance() {
        assertThat(rule(List.of("a"), "b").driftPValue()).hasValueCloseTo(8.733089777761411e-08, within(1e-15));
    }

    @Test
    void whatAddsNothingIsNoRule() {
        // b and c are together as often as by chance.
        assertThat(AssociationRules.of(COUNTED, 1))
                .noneMatch(rule -> rule.antecedent().equals(List.of("b"))
                        && rule.consequent().equals("c"));
        // c comes with a and b as often as with a alone.
        assertThat(AssociationRules.of(
                        List.of(
                                set(1000, 0),
                                set(200, 0, "a"),
                                set(300, 0, "b"),
                                set(250, 0, "c"),
                                set(60, 0, "a", "b"),
                                set(160, 0, "a", "c"),
                                set(75, 0, "b", "c"),
                                set(48, 0, "a", "b", "c")),
                        1))
                .noneMatch(rule -> rule.antecedent().equals(List.of("a", "b")));
    }

    @Test
    void setsOfFewBasketsAreNotTried() {
        assertThat(AssociationRules.of(COUNTED, 76))
                .extracting(rule -> rule.both().items())
                .containsOnly(List.of("a", "b"), List.of("a", "c"));
    }

    @Test
    void aPartWithoutACountIsRefused() {
        assertThatThrownBy(() -> AssociationRules.of(List.of(set(10, 0), set(5, 0, "a"), set(3, 0, "a", "b")), 1))
                .hasMessage("no count of [b], which is part of a larger set");
    }

    /** Twenty independent items have 190 pairs and 1,140 triples; one pair among them was planted with a lift of 2. */
    @Test
    void plantedPairIsFoundAndChanceIsNot() {
        SplittableRandom random = new SplittableRandom(11);
        Map<List<String>, Long> counts = new HashMap<>();
        for (int basket = 0; basket < 5000; basket++) {
            TreeSet<String> items = new TreeSet<>();
            for (int item = 0; item < 20; item++) {
                boolean isFollower = item == 1 && items.contains("00");
                if (random.nextDouble() < (isFollower ? 0.2 : item == 1 ? 0.2 * 0.4 / 0.9 : 0.1)) {
                    items.add(String.format("%02d", item));
                }
            }
            subsets(List.copyOf(items)).forEach(set -> counts.merge(set, 1L, Long::sum));
        }
        List<Itemset> counted = counts.entrySet().stream()
                .map(set -> new Itemset(set.getKey(), set.getValue(), 0))
                .toList();

        assertThat(AssociationRules.of(counted, 5).stream().filter(rule -> rule.adjustedPValue() <= 0.01))
                .extracting(rule -> rule.antecedent() + " " + rule.consequent())
                .containsExactlyInAnyOrder("[00] 01", "[01] 00");
        assertThat(AssociationRules.of(counted, 5)).hasSizeGreaterThan(500);
    }

    private static List<List<String>> subsets(List<String> items) {
        List<List<String>> subsets = new ArrayList<>(List.of(List.of()));
        for (String item : items) {
            List<List<String>> longer = new ArrayList<>();
            for (List<String> subset : subsets) {
                if (subset.size() < 3) {
                    List<String> with = new ArrayList<>(subset);
                    with.add(item);
                    longer.add(with);
                }
            }
            subsets.addAll(longer);
        }
        return subsets;
    }

    private static Rule rule(List<String> antecedent, String consequent) {
        return AssociationRules.of(COUNTED, 1).stream()
                .filter(rule -> rule.antecedent().equals(antecedent)
                        && rule.consequent().equals(consequent))
                .findFirst()
                .orElseThrow();
    }

    private static Itemset set(long count, long recent, String... items) {
        return new Itemset(List.of(items), count, recent);
    }
}
