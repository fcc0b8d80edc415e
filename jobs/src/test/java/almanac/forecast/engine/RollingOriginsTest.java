package almanac.forecast.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Origins are given by their distance from the end. */
class RollingOriginsTest {

    @Test
    void originsFollowAtADistanceOfOneHorizonWhereTheHistoryIsLong() {
        assertThat(RollingOrigins.of(300, 52, 13, 4)).containsExactly(52, 39, 26, 13);
        assertThat(RollingOrigins.of(96, 12, 12, 4)).containsExactly(48, 36, 24, 12);
    }

    @Test
    void originsMoveTogetherSoThatTheFirstKnowsTwoSeasons() {
        // The last origin is 156 - 13 = 143; (143 - 105) / 3 = 12, so that the first knows 107 weeks, more than 2 * 52.
        assertThat(RollingOrigins.of(156, 52, 13, 4)).containsExactly(49, 37, 25, 13);
    }

    @Test
    void originsMoveTogetherSoThatTheFirstKnowsAtLeastOneSeason() {
        // 36 - 12 = 24 months cannot hold two seasons and four origins; (24 - 13) / 3 = 3.
        assertThat(RollingOrigins.of(36, 12, 12, 4)).containsExactly(21, 18, 15, 12);
    }

    @Test
    void originsOfAShortHistoryKnowHalfOfWhatTheLastKnows() {
        // 40 - 13 = 27; (27 - 13) / 3 = 4.
        assertThat(RollingOrigins.of(40, 52, 13, 4)).containsExactly(25, 21, 17, 13);
    }

    @Test
    void halfOfAHistoryIsHeldOutThatIsShorterThanTwoHorizons() {
        assertThat(RollingOrigins.of(10, 52, 13, 1)).containsExactly(5);
        assertThat(RollingOrigins.of(3, 52, 13, 4)).containsExactly(2, 1);
        assertThat(RollingOrigins.of(2, 52, 13, 4)).containsExactly(1);
    }

    @Test
    void thereIsNothingToHoldOutOfOnePeriod() {
        assertThat(RollingOrigins.of(1, 52, 13, 4)).isEmpty();
        assertThat(RollingOrigins.of(0, 52, 13, 4)).isEmpty();
    }
}
