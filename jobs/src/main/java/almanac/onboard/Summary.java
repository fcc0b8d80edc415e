package almanac.onboard;

import almanac.lake.survey.SurveyedSource;
import almanac.staging.InputTable;
import java.util.List;
import java.util.Map;

/** A proposal in words for people: a line for each source, what is to be decided, and what to do next. */
public final class Summary {

    private Summary() {}

    /**
     * The summary.
     *
     * @param lake where the lake lies
     * @param file where the configuration was written
     */
    public static String of(Proposal proposal, String lake, String file) {
        StringBuilder text = new StringBuilder(String.format(
                "Looked at %,d rows of %,d sources in %s.%n%n",
                proposal.rows(), proposal.survey().sources().size(), lake));
        int widest = Math.max(
                6,
                proposal.survey().sources().stream()
                        .mapToInt(found -> found.source().path().length())
                        .max()
                        .orElse(0));
        String row = "  %-" + Math.min(44, widest) + "s  %-8s %7s %11s  %-19s %9s %9s%n";
        text.append(String.format(row, "Source", "format", "files", "rows read", "taken for", "required", "optional"));
        for (SurveyedSource found : proposal.survey().sources()) {
            List<Mapping> mappings = proposal.mappings().stream()
                    .filter(mapping ->
                            mapping.source().name().equals(found.source().name()))
                    .toList();
            if (mappings.isEmpty()) {
                text.append(line(row, found, "-", "", ""));
            }
            mappings.forEach(mapping -> text.append(mapped(row, found, mapping)));
        }
        if (!proposal.recognition().unused().isEmpty()) {
            text.append(String.format("%nNot taken for an input:%n"));
            for (Map.Entry<Profiled, String> unused :
                    proposal.recognition().unused().entrySet()) {
                text.append(String.format("  %-24s %s%n", unused.getKey().name(), unused.getValue()));
            }
        }
        if (!proposal.survey().leftOut().isEmpty()) {
            text.append(String.format("%nNot read:%n"));
            proposal.survey().leftOut().stream().limit(10).forEach(path -> text.append(String.format("  %s%n", path)));
        }
        for (Mapping mapping : proposal.mappings()) {
            mapping.notes()
                    .forEach(note ->
                            text.append(String.format("%nNote on %s: %s", mapping.table(), Texts.comment(note))));
        }
        decisions(proposal, file, text);
        return text.toString();
    }

    private static String mapped(String row, SurveyedSource found, Mapping mapping) {
        InputTable input = Inputs.named(mapping.table());
        long required =
                input.required().stream().filter(mapping.columns()::containsKey).count();
        long optional =
                input.optional().stream().filter(mapping.columns()::containsKey).count();
        return line(
                row,
                found,
                mapping.table(),
                required + " of " + input.required().size(),
                optional + " of " + input.optional().size());
    }

    private static String line(String row, SurveyedSource found, String table, String required, String optional) {
        return String.format(
                row,
                found.source().path(),
                found.source().format().id(),
                String.format("%,d", found.files()),
                String.format("%,d", found.sample().rows()) + (found.sample().isWhole() ? "" : "+"),
                table,
                required,
                optional);
    }

    private static void decisions(Proposal proposal, String file, StringBuilder text) {
        text.append(String.format("%n%nWritten to %s, with what speaks for each choice.%n", file));
        if (!proposal.decisions().isEmpty()) {
            text.append(String.format("%nTo decide there:%n"));
            proposal.decisions().forEach(decision -> text.append(String.format("  - %s%n", Texts.comment(decision))));
        }
        text.append(String.format("%nNext:%n"));
        if (!proposal.isComplete()) {
            text.append(String.format("  edit %s: it lacks what is to be decided above%n", file));
        }
        text.append(String.format("  scripts/almanac doctor --conf %s    can it be read, is there room%n", file));
        text.append(String.format(
                "  scripts/almanac plan --conf %s      what would be built, and why not the rest%n", file));
        text.append(String.format("  scripts/nightly --conf %s           the first night, and its report%n", file));
    }
}
