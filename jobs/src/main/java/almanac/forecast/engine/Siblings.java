package almanac.forecast.engine;

import almanac.stats.DynamicOptimisedTheta;
import almanac.stats.ExponentialSmoothing;
import almanac.stats.ForecastMethod;
import almanac.stats.MultiSeasonal;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/**
 * Forecasts young series by analogy: the course of older series of their kin over the same calendar periods, forecast on, at
 * the level of the young series' own last values.
 *
 * <p>A course is the mean of the older series, each in units of its mean of the last year that is known at the origin. That of
 * the widest kin is corrected by those of nearer ones, the more the more series they are made of. So the season, the trend and
 * the shocks that a young series has not lived to see, or not often enough to be told from noise, are those of its siblings.
 *
 * <p>The courses travel to every executor, so there are those of 500 kin at most, a hundred kilobytes each for days: the kin of
 * most young series, equals by their names. A series whose nearer kin has no course goes by the wider ones; one whose widest kin
 * has none is not forecast by analogy.
 *
 * <p>Source: K. B. Kahn (2006), <i>New product forecasting: an applied approach</i>, for forecasts by analogy; G. T. Duncan, W. L.
 * Gorr and J. Szczypula (2001), <i>Forecasting analogous time series</i>, doi:10.1007/978-0-306-47630-3_10, for pooling them.
 */
final class Siblings implements Serializable {

    private static final long serialVersionUID = 1L;

    /** The name of the method in the tables. */
    static final String METHOD = "analogy";

    /** So many series of a nearer kin count as much as all that is farther. */
    private static final double TRUST_IN_FARTHER = 2;

    /** A course of fewer series is no course. */
    private static final int FEWEST = 3;

    /** Courses of more kin would not fit in memory beside all else. */
    static final int MOST_KIN = 500;

    /** Courses are so many years long. */
    private static final int YEARS = 3;

    /** A value of more years' means counts as that: one spike must not bend the course of all. */
    private static final double LARGEST = 20;

    private final Timeline timeline;
    private final Map<Key, long[]> courses;

    /** A year of a course: of what kin, known at which origin. */
    private record Key(int back, String kin, int year) implements Serializable {}

    private Siblings(Timeline timeline, Map<Key, long[]> courses) {
        this.timeline = timeline;
        this.courses = courses;
    }

    /** No courses at all. */
    static Siblings none(Timeline timeline) {
        return new Siblings(timeline, Map.of());
    }

    /** The courses that young series need at any origin. Runs Spark jobs, the second of them only if any series is young. */
    static Siblings learn(JavaRDD<Series> series, Timeline timeline, List<Integer> backs) {
        Frequency frequency = timeline.frequency();
        Set<String> wanted = mostWanted(series.filter(one ->
                backs.stream().anyMatch(back -> isYoung(one.length() - back, frequency))));
        if (wanted.isEmpty()) {
            return none(timeline);
        }
        Map<Key, long[]> courses = series.flatMapToPair(one -> {
                    List<Tuple2<Key, long[]>> sums = new ArrayList<>();
                    for (int back : backs) {
                        course(one, back, timeline)
                                .forEach((year, own) -> one.name().kin().stream()
                                        .filter(wanted::contains)
                                        .forEach(kin -> sums.add(new Tuple2<>(new Key(back, kin, year), own))));
                    }
                    return sums.iterator();
                })
                .reduceByKey(ExactSums::plus)
                .collectAsMap();
        return new Siblings(timeline, new HashMap<>(courses));
    }

    /** The kin that most series belong to; of two that as many do, the one whose name comes first. */
    private static Set<String> mostWanted(JavaRDD<Series> young) {
        return young
                .flatMapToPair(one -> one.name().kin().stream()
                        .map(kin -> new Tuple2<>(kin, 1L))
                        .iterator())
                .reduceByKey(Long::sum)
                .takeOrdered(MOST_KIN, new MostFirst())
                .stream()
                .map(Tuple2::_1)
                .collect(Collectors.toSet());
    }

    /** Travels to executors, which a lambda of a comparator does not. */
    private static final class MostFirst implements Comparator<Tuple2<String, Long>>, Serializable {

        private static final long serialVersionUID = 1L;

        @Override
        public int compare(Tuple2<String, Long> one, Tuple2<String, Long> other) {
            int byCount = Long.compare(other._2(), one._2());
            return byCount == 0 ? one._1().compareTo(other._1()) : byCount;
        }
    }

