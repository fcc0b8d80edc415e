package almanac.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class RollingOriginsProperties {

    @Property
    void originsAscendWithinTheHistory(
            @ForAll @IntRange(max = 2000) int known,
            @ForAll @IntRange(min = 1, max = 60) int season,
            @ForAll @IntRange(min = 1, max = 366) int horizon,
            @ForAll @IntRange(min = 1, max = 52) int count) {
        List<Integer> origins = RollingOrigins.of(known, season, horizon, count);

        assertThat(origins).hasSizeLessThanOrEqualTo(count).isSorted().doesNotHaveDuplicates();
        assertThat(origins).allMatch(origin -> origin >= 1 && origin < known);
    }

    @Property
    void lastOriginLeavesAHorizonOrHalfOfTheHistory(
            @ForAll @IntRange(min = 2, max = 2000) int known,
            @ForAll @IntRange(min = 1, max = 60) int season,
            @ForAll @IntRange(min = 1, max = 366) int horizon,
            @ForAll @IntRange(min = 1, max = 52) int count) {
        List<Integer> origins = RollingOrigins.of(known, season, horizon, count);

        assertThat(known - origins.get(origins.size() - 1)).isEqualTo(Math.min(horizon, known / 2));
    }

    @Property
    void originsAreNeverFartherApartThanAHorizon(
            @ForAll @IntRange(min = 2, max = 2000) int known,
            @ForAll @IntRange(min = 1, max = 60) int season,
            @ForAll @IntRange(min = 1, max = 366) int horizon,
            @ForAll @IntRange(min = 2, max = 52) int count) {
        List<Integer> origins = RollingOrigins.of(known, season, horizon, count);

        for (int i = 1; i < origins.size(); i++) {
            assertThat(origins.get(i) - origins.get(i - 1)).isBetween(1, horizon);
        }
    }
}
