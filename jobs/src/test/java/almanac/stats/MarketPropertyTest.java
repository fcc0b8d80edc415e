package almanac.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;

/** Concentration and share effects over all markets. */
class MarketPropertyTest {

    /** Sales of up to 30 suppliers, the last of which stands for all others. */
    @Provide
    Arbitrary<double[]> sales() {
        return Arbitraries.doubles()
                .between(0, 1e6)
                .array(double[].class)
                .ofMinSize(1)
                .ofMaxSize(30)
                .filter(sales -> sum(sales) > 0);
    }

    @Property
    void boundsOfTheIndexAreInOrder(@ForAll("sales") double[] sales) {
        double[] named = named(sales);
        double others = others(sales);

        double lower = Concentration.hhiLower(named, others);
        double upper = Concentration.hhiUpper(named, others);

        assertThat(lower).isBetween(0.0, upper);
        assertThat(upper).isLessThanOrEqualTo(10_000);
    }

    @Property
    void theIndexOfEveryDivisionOfTheRestLiesWithinTheBounds(
            @ForAll("sales") double[] sales, @ForAll @DoubleRange(min = 0.05, max = 1) double part) {
        double[] named = named(sales);
        double others = others(sales);
        // The rest in equal firms, none larger than the smallest named one.
        double smallest = Math.min(others, smallestAboveZero(named));
        int firms = (int) Math.min(100_000, Math.ceil(others / (part * smallest)));
        if (firms == 100_000 || others == 0) {
            return;
        }
        double index = Concentration.hhi(named) + firms * (others / firms) * (others / firms);

        assertThat(index)
                .isBetween(Concentration.hhiLower(named, others) - 1e-6, Concentration.hhiUpper(named, others) + 1e-6);
    }

    @Property
    void withoutARestTheBoundsAreTheIndex(@ForAll("sales") double[] sales) {
        double[] shares = shares(sales);

        assertThat(Concentration.hhiUpper(shares, 0)).isEqualTo(Concentration.hhi(shares));
        assertThat(Concentration.hhiLower(shares, 0)).isEqualTo(Concentration.hhi(shares));
    }

    @Property
    void concentrationRatiosRiseWithTheNumberOfFirms(@ForAll("sales") double[] sales) {
        double[] shares = shares(sales);
        double before = 0;
        for (int k = 1; k <= shares.length; k++) {
            double ratio = Concentration.concentrationRatio(k, shares);
            assertThat(ratio).isGreaterThanOrEqualTo(before - 1e-9);
            before = ratio;
        }
        assertThat(before).isCloseTo(100, within(1e-6));
    }

    @Property
    void marketAndShareEffectAddUpToTheGrowthAndFollowTheFormula(
            @ForAll @DoubleRange(min = 0, max = 1e9) double own0,
            @ForAll @DoubleRange(min = 0, max = 1e9) double rest0,
            @ForAll @DoubleRange(min = 0, max = 1e9) double own1,
            @ForAll @DoubleRange(min = 0, max = 1e9) double rest1) {
        double market0 = own0 + rest0;
        double market1 = own1 + rest1;

        ShareEffects effects = ShareEffects.of(own0, market0, own1, market1);

        double rounding = 1e-15 * (Math.abs(effects.market()) + Math.abs(effects.share()) + own0 + own1);
        assertThat(effects.market() + effects.share()).isCloseTo(own1 - own0, within(rounding));
        if (market0 > 0 && market1 > 0) {
            double tolerance = 1e-12 * (market0 + market1);
            assertThat(effects.market()).isCloseTo(own0 / market0 * (market1 - market0), within(tolerance));
            assertThat(effects.share()).isCloseTo(market1 * (own1 / market1 - own0 / market0), within(tolerance));
        }
    }

    private static double[] shares(double[] sales) {
        double total = sum(sales);
        double[] shares = new double[sales.length];
        for (int i = 0; i < sales.length; i++) {
            shares[i] = 100 * sales[i] / total;
        }
        return shares;
    }

    private static double[] named(double[] sales) {
        return Arrays.copyOf(shares(sales), sales.length - 1);
    }

    private static double others(double[] sales) {
        return shares(sales)[sales.length - 1];
    }

    private static double smallestAboveZero(double[] shares) {
        return Arrays.stream(shares).filter(share -> share > 0).min().orElse(100);
    }

    private static double sum(double[] values) {
        return Arrays.stream(values).sum();
    }
}
