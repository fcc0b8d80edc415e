package almanac.config;

import static almanac.config.Texts.problems;
import static almanac.config.Texts.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said about hierarchies and segmentations that cannot be formed. */
class SegmentsProblemsTest {

    static Stream<Arguments> segments() {
        return Stream.of(
                arguments(
                        "hierarchies.h { levels = [] }",
                        "almanac.hierarchies.h.levels: is empty; it needs at least one entry"),
                arguments("hierarchies.h {}", "almanac.hierarchies.h.levels: missing"),
                arguments(
                        "hierarchies.h { levels = [country] }",
                        "almanac.hierarchies.h.levels: \"country\" is not table.column, such as territories.country"),
                arguments(
                        "hierarchies.h { levels = [product.category_l1] }",
                        "almanac.hierarchies.h.levels: \"product.category_l1\" names an unknown"
                                + " input table; did you mean"
                                + " \"products\"?"),
                arguments(
                        "hierarchies.h { levels = [products.category_1] }",
                        "almanac.hierarchies.h.levels: \"products.category_1\" names an unknown"
                                + " column of products; did you"
                                + " mean \"category_l1\"?"),
                arguments(
                        "hierarchies.h { levels = [territories.country] }",
                        "almanac.hierarchies.h.levels: \"territories.country\" needs the input table territories, which"
                                + " this file does not map; add almanac.inputs.territories"),
                arguments(
                        "hierarchies.h { levels = [sales.territory_id] }",
                        "almanac.hierarchies.h.levels: \"sales.territory_id\" needs a column that"
                                + " this file does not map;"
                                + " add it to almanac.inputs.sales.columns"),
                arguments(
                        "hierarchies.h { levels = [sales.order_id, sales.order_id] }",
                        "almanac.hierarchies.h.levels: \"sales.order_id\" is listed twice"),
                arguments(
                        "inputs.products { select = \"SELECT 1\" }, hierarchies.h { levels = [sales.product_id,"
                                + " products.product_id] }",
                        "almanac.hierarchies.h.levels: two levels have the name product_id"),
                arguments(
                        "hierarchies.h { levels = [sales.order_id], market { key = category_key, level = order } }",
                        "almanac.hierarchies.h.market.level: \"order\" is not a level of this"
                                + " hierarchy; the known ones are"
                                + " order_id"),
                arguments(
                        "hierarchies.h { levels = [sales.order_id], market { key = categori_key, level = order_id } }",
                        "almanac.hierarchies.h.market.key: \"categori_key\" names an unknown column"
                                + " of market; did you mean"
                                + " \"category_key\"?"),
                arguments(
                        "hierarchies.h { levels = [sales.order_id], market { level = order_id } }",
                        "almanac.hierarchies.h.market.key: missing"),
                arguments(
                        "hierarchies.h { levels = [sales.order_id], market = category_key }",
                        "almanac.hierarchies.h.market: \"category_key\" is not a block"),
                arguments(
                        "segmentations.s = [geography]",
                        "almanac.segmentations.s: \"geography\" names an unknown hierarchy; there are none here"),
                arguments(
                        "hierarchies.geography { levels = [sales.order_id] }, segmentations.s = [geografy]",
                        "almanac.segmentations.s: \"geografy\" names an unknown hierarchy; did you"
                                + " mean \"geography\"?"),
                arguments(
                        "hierarchies.h { levels = [sales.order_id] }, segmentations.s = [h.order_it]",
                        "almanac.segmentations.s: \"h.order_it\" names an unknown level of h; did"
                                + " you mean \"order_id\"?"),
                arguments(
                        "hierarchies.h { levels = [sales.product_id, sales.order_id] },"
                                + " segmentations.s = [h, h.product_id]",
                        "almanac.segmentations.s: crosses h with itself"),
                arguments(
                        "hierarchies.h { levels = [sales.order_id] }, segmentations.s = []",
                        "almanac.segmentations.s: is empty; it needs at least one entry"),
                arguments(
                        "hierarchies.h { levels = [sales.order_id] }, segmentations.s = h",
                        "almanac.segmentations.s: \"h\" is not a list"));
    }

    @ParameterizedTest
    @MethodSource("segments")
    void aSegmentationThatCannotBeFormedIsNamedWithItsReason(String line, String problem) {
        assertThat(problems(with(line))).containsExactly("conf/x.conf:2 " + problem);
    }
}
