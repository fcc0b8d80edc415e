package almanac.job;

import static org.assertj.core.api.Assertions.assertThat;

import almanac.lake.Ops;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Faults of rows and files that a night takes in without stopping: one night reads a file for each, and each test looks at
 * what became of its own.
 */
class DataFaultsTest {

    @TempDir
    static Path folder;

    private static TestNight night;

    @BeforeAll
    static void runOneNightOfFaults() throws Exception {
        night = TestNight.in(folder)
                .with("gates.quarantine_rate = 0.9")
                .with("gates.earliest_date = \"2000-01-01\"")
                .with("sources.sales_files.on_bad_file = quarantine")
                .with("sources.sales_files.on_empty = accept")
                .delivers("sales/a.csv", "a1,1,2026-01-05,p,2,10.50,c,x", "a1,2,2026-01-05,q,1,3.25,c,x")
                .deliversText(
                        "sales/column-added.csv",
                        "order_id,line,day,product,units,amount,customer,note,colour\nca,1,2026-01-05,p,1,1.00,c,x,red\n")
                .deliversText(
                        "sales/column-optional-removed.csv",
                        "order_id,line,day,product,units,amount\nco,1,2026-01-05,p,1,1.00\n")
                .deliversText(
                        "sales/column-required-removed.csv",
                        "order_id,line,day,product,units,customer\ncr,1,2026-01-05,p,1,c\n")
                .deliversText(
                        "sales/column-renamed.csv",
                        "order_id,line,day,product,units,Amount EUR,customer\ncn,1,2026-01-05,p,1,1.00,c\n")
                .deliversText(
                        "sales/column-reordered.csv",
                        "amount,customer,units,product,day,line,order_id\n10.50,c,2,p,2026-01-05,1,cd\n")
                .delivers(
                        "sales/amounts.csv",
                        "m1,1,2026-01-05,p,1,ten,c,text",
                        "m2,1,2026-01-05,p,1,NaN,c,nan",
                        "m3,1,2026-01-05,p,1,Infinity,c,inf",
                        "m4,1,2026-01-05,p,1,1e308,c,huge",
                        "m5,1,2026-01-05,p,1,-0.0,c,negative zero",
                        "m6,1,2026-01-05,p,1,-5.00,c,sign",
                        "m7,1,2026-01-05,p,-1,-5.00,c,a return",
                        "m8,1,2026-01-05,p,1,100000000000000.00,c,15 digits",
                        "m9,1,2026-01-05,p,1,10.00005,c,5 decimals",
                        "m10,1,2026-01-05,p,1,10.50000,c,zeros behind",
                        "m11,1,2026-01-05,p,1,0,c,free",
                        "m12,1,2026-01-05,p,1,99999999999999.9999,c,widest",
                        "m13,1,2026-01-05,p,1,\"1,5\",c,comma",
                        "m14,1,2026-01-05,p,1, 1.5 ,c,blanks",
                        "m15,1,2026-01-05,p,1,1.5e1,c,exponent",
                        "m16,1,2026-01-05,p,,1.00,c,no units",
                        "m17,1,2026-01-05,p,1,0x10,c,hexadecimal",
                        "m18,1,2026-01-05,p,1,1d,c,java")
                .delivers(
                        "sales/dates.csv",
                        "d1,1,0001-01-01,p,1,1.00,c,",
                        "d2,1,9999-12-31,p,1,1.00,c,",
                        "d3,1,10000-01-01,p,1,1.00,c,",
                        "d4,1,1582-10-10,p,1,1.00,c,in no calendar of that time",
                        "d5,1,1900-01-01,p,1,1.00,c,",
                        "d6,1,2026-04-01,p,1,1.00,c,tomorrow",
                        "d7,1,2026-03-31,p,1,1.00,c,today",
                        "d8,1,2024-02-29,p,1,1.00,c,leap day",
                        "d9,1,2026-02-29,p,1,1.00,c,no leap day",
                        "d10,1,2026-01-05T00:00:00,p,1,1.00,c,a time",
                        "d11,1,2026,p,1,1.00,c,a year",
                        "d12,1,05.01.2026,p,1,1.00,c,german",
                        "d13,1,2026-1-5,p,1,1.00,c,short",
                        "d14,1,,p,1,1.00,c,none",
                        "d15,1,2025-12-31,p,1,1.00,c,year's end")
                .delivers(
                        "sales/keys.csv",
                        ",1,2026-01-05,p,1,1.00,c,no order",
                        "  ,1,2026-01-05,p,1,1.00,c,blank order",
                        "k3,,2026-01-05,p,1,1.00,c,no line",
                        "k4,1,2026-01-05, ,1,1.00,c,blank product",
                        " k5 ,1,2026-01-05,p,1,1.00,c,blanks around")
                .deliversText(
                        "sales/ragged.csv",
                        TestNight.HEADER
                                + "r1,1,2026-01-05,p\nr2,1,2026-01-05,p,1,1.00,c,x,y\nr3,1,2026-01-05,p,1,1.00,c,x\n")
                .deliversText(
                        "sales/quoted.csv",
                        TestNight.HEADER.replace("\n", "\r\n")
                                + "q1,1,2026-01-05,p,1,1.00,c,\"two\r\nlines\"\r\n"
                                + "q2,1,2026-01-05,\"p \"\"big\"\", red\",1,1.00,c,x\r\n\r\n"
                                + "q3,1,2026-01-05,p,1,1.00,c,no end of line")
                .deliversText(
                        "sales/unclosed.csv",
                        TestNight.HEADER
                                + "u1,1,2026-01-05,p,1,1.00,c,x\nu2,1,2026-01-05,p,1,1.00,c,\"open\nu3,1,2026-01-05,p,1,1.00,c,x\n")
                .deliversText("sales/bom.csv", "\uFEFF" + TestNight.HEADER + "b1,1,2026-01-05,p,1,1.00,c,x\n")
                .deliversBytes(
                        "sales/latin1.csv",
                        (TestNight.HEADER + "l1,1,2026-01-05,Café,1,1.00,c,x\nl2,1,2026-01-05,p,1,1.00,c,x\n")
                                .getBytes(StandardCharsets.ISO_8859_1))
                .deliversBytes(
                        "sales/utf16.csv",
                        ("\uFEFF" + TestNight.HEADER + "v1,1,2026-01-05,Straße,1,1.00,c,x\n")
                                .getBytes(StandardCharsets.UTF_16LE))
                .deliversText("sales/replaced.csv", TestNight.HEADER + "f1,1,2026-01-05,Caf\uFFFD,1,1.00,c,x\n")
                .deliversText("sales/nul.csv", TestNight.HEADER + "n1,1,2026-01-05,p\0q,1,1.00,c,x\n")
                .deliversText("sales/empty.csv", "")
                .deliversText("sales/header-only.csv", TestNight.HEADER)
                .deliversText(
                        "sales/long.csv",
                        TestNight.HEADER + "g1,1,2026-01-05,p,1,1.00,c," + "x".repeat(1_500_000) + "\n")
                .deliversBytes("sales/zipped.csv", gzip(TestNight.HEADER + "z1,1,2026-01-05,p,1,1.00,c,x\n"))
                .deliversBytes("sales/cut.csv", cut(gzip(TestNight.HEADER + "y1,1,2026-01-05,p,1,1.00,c,x\n")))
                .delivers(
                        "sales/normal.csv",
                        "e1,1,2026-01-06," + Normalizer.normalize("Müller", Normalizer.Form.NFC) + ",1,1.00,c,x",
                        "e2,1,2026-01-06," + Normalizer.normalize("Müller", Normalizer.Form.NFD) + ",1,1.00,c,x");
        night.run();
    }

