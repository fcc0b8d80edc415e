package almanac.forecast.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import almanac.TestSession;
import almanac.error.Failure;
import almanac.forecast.engine.Frequency;
import almanac.forecast.engine.RawValues;
import almanac.forecast.engine.Series;
import almanac.forecast.series.LongSeries.Missing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class LongSeriesTest {

    private static final StructType ROWS =
            StructType.fromDDL("place STRING, shop STRING, month STRING, amount STRING, region STRING");
    private static final SeriesColumns COLUMNS =
            new SeriesColumns("shop", "month", "amount", List.of("region"), List.of());

    @Test
    void seriesStartAndEndWhereTheirValuesDo() {
        LongSeries read = read(
                Missing.UNKNOWN,
                "b 2024-03 7 south",
                "a 2024-02 2 north",
                "a 2024-01 1 north",
                "a 2024-03 3 north",
                "b 2024-04 8 south");

        Map<String, Series> byName = byName(read);
        assertThat(byName).containsOnlyKeys("a", "b");
        assertThat(RawValues.of(byName.get("a"))).containsExactly(1, 2, 3);
        assertThat(RawValues.of(byName.get("b"))).containsExactly(7, 8);
        assertThat(byName.get("a").first()).isZero();
        assertThat(byName.get("b").first()).isEqualTo(2);
        assertThat(byName.get("b").end()).isEqualTo(4);
        assertThat(read.timeline().known()).isEqualTo(4);
        assertThat(read.timeline().horizon()).isEqualTo(3);
        assertThat(read.timeline().label(3)).isEqualTo("2024-04");
        assertThat(read.timeline().shareOfYear(3)).isEqualTo(0.25);
        assertThat(byName.get("b").name().keys()).containsExactly("b", "2024-04");
        assertThat(byName.get("b").name().group()).isEqualTo("south");
        assertThat(byName.get("b").name().id())
                .isNotEqualTo(byName.get("a").name().id());
    }

    @Test
    void periodWithoutAValueIsUnknownOrZeroAndNoneIsAfterTheLastValue() {
        String[] rows = {"a 2024-01 1 n", "a 2024-02 - n", "a 2024-04 4 n", "a 2024-05 NA n", "a 2024-06 - n"};

        assertThat(RawValues.of(byName(read(Missing.UNKNOWN, rows)).get("a")))
                .containsExactly(1, Double.NaN, Double.NaN, 4);
        assertThat(RawValues.of(byName(read(Missing.ZERO, rows)).get("a"))).containsExactly(1, 0, 0, 4);
    }

    @Test
    void orderOfTheRowsDoesNotMatter() {
        Series one =
                byName(read(Missing.UNKNOWN, "a 2024-01 1 n", "a 2024-02 2 n")).get("a");
        Series other =
                byName(read(Missing.UNKNOWN, "a 2024-02 2 n", "a 2024-01 1 n")).get("a");

        assertThat(other.name()).isEqualTo(one.name());
        assertThat(RawValues.of(other)).isEqualTo(RawValues.of(one));
    }

    @Test
    void numbersArePeriodsWithoutACalendar() {
        LongSeries read = read(Missing.UNKNOWN, "a 5 1 n", "a 6 2 n", "b 1 3 n");

        assertThat(byName(read).get("a").first()).isEqualTo(4);
        assertThat(read.timeline().label(5)).isEqualTo("6");
    }

    @Test
    void periodThatIsThereTwiceIsRefusedWithItsPlace() {
        assertThatThrownBy(() -> read(Missing.UNKNOWN, "a 2024-01 1 n", "a 2024-02 2 n", "a 2024-02-01 2 n"))
                .isInstanceOfSatisfying(Failure.class, failure -> {
                    assertThat(failure.kind()).isEqualTo(Failure.Kind.SOURCE);
                    assertThat(failure.describe())
                            .contains("shops.csv, line 4: series `a`, month 2024-02-01")
                            .contains("name other columns or another frequency");
                })
                .hasMessageEndingWith("stand for a period that is there twice");
    }

    @Test
    void everyRowThatCannotBeUsedIsNamedWithItsPlaceAndItsReason() {
        assertThatThrownBy(() -> read(
                        Missing.UNKNOWN,
                        "a 2024-01 1,5 n",
                        "a 2024-13 2 n",
                        "- 2024-02 2 n",
                        "a - 2 n",
                        "a 2024-03 Infinity n",
                        "b 2024-03 -1e160 n",
                        "a 2024-04 4 n"))
                .isInstanceOfSatisfying(
                        Failure.class,
                        failure -> assertThat(failure.describe())
                                .contains("shops.csv, line 2: series `a`, amount is `1,5`, no number")
                                .contains("shops.csv, line 3: series `a`, `2024-13` is no period of monthly data")
                                .contains("shops.csv, line 4: series ``, shop is empty")
                                .contains("shops.csv, line 5: series `a`, month is empty")
                                .contains("shops.csv, line 6: series `a`, amount is `Infinity`, no number")
                                .contains("shops.csv, line 7: series `b`, amount is `-1e160`, too large to forecast")
                                .doesNotContain("line 8"))
                .hasMessage("of the rows, 6 cannot be used");
    }

    @Test
    void rowsThatCannotBeUsedAreNamedInTheirOrder() {
        String[] rows = new String[11];
        Arrays.fill(rows, "a 2024-01 x n");

        // Of the lines 2 to 12 ten are named.
        assertThatThrownBy(() -> read(Missing.UNKNOWN, rows))
                .isInstanceOfSatisfying(
                        Failure.class,
                        failure -> assertThat(failure.describe())
                                .containsSubsequence("line 2:", "line 9:", "line 10:", "line 11:")
                                .doesNotContain("line 12:"));
    }

    @Test
    void numbersBesideACalendarAreRefused() {
        for (String[] rows : new String[][] {
            {"a 2024-01 1 n", "b 2 2 n"}, {"a 2024-01 1 n", "a 2 2 n"},
        }) {
            assertThatThrownBy(() -> read(Missing.UNKNOWN, rows))
                    .isInstanceOfSatisfying(
                            Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.SOURCE))
                    .hasMessage("some periods are plain numbers, others have a calendar");
        }
    }

    @Test
    void nothingToForecastIsRefused() {
        for (String[] rows : new String[][] {{}, {"a 2024-01 - n", "b 2024-01 NA n"}}) {
            assertThatThrownBy(() -> read(Missing.UNKNOWN, rows))
                    .isInstanceOf(Failure.class)
                    .hasMessage("there is no row with a value");
        }
    }

    /** Rows of a file, from its second line on; a dash is an empty field. */
    private static LongSeries read(Missing missing, String... lines) {
        List<Row> rows = new ArrayList<>();
        for (String line : lines) {
            String[] fields = line.split(" ");
            for (int i = 0; i < fields.length; i++) {
                fields[i] = fields[i].equals("-") ? null : fields[i];
            }
            rows.add(RowFactory.create(
                    "shops.csv, line " + (rows.size() + 2), fields[0], fields[1], fields[2], fields[3]));
        }
        return LongSeries.of(
                TestSession.get().createDataFrame(rows, ROWS), "place", COLUMNS, Frequency.MONTHLY, 3, missing);
    }

    private static Map<String, Series> byName(LongSeries read) {
        Map<String, Series> byName = new TreeMap<>();
        read.series().collect().forEach(one -> byName.put(one.name().keys().get(0), one));
        return byName;
    }
}
