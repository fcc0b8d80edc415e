package almanac.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Which few parts of a whole explain what came otherwise than expected in many overlapping ones: of a region, its shops, the
 * products sold there and the total, all below what was expected, the one whose fall explains the others.
 *
 * <p>The ripple effect says what a cause does to the rest: each part of it deviates like the whole of it, so that a node in which
 * the share {@code s} of the cause lies deviates by {@code s} times its deviation. Causes are found one by one. The next one is
 * the node with which all nodes together are least surprising, surprise being {@code -ln p} of the p-value of what is left of
 * the deviation; what it accounts for is taken off all nodes. It ends when no node is left whose rest is a discovery among all
 * nodes, at the given false discovery rate, and large enough to matter.
 *
 * <p>Sources: the ripple effect of Y. Sun et al. (2018), <i>HotSpot: anomaly localization for additive KPIs with
 * multi-dimensional attributes</i>, doi:10.1109/ACCESS.2018.2804764, as generalised by Z. Li et al. (2019), <i>Generic and robust
 * localization of multi-dimensional root causes</i>, doi:10.1109/ISSRE.2019.00015; here with p-values of forecasts in the
 * place of their scores, and nodes that may overlap.
 */
public final class RootCauses {

    /** A node explains less surprise than another only if it is less by more than the rounding of sums. */
    private static final double ROUNDING = 1e-9;

    private final List<Node> nodes;
    private final Map<Integer, List<Reach>> reaches = new HashMap<>();
    private final double rate;
    private final double leastAmount;

    /** What is left of the deviation of each node. */
    private final double[] rest;

    private final boolean[] isRoot;

    /** The cause that accounts for the largest part of a node's deviation, or -1, and that part. */
    private final int[] mainCause;

    private final double[] mainAmount;

    private RootCauses(List<Node> nodes, List<Reach> reaches, double rate, double leastAmount) {
        this.nodes = nodes;
        this.rate = rate;
        this.leastAmount = leastAmount;
        this.rest = nodes.stream().mapToDouble(Node::deviation).toArray();
        this.isRoot = new boolean[nodes.size()];
        this.mainCause = new int[nodes.size()];
        this.mainAmount = new double[nodes.size()];
        Arrays.fill(mainCause, -1);
        reaches.forEach(reach -> this.reaches
                .computeIfAbsent(reach.cause(), cause -> new ArrayList<>())
                .add(reach));
    }

    /**
     * A part of the whole.
     *
     * @param depth steps below the whole: of two nodes that explain the same the higher one is the cause
     * @param expected what was expected, by its median
     * @param actual what came
     * @param distribution of what was expected
     */
    public record Node(int depth, double expected, double actual, QuantileFunction distribution) {

        /** By how much more came than was expected. */
        public double deviation() {
            return actual - expected;
        }

        /** The p-value if only this were the deviation. */
        private double pValue(double deviation) {
            return distribution.pValue(expected + deviation);
        }
    }

    /**
     * That a part of a node lies in another one.
     *
     * @param cause the number of the node
     * @param node the number of the other node
     * @param share the share of what is expected of the cause that lies in the node
     */
    public record Reach(int cause, int node, double share) {}

    /** What a node is in the night's alerts. */
    public enum Role {
        /** Nothing beyond chance, or too small to matter. */
        NONE,
        /** A cause. */
        ROOT,
        /** Beyond chance, because of a cause that accounts for half of it or more. */
        EXPLAINED,
        /** Beyond chance only as one of many, which causes explain. */
        UNCERTAIN
    }

    /**
     * What is found of a node.
     *
     * @param role what it is
     * @param pValue of its deviation
     * @param qValue the same, adjusted for the number of nodes
     * @param cause the number of the node that explains it; its own of a root; -1 where there is none
     * @param rest what no cause accounts for of its deviation
     */
    public record Finding(Role role, double pValue, double qValue, int cause, double rest) {}