    @Test
    void anAddedColumnIsLeftAside() {
        assertThat(sales("ca")).containsExactly("ca 1 2026-01-05 p 1.0000 1.0000");
    }

    @Test
    void aRemovedOptionalColumnIsNoReasonToRefuse() {
        assertThat(sales("co")).containsExactly("co 1 2026-01-05 p 1.0000 1.0000");
    }

    @Test
    void aFileWithoutARequiredColumnIsRefusedAndToldWhatItHas() {
        assertThat(quarantine("column-required-removed")).containsExactly("-1 file.refused");
        assertThat(refusal("column-required-removed"))
                .isEqualTo("schema.missing: it lacks the required columns [amount]; it has"
                        + " [order_id, line, day, product, units, customer]");
        assertThat(delivery("column-required-removed")).isEqualTo("refused 0 0 0 0 0");
    }

    @Test
    void aRenamedRequiredColumnIsNamedBesideWhatTheFileHas() {
        assertThat(refusal("column-renamed"))
                .isEqualTo("schema.missing: it lacks the required columns [amount]; it has"
                        + " [order_id, line, day, product, units, Amount EUR, customer]");
    }

    @Test
    void columnsAreMatchedByNameInAnyOrder() {
        assertThat(sales("cd")).containsExactly("cd 1 2026-01-05 p 2.0000 10.5000");
    }

