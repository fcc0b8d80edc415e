package almanac.forecast.series;

import almanac.error.Failure;
import almanac.forecast.engine.Frequency;
import almanac.forecast.engine.Series;
import almanac.forecast.engine.Timeline;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;
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
        JavaRDD<Observation> observations = rows.javaRDD().map(row -> columns.read(row, row.getAs(place), frequency));
        refuse(observations.filter(observation -> observation.problem() != null), "cannot be used", columns);
        int parts = Math.max(
                observations.getNumPartitions(),
                rows.sparkSession().sparkContext().defaultParallelism());
        // Kept as bytes: to find out how much memory objects take, Spark would walk over all of them again and again.
        JavaRDD<ObservedSeries> bySeries = observations
                .mapToPair(observation -> new Tuple2<>(observation.series(), observation))
                .repartitionAndSortWithinPartitions(new HashPartitioner(parts))
                .mapPartitions(LongSeries::bySeries)
                .persist(StorageLevel.MEMORY_AND_DISK_SER());
        refuse(bySeries.flatMap(ofOne -> ofOne.twice().iterator()), "stand for a period that is there twice", columns);
        LongTimeline timeline = timeline(bySeries.filter(ObservedSeries::isKnown), frequency, horizon, columns);
        List<String> drivers = columns.drivers();
        return new LongSeries(bySeries.map(ofOne -> ofOne.series(timeline, drivers, missing)), timeline);
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

    /** The series of a partition whose observations lie together by series. */
    private static Iterator<ObservedSeries> bySeries(Iterator<Tuple2<String, Observation>> sorted) {
        return new Iterator<>() {
            private @Nullable Observation next =
                    sorted.hasNext() ? sorted.next()._2() : null;

            @Override
            public boolean hasNext() {
                return next != null;
            }

            @Override
            public ObservedSeries next() {
                if (next == null) {
                    throw new NoSuchElementException();
                }
                String name = next.series();
                List<Observation> ofOne = new ArrayList<>();
                while (next != null && next.series().equals(name)) {
                    ofOne.add(next);
                    next = sorted.hasNext() ? sorted.next()._2() : null;
                }
                ofOne.sort(Comparator.comparingLong(Observation::ordinal).thenComparing(new ByPlace()));
                return ObservedSeries.of(ofOne);
            }
        };
    }

    private static LongTimeline timeline(
            JavaRDD<ObservedSeries> known, Frequency frequency, int horizon, SeriesColumns columns) {
        List<Tuple2<Boolean, long[]>> spans = known.flatMapToPair(ofOne -> {
                    long[] span = {ofOne.first(), ofOne.last()};
                    return Stream.of(true, false)
                            .filter(isNumbered -> isNumbered ? ofOne.hasNumbers() : ofOne.hasDates())
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
        long length = spans.get(0)._2()[1] - first + 1;
        return new LongTimeline(
                frequency, first, Math.toIntExact(length), horizon, spans.get(0)._1());
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
