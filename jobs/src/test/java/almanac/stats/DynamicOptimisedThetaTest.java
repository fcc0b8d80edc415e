package almanac.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Expected values: the model as the paper writes it, computed here the long way round, and closed forms. */
class DynamicOptimisedThetaTest {

    private final ForecastMethod theta = new DynamicOptimisedTheta();

    @Test
    void errorsAreThoseOfTheModelInThePaper() {
        double[] series = SimpleExponentialSmoothing.fromFirst(ReferenceSeries.nile());

        DynamicOptimisedTheta.Fit fit = DynamicOptimisedTheta.fit(series);

        assertThat(fit.sumOfSquares())
                .isCloseTo(
                        sumOfSquares(series, fit.level(), fit.alpha(), fit.trendShare()),
                        within(1e-9 * fit.sumOfSquares()));
    }

    @Test
    void noOtherParametersFitBetter() {
        for (double[] series : new double[][] {ReferenceSeries.nile(), ReferenceSeries.serverUsers()}) {
            double[] moved = SimpleExponentialSmoothing.fromFirst(series);
            DynamicOptimisedTheta.Fit fit = DynamicOptimisedTheta.fit(moved);
            for (double alpha = 0.1; alpha <= 0.99; alpha += 0.0445) {
                for (double share = 0; share <= 1; share += 0.05) {
                    for (double step = -2; step <= 2; step += 0.25) {
                        double level = fit.level() + step * Math.abs(fit.level());
                        assertThat(sumOfSquares(moved, level, alpha, share))
                                .as("alpha %s, share %s, level %s", alpha, share, level)
                                .isGreaterThanOrEqualTo(fit.sumOfSquares() * (1 - 1e-9));
                    }
                }
            }
        }
    }

    @Test
    void aStraightLineGoesOn() {
        double[] line = new double[30];
        for (int t = 0; t < line.length; t++) {
            line[t] = 100 + 3 * t;
        }

        assertThat(theta.forecast(line, 1, 4)).containsExactly(new double[] {190, 193, 196, 199}, within(1e-4));
    }

    @Test
    void aConstantStaysWhatItIs() {
        assertThat(theta.forecast(new double[] {7, 7, 7, 7, 7, 7, 7, 7}, 4, 3)).containsExactly(7, 7, 7);
    }

    @Test
    void shortHistoriesAreThoseOfTheta() {
        double[] history = {3, 5, 4, 6, 5};

        assertThat(theta.forecast(history, 1, 3)).isEqualTo(new Theta().forecast(history, 1, 3));
    }

    @Test
    void aSeasonIsGivenBack() {
        double[] forecasts = theta.forecast(ReferenceSeries.airPassengers(), 12, 12);

        // July is the highest month of every year in the series, November the lowest.
        assertThat(forecasts[6]).isGreaterThan(forecasts[5]).isGreaterThan(forecasts[8]);
        assertThat(forecasts[10]).isLessThan(forecasts[9]).isLessThan(forecasts[11]);
    }

    /** One-step errors from the third observation on, each with the least-squares line through those before it. */
    private static double sumOfSquares(double[] series, double startingLevel, double alpha, double share) {
        double level = startingLevel;
        double squares = 0;
        for (int t = 0; t < series.length; t++) {
            if (t >= 2) {
                double meanTime = (t + 1) / 2.0;
                double mean = 0;
                for (int i = 0; i < t; i++) {
                    mean += series[i] / t;
                }
                double products = 0;
                double times = 0;
                for (int i = 0; i < t; i++) {
                    products += (i + 1 - meanTime) * (series[i] - mean);
                    times += (i + 1 - meanTime) * (i + 1 - meanTime);
                }
                double slope = products / times;
                double intercept = mean - slope * meanTime;
                double trend = Math.pow(1 - alpha, t) * intercept + (1 - Math.pow(1 - alpha, t + 1)) / alpha * slope;
                double error = series[t] - level - share * trend;
                squares += error * error;
            }
            level = alpha * series[t] + (1 - alpha) * level;
        }
        return squares;
    }
}
