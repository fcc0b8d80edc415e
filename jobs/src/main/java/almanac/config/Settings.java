package almanac.config;

import java.util.List;

/**
 * Everything that an operator decides about a night. Lists are in the order of the file.
 *
 * @param name what the results are called in summaries and reports
 * @param lake the folder that the sources lie in: an absolute local path, or a URI
 * @param warehouse the folder that the tables go to, never inside the lake nor around it
 * @param currency the reporting currency, ISO 4217
 * @param sources what lies in the lake
 * @param inputs how sources become input tables, at most one mapping for each table
 * @param hierarchies the hierarchies whose members are analysed
 * @param segmentations the crossings of hierarchies that are analysed
 * @param periods the periods that are reported, at least one
 * @param calendar fiscal periods and days without selling
 * @param market by what markets and positions in them are judged
 * @param forecast what is forecast, and how far
 * @param customers what customers are expected to be worth
 * @param history how long the history tables keep what earlier nights said
 * @param prices how far prices may go
 * @param gates when a night must not be published
 * @param catalog names for the tables in the session's catalogue
 * @param digest SHA-256, 64 hexadecimal digits, of all that changes results: equal digests over the same rows give the
 *     same tables. The name, the warehouse, the history, the catalogue, and the order and place of entries in the file do not count.
 */
public record Settings(
        String name,
        String lake,
        String warehouse,
        String currency,
        List<Source> sources,
        List<InputMapping> inputs,
        List<Hierarchy> hierarchies,
        List<Segmentation> segmentations,
        List<PeriodType> periods,
        CalendarSettings calendar,
        MarketSettings market,
        ForecastSettings forecast,
        CustomerSettings customers,
        HistorySettings history,
        PriceSettings prices,
        Gates gates,
        CatalogSettings catalog,
        String digest) {

    /** Copies the lists. */
    public Settings {
        sources = List.copyOf(sources);
        inputs = List.copyOf(inputs);
        hierarchies = List.copyOf(hierarchies);
        segmentations = List.copyOf(segmentations);
        periods = List.copyOf(periods);
    }
}
