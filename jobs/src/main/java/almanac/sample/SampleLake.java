package almanac.sample;

import org.apache.hadoop.conf.Configuration;

/**
 * Writes the sample lake: daily deliveries of the sales of an invented maker of consumer goods, what they refer to, and
 * a market panel, with the truth beside them.
 *
 * <pre>
 * sales/sales-2025-12-31.csv       one file per day; every tenth of a month as .csv.gz; in March in another column order
 * products/products.csv            a row per product and list price
 * stores/stores.json               one object a line
 * channels/channels.csv, customers/customers.csv, events/events.csv, promotions/promotions.csv
 * potentials/households.csv        a row per region and year
 * competitor_prices/competitor_prices.csv   a row per first of a month, product and competitor
 * campaigns/campaigns.csv, initiatives/initiatives.csv, marketing_spend/marketing_spend.csv
 * campaign_exposures/campaign_exposures.csv   a row per customer who got a letter or was held out
 * targets/targets.csv              a row per subcategory and month, the company's year, and an account's months
 * market/market-2025-12.parquet    a row per day, subcategory, region and supplier
 * truth.json                       counts and sums of all this, and every planted effect; written last
 * </pre>
 *
 * <p>The same parameters give the same bytes, however the days are spread. A delivery of sales depends on the seed, the
 * scale, its day and (in the first twenty days) on the first day alone: a lake that ends a day later has one file of
 * sales more, and the others unchanged.
 */
public final class SampleLake {

    private SampleLake() {}

    /**
     * Writes the whole lake into a new or empty folder.
     *
     * @param parameters which lake
     * @param target the folder, on any file system of the configuration
     * @param hadoop how file systems are reached
     * @param days where the days are written
     * @return what the deliveries of sales hold, as in {@code truth.json}
     * @throws almanac.error.Failure of configuration if the folder is not empty, of storage if it cannot be written
     */
    public static SalesTruth generate(
            SampleParameters parameters, String target, Configuration hadoop, ForEachDay days) {
        SampleFolder folder = new SampleFolder(target, hadoop);
        folder.requireEmpty();
        DimensionFiles.write(parameters, folder);
        MarketingFiles.write(parameters, folder);
        SalesTruth sales =
                SalesTruth.sum(days.collect(parameters.dates(), day -> SampleDay.write(parameters, day, folder)));
        MarketTruth market = MarketFiles.write(parameters, folder, sales.sales());
        Plan.write(parameters, folder, sales);
        TruthFile.write(parameters, sales, market, folder);
        return sales;
    }
}
