package almanac.forecast.series;

import almanac.error.Failure;
import almanac.forecast.engine.Driver;
import almanac.forecast.engine.Frequency;
import almanac.forecast.engine.Series;
import almanac.forecast.engine.Series.SeriesName;
import almanac.forecast.engine.Timeline;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * The series of a long table: one row for each series and period. Series may start and end at different periods; each is
 * forecast from its own end on.
 */
public final class LongSeries {

    /** What a period within a series that has no value means. */
    public enum Missing {
        /** It is not known: methods see the value of a season before, and no error is counted there. */
        UNKNOWN,
        /** Nothing happened: zero. */
        ZERO
    }

    private static final int SHOWN = 10;

    private final JavaRDD<Series> series;
    private final LongTimeline timeline;

    private LongSeries(JavaRDD<Series> series, LongTimeline timeline) {
        this.series = series;
        this.timeline = timeline;
    }

    /**
     * Reads the series of a table. Runs Spark jobs.
     *
     * @param rows with the columns of the series, and with {@code place}, where the row stands
     * @param place the column that says where a row stands
     * @throws Failure of kind SOURCE if a row cannot be used, a period of a series is there twice, or there is none
     */
    public static LongSeries of(
            Dataset<Row> rows, String place, SeriesColumns columns, Frequency frequency, int horizon, Missing missing) {
        JavaRDD<Observation> observations = rows.javaRDD()
                .map(row -> columns.read(row, row.getAs(place), frequency))
                .persist(StorageLevel.MEMORY_AND_DISK());
        refuse(observations.filter(observation -> observation.problem() != null), "cannot be used", columns);
        JavaRDD<List<Observation>> bySeries = observations
                .groupBy(Observation::series)
                .values()
                .map(LongSeries::inOrder)
                .persist(StorageLevel.MEMORY_AND_DISK());
        refuse(bySeries.flatMap(ofOne -> twice(ofOne).iterator()), "stand for a period that is there twice", columns);
        JavaRDD<List<Observation>> known = bySeries.map(LongSeries::values).filter(ofOne -> !ofOne.isEmpty());
        LongTimeline timeline = timeline(known, frequency, horizon, columns);
        List<String> drivers = columns.drivers();
        return new LongSeries(bySeries.map(ofOne -> series(ofOne, timeline, drivers, missing)), timeline);
    }

    private static void refuse(JavaRDD<Observation> bad, String what, SeriesColumns columns) {
        List<String> shown = bad.takeOrdered(SHOWN, new ByPlace()).stream()
                .map(observation -> observation.place() + ": series `" + observation.series() + "`, "
                        + (observation.problem() == null
                                ? columns.period() + " " + observation.period()
                                : observation.problem()))
                .toList();
        if (!shown.isEmpty()) {
            throw Failure.source(
                    String.format("of the rows, %,d %s", bad.count(), what),
                    "correct them, or name other columns or another frequency",
                    shown);
        }
    }

    /** By file, and then by line. */
    private static final class ByPlace implements Comparator<Observation>, Serializable {
        private static final long serialVersionUID = 1L;

        @Override
        public int compare(Observation one, Observation other) {
            int line = one.place().lastIndexOf(' ') + 1;
            int otherLine = other.place().lastIndexOf(' ') + 1;
            int byFile = one.place().substring(0, line).compareTo(other.place().substring(0, otherLine));
            // Of two numbers without leading zeros the longer one is larger.
            int byDigits = Integer.compare(one.place().length(), other.place().length());
            return byFile != 0 ? byFile : byDigits != 0 ? byDigits : one.place().compareTo(other.place());
        }
    }

    private static List<Observation> inOrder(Iterable<Observation> observations) {
        List<Observation> sorted = new ArrayList<>();
        observations.forEach(sorted::add);
        sorted.sort(Comparator.comparingLong(Observation::ordinal).thenComparing(new ByPlace()));
        return sorted;
    }

    private static List<Observation> twice(List<Observation> ofOne) {
        List<Observation> twice = new ArrayList<>();
        for (int i = 1; i < ofOne.size(); i++) {
            if (ofOne.get(i).ordinal() == ofOne.get(i - 1).ordinal()) {
                twice.add(ofOne.get(i));
            }
        }
        return twice;
    }

    private static LongTimeline timeline(
            JavaRDD<List<Observation>> bySeries, Frequency frequency, int horizon, SeriesColumns columns) {
        List<Tuple2<Boolean, long[]>> spans = bySeries.flatMapToPair(ofOne -> {
                    long[] span = {
                        ofOne.get(0).ordinal(), ofOne.get(ofOne.size() - 1).ordinal()
                    };
                    return ofOne.stream()
                            .map(Observation::isNumbered)
                            .distinct()
                            .map(isNumbered -> new Tuple2<>(isNumbered, span))
                            .iterator();
                })
                .reduceByKey((one, other) -> new long[] {Math.min(one[0], other[0]), Math.max(one[1], other[1])})
                .collect();
        if (spans.size() != 1) {
            throw Failure.source(
                    spans.isEmpty()
                            ? "there is no row with a value"
                            : "some periods are plain numbers, others have a calendar",
                    "see the columns " + columns.period() + " and " + columns.value(),
                    List.of());
        }
        long first = spans.get(0)._2()[0];
        long known = spans.get(0)._2()[1] - first + 1;
        return new LongTimeline(
                frequency, first, Math.toIntExact(known), horizon, spans.get(0)._1());
    }

    /** The observations with a value; what follows the last of them is the future. */
    private static List<Observation> values(List<Observation> ofOne) {
        return ofOne.stream()
                .filter(observation -> !Double.isNaN(observation.value()))
                .toList();
    }

    private static Series series(
            List<Observation> ofOne, LongTimeline timeline, List<String> drivers, Missing missing) {
        List<Observation> known = values(ofOne);
        if (known.isEmpty()) {
            // It keeps its place among the results, which say that there is nothing to forecast it from.
            return new Series(
                    name(ofOne.get(ofOne.size() - 1)),
                    timeline.known(),
                    new double[0],
                    new double[0],
                    List.of(),
                    timeline.frequency().season());
        }
        Observation first = known.get(0);
        Observation last = known.get(known.size() - 1);
        double[] values = new double[Math.toIntExact(last.ordinal() - first.ordinal() + 1)];
        Arrays.fill(values, missing == Missing.ZERO ? 0 : Double.NaN);
        known.forEach(observation -> values[(int) (observation.ordinal() - first.ordinal())] = observation.value());
        double[][] planned = new double[drivers.size()][values.length + timeline.horizon()];
        for (int d = 0; d < drivers.size(); d++) {
            Arrays.fill(planned[d], Double.NaN);
            for (Observation observation : ofOne) {
                long place = observation.ordinal() - first.ordinal();
                if (place >= 0 && place < planned[d].length) {
                    planned[d][(int) place] = observation.drivers()[d];
                }
            }
        }
        return new Series(
                name(last),
                (int) (first.ordinal() - timeline.first()),
                values,
                new double[0],
                Driver.planned(drivers, planned),
                timeline.frequency().season());
    }

    private static SeriesName name(Observation last) {
        return new SeriesName(
                UUID.nameUUIDFromBytes(last.series().getBytes(StandardCharsets.UTF_8))
                        .getMostSignificantBits(),
                last.group(),
                List.of(last.series(), last.period()));
    }

    /** The series, named by themselves and by their last period as it is written. */
    public JavaRDD<Series> series() {
        return series;
    }

    /** The periods of all series. */
    public Timeline timeline() {
        return timeline;
    }
}