    /** Whether a history is too short to show its own seasons. */
    static boolean isYoung(int length, Frequency frequency) {
        return length > 0 && length < oldFrom(frequency);
    }

    /** The length from which on a history shows its own seasons. */
    static int oldFrom(Frequency frequency) {
        return frequency.season() == frequency.year() ? 2 * frequency.year() : frequency.year();
    }

    /** Whether there is nothing to go by. */
    boolean isEmpty() {
        return courses.isEmpty();
    }

    /**
     * What an older series adds to a course, by years of the timeline: for each period its value, and behind all of them whether
     * it has one; nothing where it is no older one.
     */
    private static Map<Integer, long[]> course(Series series, int back, Timeline timeline) {
        int length = series.length(series.end() - back);
        int year = timeline.frequency().year();
        Map<Integer, long[]> course = new HashMap<>();
        if (length < Math.max(year, oldFrom(timeline.frequency()))) {
            return course;
        }
        double[] history = series.history(series.end() - back);
        double level = new Course(history).meanSize(length - year, length);
        for (int t = Math.max(0, length - YEARS * year); t < length && level > 0; t++) {
            int position = series.first() + t;
            long[] ofYear = course.computeIfAbsent(position / year, none -> new long[2 * year]);
            ofYear[position % year] = ExactSums.of(Math.max(-LARGEST, Math.min(LARGEST, history[t] / level)));
            ofYear[year + position % year] = 1;
        }
        return course;
    }

    /**
     * The forecast of a young series, the next period first; empty where it has no siblings, or neither they nor the series
     * itself have moved.
     *
     * @param young with at least one period known at the origin
     * @param back how far before its end the origin lies
     * @param whole the series that it is a part of, which is no sibling of itself
     */
    Optional<double[]> forecast(Series young, int back, int horizon, Series whole) {
        double[] history = young.history(young.end() - back);
        double[] course = courseBefore(young, back, whole);
        int window = Math.min(history.length, timeline.frequency().middle());
        if (course.length < Math.max(timeline.frequency().year(), window)) {
            return Optional.empty();
        }
        double ofCourse = new Course(course).mean(course.length - window, course.length);
        double level = new Course(history).mean(history.length - window, history.length) / ofCourse;
        if (!(ofCourse > 0) || !Double.isFinite(level)) {
            return Optional.empty();
        }
        List<ForecastMethod> methods = methods(timeline.frequency());
        double[] forecasts = new double[horizon];
        for (ForecastMethod method : methods) {
            double[] said = method.forecast(course, timeline.frequency().season(), horizon);
            for (int h = 0; h < horizon; h++) {
                forecasts[h] += level * said[h] / methods.size();
            }
        }
        return Optional.of(forecasts);
    }

    private static List<ForecastMethod> methods(Frequency frequency) {
        List<ForecastMethod> methods =
                new ArrayList<>(List.of(new DynamicOptimisedTheta(), new ExponentialSmoothing()));
        if (!frequency.seasons().isEmpty()) {
            methods.add(new MultiSeasonal(
                    frequency.seasons().stream().mapToDouble(season -> season).toArray()));
        }
        return methods;
    }

    /** The course of the kin of a series up to an origin, as far back as there are enough of its widest kin; empty if nowhere. */
    private double[] courseBefore(Series young, int back, Series whole) {
        Map<Integer, long[]> own = course(whole, back, timeline);
        double[] course = new double[young.end() - back];
        int from = course.length;
        List<String> kin = young.name().kin();
        while (from > 0 && at(kin.get(kin.size() - 1), back, from - 1, own).count() >= FEWEST) {
            from--;
            for (int k = kin.size() - 1; k >= 0; k--) {
                Sum sum = at(kin.get(k), back, from, own);
                double trust = k == kin.size() - 1 ? 1 : sum.count() / (sum.count() + TRUST_IN_FARTHER);
                course[from] += sum.count() == 0 ? 0 : trust * (sum.value() / sum.count() - course[from]);
            }
        }
        return Arrays.copyOfRange(course, from, course.length);
    }

    /** The sum of older series in a period, and how many they are. */
    private record Sum(double value, long count) {}

    private Sum at(String kin, int back, int position, Map<Integer, long[]> own) {
        int year = timeline.frequency().year();
        long[] all = courses.get(new Key(back, kin, position / year));
        long[] self = own.getOrDefault(position / year, new long[2 * year]);
        int place = position % year;
        return all == null
                ? new Sum(0, 0)
                : new Sum(ExactSums.value(all[place] - self[place]), all[year + place] - self[year + place]);
    }
}
