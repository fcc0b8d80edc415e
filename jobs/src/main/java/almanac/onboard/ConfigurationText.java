package almanac.onboard;

import almanac.config.Format;
import almanac.config.Policy;
import almanac.config.Source;
import almanac.lake.survey.SurveyedSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A proposal as a configuration: HOCON with a comment for every choice, and what is open commented out. */
public final class ConfigurationText {

    private static final int WIDEST_VALUE = 44;
    private static final int LONGEST_COMMENT = 150;

    private final Proposal proposal;
    private final StringBuilder text = new StringBuilder();

    private ConfigurationText(Proposal proposal) {
        this.proposal = proposal;
    }

    /**
     * Writes a proposal.
     *
     * @param name what results are called: lower-case letters, digits and _
     * @param lake where the lake lies, as the configuration is to say it
     * @param warehouse where the tables go, as the configuration is to say it
     */
    public static String of(Proposal proposal, String name, String lake, String warehouse) {
        ConfigurationText written = new ConfigurationText(proposal);
        written.head(name, lake, warehouse);
        written.sources();
        written.inputs();
        written.structure();
        written.calendar();
        written.line(0, "}");
        return written.text.toString();
    }

    private void line(int depth, String content) {
        text.append("  ".repeat(depth)).append(content).append('\n');
    }

    private void comment(int depth, String content) {
        String plain = Texts.comment(content);
        line(depth, "# " + (plain.length() > LONGEST_COMMENT ? plain.substring(0, LONGEST_COMMENT) + "…" : plain));
    }

    private void head(String name, String lake, String warehouse) {
        comment(
                0,
                String.format(
                        Locale.ROOT,
                        "Proposed by `almanac init` from %,d rows of %d sources. Behind each choice stands what was seen.",
                        proposal.rows(),
                        proposal.survey().sources().size()));
        comment(
                0,
                "What is commented out was not sure enough: take one of the candidates. Every setting: conf/almanac.conf.");
        if (!proposal.decisions().isEmpty()) {
            line(0, "#");
            comment(0, "To decide:");
            proposal.decisions().forEach(decision -> line(0, "#   - " + Texts.comment(decision)));
        }
        line(0, "");
        line(0, "almanac {");
        line(1, "name = " + name);
        line(1, "lake = \"" + lake + "\"");
        line(1, "warehouse = \"" + warehouse + "\"");
        line(
                1,
                proposal.currency()
                        .map(code -> "currency = " + code + "  # " + Texts.comment(proposal.currencyReason()))
                        .orElse("# currency = USD  # no file says it: take the currency that the amounts are in"));
    }

    private void sources() {
        Set<String> used = new LinkedHashSet<>();
        for (Mapping mapping : proposal.mappings()) {
            used.add(mapping.source().name());
            mapping.joins().forEach(join -> used.add(join.split(" ", -1)[2]));
        }
        line(0, "");
        line(1, "sources {");
        for (SurveyedSource found : proposal.survey().sources()) {
            if (used.contains(found.source().name())) {
                source(found);
            }
        }
        for (Map.Entry<Profiled, String> unused :
                proposal.recognition().unused().entrySet()) {
            Profiled source = unused.getKey();
            if (!used.contains(source.name())) {
                comment(2, source.surveyed().source().path() + " is not used: " + unused.getValue());
            }
        }
        proposal.survey().leftOut().stream().limit(20).forEach(path -> comment(2, "not read: " + path));
        line(1, "}");
    }

    private void source(SurveyedSource found) {
        Source source = found.source();
        List<String> settings = new ArrayList<>();
        settings.add("format = " + source.format().id());
        settings.add("path = \"" + source.path() + "\"");
        if (source.onUnknownName() == Policy.ACCEPT) {
            settings.add("on_unknown_name = accept");
        }
        if (source.format() == Format.CSV || source.format() == Format.JSON) {
            if (!source.encoding().equals("UTF-8")) {
                settings.add("encoding = \"" + source.encoding() + "\"");
            }
        }
        if (source.format() == Format.CSV) {
            if (source.delimiter() != ',') {
                settings.add("delimiter = \"" + (source.delimiter() == '\t' ? "\\t" : source.delimiter()) + "\"");
            }
            if (!source.header()) {
                settings.add("header = false");
                settings.add("columns = [" + String.join(", ", source.columns()) + "]");
            }
            if (source.nullValues().size() > 1) {
                settings.add("null_values = ["
                        + source.nullValues().stream()
                                .map(word -> "\"" + word.replace("\\", "\\\\") + "\"")
                                .collect(Collectors.joining(", "))
                        + "]");
            }
        }
        line(2, source.name() + " { " + String.join(", ", settings) + " }");
    }

    private void inputs() {
        line(0, "");
        line(1, "inputs {");
        boolean first = true;
        for (Mapping mapping : proposal.mappings()) {
            if (!first) {
                line(0, "");
            }
            first = false;
            input(mapping);
        }
        line(1, "}");
    }

