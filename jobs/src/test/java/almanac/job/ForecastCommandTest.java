package almanac.job;

import static org.assertj.core.api.Assertions.assertThat;

import almanac.TestSession;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command from its arguments to its files, its messages and its exit code. */
class ForecastCommandTest {

    private static final String HEADER = "shop,month,horizon,forecast,p05,p10,p25,p75,p90,p95,method,status,reason";

    @TempDir
    static Path folder;

    private static Said said;
    private static List<String> written;

    private record Said(int exitCode, String text) {}

    @BeforeAll
    static void forecast() throws IOException {
        Files.writeString(folder.resolve("shops.csv"), shops());
        said = run(
                "--input",
                folder.resolve("shops.csv").toString(),
                "--output",
                folder.resolve("forecasts.csv").toString(),
                "--frequency",
                "monthly",
                "--horizon",
                "6",
                "--series",
                "shop",
                "--period",
                "month",
                "--value",
                "amount",
                "--attributes",
                "region",
                "--missing",
                "zero",
                "--origins",
                "3");
        written = Files.exists(folder.resolve("forecasts.csv"))
                ? Files.readAllLines(folder.resolve("forecasts.csv"))
                : List.of();
    }

    @Test
    void everySeriesHasARowForEveryPeriodOfTheHorizon() {
        assertThat(said.exitCode()).as(said.text()).isZero();
        assertThat(written).hasSize(1 + 15 * 6).startsWith(HEADER);
        assertThat(ofShop("s01"))
                .extracting(fields -> fields[1] + " " + fields[2])
                .containsExactly("2024-01 1", "2024-02 2", "2024-03 3", "2024-04 4", "2024-05 5", "2024-06 6");
    }

    @Test
    void quantilesLieAroundTheForecast() {
        for (String[] fields : ofShop("s01")) {
            double[] values = Stream.of(4, 5, 6, 3, 7, 8, 9)
                    .mapToDouble(i -> Double.parseDouble(fields[i]))
                    .toArray();
            assertThat(values).isSorted();
            assertThat(fields[10]).isEqualTo("combination");
            assertThat(fields[11]).isEqualTo("OK");
        }
        // January sells double.
        assertThat(Double.parseDouble(ofShop("dec").get(0)[3])).isBetween(140.0, 260.0);
    }

    @Test
    void seriesThatHasEndedHasZerosAndAReason() {
        assertThat(ofShop("old")).hasSize(6).allSatisfy(fields -> {
            assertThat(Double.parseDouble(fields[3])).isZero();
            assertThat(Double.parseDouble(fields[9])).isZero();
            assertThat(fields[10]).isEqualTo("zero");
            assertThat(fields[12]).isEqualTo("every value of the history is zero");
        });
    }

    @Test
    void seriesWithoutAnyValueKeepsItsRowsWhichSayWhy() {
        assertThat(ofShop("none")).hasSize(6).allSatisfy(fields -> {
            assertThat(fields[3]).isEmpty();
            assertThat(fields[10]).isEqualTo("none");
            assertThat(fields[11]).isEqualTo("SKIPPED");
            assertThat(fields[12]).isEqualTo("no value in a period that is over");
        });
    }

    @Test
    void whatWasDoneAndHowGoodItIsIsSaid() {
        assertThat(said.text())
                .contains("Reading " + folder.resolve("shops.csv"))
                .contains("Learning from all series")
                .contains("15 series, 6 periods ahead each, in ")
                .containsPattern("13  ok\\R +1  fallback naive")
                .containsPattern(
                        "In the back-test, of [0-9,]+ forecasts:\\R +WAPE +[0-9.]+ % +seasonal naive [0-9.]+ %")
                .containsPattern("coverage +[0-9.]+ % +of the 80 % interval")
                .contains("The forecasts are in " + folder.resolve("forecasts.csv"));
    }

