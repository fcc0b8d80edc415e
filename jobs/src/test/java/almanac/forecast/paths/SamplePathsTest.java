package almanac.forecast.paths;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import almanac.TestSession;
import almanac.stats.QuantileFunction;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;

/**
 * Sixty segments at three origins and tonight, whose forecast for each of four weeks is the logistic distribution around 100 of
 * scale 5. What came is drawn from it, each week for itself or all weeks alike.
 */
class SamplePathsTest {

    private static final int WEEKS = 4;
    private static final int DRAWS = 400;
    private static final LocalDate FIRST = LocalDate.of(2024, 1, 1);

    @Test
    void everyPeriodHasTheQuantilesThatWerePublished() {
        double[][] draws = paths(world(0.5), 1).of(segment(0, 0.5), tonight());

        for (int h = 0; h < WEEKS; h++) {
            int week = h;
            double[] sorted = Arrays.stream(draws)
                    .mapToDouble(draw -> draw[week])
                    .sorted()
                    .toArray();
            assertThat(sorted[20]).isCloseTo(value(0.05), within(0.5));
            assertThat(sorted[200]).isCloseTo(value(0.5), within(0.2));
            assertThat(sorted[380]).isCloseTo(value(0.95), within(0.5));
        }
    }

    @Test
    void sumOfWeeksThatGoTogetherIsAsUnsureAsFourTimesAWeek() {
        double[] quantiles = sumOfAllWeeks(1);

        assertThat(quantiles[1]).isCloseTo(4 * value(0.1), within(1.0));
        assertThat(quantiles[5]).isCloseTo(4 * value(0.9), within(1.0));
    }

    @Test
    void sumOfWeeksThatHaveNothingToDoWithEachOtherIsSurer() {
        double[] quantiles = sumOfAllWeeks(0);

        // The standard deviation of a logistic distribution of scale 5 is 5 pi / sqrt(3); that of the sum of four is
        // twice that.
        double tenth = 1.2816 * 2 * 5 * Math.PI / Math.sqrt(3);
        assertThat(quantiles[5] - quantiles[1]).isCloseTo(2 * tenth, within(0.12 * 2 * tenth));
        assertThat(quantiles[3]).isCloseTo(400, within(2.5));
    }

    @Test
    void intervalsOfSumsHoldAsOftenAsTheySay() {
        for (double together : new double[] {0, 0.5, 1}) {
            JavaRDD<SegmentOutlooks> segments = rdd(world(together), 3);
            Coverage coverage = Coverage.of(segments, new SamplePaths(PathTemplates.learn(segments, 42), DRAWS));

            // At the first origin nothing was known of how errors go together.
            assertThat(coverage.compared("weeks", WEEKS)).isEqualTo(2 * 60);
            assertThat(coverage.held("weeks", WEEKS) / 120.0).isBetween(0.7, 0.9);
        }
    }

    @Test
    void whatHitAllAtAnOriginHitsAllInADraw() {
        // At each origin all segments were off alike.
        List<SegmentOutlooks> world = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            world.add(segment(i, new double[] {2, 0, -2}));
        }
        SamplePaths paths = paths(world, 2);
        double[][] one = paths.of(world.get(0), tonight());
        double[][] other = paths.of(world.get(1), tonight());

        long together = IntStream.range(0, DRAWS)
                .filter(draw -> (one[draw][0] > value(2.0 / 3)) == (other[draw][0] > value(2.0 / 3)))
                .count();

        assertThat(together).isGreaterThan((long) (0.95 * DRAWS));
    }

    @Test
    void pathsAreTheSameInAnyPartitions() {
        List<SegmentOutlooks> world = world(0.5);

        assertThat(paths(world, 7).of(world.get(3), tonight()))
                .isDeepEqualTo(paths(world, 1).of(world.get(3), tonight()));
    }

    @Test
    void thereAreNoPathsBeforeAnythingIsKnown() {
        List<SegmentOutlooks> world = world(0.5);
        Outlook first = world.get(0).outlooks().get(0);

        assertThat(paths(world, 2).of(world.get(0), first)).isNull();
    }

    private static double[] sumOfAllWeeks(double together) {
        double[][] draws = paths(world(together), 2).of(segment(0, together), tonight());
        List<Totals> totals = Totals.of(tonight());
        double[] quantiles = totals.get(WEEKS - 1).quantiles(draws);
        assertThat(quantiles).isNotNull();
        return quantiles;
    }

    private static SamplePaths paths(List<SegmentOutlooks> world, int partitions) {
        return new SamplePaths(PathTemplates.learn(rdd(world, partitions), 42), DRAWS);
    }

    private static JavaRDD<SegmentOutlooks> rdd(List<SegmentOutlooks> world, int partitions) {
        return JavaSparkContext.fromSparkContext(TestSession.get().sparkContext())
                .parallelize(world, partitions);
    }

    private static List<SegmentOutlooks> world(double together) {
        return IntStream.range(0, 60).mapToObj(i -> segment(i, together)).toList();
    }

    /** What came is of the same level in all weeks with a probability, else each week of its own. */
    private static SegmentOutlooks segment(int id, double together) {
        Random random = new Random(1000 * id + Math.round(100 * together));
        List<Outlook> outlooks = new ArrayList<>();
        for (int origin = 0; origin < 3; origin++) {
            double shared = random.nextDouble();
            double[] actuals = new double[WEEKS];
            for (int h = 0; h < WEEKS; h++) {
                double own = random.nextDouble();
                actuals[h] = value(random.nextDouble() < together ? shared : own);
            }
            outlooks.add(outlook(origin, actuals));
        }
        outlooks.add(tonight());
        return named(id, outlooks);
    }

    /** What came was off by so many scales in all weeks, and a little noise. */
    private static SegmentOutlooks segment(int id, double[] offByOrigin) {
        Random random = new Random(id);
        List<Outlook> outlooks = new ArrayList<>();
        for (int origin = 0; origin < 3; origin++) {
            double level = 100 + 5 * offByOrigin[origin];
            outlooks.add(outlook(
                    origin,
                    IntStream.range(0, WEEKS)
                            .mapToDouble(h -> level + 0.1 * random.nextDouble())
                            .toArray()));
        }
        outlooks.add(tonight());
        return named(id, outlooks);
    }

    private static SegmentOutlooks named(int id, List<Outlook> outlooks) {
        return new SegmentOutlooks(id, "weeks", List.of("product", "weeks", "product=" + id), "EUR", outlooks);
    }

    private static Outlook tonight() {
        double[] unknown = new double[WEEKS];
        Arrays.fill(unknown, Double.NaN);
        return outlook(3, unknown);
    }

    private static Outlook outlook(int origin, double[] actuals) {
        LocalDate start = FIRST.plusWeeks((long) WEEKS * origin);
        LocalDate[] starts = new LocalDate[WEEKS];
        LocalDate[] ends = new LocalDate[WEEKS];
        double[] forecasts = new double[WEEKS];
        double[][] quantiles = new double[WEEKS][];
        for (int h = 0; h < WEEKS; h++) {
            starts[h] = start.plusWeeks(h);
            ends[h] = start.plusWeeks(h).plusDays(6);
            forecasts[h] = 100;
            quantiles[h] = Arrays.stream(new double[] {0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95})
                    .map(SamplePathsTest::value)
                    .toArray();
        }
        return new Outlook(start.minusDays(1), origin == 3, starts, ends, forecasts, quantiles, actuals);
    }

    private static double value(double level) {
        return 100 + 5 * QuantileFunction.logit(level);
    }
}
