package almanac.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

class NearestProperties {

    @Property
    void theDistanceOfAWordToItselfIsZeroAndToAnotherWordIsNot(
            @ForAll @CharRange(from = 'a', to = 'c') @StringLength(max = 6) String a,
            @ForAll @CharRange(from = 'a', to = 'c') @StringLength(max = 6) String b) {
        assertThat(Nearest.distance(a, b) == 0).isEqualTo(a.equals(b));
    }

    @Property
    void theDistanceIsTheSameBothWays(
            @ForAll @CharRange(from = 'a', to = 'd') @StringLength(max = 8) String a,
            @ForAll @CharRange(from = 'a', to = 'd') @StringLength(max = 8) String b) {
        assertThat(Nearest.distance(a, b)).isEqualTo(Nearest.distance(b, a));
    }

    @Property
    void theWayRoundIsNeverShorter(
            @ForAll @CharRange(from = 'a', to = 'c') @StringLength(max = 6) String a,
            @ForAll @CharRange(from = 'a', to = 'c') @StringLength(max = 6) String b,
            @ForAll @CharRange(from = 'a', to = 'c') @StringLength(max = 6) String c) {
        assertThat(Nearest.distance(a, c)).isLessThanOrEqualTo(Nearest.distance(a, b) + Nearest.distance(b, c));
    }

    @Property
    void theDistanceLiesBetweenTheDifferenceOfTheLengthsAndTheLongerOne(
            @ForAll @AlphaChars @StringLength(max = 12) String a,
            @ForAll @AlphaChars @StringLength(max = 12) String b) {
        assertThat(Nearest.distance(a, b))
                .isBetween(Math.abs(a.length() - b.length()), Math.max(a.length(), b.length()));
    }

    @Property
    void swappingTwoNeighboursIsOneEdit(
            @ForAll @AlphaChars @StringLength(min = 2, max = 12) String word,
            @ForAll @IntRange(max = 10) int position) {
        int i = position % (word.length() - 1);
        String swapped = word.substring(0, i) + word.charAt(i + 1) + word.charAt(i) + word.substring(i + 2);

        assertThat(Nearest.distance(word, swapped)).isEqualTo(word.equals(swapped) ? 0 : 1);
    }

    @Example
    void theDistanceIsThatOfTheLiterature() {
        // Wagner and Fischer's classic pair, 3 edits without a swap.
        assertThat(Nearest.distance("kitten", "sitting")).isEqualTo(3);
        // The pair that tells it from optimal string alignment, which gives 3: CA, AC, ABC.
        assertThat(Nearest.distance("CA", "ABC")).isEqualTo(2);
        // Damerau's own example of a transposition, Communications of the ACM 7(3), 1964, doi:10.1145/363958.363994.
        assertThat(Nearest.distance("ALHPABET", "ALPHABET")).isEqualTo(1);
    }

    @Example
    void aWordOfOtherCaseIsNear() {
        assertThat(Nearest.suggestion("WEEK", List.of("day", "week"))).contains("; did you mean \"week\"?");
    }

    @Example
    void aWordThatHasLittleInCommonIsNotSuggested() {
        assertThat(Nearest.suggestion("year", List.of("day", "week"))).isEmpty();
        assertThat(Nearest.suggestion("x", List.of("a", "b"))).isEmpty();
    }
}
