package almanac.stats;

import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which atoms each node of a set of crossed hierarchies is the sum of. An atom is what no node tells apart: the parts that
 * belong to the same nodes. Values of nodes are coherent if there are values of atoms of which every node is the sum.
 *
 * <p>Only the pairs of an atom and a node that it belongs to are kept, four bytes each.
 */
public final class SummingMatrix implements Serializable {

    private static final long serialVersionUID = 1L;

    private final int nodes;

    /** Where the nodes of each atom start in {@link #nodesOfAtoms}; one more at the end. */
    private final int[] starts;

    private final int[] nodesOfAtoms;

    private SummingMatrix(int nodes, int[] starts, int[] nodesOfAtoms) {
        this.nodes = nodes;
        this.starts = starts;
        this.nodesOfAtoms = nodesOfAtoms;
    }

    /**
     * The matrix of a list of atoms.
     *
     * @param nodes how many nodes there are; one to which no atom belongs is always zero
     * @param nodesOfEach for each atom the nodes that it belongs to, counted from 0
     * @throws IllegalArgumentException if there is no such node
     */
    public static SummingMatrix of(int nodes, List<int[]> nodesOfEach) {
        int[] starts = new int[nodesOfEach.size() + 1];
        for (int atom = 0; atom < nodesOfEach.size(); atom++) {
            starts[atom + 1] = Math.addExact(starts[atom], nodesOfEach.get(atom).length);
        }
        int[] all = new int[starts[nodesOfEach.size()]];
        for (int atom = 0; atom < nodesOfEach.size(); atom++) {
            int[] ofOne = nodesOfEach.get(atom);
            for (int node : ofOne) {
                if (node < 0 || node >= nodes) {
                    throw new IllegalArgumentException(
                            "atom " + atom + " belongs to node " + node + " of " + nodes + " nodes");
                }
            }
            System.arraycopy(ofOne, 0, all, starts[atom], ofOne.length);
        }
        return new SummingMatrix(nodes, starts, all);
    }

    /** How many nodes there are. */
    public int nodes() {
        return nodes;
    }

    /** How many atoms there are. */
    public int atoms() {
        return starts.length - 1;
    }

    /** How many pairs of an atom and a node there are. */
    public int pairs() {
        return nodesOfAtoms.length;
    }

    /** The sum of each node. */
    public double[] sums(double[] atoms) {
        double[] sums = new double[nodes];
        addUp(atoms, sums);
        return sums;
    }

    /** Puts the sum of each node into an array. */
    void addUp(double[] atoms, double[] sums) {
        Arrays.fill(sums, 0);
        for (int atom = 0; atom < atoms.length; atom++) {
            double value = atoms[atom];
            for (int i = starts[atom]; i < starts[atom + 1]; i++) {
                sums[nodesOfAtoms[i]] += value;
            }
        }
    }

    /** Puts into an array, for each atom, the sum over the nodes that it belongs to: the product with the transpose. */
    void collect(double[] ofNodes, double[] ofAtoms) {
        for (int atom = 0; atom < ofAtoms.length; atom++) {
            double sum = 0;
            for (int i = starts[atom]; i < starts[atom + 1]; i++) {
                sum += ofNodes[nodesOfAtoms[i]];
            }
            ofAtoms[atom] = sum;
        }
    }

    /** The atoms that belong to any of some nodes. */
    public boolean[] atomsOf(boolean[] someNodes) {
        boolean[] found = new boolean[atoms()];
        for (int atom = 0; atom < found.length; atom++) {
            for (int i = starts[atom]; i < starts[atom + 1]; i++) {
                found[atom] |= someNodes[nodesOfAtoms[i]];
            }
        }
        return found;
    }

    /** How many atoms each node has, some left out. */
    public int[] sizes(boolean[] without) {
        int[] sizes = new int[nodes];
        for (int atom = 0; atom < without.length; atom++) {
            for (int i = starts[atom]; i < starts[atom + 1] && !without[atom]; i++) {
                sizes[nodesOfAtoms[i]]++;
            }
        }
        return sizes;
    }

    /** For each node how many nodes have the same atoms as it has, itself among them, some atoms left out. */
    public int[] twins(boolean[] without) {
        // Sums of scrambled numbers of the atoms: 64 bits tell a million nodes apart but for a chance of 1 in 10
        // million.
        long[] prints = new long[nodes];
        for (int atom = 0; atom < without.length; atom++) {
            for (int i = starts[atom]; i < starts[atom + 1] && !without[atom]; i++) {
                prints[nodesOfAtoms[i]] += scrambled(atom);
            }
        }
        Map<Long, Integer> counts = new HashMap<>();
        for (long print : prints) {
            counts.merge(print, 1, Integer::sum);
        }
        return Arrays.stream(prints).mapToInt(counts::get).toArray();
    }

    /** The finaliser of splitmix64. */
    private static long scrambled(long number) {
        long bits = (number + 1) * 0x9E3779B97F4A7C15L;
        bits = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
        bits = (bits ^ (bits >>> 27)) * 0x94D049BB133111EBL;
        return bits ^ (bits >>> 31);
    }
}
