package almanac.stats;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Which few parts of a whole, none of which overlap, moved it most.
 *
 * <p>What a part adds beyond its size is its excess: its change less what it would have changed at the growth of the whole. The
 * next driver is the part with the largest excess, up or down, of those that share nothing with the drivers before it. It is made
 * as narrow as it can be: if one of the parts within it has nine tenths of its excess, the narrowest such part is the driver, since
 * the rest of it did not move.
 *
 * <p>Source: the idea of explanatory power and succinctness of R. Bhagwan et al. (2014), <i>Adtributor: revenue debugging in
 * advertising systems</i>, USENIX NSDI, here for several dimensions at once and without overlaps.
 */
public final class DriverPaths {

    /** A part within another one stands for it if it has this share of its excess. */
    private static final double NEARLY_ALL = 0.9;

    private DriverPaths() {}

    /**
     * A part of the whole.
     *
     * @param name what decides between parts that are equal otherwise
     * @param members its member at each level that it is narrowed to, the levels above among them; empty of the whole
     * @param base what it was
     * @param change by how much it has changed
     */
    public record Part(String name, Map<String, String> members, double base, double change) {

        /** Copies the members. */
        public Part {
            members = Map.copyOf(members);
        }

        /** Its change beyond a rate of growth. */
        public double excess(double growth) {
            return change - base * growth;
        }

        /** Whether nothing can be part of both: they have different members at one level. */
        boolean isApartFrom(Part other) {
            return members.entrySet().stream().anyMatch(member -> {
                String others = other.members.get(member.getKey());
                return others != null && !others.equals(member.getValue());
            });
        }

        /** Whether all of it is part of the other. */
        boolean isWithin(Part other) {
            return members.entrySet().containsAll(other.members.entrySet());
        }
    }

    /**
     * The numbers of the drivers, the one that moved the whole most first.
     *
     * @param parts all parts; the whole itself is never a driver
     * @param growth of the whole
     * @param most how many drivers there may be
     * @param least the smallest excess of a driver, above 0
     */
    public static List<Integer> find(List<Part> parts, double growth, int most, double least) {
        List<Integer> drivers = new ArrayList<>();
        Optional<Integer> next = next(parts, drivers, growth, least);
        while (drivers.size() < most && next.isPresent()) {
            drivers.add(narrowest(parts, next.get(), growth));
            next = next(parts, drivers, growth, least);
        }
        return drivers;
    }

    private static Optional<Integer> next(List<Part> parts, List<Integer> drivers, double growth, double least) {
        return IntStream.range(0, parts.size())
                .filter(i -> !parts.get(i).members().isEmpty())
                .filter(i -> Math.abs(parts.get(i).excess(growth)) >= least)
                .filter(i -> drivers.stream().allMatch(driver -> parts.get(i).isApartFrom(parts.get(driver))))
                .boxed()
                .min(Comparator.comparingDouble(
                                (Integer i) -> -Math.abs(parts.get(i).excess(growth)))
                        .thenComparingInt(i -> parts.get(i).members().size())
                        .thenComparing(i -> parts.get(i).name()));
    }

    /** What lies within a part is apart from all that the part is apart from. */
    private static int narrowest(List<Part> parts, int of, double growth) {
        double excess = parts.get(of).excess(growth);
        return IntStream.range(0, parts.size())
                .filter(i -> parts.get(i).isWithin(parts.get(of)))
                .filter(i -> parts.get(i).excess(growth) * Math.signum(excess) >= NEARLY_ALL * Math.abs(excess))
                .boxed()
                .min(Comparator.comparingDouble(
                                (Integer i) -> Math.abs(parts.get(i).base()))
                        .thenComparingDouble(i -> -Math.abs(parts.get(i).excess(growth)))
                        .thenComparingInt(i -> parts.get(i).members().size())
                        .thenComparing(i -> parts.get(i).name()))
                .orElse(of);
    }
}
