package almanac.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Quantiles against R 4.2.2, {@code quantile(x, p)}. */
class GrowingSampleTest {

    @Test
    void quantilesAreThoseOfR() {
        GrowingSample sample = new GrowingSample();
        for (double value : new double[] {7, -2, 11.5, 3, 3, 40, 19}) {
            sample.add(value);
        }

        assertThat(sample.size()).isEqualTo(7);
        assertThat(sample.quantile(0.25)).isCloseTo(3, within(1e-14));
        assertThat(sample.quantile(0.5)).isCloseTo(7, within(1e-14));
        assertThat(sample.quantile(0.75)).isCloseTo(15.25, within(1e-14));
        assertThat(sample.quantile(0.9)).isCloseTo(27.4, within(1e-14));
        sample.add(100);
        assertThat(sample.quantile(0.5)).isCloseTo(9.25, within(1e-14));
    }

    @Test
    void orderOfArrivalDoesNotMatter() {
        Random random = new Random(5);
        GrowingSample sample = new GrowingSample();
        double[] values = random.doubles(1000).toArray();
        for (double value : values) {
            sample.add(value);
        }
        Arrays.sort(values);

        assertThat(sample.quantile(500.0 / 999)).isCloseTo(values[500], within(1e-12));
    }

    @Test
    void withoutAValueThereIsNoQuantile() {
        assertThatThrownBy(() -> new GrowingSample().quantile(0.5))
                .hasMessage("a sample without a value has no quantile");
    }
}
