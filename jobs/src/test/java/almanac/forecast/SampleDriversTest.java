package almanac.forecast;

import static almanac.Frames.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import almanac.Frames;
import almanac.SmallNight;
import almanac.TestSession;
import almanac.TestSettings;
import almanac.config.PeriodType;
import almanac.forecast.engine.DriverEffects;
import almanac.forecast.engine.Series;
import almanac.forecast.engine.SeriesEffects.Part;
import almanac.sample.ForEachDay;
import almanac.sample.SampleLake;
import almanac.sample.SampleParameters;
import almanac.segment.DailySales;
import almanac.segment.FiscalCalendar;
import almanac.segment.SegmentLeaves;
import almanac.segment.Segments;
import almanac.staging.Events;
import almanac.staging.Promotions;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What prices, promotions and events are learnt to do, from the files of a sample lake of three years, against what was planted
 * in it. Sales are amounts: the elasticity of units is one less than that of amounts. Regions stand for countries.
 */
class SampleDriversTest {

    private static final LocalDate FIRST = LocalDate.of(2023, 1, 2);
    private static final LocalDate LAST = LocalDate.of(2025, 12, 7);
    private static final SampleParameters PARAMETERS = new SampleParameters(42, 1, LAST, 1071);

    /** Of so many standard errors on either side: 99 %. */
    private static final double INTERVAL = 2.6;

    @TempDir
    static Path lake;

    private static Config planted;
    private static final Map<String, Map<String, Part>> LEARNT = new TreeMap<>();

    @BeforeAll
    static void learn() throws IOException {
        SampleLake.generate(PARAMETERS, lake.toString(), new Configuration(), ForEachDay.onThreads(2));
        planted = ConfigFactory.parseFile(lake.resolve("truth.json").toFile()).getConfig("planted");
        SegmentTimeline timeline =
                SegmentTimeline.of(PeriodType.WEEK, new FiscalCalendar(TestSettings.EVERY_DAY), FIRST, LAST, 13);
        Dataset<Row> cube = cube();
        SmallNight night =
                SmallNight.of(ForecastWorld.SETTINGS, LAST.toString()).with(DailySales.SPEC, cube);
        Dataset<Row> leaves = night.get(SegmentLeaves.SPEC);
        EventCalendar events = EventCalendar.of(events(), timeline);
        Optional<Dataset<Row>> promotions = Optional.of(promotions());
        SegmentDrivers drivers = SegmentDrivers.of(cube, events, false, promotions, timeline);
        Dataset<Row> rows = SegmentSeries.series(
                night.get(Segments.SPEC).filter("segmentation = 'product' AND segment <> 'ALL'"),
                night.get(SegmentActuals.SPEC),
                SegmentSeries.noMarket(TestSession.get()),
                SegmentDrivers.rows(cube, leaves, promotions, timeline),
                timeline);
        var series = rows.javaRDD()
                .map(row -> SegmentSeries.read(row, timeline, events, drivers))
                .cache();
        DriverEffects effects = DriverEffects.learn(series, timeline, List.of(0), 42);
        for (Series one : series.collect()) {
            effects.of(one, "prices", 0)
                    .ifPresent(learnt -> LEARNT.put(
                            one.name().keys().get(2),
                            learnt.parts(0).stream().collect(Collectors.toMap(Part::driver, part -> part))));
        }
    }

    @Test
    void priceElasticityOfEachCategoryLiesWithinItsInterval() {
        for (String category : planted.getObject("price_elasticity").keySet()) {
            Part price = LEARNT.get("product=" + category).get("price");

            assertThat(price.effect())
                    .as(category)
                    .isCloseTo(1 + elasticity(category), within(INTERVAL * price.error()));
            assertThat(price.error()).as(category).isLessThan(0.6);
        }
    }

    @Test
    void promotionsOfEachCategoryLiftSalesAsPlanted() {
        double lift = planted.getDouble("promotion_lift");
        for (String category : planted.getObject("price_elasticity").keySet()) {
            Part share = LEARNT.get("product=" + category).get("promotion");
            Part depth = LEARNT.get("product=" + category).get("promotion depth");
            // A fifth off, on a small share of sales: by how much the amounts of that share grow.
            double gained = lift * Math.pow(0.8, 1 + elasticity(category)) - 1;
            double learnt = share.effect() - Math.log(0.8) * depth.effect();
            double error = Math.hypot(share.error(), Math.log(0.8) * depth.error());

            assertThat(learnt).as(category).isCloseTo(gained, within(INTERVAL * error));
            assertThat(learnt).as(category).isGreaterThan(0.2);
        }
    }

