package almanac.report;

import static org.assertj.core.api.Assertions.assertThat;

import almanac.lake.Warehouse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How large the report of as many segments as it shows is, and how long a browser takes until its charts are drawn: five years of
 * months, 53 periods ahead. {@code scripts/bench report}; not part of the tests, as its figures are the machine's.
 */
class ReportBenchmark {

    private static final int TIMES = 5;

    @TempDir
    Path folder;

    @Test
    void sizeAndTimeToOpen() throws Exception {
        List<String> names = IntStream.range(1, SegmentList.MOST)
                .mapToObj(i -> "Category " + i)
                .toList();
        Warehouse warehouse = ReportWarehouse.whole(folder.resolve("warehouse"), names, 5, 53);
        long begun = System.nanoTime();
        String html = Report.of(warehouse, "Benchmark", "EUR", List.of()).html();
        double seconds = (System.nanoTime() - begun) / 1e9;
        Path page = Files.writeString(folder.resolve("report.html"), html);
        System.out.printf("report: made in %.1f s, %,d bytes%n", seconds, html.getBytes(StandardCharsets.UTF_8).length);
        try (Chromium browser = Chromium.open(folder.resolve("profile"))) {
            for (int width : List.of(390, 1440)) {
                List<Long> opened = new ArrayList<>();
                for (int i = 0; i < TIMES; i++) {
                    opened.add(browser.open(page, width, "light"));
                }
                Collections.sort(opened);
                System.out.printf(
                        "report: %,d segments at %,d px, charts drawn after %,d ms (median of %d; %,d to %,d)%n",
                        browser.value("SEGMENTS.label.length").asInt(),
                        width,
                        opened.get(TIMES / 2),
                        TIMES,
                        opened.get(0),
                        opened.get(TIMES - 1));
            }
            assertThat(browser.complaints()).isEmpty();
        }
    }
}
