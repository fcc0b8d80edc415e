package almanac.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SegmentKinTest {

    @Test
    void segmentOfACrossingHasThatOfEachHierarchyThenTheirParentsThenAll() {
        assertThat(SegmentKin.of("market", "geography.city|product.item", "geography=EMEA>DE|product=Spirits>Gin"))
                .containsExactly(
                        "market geography.city|product.item product=Spirits>Gin",
                        "market geography.city|product.item geography=EMEA>DE",
                        "market geography.city|product.item product=Spirits",
                        "market geography.city|product.item geography=EMEA",
                        "market geography.city|product.item ALL");
    }

    @Test
    void segmentOfOneHierarchyHasItsParentAndAll() {
        assertThat(SegmentKin.of("product", "product.item", "product=Spirits>Gin"))
                .containsExactly("product product.item product=Spirits", "product product.item ALL");
    }

    @Test
    void segmentOfTheFirstLevelHasAllOnly() {
        assertThat(SegmentKin.of("product", "product.category", "product=Spirits"))
                .containsExactly("product product.category ALL");
    }
}
