package almanac.segment.cluster;

import almanac.stats.NearestMatching;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Which fit of {@link ClusterLearner} every night uses, and which of its groups is which of the night before.
 *
 * <p>The best fit is the one of the highest silhouette. A night stays with the method and number of the night before unless the
 * best is better by more than {@value #STEP}: else groups would come and go with the noise. Its centres are matched with those
 * of the night before, so that the distances, in standard deviations, add up to the least; a matched group keeps its number,
 * another gets one that no group had before. The first night numbers its groups by {@link Likeness#orderedBy}.
 */
final class ClusterChoice {

    /** A night, one centre of it and its number. */
    static final StructType SCHEMA = new StructType()
            .add("as_of_date", DataTypes.DateType)
            .add("method", DataTypes.StringType)
            .add("cluster_count", DataTypes.IntegerType)
            .add("silhouette", DataTypes.DoubleType)
            .add("cluster", DataTypes.IntegerType)
            .add("center", DataTypes.createArrayType(DataTypes.DoubleType))
            .add("spread", DataTypes.createArrayType(DataTypes.DoubleType));

    private static final double STEP = 0.03;

    private record Fit(
            Object night, String method, int number, double silhouette, List<double[]> centres, double[] spread) {}

    private record Chosen(Fit fit, int[] ids, int highest) {}

    private ClusterChoice() {}

    /**
     * The centres and numbers of the last night, and of the one before where there is one.
     *
     * @param history one row: {@code _fits}, structs of night, method, number of groups, centre's number, features, standard
     *     deviations and silhouette, in this order
     * @param orderedBy the place of the feature by which the first night numbers its groups
     */
    static Iterator<Row> ofLastNights(Row history, int orderedBy) {
        Map<Comparable<Object>, List<Fit>> nights = nights(history.getList(history.fieldIndex("_fits")));
        Chosen before = null;
        Chosen last = null;
        for (List<Fit> fits : nights.values()) {
            before = last;
            last = next(last, fits, orderedBy);
        }
        List<Row> rows = new ArrayList<>();
        for (Chosen chosen : Arrays.asList(before, last)) {
            if (chosen != null) {
                rows.addAll(rows(chosen));
            }
        }
        return rows.iterator();
    }

    @SuppressWarnings("unchecked")
    private static Map<Comparable<Object>, List<Fit>> nights(List<Row> centres) {
        Map<Comparable<Object>, Map<String, Fit>> nights = new TreeMap<>();
        for (Row centre : centres) {
            nights.computeIfAbsent((Comparable<Object>) centre.get(0), night -> new TreeMap<>())
                    .computeIfAbsent(
                            // KMeans first.
                            (centre.getString(1).equals(ClusterLearner.KMEANS) ? "0" : "1") + centre.getInt(2),
                            key -> new Fit(
                                    centre.get(0),
                                    centre.getString(1),
                                    centre.getInt(2),
                                    centre.getDouble(6),
                                    new ArrayList<>(),
                                    numbers(centre, 5)))
                    .centres()
                    .add(numbers(centre, 4));
        }
        Map<Comparable<Object>, List<Fit>> fits = new TreeMap<>();
        nights.forEach((night, byKey) -> fits.put(night, new ArrayList<>(byKey.values())));
        return fits;
    }

    private static double[] numbers(Row row, int place) {
        return row.<Double>getList(place).stream()
                .mapToDouble(Double::doubleValue)
                .toArray();
    }

    private static Chosen next(@Nullable Chosen before, List<Fit> fits, int orderedBy) {
        Fit best = fits.get(0);
        for (Fit fit : fits) {
            best = fit.silhouette() > best.silhouette() ? fit : best;
        }
        if (before == null) {
            return first(best, orderedBy);
        }
        double enough = best.silhouette() - STEP;
        Fit same = fits.stream()
                .filter(fit -> fit.method().equals(before.fit().method())
                        && fit.number() == before.fit().number()
                        && fit.silhouette() >= enough)
                .findFirst()
                .orElse(best);
        return matched(before, same);
    }

    private static Chosen first(Fit fit, int orderedBy) {
        List<Integer> order = IntStream.range(0, fit.number())
                .boxed()
                .sorted(Comparator.comparingDouble(place -> -fit.centres().get(place)[orderedBy]))
                .toList();
        int[] ids = new int[fit.number()];
        for (int i = 0; i < ids.length; i++) {
            ids[order.get(i)] = i + 1;
        }
        return new Chosen(fit, ids, ids.length);
    }

    private static Chosen matched(Chosen before, Fit fit) {
        int[] places = NearestMatching.of(scaled(before.fit(), fit.spread()), scaled(fit, fit.spread()));
        int highest = before.highest();
        int[] ids = new int[places.length];
        for (int i = 0; i < places.length; i++) {
            ids[i] = places[i] >= 0 ? before.ids()[places[i]] : ++highest;
        }
        return new Chosen(fit, ids, highest);
    }

    private static double[][] scaled(Fit fit, double[] spread) {
        return fit.centres().stream()
                .map(centre -> IntStream.range(0, centre.length)
                        .mapToDouble(i -> centre[i] / spread[i])
                        .toArray())
                .toArray(double[][]::new);
    }

    private static List<Row> rows(Chosen chosen) {
        Fit fit = chosen.fit();
        return IntStream.range(0, fit.number())
                .mapToObj(i -> RowFactory.create(
                        fit.night(),
                        fit.method(),
                        fit.number(),
                        fit.silhouette(),
                        chosen.ids()[i],
                        fit.centres().get(i),
                        fit.spread()))
                .toList();
    }
}
