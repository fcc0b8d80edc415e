package almanac.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import almanac.stats.PriceResponse.Outcome;
import org.junit.jupiter.api.Test;

/** Reference numbers from R 4.2.2; chances also by 4 million draws, to three digits. */
class PriceResponseTest {

    private static final PriceResponse RESPONSE = new PriceResponse(-1.8, 0.3);

    @Test
    void unitsRevenueAndProfitFollowTheElasticityAndItsInterval() {
        assertOutcome(RESPONSE.units(0.1), 0.8423511376, 0.7964430284, 0.8909054555);
        assertOutcome(RESPONSE.revenueGrowth(0.1), -0.0734137486, -0.1239126687, -0.0200039990);
        assertOutcome(RESPONSE.profitChange(0.1, 0.55), 0.0132931257, -0.0119563344, 0.0399980005);
    }

    @Test
    void chancesAreThoseOfTheNormalError() {
        assertThat(RESPONSE.chanceOfMore(0.1, 0.55)).isCloseTo(0.8456996025, within(1e-7));
        assertThat(RESPONSE.chanceOfMore(-0.1, 0.55)).isCloseTo(0.0255323049, within(1e-7));
        assertThat(RESPONSE.chanceOfMore(0.1, 0)).isCloseTo(0.0038303806, within(1e-7));
        assertThat(RESPONSE.chanceOfMore(-0.1, 0)).isCloseTo(0.9961696194, within(1e-7));
    }

    @Test
    void lossBecomesSmallerWithFewerUnitsAndADearerPrice() {
        assertThat(RESPONSE.chanceOfMore(0.1, 1.3)).isCloseTo(1, within(1e-9));
        assertThat(RESPONSE.chanceOfMore(-0.1, 1.3)).isCloseTo(0, within(1e-9));
        assertThat(RESPONSE.chanceOfMore(-0.3, 0.8)).isZero();
        assertThat(RESPONSE.chanceOfMore(0.3, 1.2)).isEqualTo(1);
    }

    @Test
    void bestPriceIsAMultipleOfTheCostWhereDemandIsElastic() {
        assertThat(RESPONSE.bestMarkup()).hasValueCloseTo(2.25, within(1e-12));
        assertThat(RESPONSE.bestMarkupLow()).hasValueCloseTo(1.7204667034, within(1e-5));
        assertThat(RESPONSE.bestMarkupHigh()).hasValueCloseTo(5.7167407421, within(1e-5));
        assertThat(new PriceResponse(-0.8, 0.1).bestMarkup()).isEmpty();
        assertThat(new PriceResponse(-1.2, 0.3).bestMarkup()).hasValueCloseTo(6.0, within(1e-9));
        assertThat(new PriceResponse(-1.2, 0.3).bestMarkupHigh()).isEmpty();
    }

    @Test
    void elasticityWithoutAnErrorIsRefused() {
        assertThatThrownBy(() -> new PriceResponse(-1, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("error is 0.0, not above 0");
    }

    private static void assertOutcome(Outcome outcome, double value, double low, double high) {
        assertThat(outcome.value()).isCloseTo(value, within(1e-9));
        assertThat(outcome.low()).isCloseTo(low, within(1e-6));
        assertThat(outcome.high()).isCloseTo(high, within(1e-6));
    }
}