    @Test
    void whatIsNoAmountIsQuarantinedAndNothingIsRounded() {
        assertThat(quarantine("amounts"))
                .containsExactlyInAnyOrder(
                        "2 amount.number",
                        "3 amount.number",
                        "4 amount.number",
                        "5 amount.precision",
                        "7 amount.sign",
                        "9 amount.precision",
                        "10 amount.precision",
                        "14 amount.number",
                        "17 required.null",
                        "18 amount.number",
                        "19 amount.number");
        assertThat(sales("m"))
                .containsExactlyInAnyOrder(
                        "m5 1 2026-01-05 p 1.0000 0.0000",
                        "m7 1 2026-01-05 p -1.0000 -5.0000",
                        "m10 1 2026-01-05 p 1.0000 10.5000",
                        "m11 1 2026-01-05 p 1.0000 0.0000",
                        "m12 1 2026-01-05 p 1.0000 99999999999999.9999",
                        "m14 1 2026-01-05 p 1.0000 1.5000",
                        "m15 1 2026-01-05 p 1.0000 15.0000");
    }

    @Test
    void aQuarantinedRowTellsItsValueItsAmountAndItsText() {
        assertThat(night.rows(Ops.QUARANTINE, "file", "line", "detail", "amount", "raw_text"))
                .contains(
                        "sales/amounts.csv 2 net_amount = ten null m1,1,2026-01-05,p,1,ten,c,text",
                        "sales/amounts.csv 7 net_amount = -5.0000 -5.0000 m6,1,2026-01-05,p,1,-5.00,c,sign",
                        "sales/dates.csv 7 order_date = 2026-04-01 1.0000 d6,1,2026-04-01,p,1,1.00,c,tomorrow");
    }

    @Test
    void datesAreBelievedWithinTheBoundsAndInFullOnly() {
        assertThat(quarantine("dates"))
                .containsExactlyInAnyOrder(
                        "2 date.range",
                        "3 date.range",
                        "4 date.format",
                        "5 date.range",
                        "6 date.range",
                        "7 date.range",
                        "10 date.format",
                        "11 date.format",
                        "12 date.format",
                        "13 date.format",
                        "14 date.format",
                        "15 required.null");
        assertThat(sales("d"))
                .containsExactlyInAnyOrder(
                        "d7 1 2026-03-31 p 1.0000 1.0000",
                        "d8 1 2024-02-29 p 1.0000 1.0000",
                        "d15 1 2025-12-31 p 1.0000 1.0000");
    }

    @Test
    void aRowWithoutItsKeyIsQuarantinedAndBlanksAroundItAreNoPartOfIt() {
        assertThat(quarantine("keys"))
                .containsExactlyInAnyOrder("2 key.null", "3 key.null", "4 key.null", "5 required.null");
        assertThat(sales("k")).containsExactly("k5 1 2026-01-05 p 1.0000 1.0000");
    }

    @Test
    void raggedRowsAreQuarantinedAndTheirNeighboursAreNot() {
        assertThat(quarantine("ragged")).containsExactlyInAnyOrder("2 record.unreadable", "3 record.unreadable");
        assertThat(night.rows(Ops.QUARANTINE, "file", "line", "detail"))
                .contains("sales/ragged.csv 2 csv.ragged: 8 fields were expected, it has 4");
        assertThat(sales("r")).containsExactly("r3 1 2026-01-05 p 1.0000 1.0000");
    }

    @Test
    void quotesLineEndsAndBlankLinesAreReadAsTheStandardSays() {
        assertThat(sales("q"))
                .containsExactly(
                        "q1 1 2026-01-05 p 1.0000 1.0000",
                        "q2 1 2026-01-05 p \"big\", red 1.0000 1.0000",
                        "q3 1 2026-01-05 p 1.0000 1.0000");
        assertThat(delivery("quoted")).isEqualTo("read 3 3 0 0 0");
    }

