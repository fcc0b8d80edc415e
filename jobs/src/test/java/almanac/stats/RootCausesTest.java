package almanac.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import almanac.stats.RootCauses.Finding;
import almanac.stats.RootCauses.Node;
import almanac.stats.RootCauses.Reach;
import almanac.stats.RootCauses.Role;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Causes that were planted into thousands of simulated nights of 20 shops in 4 regions and 20 products in 4 categories: 65 nodes
 * that are the total, the regions, shops, categories, products, and what each region sells of each category.
 */
class RootCausesTest {

    private static final double RATE = 0.05;
    private static final int SIDE = 20;
    private static final int GROUP = 5;
    private static final double[] LEVELS = {0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95};

    /** Quantiles of the standard normal distribution at these levels, {@code qnorm} of R 4.2.2. */
    private static final double[] NORMAL = {
        -1.6448536269514726,
        -1.2815515655446004,
        -0.6744897501960817,
        0,
        0.6744897501960817,
        1.2815515655446004,
        1.6448536269514722
    };

    private final Random random = new Random(11);
    private final List<int[]> cellsOfNodes = lattice();
    private final double[] expected =
            random.doubles((long) SIDE * SIDE, 20, 200).toArray();

    /** Noise of a cell grows with its size as counts do: small cells are noisy, the total is not. */
    private final double[] deviations =
            Arrays.stream(expected).map(amount -> 0.5 * Math.sqrt(100 * amount)).toArray();

    private final List<Reach> reaches = reaches();

    @Test
    void aSingleCauseGivesOneAlertAtItsNode() {
        int right = 0;
        int nights = 2000;
        for (int night = 0; night < nights; night++) {
            int cause = random.nextInt(cellsOfNodes.size());
            // Strong enough to be seen among 65 nodes: eight standard deviations of the node and more.
            double least = Math.min(0.9, 8 * deviationOf(cause) / expectedOf(cause));
            double rate = least + (0.9 - least) * random.nextDouble();
            double[] actual = actual(cause, random.nextBoolean() ? -rate : rate);

            List<Finding> findings = RootCauses.find(nodes(actual), reaches, RATE, 0);

            int[] roots = roots(findings);
            right += roots.length == 1 && roots[0] == cause ? 1 : 0;
        }
        assertThat((double) right / nights).isGreaterThanOrEqualTo(0.95);
    }

    @Test
    void nightsWithoutACauseKeepTheFalseDiscoveryRate() {
        int nights = 4000;
        int alarming = 0;
        for (int night = 0; night < nights; night++) {
            List<Finding> findings = RootCauses.find(nodes(actual(0, 0)), reaches, RATE, 0);
            alarming += roots(findings).length > 0 ? 1 : 0;
        }
        // Where nothing happened every discovery is false: the rate is the share of nights with any.
        assertThat((double) alarming / nights).isLessThanOrEqualTo(RATE);
    }

    @Test
    void twoCausesInDifferentPlacesGiveTwoAlerts() {
        int shop = 5;
        int product = 25 + 4 + 12;
        int right = 0;
        for (int night = 0; night < 500; night++) {
            double[] actual = actual(shop, -0.8);
            double[] also = actual(product, 0.9);
            for (int cell : cellsOfNodes.get(product)) {
                actual[cell] = also[cell];
            }
            int[] roots = roots(RootCauses.find(nodes(actual), reaches, RATE, 0));
            right += Arrays.equals(roots, new int[] {shop, product}) ? 1 : 0;
        }
        assertThat(right / 500.0).isGreaterThanOrEqualTo(0.9);
    }

    @Test
    void theCauseExplainsTheNodesAboveAndBelow() {
        Node total = node(0, 1000, 900, 10);
        Node region = node(1, 400, 300, 5);
        Node shop = node(2, 200, 150, 4);
        Node other = node(1, 600, 601, 8);
        List<Reach> known = List.of(
                new Reach(0, 1, 0.4),
                new Reach(0, 2, 0.2),
                new Reach(0, 3, 0.6),
                new Reach(1, 0, 1),
                new Reach(1, 2, 0.5),
                new Reach(2, 0, 1),
                new Reach(2, 1, 1));

        List<Finding> findings = RootCauses.find(List.of(total, region, shop, other), known, RATE, 1);

        assertThat(findings.stream().map(Finding::role))
                .containsExactly(Role.EXPLAINED, Role.ROOT, Role.EXPLAINED, Role.NONE);
        assertThat(findings.stream().map(Finding::cause)).containsExactly(1, 1, 1, -1);
        assertThat(findings.stream().map(Finding::rest)).containsExactly(0.0, 0.0, 0.0, 1.0);
        assertThat(findings.get(1).qValue()).isLessThan(1e-6);
        assertThat(findings.get(3).pValue()).isBetween(0.5, 1.0);
    }

    @Test
    void ofTwoNodesThatAreTheSameTheHigherOneIsTheCause() {
        Node region = node(1, 400, 300, 5);
        Node onlyShop = node(2, 400, 300, 5);
        List<Reach> known = List.of(new Reach(0, 1, 1), new Reach(1, 0, 1));

        assertThat(RootCauses.find(List.of(onlyShop, region), known, RATE, 0).stream()
                        .map(Finding::role))
                .containsExactly(Role.EXPLAINED, Role.ROOT);
    }

