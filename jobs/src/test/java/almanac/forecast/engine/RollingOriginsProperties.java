package almanac.forecast.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class RollingOriginsProperties {

    @Property
    void distancesDescendWithinTheHistory(
            @ForAll @IntRange(max = 2000) int known,
            @ForAll @IntRange(min = 1, max = 60) int season,
            @ForAll @IntRange(min = 1, max = 366) int horizon,
            @ForAll @IntRange(min = 1, max = 52) int count) {
        List<Integer> backs = RollingOrigins.of(known, season, horizon, count);

        assertThat(backs).hasSizeLessThanOrEqualTo(count).isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(backs).doesNotHaveDuplicates().allMatch(back -> back >= 1 && back < known);
    }

    @Property
    void lastOriginLeavesAHorizonOrHalfOfTheHistory(
            @ForAll @IntRange(min = 2, max = 2000) int known,
            @ForAll @IntRange(min = 1, max = 60) int season,
            @ForAll @IntRange(min = 1, max = 366) int horizon,
            @ForAll @IntRange(min = 1, max = 52) int count) {
        List<Integer> backs = RollingOrigins.of(known, season, horizon, count);

        assertThat(backs.get(backs.size() - 1)).isEqualTo(Math.min(horizon, known / 2));
    }

    @Property
    void originsAreNeverFartherApartThanAHorizon(
            @ForAll @IntRange(min = 2, max = 2000) int known,
            @ForAll @IntRange(min = 1, max = 60) int season,
            @ForAll @IntRange(min = 1, max = 366) int horizon,
            @ForAll @IntRange(min = 2, max = 52) int count) {
        List<Integer> backs = RollingOrigins.of(known, season, horizon, count);

        for (int i = 1; i < backs.size(); i++) {
            assertThat(backs.get(i - 1) - backs.get(i)).isBetween(1, horizon);
        }
    }
}
