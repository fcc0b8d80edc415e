package almanac.forecast.paths;

import almanac.forecast.engine.Sampling;
import almanac.stats.QuantileFunction;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * How the errors of a forecast go together over its horizon: the paths that came, of all segments of a group at all origins of
 * the back-test, as places in what had been forecast. New paths take their order, period by period, from them (the Schaake
 * shuffle, an empirical copula); their amounts come from the quantiles that are published.
 *
 * <p>All segments take a draw from the same origin: what hit all of them then hits all of them in the draw.
 *
 * <p>Source: M. Clark, S. Gangopadhyay, L. Hay, B. Rajagopalan and R. Wilby (2004), <i>The Schaake shuffle</i>,
 * doi:10.1175/1525-7541(2004)005&lt;0243:TSSAMF&gt;2.0.CO;2; R. Schefzik, T. L. Thorarinsdottir and T. Gneiting (2013),
 * <i>Uncertainty quantification in complex simulation models using ensemble copula coupling</i>, doi:10.1214/13-STS443.
 */
final class PathTemplates implements Serializable {

    private static final long serialVersionUID = 1L;

    /** Of each group and origin no more are kept. */
    private static final int MOST = 200;

    /** A group with fewer at an origin does not speak for itself. */
    private static final int ENOUGH = 5;

    private static final String ALL = "*";

    private final long seed;
    private final Map<String, ? extends Map<LocalDate, Origin>> byGroup;

    /** The templates of a group at an origin, and the day from which they were known. */
    private record Origin(LocalDate knownFrom, List<double[]> scores) implements Serializable {}

    private record Key(String group, LocalDate origin) implements Serializable {}

    private record Template(double place, long id, LocalDate end, double[] scores) implements Serializable {}

    private PathTemplates(long seed, Map<String, ? extends Map<LocalDate, Origin>> byGroup) {
        this.seed = seed;
        this.byGroup = byGroup;
    }

    /** Learns from back-tests. Runs Spark jobs. */
    static PathTemplates learn(JavaRDD<SegmentOutlooks> segments, long seed) {
        Sampling sampling = new Sampling(seed, 1);
        Map<String, Long> sizes =
                new HashMap<>(segments.map(SegmentOutlooks::group).countByValue());
        long all = sizes.values().stream().mapToLong(size -> size).sum();
        sizes.put(ALL, all);
        Map<String, TreeMap<LocalDate, Origin>> byGroup = new HashMap<>();
        segments.flatMapToPair(segment -> templates(segment, sizes, sampling))
                .groupByKey()
                .mapValues(PathTemplates::first)
                .collectAsMap()
                .forEach((key, origin) -> byGroup.computeIfAbsent(key.group(), none -> new TreeMap<>())
                        .put(key.origin(), origin));
        return new PathTemplates(seed, byGroup);
    }

    private static Iterator<Tuple2<Key, Template>> templates(
            SegmentOutlooks segment, Map<String, Long> sizes, Sampling sampling) {
        List<Tuple2<Key, Template>> templates = new ArrayList<>();
        for (Outlook outlook : segment.outlooks()) {
            double[] scores = outlook.isFinal() ? null : outlook.scores();
            double place = sampling.uniform(segment.id(), (int) outlook.origin().toEpochDay(), 0);
            if (scores != null) {
                for (String group : List.of(segment.group(), ALL)) {
                    // What will not be among the first is not sent there.
                    if (place * sizes.getOrDefault(group, 1L) < 4.0 * MOST) {
                        templates.add(new Tuple2<>(
                                new Key(group, outlook.origin()),
                                new Template(place, segment.id(), outlook.end(), scores)));
                    }
                }
            }
        }
        return templates.iterator();
    }

    private static Origin first(Iterable<Template> templates) {
        List<Template> inOrder = new ArrayList<>();
        templates.forEach(inOrder::add);
        inOrder.sort(Comparator.comparingDouble(Template::place).thenComparing(Template::id));
        LocalDate knownFrom = inOrder.stream()
                .map(Template::end)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        return new Origin(
                knownFrom, inOrder.stream().limit(MOST).map(Template::scores).toList());
    }

    /**
     * Places of new paths, as logits of levels, draw by draw: in each period every level once. Null where no template was known.
     *
     * @param at when
     * @param horizon periods of a path
     */
    double @Nullable [][] paths(SegmentOutlooks segment, LocalDate at, int draws, int horizon) {
        List<List<double[]>> origins = known(segment.group(), at);
        if (origins.isEmpty()) {
            return null;
        }
        Sampling sampling = new Sampling(seed, 1);
        double[][] drawn = new double[draws][];
        for (int draw = 0; draw < draws; draw++) {
            List<double[]> ofOrigin = origins.get(draw % origins.size());
            drawn[draw] = ofOrigin.get((int) (sampling.uniform(segment.id(), draw, 1) * ofOrigin.size()));
        }
        double[][] paths = new double[draws][horizon];
        for (int h = 0; h < horizon; h++) {
            int period = h;
            List<Integer> inOrder = IntStream.range(0, draws)
                    .boxed()
                    .sorted(Comparator.<Integer>comparingDouble(draw -> at(drawn[draw], period))
                            .thenComparing(draw -> sampling.uniform(segment.id(), draw, 2)))
                    .toList();
            for (int rank = 0; rank < draws; rank++) {
                paths[inOrder.get(rank)][h] = QuantileFunction.logit((rank + 0.5) / draws);
            }
        }
        return paths;
    }

    /** The templates of each origin that were known: those of the group, where it has enough, else of all segments. */
    private List<List<double[]>> known(String group, LocalDate at) {
        List<List<double[]>> known = new ArrayList<>();
        Map<LocalDate, Origin> all = byGroup.get(ALL);
        Map<LocalDate, Origin> ofGroup = byGroup.get(group);
        if (all != null) {
            all.forEach((date, ofAll) -> {
                Origin own = ofGroup == null ? null : ofGroup.get(date);
                if (!ofAll.knownFrom().isAfter(at)) {
                    known.add((own == null || own.scores().size() < ENOUGH ? ofAll : own).scores());
                }
            });
        }
        return known;
    }

    /** The place of a period; a template that ends before it is gone through backwards, and again. */
    private static double at(double[] template, int period) {
        int round = Math.floorMod(period, 2 * template.length);
        return template[round < template.length ? round : 2 * template.length - 1 - round];
    }
}
