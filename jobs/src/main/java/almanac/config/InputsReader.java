package almanac.config;

import static almanac.config.Conversion.nonBlank;
import static almanac.config.Conversion.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code inputs} against the input tables that the product has and the sources that the file declares. */
final class InputsReader {

    private final Map<String, InputShape> shapes;
    private final List<String> declared;
    private final List<Source> sources;
    private final List<InputMapping> mappings = new ArrayList<>();
    private final Map<String, Set<String>> available = new LinkedHashMap<>();

    private InputsReader(Map<String, InputShape> shapes, List<String> declared, List<Source> sources) {
        this.shapes = shapes;
        this.declared = declared;
        this.sources = sources;
    }

    /**
     * What was read.
     *
     * @param mappings in the order of the file
     * @param available the columns that each table will have; all of its shape where a SELECT decides
     */
    record Inputs(List<InputMapping> mappings, Map<String, Set<String>> available) {}

    /**
     * Reads every mapping.
     *
     * @param shapes the input tables, the required one first
     * @param declared the names of all sources, also of those with a problem
     * @param sources the sources that could be read
     */
    static Inputs read(Block inputs, Map<String, InputShape> shapes, List<String> declared, List<Source> sources) {
        InputsReader reader = new InputsReader(shapes, declared, sources);
        for (String table : inputs.keys()) {
            reader.input(inputs, table);
        }
        String required = shapes.keySet().iterator().next();
        if (!inputs.has(required)) {
            inputs.reject(required, "missing; it is the only input table that every night needs");
        }
        return new Inputs(reader.mappings, reader.available);
    }

    private void input(Block inputs, String table) {
        InputShape shape = shapes.get(table);
        if (shape == null) {
            inputs.reject(table, "unknown input table" + Nearest.hint(table, shapes.keySet()));
            return;
        }
        available.put(table, Set.copyOf(shape.columns()));
        inputs.findBlock(table).ifPresent(block -> {
            requireColumnsOrSelect(inputs, table, block);
            mappings.add(mapping(table, shape, block, inputs.placeOf(table)));
            block.done();
        });
    }

    private static void requireColumnsOrSelect(Block inputs, String table, Block block) {
        if (block.has("columns") && block.has("select")) {
            inputs.reject(table, "has both columns and select; an input table is made in one of the two ways");
        } else if (!block.has("columns") && !block.has("select")) {
            inputs.reject(table, "has neither columns nor select; an input table is made in one of the two ways");
        } else if (block.has("select") && block.has("from")) {
            block.reject("from", "stands beside a select, which names its sources itself; remove it");
        }
    }

    private InputMapping mapping(String table, InputShape shape, Block block, String origin) {
        boolean needsSource = block.has("columns") && !block.has("select");
        Optional<String> from = needsSource ? block.require("from", source()) : block.find("from", source());
        @Nullable
        Source source = sources.stream()
                .filter(candidate -> from.isPresent() && candidate.name().equals(from.get()))
                .findFirst()
                .orElse(null);
        Map<String, ColumnMapping> columns = new LinkedHashMap<>();
        block.findBlock("columns").ifPresent(written -> {
            columns.putAll(columns(table, shape, written, source));
            available.put(table, Set.copyOf(written.keys()));
            List<String> lacking = shape.required().stream()
                    .filter(column -> !written.keys().contains(column))
                    .toList();
            if (!lacking.isEmpty()) {
                block.reject(
                        "columns",
                        "lacks " + String.join(", ", lacking) + "; " + table + " requires "
                                + String.join(", ", shape.required()) + " and has "
                                + String.join(", ", written.keys()));
            }
        });
        List<String> key = block.has("key") ? block.nonEmptyList("key", keyColumn(table, shape)) : shape.defaultKey();
        String select = block.find("select", nonBlank()).orElse(null);
        return new InputMapping(table, from.orElse(null), columns, select, key, origin);
    }

    private Conversion<String> source() {
        return text("", name -> {
            if (!declared.contains(name)) {
                throw new Unfit("is not a source of this file" + Nearest.hint(name, declared));
            }
            return name;
        });
    }

    private Conversion<String> keyColumn(String table, InputShape shape) {
        return text("", column -> {
            if (!shape.columns().contains(column)) {
                throw new Unfit("is not a column of " + table + Nearest.hint(column, shape.columns()));
            }
            // A column of the default key that no source gives is made up from the content of the line.
            boolean isMadeUp = shape.defaultKey().contains(column);
            if (!isMadeUp && !available.getOrDefault(table, Set.of()).contains(column)) {
                throw new Unfit("identifies rows but does not stand under columns; add it there");
            }
            return column;
        });
    }

    private static Map<String, ColumnMapping> columns(
            String table, InputShape shape, Block columns, @Nullable Source source) {
        Map<String, ColumnMapping> mapped = new LinkedHashMap<>();
        for (String column : columns.keys()) {
            if (!shape.columns().contains(column)) {
                columns.reject(column, "unknown column of " + table + Nearest.hint(column, shape.columns()));
            }
            column(columns, column, source).ifPresent(mapping -> mapped.put(column, mapping));
        }
        return mapped;
    }

    private static Optional<ColumnMapping> column(Block columns, String column, @Nullable Source source) {
        if (!columns.hasBlock(column)) {
            return columns.find(column, sourceColumn(source)).map(ColumnMapping.Rename::new);
        }
        return columns.findBlock(column).flatMap(block -> {
            Optional<String> constant = block.find("constant", text());
            if (block.has("constant") && (block.has("column") || block.has("format"))) {
                columns.reject(column, "has a constant beside column or format; it is either one or the other");
            }
            Optional<String> from = block.has("constant")
                    ? block.find("column", sourceColumn(source))
                    : block.require("column", sourceColumn(source));
            Optional<String> format = block.find("format", text("", DatePattern::require));
            block.done();
            return constant.<ColumnMapping>map(ColumnMapping.Constant::new)
                    .or(() -> from.map(
                            name -> format.<ColumnMapping>map(pattern -> new ColumnMapping.Parse(name, pattern))
                                    .orElseGet(() -> new ColumnMapping.Rename(name))));
        });
    }

    /** The columns of a source without a header are known here; those of others only when it is read. */
    private static Conversion<String> sourceColumn(@Nullable Source source) {
        List<String> known = source == null ? List.of() : source.columns();
        return text("", name -> {
            if (name.isBlank()) {
                throw new Unfit("is blank");
            }
            if (source != null && !known.isEmpty() && !known.contains(name)) {
                throw new Unfit("is not a column of the source " + source.name() + Nearest.hint(name, known));
            }
            return name;
        });
    }
}