    @Test
    void parquetIsWrittenWhereTheNameSaysSoAndShortSeriesAreForecastToo() throws IOException {
        Files.writeString(folder.resolve("short.csv"), "series_id,period,value\na,2023,5\na,2024,6\n");
        Path output = folder.resolve("short.parquet");

        Said young = run(
                "--input",
                folder.resolve("short.csv").toString(),
                "--output",
                output.toString(),
                "--frequency",
                "YEARLY",
                "--horizon",
                "2");

        assertThat(young.exitCode()).as(young.text()).isZero();
        assertThat(TestSession.get()
                        .read()
                        .parquet(output.toString())
                        .orderBy("horizon")
                        .collectAsList())
                .extracting(row -> row.getString(0) + " " + row.getString(1) + " " + row.getDouble(3) + " " + row.get(4)
                        + " " + row.getAs("status"))
                .containsExactly("a 2025 6.0 null FALLBACK_NAIVE", "a 2026 6.0 null FALLBACK_NAIVE");
        assertThat(young.text()).contains("too short for a back-test: how good the forecasts are is not known.");
    }

    @Test
    void horizonAndOriginsThatMakeNoSenseAreTheOperatorsMistake() {
        Said none = run("--input", "x.csv", "--output", "y.csv", "--frequency", "daily", "--horizon", "0");
        Said word = run("--input", "x.csv", "--output", "y.csv", "--frequency", "hourly", "--horizon", "ten");
        Said unknown = run("--input", "x.csv", "--output", "y.csv", "--frequency", "biweekly", "--horizon", "1");
        Said missing = run("--input", "x.csv");

        assertThat(none.exitCode()).isEqualTo(2);
        assertThat(none.text())
                .contains("--horizon is 0 and --origins is 4")
                .contains("give a horizon of 1 to 1000 periods, and at least one origin");
        assertThat(word.exitCode()).isEqualTo(2);
        assertThat(word.text()).contains("'ten' is not an int");
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.text()).contains("biweekly");
        assertThat(missing.exitCode()).isEqualTo(2);
        assertThat(missing.text()).contains("--output", "--frequency", "--horizon");
    }

    @Test
    void fileThatCannotBeUsedIsTheMistakeOfItsOwner() {
        Path shops = folder.resolve("shops.csv");

        Said noFile = file(folder.resolve("nothing.csv"), "shop", "amount");
        Said noColumn = file(shops, "shops", "amount");
        Said noNumber = file(shops, "shop", "region");

        assertThat(noFile.exitCode()).isEqualTo(3);
        assertThat(noFile.text()).contains("nothing.csv");
        assertThat(noColumn.exitCode()).isEqualTo(3);
        assertThat(noColumn.text()).contains("shops.csv has no column shops; did you mean \"shop\"?");
        assertThat(noNumber.exitCode()).isEqualTo(3);
        assertThat(noNumber.text()).contains("shops.csv, line 2: series `s01`, region is `north`, no number");
    }

    private static Said file(Path input, String series, String value) {
        return run(
                "--input",
                input.toString(),
                "--output",
                folder.resolve("never.csv").toString(),
                "--frequency",
                "monthly",
                "--horizon",
                "3",
                "--series",
                series,
                "--period",
                "month",
                "--value",
                value);
    }

    private static List<String[]> ofShop(String name) {
        return written.stream()
                .filter(line -> line.startsWith(name + ","))
                .map(line -> line.split(",", -1))
                .toList();
    }

    /** Four years of twelve shops with noise, one with a season, and one that never sold. */
    private static String shops() {
        StringBuilder text = new StringBuilder("shop,month,amount,region\n");
        Random random = new Random(11);
        for (int shop = 1; shop <= 14; shop++) {
            String name = shop == 13 ? "dec" : shop == 14 ? "old" : String.format("s%02d", shop);
            for (int t = 0; t < 48; t++) {
                double noise = 100 + 10 * random.nextGaussian();
                double amount = shop == 13 ? noise * (t % 12 == 0 ? 2 : 1) : shop == 14 ? 0 : noise;
                text.append(String.format(
                        "%s,%d-%02d,%.2f,%s\n",
                        name, 2020 + t / 12, t % 12 + 1, amount, shop % 2 == 1 ? "north" : "south"));
            }
        }
        return text.append("none,2023-12,,south\n").toString();
    }

    /** Runs the command in the session of the tests; what it says on either channel. */
    private static Said run(String... arguments) {
        TestSession.get();
        List<String> all = new ArrayList<>(List.of("forecast"));
        all.addAll(List.of(arguments));
        PrintStream err = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            int exitCode = Main.execute(all.toArray(String[]::new));
            return new Said(exitCode, said.toString(StandardCharsets.UTF_8));
        } finally {
            System.setErr(err);
        }
    }
}
