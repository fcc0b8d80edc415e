package almanac.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import almanac.TestSession;
import almanac.error.Failure;
import almanac.lake.ReportFiles;
import almanac.lake.Warehouse;
import almanac.market.MarketShare;
import almanac.market.SegmentSales;
import almanac.table.TableSpec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report of a small warehouse, as text and in a real browser. */
class ReportTest {

    private static final List<String> NAMES = List.of(
            "</script><script>window.owned = 1</script>",
            "<img src=x onerror='window.owned = 2'>",
            "\"><svg onload=window.owned=3>",
            "__proto__",
            "{b}: {c|x} ${window.owned = 4}",
            "Whisky & Gin\u2028 \u202Eright to left",
            "W".repeat(200),
            "<!--<script>");

    private static final List<TableSpec> SPECS = List.of(SegmentSales.SPEC, MarketShare.SPEC);

    /** Where the page and its pictures stay, to be looked at. */
    private static final Path KEPT = Path.of("target", "report");

    @TempDir
    static Path folder;

    private static Warehouse warehouse;
    private static Path page;

    @BeforeAll
    static void report() throws Exception {
        warehouse = ReportWarehouse.whole(folder.resolve("warehouse"), NAMES);
        page = Files.writeString(
                Files.createDirectories(KEPT.toAbsolutePath()).resolve("report.html"), html(warehouse));
    }

    private static String html(Warehouse of) {
        return Report.of(of, NAMES.get(0), "EUR", SPECS).html();
    }

    @Test
    void sentencesTellTheNumbersAndTheirTables() throws Exception {
        assertThat(Files.readString(page))
                .contains("The night of 31 December 2025 was published on 1 January 2026, 02:03 UTC by run run-1")
                .contains(
                        "1 input came in 2 files with 1,500 records: 1,490 count, 7 are quarantined, 2 are duplicates,"
                                + " 1 are left out by the mapping (<code>ops.deliveries</code>).")
                // 110 in each of twelve months, times 1 + 2 + ... + 8.
                .contains(
                        "Net sales of 1 January 2025 to 31 December 2025 were EUR 47,520.00, +10.0 % on a year before")
                .contains("The share of the market was 25.0 %, +0.5 pp on the year before"
                        + " (<code>market.market_share</code>).")
                .contains("Forecasts of all sales were off by 10.0 %; repeating the last year by 20.0 %");
    }

    @Test
    void everyChartIsDrawnAtEveryWidthInLightAndDark() throws Exception {
        try (Chromium browser = Chromium.open(folder.resolve("profile"))) {
            for (String scheme : List.of("light", "dark")) {
                for (int width : List.of(390, 1440)) {
                    browser.load(page, width, scheme);
                    String kind = width + " px, " + scheme;
                    assertThat(browser.value("document.querySelectorAll('.chart').length")
                                    .asInt())
                            .as("charts at " + kind)
                            .isEqualTo(9);
                    assertThat(browser.value(
                                            "[...document.querySelectorAll('.chart')].filter(c => c.querySelectorAll('svg path').length < 2).length")
                                    .asInt())
                            .as("charts without a drawing at " + kind)
                            .isZero();
                    assertThat(browser.value("document.documentElement.scrollWidth")
                                    .asInt())
                            .as("width of the page at " + kind)
                            .isLessThanOrEqualTo(width);
                    browser.screenshot(KEPT.resolve(width + "-" + scheme + ".png"));
                }
            }
            assertThat(browser.complaints()).isEmpty();
        }
    }

    @Test
    void namesAreTextWhateverTheySay() throws Exception {
        try (Chromium browser = Chromium.open(folder.resolve("profile-of-names"))) {
            browser.load(page, 1440, "light");
            // Every segment is chosen, every list opened, every tooltip shown.
            browser.value(
                    "SEGMENTS.label.forEach((name, i) => show(i)); show(SEGMENTS.root);"
                            + "document.getElementById('segment').focus();"
                            + "document.querySelectorAll('details').forEach(details => details.open = true);"
                            + "drawings.forEach(drawing => drawing.chart.dispatchAction({type: 'showTip', seriesIndex: 0, dataIndex: 0}))");
            for (String name : NAMES) {
                assertThat(browser.value("document.getElementById('sales').textContent")
                                .asText())
                        .contains(name);
            }
            assertThat(browser.value("typeof window.owned").asText()).isEqualTo("undefined");
            assertThat(browser.value("document.querySelectorAll('main img, main svg[onload]').length")
                            .asInt())
                    .isZero();
            assertThat(browser.complaints()).isEmpty();
        }
    }

