package almanac.segment;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import almanac.SharedData;
import almanac.TestSession;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** Paths: readable, reversible, and never shared by two members. */
class SegmentPathTest {

    private static final List<String> SIGNS = List.of(
            "a>b",
            "a|b",
            "a%b",
            "%3E",
            "%7C",
            "%25",
            "%253E",
            ">",
            "|",
            "%",
            "||",
            ">>",
            "a=b",
            "product=x|geography=y",
            "ALL",
            "ALL|ALL",
            "a\nb",
            "$1",
            "\\1",
            "^[^|]*$",
            "ÅÅÅ",
            "\uD83D\uDE00",
            "ﷺ");

    @Test
    void membersComeBackFromTheirParts() {
        assertThat(roundTrip(SIGNS)).isEqualTo(SIGNS);
    }

    @Test
    void naughtyStringsComeBackFromTheirPathsAndShareNone() throws IOException {
        List<String> names = naughtyStrings();

        List<Row> rows = TestSession.get()
                .createDataset(names, Encoders.STRING())
                .toDF("name")
                .withColumn(SegmentPath.partsColumn("geography"), array(SegmentPath.part(col("name")), lit("x")))
                .withColumn(SegmentPath.partsColumn("product"), array(lit("y"), SegmentPath.part(col("name"))))
                .withColumn("path", SegmentPath.leaf(List.of("geography", "product")))
                .select(
                        col("name"),
                        col("path"),
                        SegmentPath.member(SegmentPath.parts(col("path"), "geography")
                                        .getItem(0))
                                .as("first"),
                        SegmentPath.member(SegmentPath.parts(col("path"), "product")
                                        .getItem(1))
                                .as("second"))
                .collectAsList();

        assertThat(rows).hasSize(names.size()).allSatisfy(row -> {
            assertThat(row.<String>getAs("first")).isEqualTo(row.getAs("name"));
            assertThat(row.<String>getAs("second")).isEqualTo(row.getAs("name"));
        });
        assertThat(rows.stream().map(row -> row.<String>getAs("path"))).doesNotHaveDuplicates();
    }

    @Test
    void missingAndBlankMembersAreUnknown() {
        List<String> names =
                new ArrayList<>(List.of("", " ", "   ", "\t", "\n", " \r\n\t ", "\u00a0", "\u3000", "\u2003"));
        names.add(null);

        assertThat(parts(names)).containsOnly("UNKNOWN").hasSize(10);
    }

    @Test
    void spacesAroundAMemberDoNotMakeAnother() {
        assertThat(parts(List.of(" Whisky", "Whisky ", "Whisky"))).containsOnly("Whisky");
    }

    @Test
    void pathIsReadable() {
        assertThat(value(SegmentPath.join(List.of(
                        SegmentPath.step("geography", array(lit("EMEA"), lit("DE"), lit("Berlin")), 2),
                        SegmentPath.step("product", array(lit("Whisky")), 1)))))
                .isEqualTo("geography=EMEA>DE|product=Whisky");
        assertThat(value(SegmentPath.join(List.of()))).isEqualTo("ALL");
    }

    @Test
    void partsOfAHierarchyThatAPathDoesNotHoldAreNull() {
        assertThat(value(SegmentPath.parts(lit("product=Whisky"), "geography"))).isNull();
        assertThat(value(SegmentPath.parts(lit("ALL"), "geography"))).isNull();
    }

    @Test
    void hierarchyIsNotMistakenForOneWhoseNameEndsAlike() {
        assertThat(value(SegmentPath.parts(lit("sub_product=a|product=b"), "product")
                        .getItem(0)))
                .isEqualTo("b");
    }

    @Test
    void segmentsOfTwoSegmentationsHaveIdsOfTheirOwn() {
        assertThat(value(SegmentPath.id(lit("geography"), lit("ALL"))))
                .isNotEqualTo(value(SegmentPath.id(lit("product"), lit("ALL"))));
    }

    /** The naughty strings that are a member's name: not blank, and without spaces around them. */
    private static List<String> naughtyStrings() throws IOException {
        String json = Files.readString(SharedData.require("badinput/naughty-strings/blns.json"));
        List<String> names = ConfigFactory.parseString("{ names: " + json + " }").getStringList("names").stream()
                .filter(name -> !name.isBlank() && name.equals(name.strip()))
                .distinct()
                .toList();
        assertThat(names).hasSizeGreaterThan(450);
        return Stream.concat(names.stream(), SIGNS.stream()).distinct().toList();
    }

    private static List<String> roundTrip(List<String> names) {
        return column(names, SegmentPath.member(SegmentPath.part(col("name"))));
    }

    private static List<String> parts(List<String> names) {
        return column(names, SegmentPath.part(col("name")));
    }

    private static List<String> column(List<String> names, Column column) {
        return TestSession.get()
                .createDataset(names, Encoders.STRING())
                .toDF("name")
                .select(column.as("value"))
                .as(Encoders.STRING())
                .collectAsList();
    }

    private static Object value(Column column) {
        return TestSession.get().range(1).select(column.as("value")).first().get(0);
    }
}
