package almanac.config;

import static almanac.config.Conversion.choice;
import static almanac.config.Conversion.flag;
import static almanac.config.Conversion.text;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code sources}. The defaults of a source stand here; a test compares them with conf/almanac.conf. */
final class SourcesReader {

    private static final List<String> FILES_ONLY =
            List.of("order", "on_bad_file", "on_unknown_name", "on_missing_column");
    private static final List<String> CSV_ONLY = List.of("delimiter", "header", "columns", "null_values");

    private SourcesReader() {}

    /** Every source that is a block, in the order of the file. */
    static List<Source> read(Block sources) {
        List<Source> read = new ArrayList<>();
        for (String name : sources.names()) {
            sources.findBlock(name).ifPresent(block -> read.add(source(name, block)));
        }
        return read;
    }

    private static Source source(String name, Block block) {
        Optional<Format> format = block.require("format", choice(List.of(Format.values()), Format::id));
        Source source = new Source(
                name,
                format.orElse(Format.CSV),
                block.get("path", text("", path -> SourcePath.require(path, format.orElse(Format.CSV)))),
                block.find("order", choice(List.of(Order.values()), Order::id)).orElse(Order.NAME),
                policy(block, "on_missing", Policy.ACCEPT),
                policy(block, "on_empty", Policy.ACCEPT),
                policy(block, "on_bad_file", Policy.QUARANTINE),
                policy(block, "on_unknown_name", Policy.ACCEPT),
                policy(block, "on_missing_column", Policy.ACCEPT),
                block.find("encoding", text("", SourcesReader::charset)).orElse(StandardCharsets.UTF_8.name()),
                block.find("delimiter", text(',', SourcesReader::delimiter)).orElse(','),
                block.find("header", flag()).orElse(true),
                block.findList("columns", Conversion.nonBlank()).orElse(List.of()),
                block.findList("null_values", text()).orElse(List.of("")));
        format.ifPresent(known -> requireMeaning(block, known));
        requireHeaderOrColumns(block, source);
        block.done();
        return source;
    }

    private static Policy policy(Block block, String key, Policy otherThanFail) {
        return block.find(key, choice(List.of(Policy.FAIL, otherThanFail), Policy::id))
                .orElse(Policy.FAIL);
    }

    private static void requireMeaning(Block block, Format format) {
        if (!format.isFiles()) {
            rejectAll(block, FILES_ONLY, "only for csv, parquet and json; this source is " + format.id());
        }
        if (format != Format.CSV && format != Format.JSON) {
            rejectAll(block, List.of("encoding"), "only for csv and json; this source is " + format.id());
        }
        if (format != Format.CSV) {
            rejectAll(block, CSV_ONLY, "only for csv; this source is " + format.id());
        }
    }

    private static void rejectAll(Block block, List<String> keys, String why) {
        keys.stream().filter(block::has).forEach(key -> block.reject(key, why));
    }

    private static void requireHeaderOrColumns(Block block, Source source) {
        boolean hasColumns = !source.columns().isEmpty();
        if (hasColumns && source.header()) {
            block.reject("columns", "only for files without a header; set header = false if these are");
        } else if (!hasColumns && !source.header()) {
            block.reject("header", "a file without a header needs columns = [ … ], the names in order");
        }
    }

    private static String charset(String name) throws Unfit {
        try {
            return Charset.forName(name).name();
        } catch (IllegalArgumentException unknown) {
            throw new Unfit("is not a character set that Java knows, such as UTF-8 or windows-1252");
        }
    }

    private static char delimiter(String text) throws Unfit {
        if (text.length() != 1 || "\"\r\n\0".contains(text) || Character.isSurrogate(text.charAt(0))) {
            throw new Unfit("is not one character, or is a quote or the end of a line");
        }
        return text.charAt(0);
    }
}