    /** An input whose required columns are open is commented out whole; sales stays, since no night can do without. */
    private void input(Mapping mapping) {
        mapping.notes().forEach(note -> comment(2, note));
        int begin = text.length();
        line(2, mapping.table() + " {");
        if (mapping.needsSelect()) {
            select(mapping);
        } else {
            columns(mapping);
        }
        line(2, "}");
        boolean isWhole = mapping.lacking().isEmpty() || mapping.table().equals(Inputs.SALES);
        if (!isWhole) {
            String block = text.substring(begin);
            text.setLength(begin);
            comment(2, "not mapped until " + String.join(", ", mapping.lacking()) + " is decided:");
            block.lines()
                    .forEach(line ->
                            text.append("    # ").append(line.substring(4)).append('\n'));
        }
    }

    private void columns(Mapping mapping) {
        line(3, "from = " + mapping.source().name());
        line(3, "columns {");
        int widest = mapping.columns().entrySet().stream()
                .mapToInt(entry -> (entry.getKey() + " = " + entry.getValue().hocon()).length())
                .filter(length -> length <= WIDEST_VALUE)
                .max()
                .orElse(0);
        mapping.columns().forEach((column, value) -> {
            String setting = column + " = " + value.hocon();
            line(4, pad(setting, widest) + "  # " + shortened(mapping.evidence(column)));
        });
        mapping.open()
                .forEach((column, candidates) -> candidates.forEach(candidate -> {
                    String name = candidate.replaceFirst(" \\([0-9.]+: .*", "").replaceFirst(",? (as|whose) .*", "");
                    line(4, "# " + column + " = " + Texts.hocon(name) + "  # " + shortened(candidate));
                }));
        line(3, "}");
    }

    private void select(Mapping mapping) {
        line(3, "select = \"\"\"");
        List<String> columns = new ArrayList<>();
        List<String> items = new ArrayList<>();
        mapping.columns().forEach((column, value) -> {
            columns.add(column);
            items.add(value.expression() + " AS " + column);
        });
        int widest = items.stream()
                .mapToInt(String::length)
                .filter(length -> length <= WIDEST_VALUE)
                .max()
                .orElse(0);
        line(4, "SELECT");
        mapping.open()
                .forEach((column, candidates) ->
                        candidates.forEach(candidate -> line(4, "-- " + column + ": " + shortened(candidate) + "?")));
        for (int i = 0; i < items.size(); i++) {
            String item = items.get(i) + (i < items.size() - 1 ? "," : "");
            line(4, pad(item, widest + 1) + "  -- " + shortened(mapping.evidence(columns.get(i))));
        }
        List<String> rest = new ArrayList<>(List.of("FROM " + mapping.source().name() + " " + Value.SOURCE));
        rest.addAll(mapping.joins());
        if (mapping.where() != null) {
            rest.add("WHERE " + mapping.where());
        }
        for (int i = 0; i < rest.size(); i++) {
            line(4, rest.get(i) + (i == rest.size() - 1 ? "\"\"\"" : ""));
        }
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    /** Evidence that ends neither a comment of SQL nor a text of HOCON. */
    private static String shortened(String evidence) {
        String plain = Texts.comment(evidence).replace("\"", "'").replace("\\", "/");
        return plain.length() > LONGEST_COMMENT ? plain.substring(0, LONGEST_COMMENT) + "…" : plain;
    }

    private void structure() {
        Structure structure = proposal.structure();
        line(0, "");
        line(1, "hierarchies {");
        structure.hierarchies().forEach((name, levels) -> {
            comment(2, structure.reason(name));
            String market = structure.markets().containsKey(name)
                    ? ", market = { key = " + structure.markets().get(name).replace(" ", ", level = ") + " }"
                    : "";
            line(2, name + " { levels = [" + String.join(", ", levels) + "]" + market + " }");
        });
        line(1, "}");
        line(0, "");
        line(1, "segmentations {");
        structure.hierarchies().keySet().forEach(name -> line(2, name + " = [" + name + "]"));
        List<String> crossed = structure.markets().keySet().stream()
                .map(name -> name + "." + structure.marketLevel(name).orElseThrow())
                .toList();
        if (!crossed.isEmpty()) {
            line(2, "market = [" + String.join(", ", crossed) + "]");
        }
        line(1, "}");
    }

    private void calendar() {
        line(0, "");
        comment(
                1,
                "Fiscal years and months of whole weeks are nothing that data shows: see calendar in conf/almanac.conf.");
        if (!proposal.closed().isEmpty()) {
            String days = proposal.closed().stream()
                    .map(day -> day.name().toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining(", "));
            line(1, "calendar { closed_weekdays = [" + days + "] }  # " + proposal.closedReason());
        }
    }
}
