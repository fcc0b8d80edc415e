package almanac.stats;

import static org.assertj.core.api.Assertions.assertThat;

import almanac.stats.DriverPaths.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class DriverPathsTest {

    private static final Part ALL = part("ALL", 1000, 100, Map.of());

    @Test
    void theWholeIsNeverADriverAndNeitherIsWhatGrewLikeIt() {
        List<Part> parts = List.of(
                ALL,
                part("north", 600, 60, Map.of("region", "north")),
                part("south", 400, 40, Map.of("region", "south")));

        assertThat(DriverPaths.find(parts, 0.1, 5, 1)).isEmpty();
    }

    @Test
    void aRegionWhosePartsAllGrewIsTheDriver() {
        List<Part> parts = List.of(
                ALL,
                part("north", 600, 100, Map.of("region", "north")),
                part("n1", 300, 50, Map.of("region", "north", "shop", "1")),
                part("n2", 300, 50, Map.of("region", "north", "shop", "2")),
                part("south", 400, 0, Map.of("region", "south")));

        assertThat(names(parts, DriverPaths.find(parts, 0.1, 5, 1))).containsExactly("north", "south");
    }

    @Test
    void aRegionOfWhichOneShopGrewIsNarrowedToTheShop() {
        List<Part> parts = List.of(
                ALL,
                part("north", 600, 100, Map.of("region", "north")),
                part("n1", 50, 44, Map.of("region", "north", "shop", "1")),
                part("n2", 550, 56, Map.of("region", "north", "shop", "2")),
                part("south", 400, 0, Map.of("region", "south")));

        // Of the excess of 40 of the region the shop has 39; its neighbour grew like the whole.
        assertThat(names(parts, DriverPaths.find(parts, 0.1, 5, 0.5))).containsExactly("n1", "south", "n2");
        assertThat(names(parts, DriverPaths.find(parts, 0.1, 5, 2))).containsExactly("n1", "south");
        assertThat(names(parts, DriverPaths.find(parts, 0.1, 1, 2))).containsExactly("n1");
    }

    @Test
    void crossingsCompeteWithWhatTheyCross() {
        List<Part> parts = List.of(
                ALL,
                part("beer", 500, 90, Map.of("category", "beer")),
                part("wine", 500, 10, Map.of("category", "wine")),
                part("north", 500, 90, Map.of("region", "north")),
                part("south", 500, 10, Map.of("region", "south")),
                part("north beer", 250, 90, Map.of("region", "north", "category", "beer")),
                part("north wine", 250, 0, Map.of("region", "north", "category", "wine")),
                part("south beer", 250, 0, Map.of("region", "south", "category", "beer")),
                part("south wine", 250, 10, Map.of("region", "south", "category", "wine")));

        assertThat(names(parts, DriverPaths.find(parts, 0.1, 5, 1)))
                .containsExactly("north beer", "south", "north wine");
    }

    /** Three regions by three categories, each cell changed at random: what is found never overlaps, and falls in size. */
    @Property
    void driversNeverOverlap(@ForAll @Size(9) double[] shocks) {
        Map<Map<String, String>, double[]> sums = new TreeMap<>(java.util.Comparator.comparing(Object::toString));
        for (int cell = 0; cell < 9; cell++) {
            double change = Math.max(-100, Math.min(100, shocks[cell]));
            String region = "r" + cell / 3;
            String category = "c" + cell % 3;
            for (Map<String, String> members : List.of(
                    Map.<String, String>of(),
                    Map.of("region", region),
                    Map.of("category", category),
                    new TreeMap<>(Map.of("region", region, "category", category)))) {
                double[] sum = sums.computeIfAbsent(members, name -> new double[2]);
                sum[0] += 100;
                sum[1] += change;
            }
        }
        List<Part> parts = new ArrayList<>();
        sums.forEach((members, sum) -> parts.add(part(members.toString(), sum[0], sum[1], members)));
        double growth = parts.stream()
                .filter(part -> part.members().isEmpty())
                .mapToDouble(part -> part.change() / part.base())
                .sum();

        List<Integer> drivers = DriverPaths.find(parts, growth, 5, 0.9);

        assertThat(drivers).doesNotHaveDuplicates().hasSizeLessThanOrEqualTo(5);
        for (int one : drivers) {
            for (int other : drivers) {
                assertThat(one == other || parts.get(one).isApartFrom(parts.get(other)))
                        .isTrue();
            }
        }
    }

    private static Part part(String name, double base, double change, Map<String, String> members) {
        return new Part(name, members, base, change);
    }

    private static List<String> names(List<Part> parts, List<Integer> drivers) {
        return drivers.stream().map(i -> parts.get(i).name()).toList();
    }
}