    @Test
    void theLargestSupplierIsThatOfTheSegmentInTheNewestPeriodOfTheMarket() throws Exception {
        try (Chromium browser = Chromium.open(folder.resolve("profile-of-suppliers"))) {
            browser.load(page, 1440, "light");
            browser.value("show(SEGMENTS.path.indexOf('product=1'))");
            assertThat(browser.value("document.getElementById('share').textContent")
                            .asText())
                    .contains("The largest in Q3 2025 is Local with 35.0 %. Us (own) has 20.0 %.")
                    .doesNotContain("OTHER")
                    .doesNotContain("Big ");
            browser.value("show(SEGMENTS.path.indexOf('product=2'))");
            assertThat(browser.value("document.getElementById('share').textContent")
                            .asText())
                    .contains("The largest in Q3 2025 is " + NAMES.get(0) + " with 30.0 %");
            assertThat(browser.complaints()).isEmpty();
        }
    }

    @Test
    void anOpportunityOutsideTheListedSegmentsHasItsNameAndNoLink() throws Exception {
        try (Chromium browser = Chromium.open(folder.resolve("profile-of-opportunities"))) {
            browser.load(page, 1440, "light");
            assertThat(browser.value(
                                    "opportunities([{ ...rowsOf(part('opportunities'))[0], name: 'Small', segment_index: null }])"
                                            + ".map(part => part.textContent + part.querySelectorAll('tbody button').length).join()")
                            .asText())
                    .contains("Small comes first with EUR 9.00")
                    .endsWith("0");
            assertThat(browser.complaints()).isEmpty();
        }
    }

    @Test
    void aSegmentIsFoundByItsNameAndLookedInto() throws Exception {
        try (Chromium browser = Chromium.open(folder.resolve("profile-of-search"))) {
            browser.load(page, 1440, "light");
            browser.value("{ const box = document.getElementById('segment'); box.focus(); box.value = 'whisky gin';"
                    + "box.dispatchEvent(new Event('input'));"
                    + "box.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown' }));"
                    + "box.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter' })) }");
            assertThat(browser.value("document.querySelector('#trail [aria-current]').textContent")
                            .asText())
                    .startsWith("Whisky & Gin");
            // The sixth segment: 110 x 6 x 12.
            assertThat(browser.value("document.querySelector('.tiles dd').textContent")
                            .asText())
                    .startsWith("EUR 7,920.00");
            assertThat(browser.complaints()).isEmpty();
        }
    }

    @Test
    void aSectionWithoutItsTableSaysSo() {
        String html = html(ReportWarehouse.salesOnly(folder.resolve("sales-only"), List.of("Tea")));

        assertThat(html)
                .contains("\"share\":\"market.market_share was not built: no source is mapped to `market`\"")
                .contains("\"forecast\":\"forecast.segment_forecasts was never built\"");
    }

    @Test
    void aNightWithoutSegmentsOpensToo() throws Exception {
        Path bare = Files.writeString(
                folder.resolve("bare.html"), html(ReportWarehouse.booksOnly(folder.resolve("books-only"))));
        try (Chromium browser = Chromium.open(folder.resolve("profile-of-books"))) {
            browser.load(bare, 390, "light");
            assertThat(browser.value("document.getElementById('sales').textContent")
                            .asText())
                    .contains("Not in this report: market.segment_sales was never built.");
            assertThat(browser.value("document.getElementById('quality').textContent")
                            .asText())
                    .contains("date.format");
            assertThat(browser.complaints()).isEmpty();
        }
    }

    @Test
    void aReportThatWouldBeTooLargeShowsFewerSegments() throws Exception {
        int less = (int) Files.size(page) - 2_000;

        String html = Report.of(PublishedNight.last(warehouse), NAMES.get(0), "EUR", SPECS, less)
                .html();

        assertThat(html.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(less);
        Path small = Files.writeString(folder.resolve("small.html"), html);
        try (Chromium browser = Chromium.open(folder.resolve("profile-of-small"))) {
            browser.load(small, 1440, "light");
            assertThat(browser.value("SEGMENTS.label.length").asInt()).isBetween(2, NAMES.size());
            assertThat(browser.value("document.getElementById('sales').textContent")
                            .asText())
                    .contains("smallest segments are in the tables alone");
            assertThat(browser.complaints()).isEmpty();
        }
    }

    @Test
    void theReportOfARunIsAlsoTheLatest() throws Exception {
        String place = ReportFiles.write(warehouse, "run-1", "<p>the night</p>");

        assertThat(place).endsWith("_reports/run-1.html");
        assertThat(folder.resolve("warehouse/_reports/run-1.html")).hasContent("<p>the night</p>");
        assertThat(folder.resolve("warehouse/_reports/latest.html")).hasContent("<p>the night</p>");
    }

    @Test
    void withoutANightThereIsNoReport() {
        Warehouse empty =
                Warehouse.open(TestSession.get(), folder.resolve("empty").toString());

        assertThatThrownBy(() -> html(empty))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("no night is published in");
    }

    @Test
    void jsonNeverEndsItsElement() {
        assertThat(Page.json(Map.of("name", "</script><!--"))).isEqualTo("{\"name\":\"\\u003c/script>\\u003c!--\"}");
    }
}