    @Test
    void whatIsTooSmallToMatterIsNoAlert() {
        assertThat(RootCauses.find(List.of(node(0, 100, 150, 1)), List.of(), RATE, 51)
                        .get(0)
                        .role())
                .isEqualTo(Role.NONE);
        assertThat(RootCauses.find(List.of(node(0, 100, 150, 1)), List.of(), RATE, 50)
                        .get(0)
                        .role())
                .isEqualTo(Role.ROOT);
        assertThat(RootCauses.find(List.of(), List.of(), RATE, 0)).isEmpty();
    }

    /** The logistic distribution through p90 and p95: 2 (1 - plogis(l[2] + (3.5 - z[2]) diff(l) / diff(z))), l and z the qlogis
     * and qnorm of both, R 4.2.2. */
    @Test
    void tailsOfPValuesAreLogistic() {
        assertThat(node(0, 0, 3.5, 1).distribution().pValue(3.5)).isCloseTo(0.0023158317542741891, within(1e-9));
        assertThat(node(0, 0, 0, 1).distribution().pValue(0)).isEqualTo(1);
        assertThat(node(0, 0, 0, 1).distribution().pValue(NORMAL[1])).isCloseTo(0.2, within(1e-12));
        assertThat(new QuantileFunction(LEVELS, new double[] {1, 1, 1, 1, 1, 1, 1}).pValue(100))
                .isBetween(0.03, 0.05);
    }

    private static Node node(int depth, double expected, double actual, double deviation) {
        return new Node(
                depth,
                expected,
                actual,
                new QuantileFunction(
                        LEVELS,
                        Arrays.stream(NORMAL).map(z -> expected + z * deviation).toArray()));
    }

    private static int[] roots(List<Finding> findings) {
        return IntStream.range(0, findings.size())
                .filter(i -> findings.get(i).role() == Role.ROOT)
                .toArray();
    }

    /** What each cell sold: what was expected, changed by the rate where the cause is, and its noise. */
    private double[] actual(int cause, double rate) {
        double[] actual = new double[expected.length];
        for (int cell = 0; cell < actual.length; cell++) {
            actual[cell] = expected[cell] + deviations[cell] * random.nextGaussian();
        }
        for (int cell : cellsOfNodes.get(cause)) {
            actual[cell] += rate * expected[cell];
        }
        return actual;
    }

    private List<Node> nodes(double[] actual) {
        return IntStream.range(0, cellsOfNodes.size())
                .mapToObj(i -> node(
                        i == 0 ? 0 : 1 + cellsOfNodes.get(0).length / cellsOfNodes.get(i).length,
                        expectedOf(i),
                        Arrays.stream(cellsOfNodes.get(i))
                                .mapToDouble(cell -> actual[cell])
                                .sum(),
                        deviationOf(i)))
                .toList();
    }

    private double expectedOf(int node) {
        return Arrays.stream(cellsOfNodes.get(node))
                .mapToDouble(cell -> expected[cell])
                .sum();
    }

    private double deviationOf(int node) {
        return Math.sqrt(Arrays.stream(cellsOfNodes.get(node))
                .mapToDouble(cell -> deviations[cell] * deviations[cell])
                .sum());
    }

    private List<Reach> reaches() {
        List<Reach> known = new ArrayList<>();
        for (int cause = 0; cause < cellsOfNodes.size(); cause++) {
            boolean[] isIn = new boolean[expected.length];
            Arrays.stream(cellsOfNodes.get(cause)).forEach(cell -> isIn[cell] = true);
            for (int node = 0; node < cellsOfNodes.size(); node++) {
                double share = Arrays.stream(cellsOfNodes.get(node))
                                .filter(cell -> isIn[cell])
                                .mapToDouble(cell -> expected[cell])
                                .sum()
                        / expectedOf(cause);
                if (share > 0 && node != cause) {
                    known.add(new Reach(cause, node, share));
                }
            }
        }
        return known;
    }

    /** The cells of each node: total, regions, shops, categories, products, regions by categories. */
    private static List<int[]> lattice() {
        List<int[]> nodes = new ArrayList<>();
        nodes.add(cells(cell -> true));
        for (int group = 0; group < SIDE / GROUP; group++) {
            int region = group;
            nodes.add(cells(cell -> cell / SIDE / GROUP == region));
        }
        for (int i = 0; i < SIDE; i++) {
            int shop = i;
            nodes.add(cells(cell -> cell / SIDE == shop));
        }
        for (int group = 0; group < SIDE / GROUP; group++) {
            int category = group;
            nodes.add(cells(cell -> cell % SIDE / GROUP == category));
        }
        for (int i = 0; i < SIDE; i++) {
            int product = i;
            nodes.add(cells(cell -> cell % SIDE == product));
        }
        for (int i = 0; i < 16; i++) {
            int region = i / 4;
            int category = i % 4;
            nodes.add(cells(cell -> cell / SIDE / GROUP == region && cell % SIDE / GROUP == category));
        }
        return nodes;
    }

    private static int[] cells(IntPredicate isIn) {
        return IntStream.range(0, SIDE * SIDE).filter(isIn).toArray();
    }
}
