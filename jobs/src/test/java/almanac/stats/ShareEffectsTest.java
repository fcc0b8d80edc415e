package almanac.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Expected values: the formula by hand. */
class ShareEffectsTest {

    @Test
    void growthSplitsIntoMarketAndShare() {
        // Share 20 % of 1,000, then 25 % of 1,200: 0.20 * 200 = 40 and 1,200 * 0.05 = 60.
        assertThat(ShareEffects.of(200, 1000, 300, 1200)).isEqualTo(new ShareEffects(40, 60));
    }

    @Test
    void aGrowingMarketCanHideALostShare() {
        // Share 50 % of 100, then 30 % of 200.
        ShareEffects effects = ShareEffects.of(50, 100, 60, 200);

        assertThat(effects.market()).isCloseTo(50, within(1e-12));
        assertThat(effects.share()).isCloseTo(-40, within(1e-12));
    }

    @Test
    void aMarketThatDidNotExistGivesOnlyAMarketEffect() {
        assertThat(ShareEffects.of(0, 0, 80, 100)).isEqualTo(new ShareEffects(80, 0));
    }

    @Test
    void aMarketThatEndedGivesOnlyAMarketEffect() {
        assertThat(ShareEffects.of(80, 100, 0, 0)).isEqualTo(new ShareEffects(-80, 0));
    }

    @Test
    void effectsOfSegmentsAddUpToTheGrowthOfTheTotal() {
        ShareEffects north = ShareEffects.of(10, 40, 30, 60);
        ShareEffects south = ShareEffects.of(25, 50, 20, 50);

        // 10 + 25 grows to 30 + 20.
        assertThat(north.market() + north.share() + south.market() + south.share())
                .isCloseTo(15, within(1e-12));
    }

    @Test
    void figuresThatAreNotNumbersAreRefused() {
        assertThatThrownBy(() -> ShareEffects.of(Double.NaN, 1, 1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("own0 is NaN, not a finite number");
        assertThatThrownBy(() -> ShareEffects.of(1, Double.NaN, 1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("market0 is NaN, not a finite number");
        assertThatThrownBy(() -> ShareEffects.of(1, 1, Double.POSITIVE_INFINITY, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("own1 is Infinity, not a finite number");
        assertThatThrownBy(() -> ShareEffects.of(1, 1, 1, Double.NaN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("market1 is NaN, not a finite number");
    }

    @Test
    void effectsTooLargeForADoubleAreRefused() {
        assertThatThrownBy(() -> ShareEffects.of(1e300, 1e-300, 1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the market effect is Infinity, not a finite number");
        assertThatThrownBy(() -> ShareEffects.of(-1e308, 1e308, 1e308, 1e308))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the share effect is Infinity, not a finite number");
    }
}
