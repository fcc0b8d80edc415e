package almanac.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import almanac.config.ColumnMapping;
import almanac.config.InputMapping;
import almanac.config.Policy;
import almanac.config.Settings;
import almanac.config.Source;
import almanac.error.Failure;
import almanac.staging.Acceptance;
import almanac.staging.InputTable;
import almanac.staging.SelectMapping;
import almanac.staging.StagingTables;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * An input table and how the configuration fills it.
 *
 * @param input the input table, with the configured key where there is one
 * @param mapping the mapping
 * @param select the parsed SELECT; null where columns are mapped one by one
 * @param primary the source whose files are the deliveries
 * @param lookups the sources that a SELECT joins
 */
public record MappedInput(
        InputTable input, InputMapping mapping, @Nullable SelectMapping select, Source primary, List<Source> lookups) {

    /** Finds the sources of a mapping; what is wrong with a SELECT is a failure of kind CONFIGURATION. */
    public static MappedInput of(InputTable table, InputMapping mapping, Settings settings) {
        Map<String, Source> sources =
                settings.sources().stream().collect(Collectors.toMap(Source::name, source -> source));
        InputTable input = mapping.key().isEmpty() ? table : table.withKey(mapping.key());
        String text = mapping.select();
        if (text == null) {
            return new MappedInput(input, mapping, null, source(sources, mapping, mapping.from()), List.of());
        }
        SelectMapping select = SelectMapping.parse(mapping.origin(), text, sources.keySet());
        requireColumns(input, mapping, select);
        List<Source> lookups = select.sources().stream()
                .skip(1)
                .distinct()
                .map(name -> source(sources, mapping, name))
                .toList();
        return new MappedInput(input, mapping, select, source(sources, mapping, select.primary()), lookups);
    }

    /** The inputs that the configuration maps, dimensions first. */
    public static List<MappedInput> all(Settings settings) {
        return StagingTables.ALL.stream()
                .flatMap(input -> settings.inputs().stream()
                        .filter(mapping -> mapping.table().equals(input.name()))
                        .map(mapping -> of(input, mapping, settings)))
                .toList();
    }

    private static Source source(Map<String, Source> sources, InputMapping mapping, @Nullable String name) {
        Source source = sources.get(name);
        if (source == null) {
            throw new IllegalStateException(mapping.origin() + ": the rules let an unknown source pass: " + name);
        }
        return source;
    }

    private static void requireColumns(InputTable input, InputMapping mapping, SelectMapping select) {
        Set<String> known = new TreeSet<>(input.required());
        known.addAll(input.optional());
        List<String> problems = new ArrayList<>();
        for (String required : input.required()) {
            if (!select.columns().contains(required)) {
                problems.add("it lacks the required column " + required + "; it has " + select.columns());
            }
        }
        for (String column : select.columns()) {
            if (!known.contains(column)) {
                problems.add("`" + column + "` is no column of " + input.name() + "; its columns are " + known);
            }
        }
        if (!problems.isEmpty()) {
            throw Failure.configuration(
                    mapping.origin() + ": the SELECT of `" + input.name() + "` does not give the columns of that input",
                    "name each column (AS …) as the input table does; `almanac tables` lists them",
                    problems);
        }
    }

    /** The columns that every file of the primary source must have. */
    Set<String> requiredOfPrimary(Set<String> present) {
        if (primary.onMissingColumn() == Policy.ACCEPT) {
            return Set.of();
        }
        if (select != null) {
            return neededOf(select.references().getOrDefault(primary.name(), Set.of()), present, lookups.isEmpty());
        }
        Set<String> required = new LinkedHashSet<>();
        mapping.columns().forEach((target, how) -> {
            if (input.required().contains(target)) {
                sourceColumn(how).ifPresent(required::add);
            }
        });
        return required;
    }

    /** With several sources an unqualified name may be another source's column, so only those present are asked for. */
    private static Set<String> neededOf(Set<String> referenced, Set<String> present, boolean alone) {
        Set<String> needed = new LinkedHashSet<>(referenced);
        if (!alone) {
            needed.retainAll(present);
        }
        return needed;
    }

    /** Whether the mapping gives a column of the input. */
    public boolean gives(String column) {
        return select == null
                ? mapping.columns().containsKey(column)
                : select.columns().contains(column);
    }

    /** Datetime patterns by column of the input. */
    Map<String, String> formats() {
        Map<String, String> formats = new HashMap<>();
        mapping.columns().forEach((target, how) -> {
            if (how instanceof ColumnMapping.Parse parse) {
                formats.put(target, parse.format());
            }
        });
        return formats;
    }

    /** The input's columns as delivered, with the record columns. */
    Dataset<Row> map(Dataset<Row> records, Map<String, Dataset<Row>> lookupRows, SparkSession spark) {
        SelectMapping chosen = select;
        return chosen == null ? renamed(records) : selected(chosen, records, lookupRows, spark);
    }

    private Dataset<Row> renamed(Dataset<Row> records) {
        Set<String> present = Set.of(records.columns());
        List<Column> columns = new ArrayList<>();
        for (String record : List.of(Acceptance.FILE, Acceptance.LINE, Acceptance.RAW, Acceptance.PROBLEM)) {
            columns.add(col(record));
        }
        columns.add(lit(true).as(Acceptance.SELECTED));
        mapping.columns().forEach((target, how) -> {
            if (how instanceof ColumnMapping.Constant constant) {
                columns.add(lit(constant.value()).as(target));
            } else {
                sourceColumn(how)
                        .filter(present::contains)
                        .ifPresent(column -> columns.add(
                                col("`" + column.replace("`", "``") + "`").as(target)));
            }
        });
        return records.select(columns.toArray(Column[]::new));
    }

    private Dataset<Row> selected(
            SelectMapping chosen, Dataset<Row> records, Map<String, Dataset<Row>> lookupRows, SparkSession spark) {
        withMissing(chosen, records, lookupRows).createOrReplaceTempView(primary.name());
        lookupRows.forEach((name, rows) -> rows.createOrReplaceTempView(name));
        // The text was parsed and found harmless; reading paths is switched off all the same while it is analysed.
        spark.conf().set("spark.sql.runSQLOnFiles", "false");
        try {
            return spark.sql(chosen.sql());
        } catch (Exception e) {
            if (e instanceof org.apache.spark.sql.AnalysisException analysis) {
                throw Failure.configuration(
                        mapping.origin() + ": the SELECT of `" + input.name() + "` does not fit its sources: "
                                + String.valueOf(analysis.getMessage())
                                        .lines()
                                        .findFirst()
                                        .orElse(""),
                        "use the columns that the sources have",
                        describe(records, lookupRows));
            }
            throw e;
        } finally {
            spark.conf().set("spark.sql.runSQLOnFiles", "true");
        }
    }

    /** Where files may lack columns, those that none of tonight's has stand there without a value. */
    private Dataset<Row> withMissing(SelectMapping chosen, Dataset<Row> records, Map<String, Dataset<Row>> lookupRows) {
        if (primary.onMissingColumn() != Policy.ACCEPT) {
            return records;
        }
        Set<String> known = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        known.addAll(List.of(records.columns()));
        // Without a qualifier a column may be any source's.
        lookupRows.values().forEach(rows -> known.addAll(List.of(rows.columns())));
        Dataset<Row> whole = records;
        for (String column : chosen.references().getOrDefault(primary.name(), Set.of())) {
            if (known.add(column)) {
                whole = whole.withColumn(column, lit(null));
            }
        }
        return whole;
    }

    private List<String> describe(Dataset<Row> records, Map<String, Dataset<Row>> lookupRows) {
        List<String> sources = new ArrayList<>();
        sources.add(primary.name() + " has " + data(records));
        lookupRows.forEach((name, rows) -> sources.add(name + " has " + data(rows)));
        return sources;
    }

    private static List<String> data(Dataset<Row> rows) {
        return java.util.Arrays.stream(rows.columns())
                .filter(column -> !column.startsWith("_"))
                .toList();
    }

    private static java.util.Optional<String> sourceColumn(ColumnMapping how) {
        if (how instanceof ColumnMapping.Rename rename) {
            return java.util.Optional.of(rename.column());
        } else if (how instanceof ColumnMapping.Parse parse) {
            return java.util.Optional.of(parse.column());
        }
        return java.util.Optional.empty();
    }
}
