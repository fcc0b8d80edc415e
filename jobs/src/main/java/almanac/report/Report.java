package almanac.report;

import almanac.lake.Warehouse;
import almanac.table.TableSpec;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The report of the last published night: one HTML page that needs nothing else, so that it opens from a mail. It reads what was
 * published and computes nothing of its own but what it takes to show it.
 *
 * @param runId the run that published the night
 * @param html the page
 */
public record Report(String runId, String html) {

    /** As large as a mail takes, and a browser opens at once. */
    static final int MOST_BYTES = 10_000_000;

    private static final List<Section> SECTIONS = List.of(
            new SalesSection(),
            new ShareSection(),
            new CompetitorSection(),
            new MatrixSection(),
            new BridgeSection(),
            new ForecastSection(),
            new AlertsSection(),
            new OpportunitiesSection(),
            new QualitySection());

    /**
     * Makes the report.
     *
     * @param company the name of the configuration, which the report has as its title
     * @param currency the reporting currency
     * @param specs every table of the product, which each have a page
     * @throws almanac.error.Failure of kind CONFIGURATION if no night is published
     */
    public static Report of(Warehouse warehouse, String company, String currency, List<TableSpec> specs) {
        return of(PublishedNight.last(warehouse), company, currency, specs, MOST_BYTES);
    }

    /** The same of so many bytes at most: where all segments are more, of fewer. */
    static Report of(PublishedNight night, String company, String currency, List<TableSpec> specs, int mostBytes) {
        ReportPeriods periods = ReportPeriods.of(night);
        SegmentList segments = SegmentList.of(night, periods, SegmentList.MOST);
        while (true) {
            String html = html(night, periods, segments, company, currency, specs);
            long bytes = html.getBytes(StandardCharsets.UTF_8).length;
            if (bytes <= mostBytes || segments.size() <= 1) {
                return new Report(night.runId(), html);
            }
            // Most of it grows with the segments; a little less than in proportion leaves room for what does not.
            segments = SegmentList.of(night, periods, (int) (segments.size() * 0.95 * mostBytes / bytes));
        }
    }

    private static String html(
            PublishedNight night,
            ReportPeriods periods,
            SegmentList segments,
            String company,
            String currency,
            List<TableSpec> specs) {
        ReportScope scope = new ReportScope(night, segments, periods, Rounding.of(segments.largestAmount()));
        Map<String, Object> sections = new LinkedHashMap<>();
        Map<String, Object> missing = new LinkedHashMap<>();
        for (Section section : SECTIONS) {
            section.needs().stream()
                    .map(night::absence)
                    .filter(Objects::nonNull)
                    .findFirst()
                    .ifPresentOrElse(
                            reason -> missing.put(section.id(), reason),
                            () -> sections.put(section.id(), section.data(scope)));
        }
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("currency", currency);
        data.put("moneyDecimals", scope.rounding().moneyDecimals());
        data.put(
                "periods",
                periods.headlines().stream().map(ReportPeriods.Period::data).toList());
        data.put("firstPeriod", periods.first());
        data.put("segments", segments.data());
        data.put("sections", sections);
        data.put("missing", missing);
        data.put("tables", TablePages.data(night, specs));
        List<String> words = new NightWords(scope, sections, currency).sentences();
        return Page.of(company, night, words, data);
    }
}