    @Test
    void aQuoteThatIsNeverClosedIsTold() {
        assertThat(quarantine("unclosed")).containsExactly("3 record.unreadable");
        assertThat(sales("u")).containsExactly("u1 1 2026-01-05 p 1.0000 1.0000");
        assertThat(night.rows(Ops.QUARANTINE, "file", "detail"))
                .anySatisfy(row -> assertThat(row).startsWith("sales/unclosed.csv csv.unclosed_quote: "));
    }

    @Test
    void byteOrderMarksAreObeyed() {
        assertThat(sales("b")).containsExactly("b1 1 2026-01-05 p 1.0000 1.0000");
        assertThat(sales("v")).containsExactly("v1 1 2026-01-05 Straße 1.0000 1.0000");
    }

    @Test
    void whatIsNotTextInTheDeclaredEncodingIsQuarantined() {
        assertThat(quarantine("latin1")).containsExactly("2 record.unreadable");
        assertThat(sales("l")).containsExactly("l2 1 2026-01-05 p 1.0000 1.0000");
        assertThat(quarantine("replaced")).containsExactly("2 record.unreadable");
        assertThat(quarantine("nul")).containsExactly("2 record.unreadable");
    }

    @Test
    void anEmptyFileAndOneOfAHeaderAloneAreReadWhereThatIsAccepted() {
        assertThat(delivery("empty")).isEqualTo("read 0 0 0 0 0");
        assertThat(delivery("header-only")).isEqualTo("read 0 0 0 0 0");
    }

    @Test
    void aVeryLongFieldIsQuarantinedWithTheBeginningOfItsText() {
        assertThat(quarantine("long")).containsExactly("2 record.unreadable");
        assertThat(night.rows(Ops.QUARANTINE, "file", "raw_text"))
                .filteredOn(row -> row.startsWith("sales/long.csv"))
                .singleElement()
                .satisfies(row -> assertThat(row.length()).isBetween(500, 1100));
    }

    @Test
    void gzipIsKnownByItsBytes() {
        assertThat(sales("z")).containsExactly("z1 1 2026-01-05 p 1.0000 1.0000");
        assertThat(quarantine("cut")).containsExactly("-1 file.refused");
        assertThat(sales("y")).isEmpty();
    }

    @Test
    void oneNameInTwoSpellingsOfUnicodeIsOneSegment() {
        assertThat(night.cube())
                .filteredOn(row -> row.startsWith("2026-01-06"))
                .containsExactly("2026-01-06 Müller 2.0000 2.0000");
    }

    @Test
    void everyFileIsAccountedFor() {
        assertThat(night.deliveries()).hasSize(23).allSatisfy(delivery -> {
            String[] parts = delivery.split(" ");
            assertThat(Long.parseLong(parts[2]))
                    .as(delivery)
                    .isEqualTo(Long.parseLong(parts[3])
                            + Long.parseLong(parts[4])
                            + Long.parseLong(parts[5])
                            + Long.parseLong(parts[6]));
        });
    }

    private static List<String> sales(String order) {
        return night.sales().stream()
                .filter(row -> row.matches(order + "[0-9]* .*"))
                .toList();
    }

    /** Line and rule. */
    private static List<String> quarantine(String file) {
        return night.quarantine().stream()
                .filter(row -> row.startsWith("sales/" + file + ".csv "))
                .map(row -> row.substring(row.indexOf(' ') + 1))
                .toList();
    }

    private static String refusal(String file) {
        String start = "sales/" + file + ".csv file.refused ";
        return night.rows(Ops.QUARANTINE, "file", "rule", "detail").stream()
                .filter(row -> row.startsWith(start))
                .map(row -> row.substring(start.length()))
                .findFirst()
                .orElseThrow();
    }

    private static String delivery(String file) {
        String start = "sales/" + file + ".csv ";
        return night.deliveries().stream()
                .filter(row -> row.startsWith(start))
                .map(row -> row.substring(start.length()))
                .findFirst()
                .orElseThrow();
    }

    static byte[] gzip(String text) throws java.io.IOException {
        java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static byte[] cut(byte[] bytes) {
        return java.util.Arrays.copyOf(bytes, bytes.length / 2);
    }
}
