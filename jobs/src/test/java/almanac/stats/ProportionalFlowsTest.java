package almanac.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class ProportionalFlowsTest {

    @Example
    void lossesGoToGainsInProportion() {
        // 60 and 40 lost, 150 and 50 gained: all of the losses moved, three quarters of each to the first gain.
        ProportionalFlows flows = ProportionalFlows.of(numbers(60, 40), numbers(150, 50));

        assertThat(flows.moved()).containsExactly(numbers(45, 15), numbers(30, 10));
        assertThat(flows.unmovedLosses()).isEqualTo(numbers(0, 0));
        assertThat(flows.unmovedGains()).isEqualTo(numbers(75, 25));
    }

    @Example
    void nothingMovesWhereNobodyGains() {
        ProportionalFlows flows = ProportionalFlows.of(numbers(60, 40), numbers());

        assertThat(flows.moved()).containsExactly(numbers(), numbers());
        assertThat(flows.unmovedLosses()).isEqualTo(numbers(60, 40));
    }

    @Example
    void lossBelowNothingIsRefused() {
        assertThatThrownBy(() -> ProportionalFlows.of(numbers(-1), numbers(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a loss or gain is -1, below 0");
    }

    @Property
    void noUnitIsLostNoneIsBelowNothingAndFlowsAreProportional(
            @ForAll @Size(max = 6) List<@LongRange(min = 0, max = 5_000_000) Long> lost,
            @ForAll @Size(max = 6) List<@LongRange(min = 0, max = 5_000_000) Long> gained) {
        List<BigInteger> losses = lost.stream().map(BigInteger::valueOf).toList();
        List<BigInteger> gains = gained.stream().map(BigInteger::valueOf).toList();

        ProportionalFlows flows = ProportionalFlows.of(losses, gains);

        double total = Math.max(sum(losses).doubleValue(), sum(gains).doubleValue());
        for (int i = 0; i < losses.size(); i++) {
            assertThat(sum(flows.moved().get(i)).add(flows.unmovedLosses().get(i)))
                    .isEqualTo(losses.get(i));
            assertThat(flows.unmovedLosses().get(i)).isNotNegative();
        }
        for (int j = 0; j < gains.size(); j++) {
            int column = j;
            BigInteger arrived = sum(IntStream.range(0, losses.size())
                    .mapToObj(i -> flows.moved().get(i).get(column))
                    .toList());
            assertThat(arrived.add(flows.unmovedGains().get(j))).isEqualTo(gains.get(j));
            assertThat(flows.unmovedGains().get(j)).isNotNegative();
            for (int i = 0; i < losses.size(); i++) {
                double proportional = total == 0
                        ? 0
                        : losses.get(i).doubleValue() * gains.get(j).doubleValue() / total;
                BigInteger moved = flows.moved().get(i).get(j);
                assertThat(moved).isNotNegative();
                assertThat(Math.abs(moved.doubleValue() - proportional)).isLessThan(20);
            }
        }
        assertThat(sum(flows.unmovedLosses()).multiply(sum(flows.unmovedGains())))
                .isZero();
    }

    private static BigInteger sum(List<BigInteger> numbers) {
        return numbers.stream().reduce(BigInteger.ZERO, BigInteger::add);
    }

    private static List<BigInteger> numbers(long... numbers) {
        return Arrays.stream(numbers).mapToObj(BigInteger::valueOf).toList();
    }
}