    /**
     * What is found of each node, in their order.
     *
     * @param nodes each part of the whole that was expected to be something
     * @param reaches where a part of one node lies in another: at least of the nodes that are discoveries; a node lies in
     *     itself without saying so
     * @param rate the false discovery rate
     * @param leastAmount the smallest deviation that matters
     */
    public static List<Finding> find(List<Node> nodes, List<Reach> reaches, double rate, double leastAmount) {
        return new RootCauses(nodes, reaches, rate, leastAmount).findings();
    }

    private List<Finding> findings() {
        double[] pValues = pValues();
        double[] qValues = FalseDiscoveryRate.adjusted(pValues);
        boolean[] isDiscovery = discoveries(qValues);
        int next = nextCause(isDiscovery);
        while (next >= 0) {
            takeOff(next);
            boolean[] isLeft = discoveries(FalseDiscoveryRate.adjusted(pValues()));
            next = nextCause(both(isDiscovery, isLeft));
        }
        return IntStream.range(0, nodes.size())
                .mapToObj(i -> {
                    Role role = isDiscovery[i] ? role(i) : Role.NONE;
                    int cause = role == Role.ROOT ? i : role == Role.EXPLAINED ? mainCause[i] : -1;
                    return new Finding(role, pValues[i], qValues[i], cause, rest[i]);
                })
                .toList();
    }

    private double[] pValues() {
        return IntStream.range(0, rest.length)
                .mapToDouble(i -> nodes.get(i).pValue(rest[i]))
                .toArray();
    }

    private boolean[] discoveries(double[] qValues) {
        boolean[] found = new boolean[qValues.length];
        for (int i = 0; i < found.length; i++) {
            found[i] = qValues[i] <= rate && Math.abs(rest[i]) >= leastAmount && rest[i] != 0;
        }
        return found;
    }

    private static boolean[] both(boolean[] one, boolean[] other) {
        boolean[] both = new boolean[one.length];
        for (int i = 0; i < both.length; i++) {
            both[i] = one[i] && other[i];
        }
        return both;
    }

    /** The candidate that explains most, of equal ones the highest and then the first; -1 if there is none. */
    private int nextCause(boolean[] isCandidate) {
        int best = -1;
        double most = Double.NEGATIVE_INFINITY;
        int[] highestFirst = IntStream.range(0, nodes.size())
                .filter(i -> isCandidate[i] && !isRoot[i])
                .boxed()
                .sorted(Comparator.comparingInt((Integer i) -> nodes.get(i).depth()))
                .mapToInt(Integer::intValue)
                .toArray();
        for (int candidate : highestFirst) {
            double explained = explained(candidate);
            if (best < 0 || explained > most + ROUNDING * Math.abs(most)) {
                best = candidate;
                most = explained;
            }
        }
        return best;
    }

    /** By how much less surprising all nodes are if a node is a cause. */
    private double explained(int cause) {
        double explained = surprise(cause, rest[cause]) - surprise(cause, 0);
        for (Reach reach : reaches.getOrDefault(cause, List.of())) {
            if (reach.node() != cause) {
                double left = rest[reach.node()] - reach.share() * rest[cause];
                explained += surprise(reach.node(), rest[reach.node()]) - surprise(reach.node(), left);
            }
        }
        return explained;
    }

    private double surprise(int node, double deviation) {
        return -Math.log(Math.max(Double.MIN_NORMAL, nodes.get(node).pValue(deviation)));
    }

    private void takeOff(int cause) {
        double amount = rest[cause];
        for (Reach reach : reaches.getOrDefault(cause, List.of())) {
            if (reach.node() != cause) {
                account(reach.node(), cause, reach.share() * amount);
            }
        }
        account(cause, cause, amount);
        isRoot[cause] = true;
    }

    private void account(int node, int cause, double amount) {
        rest[node] -= amount;
        // A cause of a fall does not explain a rise.
        double towards = amount * Math.signum(nodes.get(node).deviation());
        if (towards > mainAmount[node]) {
            mainAmount[node] = towards;
            mainCause[node] = cause;
        }
    }

    private Role role(int node) {
        if (isRoot[node]) {
            return Role.ROOT;
        }
        return 2 * mainAmount[node] >= Math.abs(nodes.get(node).deviation()) ? Role.EXPLAINED : Role.UNCERTAIN;
    }
}