    @Test
    void holidaysLiftSalesOfEachCategoryAsPlanted() {
        double factor = planted.getConfigList("events").stream()
                .filter(event -> event.getString("event_id").startsWith("HOLIDAYS"))
                .findFirst()
                .orElseThrow()
                .getDouble("factor");
        for (String category : planted.getObject("price_elasticity").keySet()) {
            Part holidays = LEARNT.get("product=" + category).get("event: Winter holidays");

            assertThat(holidays.effect()).as(category).isCloseTo(Math.log(factor), within(INTERVAL * holidays.error()));
            assertThat(holidays.error()).as(category).isLessThan(0.12);
        }
    }

    private static double elasticity(String category) {
        return planted.getDouble("price_elasticity." + ConfigUtil.quoteString(category));
    }

    /** The sales by week, region and product; a line counts as its last delivery states it. */
    private static Dataset<Row> cube() throws IOException {
        Map<String, NamedCsvRecord> lines = new HashMap<>();
        try (Stream<Path> files = Files.list(lake.resolve("sales"))) {
            for (Path file : files.sorted().toList()) {
                csv(file).stream()
                        .filter(line -> line.getFieldCount() == 20)
                        .forEach(line ->
                                lines.put(line.getField("order_id") + "/" + line.getField("order_line_id"), line));
            }
        }
        Map<String, String> regions = new HashMap<>();
        for (String store : Files.readAllLines(lake.resolve("stores/stores.json"))) {
            Config fields = ConfigFactory.parseString(store);
            regions.put(fields.getString("store_id"), fields.getString("region"));
        }
        Map<String, String> products = new HashMap<>();
        csv(lake.resolve("products/products.csv"))
                .forEach(product -> products.put(
                        product.getField("product_id"),
                        product.getField("category_l1") + ">" + product.getField("product_name")));
        Map<List<String>, double[]> sums =
                new TreeMap<>((one, other) -> one.toString().compareTo(other.toString()));
        Set<String> days =
                FIRST.datesUntil(LAST.plusDays(1)).map(LocalDate::toString).collect(Collectors.toSet());
        for (NamedCsvRecord line : lines.values()) {
            String region = regions.get(line.getField("store_id"));
            String product = products.get(line.getField("product_id"));
            String date = line.getField("order_date");
            if (region != null
                    && product != null
                    && days.contains(date)
                    && line.getField("net_amount").matches("-?\\d+\\.\\d+")
                    && line.getField("quantity").matches("-?\\d+")) {
                long weeks = ChronoUnit.WEEKS.between(FIRST, LocalDate.parse(date));
                double[] sum = sums.computeIfAbsent(
                        List.of(
                                FIRST.plusWeeks(weeks).toString(),
                                "geography=" + region + ">All|product=" + product,
                                line.getField("product_id")),
                        none -> new double[3]);
                double amount = Double.parseDouble(line.getField("net_amount"));
                sum[0] += amount;
                sum[1] += Double.parseDouble(line.getField("quantity"));
                sum[2] += line.getField("promotion_id").isEmpty() ? 0 : amount;
            }
        }
        List<Object[]> rows = new ArrayList<>();
        sums.forEach((key, sum) ->
                rows.add(row(key.get(0), key.get(1), key.get(2), cents(sum[0]), cents(sum[1]), cents(sum[2]))));
        return Frames.of(
                DailySales.SPEC,
                "order_date, leaf_segment, product_id, net_amount, sales_units, promoted_amount",
                rows.toArray(Object[][]::new));
    }

    private static double cents(double sum) {
        return Math.rint(sum * 100) / 100;
    }

    private static Dataset<Row> events() throws IOException {
        return Frames.of(
                Events.INPUT.spec(),
                "event_id, event_name, start_date, end_date, is_disruption, is_current",
                csv(lake.resolve("events/events.csv")).stream()
                        .map(event -> row(
                                event.getField("event_id"),
                                event.getField("event_name"),
                                event.getField("start_date"),
                                event.getField("end_date"),
                                Boolean.valueOf(event.getField("is_disruption")),
                                true))
                        .toArray(Object[][]::new));
    }

    private static Dataset<Row> promotions() throws IOException {
        return Frames.of(
                Promotions.INPUT.spec(),
                "promotion_id, product_id, country, start_date, end_date, price_cut_rate, is_current",
                csv(lake.resolve("promotions/promotions.csv")).stream()
                        .map(promotion -> row(
                                promotion.getField("promotion_id"),
                                promotion.getField("product_id"),
                                promotion.getField("region"),
                                promotion.getField("start_date"),
                                promotion.getField("end_date"),
                                Double.valueOf(promotion.getField("price_cut_rate")),
                                true))
                        .toArray(Object[][]::new));
    }

    private static List<NamedCsvRecord> csv(Path file) throws IOException {
        InputStream bytes = Files.newInputStream(file);
        try (BufferedReader text = new BufferedReader(new InputStreamReader(
                        file.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes, StandardCharsets.UTF_8));
                CsvReader<NamedCsvRecord> reader = CsvReader.builder()
                        .allowExtraFields(true)
                        .allowMissingFields(true)
                        .ofNamedCsvRecord(text)) {
            return reader.stream().toList();
        }
    }
}
