package almanac.staging;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Every input table of the product, in the order in which a night reads them. */
public final class StagingTables {

    /** Dimensions and exchange rates first, then what refers to them. */
    public static final List<InputTable> ALL = all();

    private StagingTables() {}

    /** The input table of a name. */
    public static Optional<InputTable> named(String name) {
        return ALL.stream().filter(table -> table.name().equals(name)).findFirst();
    }

    private static List<InputTable> all() {
        List<InputTable> tables = new ArrayList<>(Dimensions.ALL);
        // Before all whose amounts are converted with them.
        tables.add(ExchangeRates.INPUT);
        tables.add(Sales.INPUT);
        tables.add(Market.INPUT);
        tables.add(CompetitorPrices.INPUT);
        tables.add(Events.INPUT);
        tables.add(Promotions.INPUT);
        tables.add(Potentials.INPUT);
        tables.add(Campaigns.CAMPAIGNS);
        tables.add(Campaigns.INITIATIVES);
        tables.add(CampaignExposures.INPUT);
        tables.add(MarketingSpend.INPUT);
        tables.add(Targets.INPUT);
        return List.copyOf(tables);
    }
}
