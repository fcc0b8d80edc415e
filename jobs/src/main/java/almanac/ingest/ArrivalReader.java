package almanac.ingest;

import static almanac.staging.Acceptance.RAW;
import static almanac.staging.Acceptance.SELECTED;
import static org.apache.spark.sql.functions.col;

import almanac.config.Nearest;
import almanac.config.Policy;
import almanac.config.Source;
import almanac.lake.SourceColumn;
import almanac.lake.SourceFiles;
import almanac.lake.SourceReader;
import almanac.lake.StagingArea;
import almanac.lake.file.FoundFile;
import almanac.staging.Acceptance;
import almanac.staging.CurrentRows;
import almanac.staging.InputTable;
import almanac.staging.Rule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Reads the files of tonight: mapped onto the columns of their input, converted, and judged row by row. */
final class ArrivalReader {

    private final SparkSession spark;
    private final SourceFiles files;
    private final SourceReader reader;
    private final StagingArea area;
    private final NightRates rates;
    private final Rule.Bounds bounds;

    ArrivalReader(
            SparkSession spark,
            String lake,
            SourceFiles files,
            StagingArea area,
            NightRates rates,
            Rule.Bounds bounds) {
        this.spark = spark;
        this.files = files;
        this.reader = new SourceReader(spark, lake);
        this.area = area;
        this.rates = rates;
        this.bounds = bounds;
    }

    /** Reads each file once; the rows are kept in the staging area, because a night looks at them several times. */
    ArrivedRows read(Arrivals arrivals) {
        MappedInput mapped = arrivals.mapped();
        Source source = arrivals.source();
        Map<String, String> refused = new TreeMap<>();
        Map<String, List<SourceColumn>> columns = files.columns(source, arrivals.changed(), refused);
        Set<String> required = mapped.requiredOfPrimary(names(columns));
        refuseLacking(columns, required, source, refused);
        List<FoundFile> readable = arrivals.changed().stream()
                .filter(file -> columns.containsKey(file.relativePath()))
                .toList();
        if (readable.isEmpty()) {
            DeliveryGates.refuseFiles(arrivals, refused);
        }
        Dataset<Row> delivered = readable.isEmpty()
                ? nothing(mapped)
                : mapped.map(reader.read(source, readable, columns, required), lookups(mapped), spark);
        InputTable input = mapped.input();
        Dataset<Row> judged = Acceptance.judge(delivered, input, mapped.formats(), bounds, rates.daily(input));
        // A line is told by what was delivered, at whatever rate it is converted.
        Dataset<Row> told = CurrentRows.withLineId(judged, input);
        Dataset<Row> kept = area.keep("incoming_" + input.name(), Acceptance.exchanged(told, input, bounds.currency()));
        return ArrivedRows.of(input, kept, refused);
    }

    private static Set<String> names(Map<String, List<SourceColumn>> columns) {
        return columns.values().stream()
                .flatMap(List::stream)
                .map(SourceColumn::name)
                .collect(Collectors.toSet());
    }

    /** Takes out the files that lack a required column, and says what they have. */
    private static void refuseLacking(
            Map<String, List<SourceColumn>> columns, Set<String> required, Source source, Map<String, String> refused) {
        columns.forEach((file, found) -> {
            List<String> names = found.stream().map(SourceColumn::name).toList();
            List<String> missing =
                    required.stream().filter(column -> !names.contains(column)).toList();
            if (names.isEmpty() && source.onEmpty() != Policy.ACCEPT) {
                refused.put(file, "the file is empty, without even a header; on_empty = accept lets it pass");
            } else if (!names.isEmpty() && !missing.isEmpty()) {
                refused.put(
                        file,
                        "schema.missing: it lacks the required columns " + missing + "; it has " + names
                                + missing.stream()
                                        .map(column -> Nearest.suggestion(column, names)
                                                .orElse(""))
                                        .collect(Collectors.joining()));
            }
        });
        columns.keySet().removeAll(refused.keySet());
    }

    private Map<String, Dataset<Row>> lookups(MappedInput mapped) {
        Map<String, Dataset<Row>> lookups = new LinkedHashMap<>();
        mapped.lookups().forEach(source -> lookups.put(source.name(), lookup(source)));
        return lookups;
    }

    private Dataset<Row> lookup(Source source) {
        List<FoundFile> all = files.list(source);
        Map<String, String> refused = new TreeMap<>();
        Map<String, List<SourceColumn>> columns = files.columns(source, all, refused);
        DeliveryGates.refuseLookup(source, refused);
        return reader.read(source, all, columns, Set.of())
                .filter(col(SourceReader.PROBLEM).isNull())
                .drop(SourceReader.FILE, SourceReader.LINE, SourceReader.RAW, SourceReader.PROBLEM);
    }

    private Dataset<Row> nothing(MappedInput mapped) {
        StructType schema = new StructType()
                .add(Acceptance.FILE, DataTypes.StringType)
                .add(Acceptance.LINE, DataTypes.LongType)
                .add(RAW, DataTypes.StringType)
                .add(Acceptance.PROBLEM, DataTypes.StringType)
                .add(SELECTED, DataTypes.BooleanType);
        for (String column : mapped.input().required()) {
            schema = schema.add(column, DataTypes.StringType);
        }
        return spark.createDataFrame(new ArrayList<>(), schema);
    }
}
