package almanac.config;

import static almanac.config.Texts.SALES_ONLY;
import static almanac.config.Texts.problems;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keeps conf/almanac.conf and the reader together: the same keys, the same defaults, examples that work. */
class DocumentedSettingsTest {

    private static final Pattern EXAMPLE_LINE = Pattern.compile("  # {3}(.*)");
    private static final Pattern KNOWN = Pattern.compile(": unknown key; the known ones are (.*)");

    private static String documentation = "";
    private static Config documented = ConfigFactory.empty();
    private static final Map<String, String> EXAMPLES = new TreeMap<>();

    @BeforeAll
    static void readTheDocumentation() throws IOException {
        Path inJobs = Path.of("../conf/almanac.conf");
        documentation = Files.readString(Files.exists(inJobs) ? inJobs : Path.of("conf/almanac.conf"));
        documented = ConfigFactory.parseString(documentation).getConfig("almanac");
        StringBuilder example = new StringBuilder();
        for (String line : documentation.lines().toList()) {
            Matcher matcher = EXAMPLE_LINE.matcher(line);
            if (matcher.matches()) {
                example.append(matcher.group(1)).append('\n');
            } else if (line.endsWith(" {}")) {
                EXAMPLES.put(line.replace("{}", "").strip(), example.toString());
                example.setLength(0);
            }
        }
    }

    @Test
    void theDocumentationIsAConfigurationOnceItHasASourceAndSales() {
        Settings withDocumentation = Texts.read(documentation + "\nalmanac {\n" + SALES_ONLY + "}");

        assertThat(withDocumentation.digest())
                .isEqualTo(Texts.read(Texts.with("")).digest());
        assertThat(withDocumentation.sources())
                .isEqualTo(Texts.read(Texts.with("")).sources());
    }

    @Test
    void theDocumentationAloneLacksOnlySales() {
        assertThat(problems(documentation))
                .singleElement()
                .asString()
                .endsWith("almanac.inputs.sales: missing; it is the only input table that every night needs");
    }

    @ParameterizedTest
    @CsvSource({"''", "calendar", "market", "forecast", "customers", "gates", "catalog"})
    void theDocumentedKeysOfABlockAreTheKnownOnes(String block) {
        ConfigObject keys = block.isEmpty() ? documented.root() : documented.getObject(block);

        assertThat(keysKnownIn(block)).isEqualTo(new TreeSet<>(keys.keySet()));
    }

    @ParameterizedTest
    @CsvSource({
        "sources,     sales_files,                      sources.sales_files",
        "inputs,      sales|market,                     inputs.sales",
        "inputs,      sales.columns.order_date|sales.columns.currency_code, inputs.sales.columns.currency_code",
        "hierarchies, geography|product,                hierarchies.h",
        "hierarchies, product.market,                   hierarchies.h.market"
    })
    void theKeysOfAnExampleAreTheKnownOnes(String setting, String paths, String block) {
        Config example = ConfigFactory.parseString(EXAMPLES.get(setting));
        Set<String> keys = new TreeSet<>();
        for (String path : paths.split("\\|")) {
            keys.addAll(example.getObject(path).keySet());
        }

        assertThat(keysKnownIn(block)).isEqualTo(keys);
    }

    @Test
    void theExampleOfASourceShowsTheDefaults() {
        String example = "sources {" + EXAMPLES.get("sources") + "}";
        String shortest = "sources.sales_files { format = csv, path = \"sales/*.csv\" }";

        Settings settings = Texts.read(Texts.with(example));

        assertThat(settings.sources())
                .isEqualTo(Texts.read(Texts.with(shortest)).sources());
    }

    @Test
    void theExamplesAreAConfigurationTogether() {
        String shop = Texts.only("sources {" + EXAMPLES.get("sources") + "}\n"
                + "inputs {" + EXAMPLES.get("inputs") + "}\n"
                + "inputs.products.select = \"SELECT 1\"\ninputs.territories.select = \"SELECT 1\"\n"
                + "hierarchies {" + EXAMPLES.get("hierarchies") + "}\n"
                + "segmentations {" + EXAMPLES.get("segmentations") + "}");

        Settings settings = Texts.read(shop);

        assertThat(settings.hierarchies()).extracting(Hierarchy::name).containsExactly("geography", "product");
        assertThat(settings.segmentations())
                .containsExactly(
                        new Segmentation("geography", List.of(new Crossing("geography", 2))),
                        new Segmentation("market", List.of(new Crossing("geography", 1), new Crossing("product", 1))));
        assertThat(settings.inputs()).extracting(InputMapping::table).contains("sales", "market");
    }

    @Test
    void theListsOfAllowedWordsAreComplete() {
        assertThat(documentation).contains("are reported: " + ids(PeriodType.values(), PeriodType::id) + ".");
        assertThat(documentation).contains("fiscal months: month (calendar months), 445, 454 or 544 weeks");
        assertThat(List.of(WeekPattern.values()))
                .extracting(WeekPattern::id)
                .containsExactly("month", "445", "454", "544");
        assertThat(documentation)
                .contains("# csv, parquet, json (an object a line), delta (a folder), table (of the catalogue)");
        assertThat(List.of(Format.values()))
                .extracting(Format::id)
                .containsExactly("csv", "parquet", "json", "delta", "table");
    }

    private static <T> String ids(T[] values, Function<T, String> id) {
        return String.join(", ", List.of(values).stream().map(id).toList());
    }

    /** What the reader says that it knows in a block when it meets a key like no other. */
    private static Set<String> keysKnownIn(String block) {
        String path = block.isEmpty() ? "" : block + ".";
        List<String> known = problems(Texts.with(path + "qqqqqqqqqqqqqqqqqqqq = 1")).stream()
                .map(KNOWN::matcher)
                .filter(Matcher::find)
                .map(matcher -> matcher.group(1))
                .toList();
        assertThat(known).as("complaints about the unknown key in %s", block).hasSize(1);
        return new TreeSet<>(List.of(known.get(0).split(", ")));
    }
}
