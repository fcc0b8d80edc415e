package almanac.lake.file;

import static almanac.lake.file.Sources.CONF;
import static almanac.lake.file.Sources.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import almanac.error.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileListingTest {

    @TempDir
    Path outside;

    private Path lake;

    @BeforeEach
    void lake() throws IOException {
        lake = Files.createDirectory(outside.resolve("lake"));
    }

    private void files(String... names) {
        Arrays.stream(names).forEach(name -> write(lake, name, "x"));
    }

    private Listing list(String glob) {
        return FileListing.list(CONF, lake.toString(), glob);
    }

    private List<String> names(String glob) {
        return list(glob).files().stream().map(FoundFile::relativePath).toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    sales/a1.csv          | sales/a1.csv
                    sales                 | sales/a1.csv sales/a2.csv sales/b.txt sales/y=1/m=2/c.csv
                    sales/                | sales/a1.csv sales/a2.csv sales/b.txt sales/y=1/m=2/c.csv
                    ./sales/./a1.csv      | sales/a1.csv
                    sales/*.csv           | sales/a1.csv sales/a2.csv
                    sales/a?.csv          | sales/a1.csv sales/a2.csv
                    sales/{a1.csv,b.txt}  | sales/a1.csv sales/b.txt
                    {sales,other}/a1.csv  | other/a1.csv sales/a1.csv
                    **/*.csv              | other/a1.csv sales/a1.csv sales/a2.csv sales/y=1/m=2/c.csv
                    sales/**/c.csv        | sales/y=1/m=2/c.csv
                    sales/y=*/m=*/*.csv   | sales/y=1/m=2/c.csv
                    sales/y=*             | sales/y=1/m=2/c.csv
                    sales/**              | sales/a1.csv sales/a2.csv sales/b.txt sales/y=1/m=2/c.csv
                    Sales/*.csv           |
                    sales/a.csv           |
                    missing/*.csv         |
                    """)
    void aPathMeansAFileAFolderOrWhatItsWildcardsMatch(String glob, String expected) {
        files("sales/a1.csv", "sales/a2.csv", "sales/b.txt", "sales/y=1/m=2/c.csv", "other/a1.csv");
        assertThat(String.join(" ", names(glob))).isEqualTo(expected == null ? "" : expected);
    }

    @Test
    void charactersThatMeanSomethingElsewhereAreOrdinary() {
        files("a+b(1).csv", "a[1].csv", "a b.csv", "a%20b.csv", "d:e/b.csv");
        assertThat(names("a+b(1).csv")).containsExactly("a+b(1).csv");
        assertThat(names("a[1].csv")).containsExactly("a[1].csv");
        assertThat(names("*.csv")).containsExactly("a b.csv", "a%20b.csv", "a+b(1).csv", "a[1].csv");
        for (FoundFile file : list("**").files()) {
            assertThat(FileProbe.probe(CONF, file.path()).bytes())
                    .as(file.path())
                    .isEqualTo(1);
        }
    }

    @Test
    void aNameWithAColonIsRefusedWhereItCouldNotBeOpened() {
        files("a:b.csv");
        assertThatThrownBy(() -> list("*.csv"))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.SOURCE))
                .hasMessageContaining("a:b.csv")
                .hasMessageContaining("has a colon in its name");
    }

    @Test
    void filesComeInTheOrderInWhichPeopleCount() {
        files("d10.csv", "d9.csv", "d09.csv", "d1-2.csv", "d1.csv", "d99999999999999999999.csv");
        assertThat(names("*"))
                .containsExactly("d1-2.csv", "d1.csv", "d09.csv", "d9.csv", "d10.csv", "d99999999999999999999.csv");
        assertThat(NaturalOrder.OF_NAMES.compare("a", "a")).isZero();
    }

    @Test
    void aFileTellsItsPlaceSizeAndTime() throws IOException {
        Path file = Path.of(write(lake, "sales/a.csv", "12345"));
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_700_000_000_000L));
        assertThat(list("sales").files())
                .containsExactly(new FoundFile("file:" + file, "sales/a.csv", 5, 1_700_000_000_000L));
    }

    @Test
    void whatIsLeftOutIsNamed() {
        files(
                "sales/a.csv",
                "sales/_b.csv",
                "sales/.c.csv",
                "sales/d.txt",
                "sales/_tmp/e.csv",
                "sales/.git/f",
                "g.csv");
        assertThat(list("sales/*.csv").notTaken())
                .containsExactly("sales/.c.csv", "sales/.git/", "sales/_b.csv", "sales/_tmp/", "sales/d.txt");
        assertThat(list("sales").notTaken())
                .containsExactly("sales/.c.csv", "sales/.git/", "sales/_b.csv", "sales/_tmp/");
        assertThat(list("**/*.txt").notTaken())
                .contains("g.csv", "sales/a.csv", "sales/_b.csv")
                .doesNotContain("sales/d.txt");
        assertThat(list("sales/a.csv").notTaken()).isEmpty();
    }

    @Test
    void aHiddenFileIsTakenWhereItIsAskedFor() {
        files("sales/a.csv", "sales/_b.csv", "sales/.c.csv");
        assertThat(list("sales/_*.csv"))
                .satisfies(listing -> assertThat(listing.notTaken()).containsExactly("sales/.c.csv", "sales/a.csv"));
        assertThat(names("sales/_*.csv")).containsExactly("sales/_b.csv");
        assertThat(names("sales/.c.csv")).containsExactly("sales/.c.csv");
    }

    @Test
    void marksOfOtherToolsAreNoUnknownFiles() {
        files("sales/a.csv", "sales/.a.csv.crc", "sales/_SUCCESS", "sales/._SUCCESS.crc", "sales/_delta_log/0.json");
        assertThat(list("sales/*.csv").notTaken()).isEmpty();
        assertThat(list("sales").notTaken()).isEmpty();
        assertThat(names("sales")).containsExactly("sales/a.csv");
    }

    @Test
    void aChecksumWhoseFileIsGoneIsNamed() {
        files("sales/a.csv", "sales/.b.csv.crc");
        assertThat(list("sales").notTaken()).containsExactly("sales/.b.csv.crc");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../secret.csv",
                "sales/../../secret.csv",
                "sales/..",
                "/etc/passwd",
                "file:/etc/passwd",
                "s3a://other/x",
                "a\0b",
                "a\\..\\b",
                "{a,b/c}",
                "{a",
                "a}",
                "{{a,b}}",
                "a**",
                "**.csv"
            })
    void aPathThatLeavesTheLakeOrCannotBeUnderstoodIsRefused(String glob) {
        write(outside, "secret.csv", "x");
        assertThatThrownBy(() -> list(glob))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.CONFIGURATION));
    }

    @Test
    void anEncodedPathIsAnOrdinaryName() {
        write(outside, "secret.csv", "x");
        assertThat(names("%2e%2e/secret.csv")).isEmpty();
    }

    @Test
    void aSymbolicLinkOutOfTheLakeIsRefused() throws IOException {
        Path secret = Path.of(write(outside, "secret/a.csv", "x"));
        Files.createDirectory(lake.resolve("sales"));
        Files.createSymbolicLink(lake.resolve("sales/link.csv"), secret);
        assertThatThrownBy(() -> list("sales/*.csv")).isInstanceOfSatisfying(Failure.class, failure -> {
            assertThat(failure.kind()).isEqualTo(Failure.Kind.CONFIGURATION);
            assertThat(failure).hasMessageContaining("sales/link.csv").hasMessageContaining("leads out of the lake");
        });
        Files.createSymbolicLink(lake.resolve("folder"), secret.getParent());
        assertThatThrownBy(() -> list("folder/*.csv")).hasMessageContaining("leads out of the lake");
        assertThatThrownBy(() -> list("**")).hasMessageContaining("leads out of the lake");
    }

    @Test
    void aSymbolicLinkWithinTheLakeIsFollowed() throws IOException {
        files("real/a.csv");
        Files.createSymbolicLink(lake.resolve("current"), lake.resolve("real"));
        assertThat(names("current/*.csv")).containsExactly("current/a.csv");
    }

    @Test
    void theLakeItselfMayBeASymbolicLink() throws IOException {
        files("a.csv");
        Path link = Files.createSymbolicLink(outside.resolve("link"), lake);
        assertThat(FileListing.list(CONF, link.toString(), "*.csv").files()).hasSize(1);
    }

    @Test
    void aSymbolicLinkToNothingIsNotPassedOverInSilence() throws IOException {
        files("sales/a.csv");
        Files.createSymbolicLink(lake.resolve("sales/gone.csv"), lake.resolve("nowhere.csv"));
        assertThatThrownBy(() -> list("sales/*.csv")).isInstanceOfSatisfying(Failure.class, failure -> {
            assertThat(failure.kind()).isEqualTo(Failure.Kind.SOURCE);
            assertThat(failure.details()).singleElement().asString().endsWith("sales/gone.csv");
        });
    }

    @Test
    void aCircleOfSymbolicLinksEnds() throws IOException {
        files("sales/a.csv");
        Files.createSymbolicLink(lake.resolve("sales/again"), lake.resolve("sales"));
        assertThatThrownBy(() -> list("sales")).hasMessageContaining("leads back to a folder that it lies in");
    }

    @Test
    void aMissingLakeAndAFileAsLakeAreRefused() {
        assertThatThrownBy(() -> FileListing.list(CONF, lake + "/nowhere", "*"))
                .isInstanceOfSatisfying(Failure.class, failure -> {
                    assertThat(failure.kind()).isEqualTo(Failure.Kind.SOURCE);
                    assertThat(failure)
                            .hasMessage("The folder " + lake + "/nowhere, where sources are to lie, is not there.");
                });
        files("a.csv");
        assertThatThrownBy(() -> FileListing.list(CONF, lake + "/a.csv", "*")).hasMessageContaining("is not there");
    }

    @Test
    void aPathOfAFileSystemWorksAsWell() {
        files("sales/a.csv");
        assertThat(FileListing.list(CONF, lake.toUri().toString(), "sales").files())
                .hasSize(1);
    }
}
