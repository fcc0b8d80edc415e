package almanac.config;

import almanac.error.Failure;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads a configuration: HOCON text becomes {@link Settings}, or one failure with every problem, each with its line.
 *
 * <p>What a file does not say, {@code conf/almanac.conf} says, which the build packages beside this class. A file may
 * use the environment ({@code ${?NAME}}) but not {@code include}. HOCON is defined in
 * github.com/lightbend/config, HOCON.md.
 */
public final class SettingsReader {

    private SettingsReader() {}

    /**
     * Reads a file of the local disk.
     *
     * @param file the configuration, UTF-8
     * @param shapes the input tables that there are, the one that every night needs first
     * @param overrides settings of the command line, see {@link #read(String, String, Map, Map)}
     * @throws Failure of kind configuration, if the file cannot be read or has any problem
     */
    public static Settings read(Path file, Map<String, InputShape> shapes, Map<String, String> overrides) {
        return read(file.toString(), text(file), shapes, overrides);
    }

    /**
     * The text of a configuration on the local disk.
     *
     * @throws Failure of kind configuration, if it cannot be read
     */
    public static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException absent) {
            throw unreadable("there is no configuration file " + file, "Name a file that exists.", absent);
        } catch (CharacterCodingException notUtf8) {
            throw unreadable(file + " cannot be used: it is not UTF-8 text", "Save it as UTF-8.", notUtf8);
        } catch (IOException e) {
            throw unreadable(file + " cannot be read: " + e, "Make it a file that this user may read.", e);
        }
    }

    /**
     * Reads a text.
     *
     * @param location where the text lies, a local path or a URI: messages name it, and a relative lake or warehouse
     *     starts from its folder
     * @param text HOCON
     * @param shapes the input tables that there are, the one that every night needs first
     * @param overrides settings that win over the text, such as {@code forecast.horizon} to {@code 26}; the leading
     *     {@code almanac.} may stand or not. A value that starts with a bracket, a brace or a quote is HOCON; any other
     *     is the text itself.
     * @throws Failure of kind configuration, with a detail for each problem: place, key, what is wrong
     */
    public static Settings read(
            String location, String text, Map<String, InputShape> shapes, Map<String, String> overrides) {
        if (shapes.isEmpty()) {
            throw new IllegalArgumentException("there must be at least one input table");
        }
        Problems problems = new Problems(new Places(location, text));
        Block file = new Block(
                problems,
                "",
                Document.read(text, overrides, problems),
                documented().root());
        Optional<Block> almanac = file.findBlock(Document.ROOT);
        if (!file.has(Document.ROOT)) {
            file.reject(Document.ROOT, "missing; every setting lies in this block");
        }
        file.done();
        Optional<Settings> settings = almanac.map(block -> settings(block, location, shapes));
        problems.throwIfAny();
        return settings.orElseThrow();
    }

    /**
     * Reads of a text where its warehouse lies, and checks no more than that: what a query needs to know.
     *
     * @throws Failure of kind configuration, if the text is not HOCON or says no warehouse
     * @see #read(String, String, Map, Map)
     */
    public static String warehouse(String location, String text, Map<String, String> overrides) {
        Problems problems = new Problems(new Places(location, text));
        Block file = new Block(
                problems,
                "",
                Document.read(text, overrides, problems),
                documented().root());
        Optional<Folder> warehouse = file.findBlock(Document.ROOT)
                .flatMap(almanac -> almanac.require(
                        "warehouse", Conversion.text(new Folder("/"), written -> Folder.from(written, location))));
        if (!file.has(Document.ROOT)) {
            file.reject(Document.ROOT, "missing; every setting lies in this block");
        }
        problems.throwIfAny();
        return warehouse.orElseThrow().location();
    }

    private static Settings settings(Block almanac, String location, Map<String, InputShape> shapes) {
        Conversion<Folder> folder = Conversion.text(new Folder("/"), written -> Folder.from(written, location));
        String name = almanac.get("name", Conversion.name());
        Optional<Folder> lake = almanac.require("lake", folder);
        Optional<Folder> warehouse = almanac.require("warehouse", folder);
        lake.ifPresent(sources -> warehouse.ifPresent(tables -> requireApart(almanac, sources, tables)));
        String currency = almanac.get("currency", BlocksReader.currency());
        List<Source> sources = SourcesReader.read(almanac.block("sources"));
        InputsReader.Inputs inputs = InputsReader.read(
                almanac.block("inputs"), shapes, almanac.block("sources").keys(), sources);
        SegmentsReader segments = new SegmentsReader(shapes, inputs.available());
        List<Hierarchy> hierarchies = segments.hierarchies(almanac.block("hierarchies"));
        List<Segmentation> segmentations = SegmentsReader.segmentations(
                almanac.block("segmentations"), almanac.block("hierarchies").keys(), hierarchies);
        List<PeriodType> periods = BlocksReader.periods(almanac);
        CalendarSettings calendar = BlocksReader.calendar(almanac.block("calendar"));
        MarketSettings market = BlocksReader.market(almanac.block("market"));
        ForecastSettings forecast = BlocksReader.forecast(almanac.block("forecast"));
        CustomerSettings customers = BlocksReader.customers(almanac.block("customers"));
        HistorySettings history = BlocksReader.history(almanac.block("history"));
        PriceSettings prices = BlocksReader.prices(almanac.block("prices"));
        Gates gates = BlocksReader.gates(almanac.block("gates"));
        CatalogSettings catalog = BlocksReader.catalog(almanac.block("catalog"));
        almanac.done();
        String lakeLocation = lake.orElse(folder.standIn()).location();
        String digest = Digest.of(Map.ofEntries(
                Map.entry("lake", lakeLocation),
                Map.entry("currency", currency),
                Map.entry("sources", byName(sources, Source::name)),
                Map.entry("inputs", byName(inputs.mappings(), InputMapping::table)),
                Map.entry("hierarchies", byName(hierarchies, Hierarchy::name)),
                Map.entry("segmentations", byName(segmentations, Segmentation::name)),
                Map.entry("periods", periods.stream().sorted().toList()),
                Map.entry("calendar", calendar),
                Map.entry("market", market),
                Map.entry("forecast", forecast),
                Map.entry("customers", customers),
                Map.entry("prices", prices),
                Map.entry("gates", gates)));
        return new Settings(
                name,
                lakeLocation,
                warehouse.orElse(folder.standIn()).location(),
                currency,
                sources,
                inputs.mappings(),
                hierarchies,
                segmentations,
                periods,
                calendar,
                market,
                forecast,
                customers,
                history,
                prices,
                gates,
                catalog,
                digest);
    }

    private static void requireApart(Block almanac, Folder lake, Folder warehouse) {
        try {
            if (warehouse.isWithin(lake)) {
                almanac.reject("warehouse", "lies in the lake, " + lake.location() + "; keep sources and tables apart");
            } else if (lake.isWithin(warehouse)) {
                almanac.reject(
                        "lake", "lies in the warehouse, " + warehouse.location() + "; keep sources and tables apart");
            }
        } catch (IOException e) {
            almanac.reject("warehouse", "cannot be told apart from the lake: " + e);
        }
    }

    private static <T> Map<String, T> byName(List<T> records, Function<T, String> name) {
        return records.stream().collect(Collectors.toMap(name, record -> record));
    }

    /** The packaged copy of conf/almanac.conf. */
    private static Config documented() {
        return ConfigFactory.parseResources(
                SettingsReader.class,
                "almanac.conf",
                ConfigParseOptions.defaults().setAllowMissing(false));
    }

    private static Failure unreadable(String problem, String remedy, Exception cause) {
        return new Failure(Failure.Kind.CONFIGURATION, problem, remedy, List.of(), cause);
    }
}
