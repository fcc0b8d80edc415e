package almanac.sample;

import java.util.List;

/** Writes what was done to sell, and what others asked meanwhile: promotions, campaigns, whom they reach, spend, competitors' prices. */
final class MarketingFiles {

    private static final int PLANNED_DAYS = 91;

    private final SampleParameters parameters;
    private final SampleFolder folder;

    private MarketingFiles(SampleParameters parameters, SampleFolder folder) {
        this.parameters = parameters;
        this.folder = folder;
    }

    /**
     * Writes all of them.
     *
     * @throws almanac.error.Failure of storage if a file cannot be written
     */
    static void write(SampleParameters parameters, SampleFolder folder) {
        MarketingFiles files = new MarketingFiles(parameters, folder);
        files.writePromotions();
        files.writeCalendar("campaigns/campaigns.csv", Marketing.campaigns(parameters));
        files.writeCalendar("initiatives/initiatives.csv", Marketing.initiatives(parameters));
        files.writeExposures();
        files.writeSpend();
        files.writeCompetitorPrices();
    }

    /** The promotions that touch the delivered days, and those planned for the quarter after them; a row per region. */
    private void writePromotions() {
        folder.writeCsv(
                "promotions/promotions.csv",
                "promotion_id,product_id,region,start_date,end_date,price_cut_rate",
                csv -> new Prices(parameters.seed())
                        .promotions(parameters.first(), parameters.end().plusDays(PLANNED_DAYS))
                        .forEach(promotion -> promotion
                                .regions()
                                .forEach(region -> csv.writeRecord(
                                        promotion.id(),
                                        promotion.product().id(),
                                        region,
                                        promotion.start().toString(),
                                        promotion.end().toString(),
                                        Double.toString(promotion.percent() / 100.0)))));
    }

    /** A row for each region, or one for all of them. */
    private void writeCalendar(String name, List<Marketing.Row> rows) {
        folder.writeCsv(
                name,
                "campaign_id,campaign_name,campaign_type,start_date,end_date,region,category_l1,cost_amount",
                csv -> rows.forEach(row -> csv.writeRecord(
                        row.id(),
                        row.name(),
                        row.type(),
                        row.start().toString(),
                        row.end().toString(),
                        row.region() == null ? "" : row.region(),
                        row.category().title(),
                        SalesFile.money(Marketing.cost(parameters)))));
    }

    private void writeExposures() {
        folder.writeCsv(
                "campaign_exposures/campaign_exposures.csv",
                "campaign_id,customer_id,is_treated",
                csv -> Marketing.letters(parameters)
                        .forEach(letter -> csv.writeRecord(
                                Marketing.LETTERS.id(), letter.customer(), Boolean.toString(letter.isTreated()))));
    }

    private void writeSpend() {
        folder.writeCsv(
                "marketing_spend/marketing_spend.csv",
                "spend_date,channel_id,spend_type,spend_amount,currency_code",
                csv -> Marketing.spend(parameters)
                        .forEach(spend -> csv.writeRecord(
                                spend.date().toString(),
                                spend.channel(),
                                spend.type(),
                                SalesFile.money(spend.cents()),
                                SalesFile.CURRENCY)));
    }

    /** What each competitor asks on the first of every month for what stands beside our products on sale. */
    private void writeCompetitorPrices() {
        folder.writeCsv(
                "competitor_prices/competitor_prices.csv",
                "price_date,product_id,competitor_id,price_amount,currency_code",
                csv -> parameters.dates().stream()
                        .filter(day -> day.getDayOfMonth() == 1)
                        .forEach(day -> Assortment.PRODUCTS.stream()
                                .filter(product -> product.onSale(day))
                                .forEach(product -> Competition.COMPETITORS.forEach(competitor -> csv.writeRecord(
                                        day.toString(),
                                        product.id(),
                                        competitor.id(),
                                        SalesFile.money(Competition.price(competitor, product, day)),
                                        SalesFile.CURRENCY)))));
    }
}
