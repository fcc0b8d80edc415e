package almanac.forecast.engine;

import almanac.stats.PairedTest;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/**
 * Two back-tests of the same series, whose combinations were made with different forests, compared series by series.
 *
 * @param champion mean error of the first: mean over the series of the mean absolute error of a series, in its spreads
 * @param challenger mean error of the second
 * @param pValue of the paired t test that the second is not better
 */
public record Contest(double champion, double challenger, double pValue) {

    /** A challenger must be better by so much. */
    private static final double BETTER = 0.99;

    private static final double SIGNIFICANT = 0.05;

    /** An error of more spreads counts as that: one spike must not decide. */
    private static final double LARGEST = 50;

    /** Whether the challenger is better by more than 1 %, and beyond chance. */
    public boolean isWon() {
        return challenger < BETTER * champion && pValue < SIGNIFICANT;
    }

    /** Compares two back-tests. Runs a Spark job. */
    public static Contest of(CombinedBacktest champion, CombinedBacktest challenger) {
        long[] sums = errors(champion)
                .join(errors(challenger))
                .values()
                .map(pair -> {
                    double gain = pair._1() - pair._2();
                    return new long[] {
                        1,
                        ExactSums.of(pair._1()),
                        ExactSums.of(pair._2()),
                        ExactSums.of(gain),
                        ExactSums.of(gain * gain)
                    };
                })
                .fold(new long[5], ExactSums::plus);
        double count = Math.max(1, sums[0]);
        return new Contest(
                ExactSums.value(sums[1]) / count,
                ExactSums.value(sums[2]) / count,
                PairedTest.pValue(sums[0], ExactSums.value(sums[3]), ExactSums.value(sums[4])));
    }

    /** The mean error of one back-test; 0 where there is nothing to compare with. Runs a Spark job. */
    public static double error(CombinedBacktest backtest) {
        long[] sums = errors(backtest)
                .values()
                .map(error -> new long[] {1, ExactSums.of(error)})
                .fold(new long[2], ExactSums::plus);
        return ExactSums.value(sums[1]) / Math.max(1, sums[0]);
    }

    private static JavaPairRDD<Long, Double> errors(CombinedBacktest backtest) {
        JavaRDD<SeriesBacktest> tests = backtest.tests();
        return tests.flatMapToPair(test -> {
            List<Tuple2<Long, Double>> error = new ArrayList<>();
            meanError(test)
                    .ifPresent(
                            mean -> error.add(new Tuple2<>(test.series().name().id(), mean)));
            return error.iterator();
        });
    }

    private static OptionalDouble meanError(SeriesBacktest test) {
        return Residuals.of(test).stream()
                .filter(residual -> residual.method().equals(Verdict.COMBINATION))
                .mapToDouble(residual -> Math.min(LARGEST, Math.abs(residual.value())))
                .average();
    }
}
