package almanac.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ConcentrationTest {

    @Test
    void fourFirmsOfTheTextbookHaveAnIndexOfThreeThousand() {
        // US Merger Guidelines (2010), section 5.3, footnote 9: a market of four firms with 30, 30, 20 and 20 has
        // 2,600.
        assertThat(Concentration.hhi(30, 30, 20, 20)).isEqualTo(2600);
        assertThat(Concentration.hhi(40, 30, 20, 10)).isEqualTo(3000);
    }

    @Test
    void aMonopolyHasTenThousandAndAnEmptyMarketZero() {
        assertThat(Concentration.hhi(100)).isEqualTo(10_000);
        assertThat(Concentration.hhi()).isZero();
    }

    @Test
    void concentrationRatioAddsTheLargestShares() {
        assertThat(Concentration.concentrationRatio(2, 10, 40, 20, 30)).isEqualTo(70);
        assertThat(Concentration.concentrationRatio(4, 60, 25)).isEqualTo(85);
    }

    @Test
    void aRestOfTinyFirmsAddsNothing() {
        assertThat(Concentration.hhiLower(new double[] {40, 30, 10}, 20)).isEqualTo(2600);
    }

    @Test
    void aRestOfFirmsLikeTheSmallestNamedOneAddsTheirSquaresAndThatOfTheLastPart() {
        // 25 = 10 + 10 + 5: 40^2 + 25^2 + 10^2 + 10^2 + 10^2 + 5^2
        assertThat(Concentration.hhiUpper(new double[] {40, 25, 10}, 25)).isEqualTo(2550);
    }

    @Test
    void aRestSmallerThanTheSmallestNamedFirmIsOneFirm() {
        assertThat(Concentration.hhiUpper(new double[] {60, 30}, 10)).isEqualTo(4600);
    }

    @Test
    void withoutNamedFirmsTheRestMayBeAMonopolyOrNothing() {
        assertThat(Concentration.hhiUpper(new double[0], 100)).isEqualTo(10_000);
        assertThat(Concentration.hhiLower(new double[0], 100)).isZero();
    }

    @Test
    void aFirmWithoutSalesIsNotInTheMarket() {
        assertThat(Concentration.hhiUpper(new double[] {60, 20, 0}, 20)).isEqualTo(4400);
    }

    @Test
    void aSmallestFirmOfAlmostNothingKeepsTheBoundsFinite() {
        assertThat(Concentration.hhiUpper(new double[] {50, 1e-300}, 50)).isCloseTo(2500, within(1e-9));
        assertThat(Concentration.hhiUpper(new double[] {50, Double.MIN_VALUE}, 50))
                .isCloseTo(2500, within(1e-9));
    }

    @Test
    void roundedSharesOfSlightlyMoreThanTheMarketAreAccepted() {
        assertThat(Concentration.hhi(33.3333334, 33.3333333, 33.3333334)).isCloseTo(3333.3333, within(1e-3));
        assertThat(Concentration.hhi(100.0000001)).isEqualTo(10_000);
    }

    @Test
    void sharesBeyondTheMarketAreRefused() {
        assertThatThrownBy(() -> Concentration.hhi(60, 60))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the shares add up to 120.0 percent: shares of one market add up to at most 100");
        assertThatThrownBy(() -> Concentration.hhiUpper(new double[] {60}, 60))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("120.0 percent");
    }

    @Test
    void negativeSharesAreRefused() {
        assertThatThrownBy(() -> Concentration.hhi(60, -5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a share is -5.0 percent: shares cannot be negative");
        assertThatThrownBy(() -> Concentration.hhiLower(new double[] {60}, -5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("others is -5.0 percent: shares cannot be negative");
    }

    @Test
    void sharesThatAreNotNumbersAreRefused() {
        assertThatThrownBy(() -> Concentration.concentrationRatio(1, 10, Double.NaN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("shares[1] is NaN, not a finite number");
        assertThatThrownBy(() -> Concentration.hhiUpper(new double[] {10}, Double.NaN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("others is NaN, not a finite number");
        assertThatThrownBy(() -> Concentration.concentrationRatio(0, 10))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("k is 0, less than 1");
    }
}
