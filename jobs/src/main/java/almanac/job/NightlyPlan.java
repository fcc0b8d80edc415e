package almanac.job;

import almanac.config.Settings;
import almanac.customer.AcquisitionCost;
import almanac.customer.ActiveCustomers;
import almanac.customer.BasketRules;
import almanac.customer.BrandSwitching;
import almanac.customer.ClusterFits;
import almanac.customer.Clusters;
import almanac.customer.CohortRetention;
import almanac.customer.CustomerClusters;
import almanac.customer.CustomerConcentration;
import almanac.customer.CustomerDays;
import almanac.customer.CustomerValue;
import almanac.customer.KeyAccounts;
import almanac.customer.LapseRisk;
import almanac.customer.LifetimeValue;
import almanac.customer.LifetimeValueCalibration;
import almanac.customer.ProductWhitespace;
import almanac.customer.PurchaseModels;
import almanac.customer.RevenueRetention;
import almanac.customer.RfmMigrations;
import almanac.forecast.Backtests;
import almanac.forecast.ForecastAccuracy;
import almanac.forecast.ForecastChanges;
import almanac.forecast.ForecastExplanations;
import almanac.forecast.ForecastPaths;
import almanac.forecast.ForecastTotals;
import almanac.forecast.ForecastVariance;
import almanac.forecast.ReconciledForecasts;
import almanac.forecast.ScenarioForecasts;
import almanac.forecast.SegmentActuals;
import almanac.forecast.SegmentForecasts;
import almanac.forecast.SegmentForecastsHistory;
import almanac.lake.Ops;
import almanac.market.Alerts;
import almanac.market.ChannelLaunches;
import almanac.market.ChannelPerformance;
import almanac.market.Distribution;
import almanac.market.DueTo;
import almanac.market.GrowthDrivers;
import almanac.market.GrowthShareMatrix;
import almanac.market.ImprovementAreas;
import almanac.market.MarketShare;
import almanac.market.MarketSize;
import almanac.market.NewProducts;
import almanac.market.Opportunities;
import almanac.market.Penetration;
import almanac.market.PriceVolumeMix;
import almanac.market.ProductLaunches;
import almanac.market.ProductPortfolio;
import almanac.market.ProfitCurve;
import almanac.market.RevenueTree;
import almanac.market.SegmentClusterFits;
import almanac.market.SegmentClusters;
import almanac.market.SegmentProfit;
import almanac.market.SegmentSales;
import almanac.market.SegmentVolatility;
import almanac.market.campaign.CampaignEffects;
import almanac.market.campaign.PromotionEffects;
import almanac.market.price.CompetitorPosition;
import almanac.market.price.PriceDays;
import almanac.market.price.PriceElasticity;
import almanac.market.price.PriceGaps;
import almanac.market.price.PriceSimulation;
import almanac.market.price.PriceWaterfall;
import almanac.plan.PlanTargets;
import almanac.plan.PlanVariance;
import almanac.segment.Calendar;
import almanac.segment.CurrencySales;
import almanac.segment.DailySales;
import almanac.segment.MarketSales;
import almanac.segment.Periods;
import almanac.segment.SegmentLeaves;
import almanac.segment.Segments;
import almanac.staging.InputTable;
import almanac.staging.StagingTables;
import almanac.table.Table;
import almanac.table.TableSpec;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The night: its tables, in the order in which they are built. A new table is one more line. */
public final class NightlyPlan {

    /** What every analysis stands on, by name. */
    static final Set<String> GROUND = Stream.of(
                    Calendar.SPEC, Periods.SPEC, DailySales.SPEC, MarketSales.SPEC, SegmentLeaves.SPEC, Segments.SPEC)
            .map(TableSpec::qualifiedName)
            .collect(Collectors.toSet());

    private NightlyPlan() {}

    /** Every table that is computed from the input tables. */
    public static List<Table> tables(Settings settings) {
        return List.of(
                new Calendar(settings),
                new Periods(settings),
                new DailySales(settings),
                new CurrencySales(settings),
                new MarketSales(settings),
                new SegmentLeaves(settings),
                new Segments(),
                new SegmentSales(),
                new MarketShare(settings),
                new MarketSize(),
                new SegmentClusterFits(settings),
                new SegmentClusters(),
                new GrowthShareMatrix(settings),
                new Opportunities(settings),
                new Distribution(settings),
                new Penetration(settings),
                new PriceVolumeMix(settings),
                new RevenueTree(),
                new PriceElasticity(settings),
                new PriceSimulation(settings),
                new PriceDays(settings),
                new PriceWaterfall(),
                new CompetitorPosition(settings),
                new PriceGaps(settings),
                new DueTo(settings),
                new GrowthDrivers(),
                new SegmentProfit(),
                new ProductPortfolio(settings),
                new NewProducts(settings),
                new ProductLaunches(settings),
                new ChannelLaunches(settings),
                new ImprovementAreas(settings),
                new CustomerDays(settings),
                new PlanTargets(settings),
                new PlanVariance(settings),
                new CampaignEffects(settings),
                new PromotionEffects(settings),
                new AcquisitionCost(),
                new ChannelPerformance(settings),
                new CustomerValue(settings),
                new RfmMigrations(),
                new CohortRetention(),
                new RevenueRetention(),
                new ActiveCustomers(),
                new PurchaseModels(settings),
                new LifetimeValueCalibration(settings),
                new LifetimeValue(settings),
                new LapseRisk(),
                new ClusterFits(settings),
                new CustomerClusters(),
                new Clusters(),
                new CustomerConcentration(),
                new ProductWhitespace(),
                new KeyAccounts(),
                new BrandSwitching(settings),
                new ProfitCurve(),
                new BasketRules(settings),
                new SegmentActuals(settings),
                new Backtests(settings),
                new ReconciledForecasts(),
                new ScenarioForecasts(settings),
                new SegmentForecasts(),
                new ForecastExplanations(),
                new ForecastTotals(settings),
                new ForecastPaths(settings),
                new SegmentForecastsHistory(),
                new ForecastChanges(),
                new ForecastVariance(),
                new ForecastAccuracy(),
                new Alerts(),
                new SegmentVolatility());
    }

    /** Every table that a warehouse may hold: the night's own, the inputs, and these. */
    static List<TableSpec> specs(List<Table> tables) {
        return Stream.of(
                        Ops.ALL.stream(),
                        StagingTables.ALL.stream().map(InputTable::spec),
                        tables.stream().map(Table::spec))
                .flatMap(specs -> specs)
                .toList();
    }
}
