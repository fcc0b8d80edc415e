package almanac.staging;

import almanac.error.Failure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.Token;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser$;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.parser.SqlBaseLexer;
import org.apache.spark.sql.catalyst.parser.UpperCaseCharStream;
import org.apache.spark.sql.catalyst.plans.LeftOuter$;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/**
 * A mapping written as one SELECT over the declared sources, parsed and found harmless.
 *
 * <p>It works row by row: columns of the first source (the primary one, whose files are the deliveries), columns of other
 * sources joined to the left, a WHERE. No aggregate, no set operation, no subquery, no path, no command; functions only
 * from {@link HarmlessExpressions#FUNCTIONS}. What is not known to be harmless is refused by name.
 *
 * @param sql the SELECT, rewritten so that it also gives the record columns of the primary source and, as
 *     {@link Acceptance#SELECTED}, its WHERE
 * @param primary the source whose files are the deliveries
 * @param sources every source that it reads, the primary one first
 * @param columns the names of its columns
 * @param references the columns that it names of each source; one without a qualifier is listed under every source
 */
public record SelectMapping(
        String sql, String primary, List<String> sources, List<String> columns, Map<String, Set<String>> references) {

    /** Copies the lists. */
    public SelectMapping {
        sources = List.copyOf(sources);
        columns = List.copyOf(columns);
        references = Map.copyOf(references);
    }

    /**
     * Parses a SELECT.
     *
     * @param where the place in the configuration, for messages
     * @param sql the text
     * @param declared the names of the declared sources
     * @throws Failure of kind CONFIGURATION with everything that is wrong
     */
    public static SelectMapping parse(String where, String sql, Set<String> declared) {
        String text = sql.strip();
        LogicalPlan plan = plan(where, text);
        List<String> problems = new ArrayList<>();
        if (!(plan instanceof Project project)) {
            throw refused(where, List.of("it is not a plain SELECT … FROM … [WHERE …] but a " + plan.nodeName()));
        }
        LogicalPlan below = project.child();
        Filter filter = below instanceof Filter found ? found : null;
        LogicalPlan relations = filter == null ? below : filter.child();
        Relations found = new Relations(declared, problems);
        found.visit(relations);
        project.expressions().foreach(expression -> HarmlessExpressions.check(expression, problems));
        if (filter != null) {
            HarmlessExpressions.check(filter.condition(), problems);
        }
        if (words(text).get(1).getType() == SqlBaseLexer.ALL) {
            problems.add("SELECT ALL is SELECT: leave ALL out");
        }
        List<String> columns = columnNames(project, problems);
        if (!problems.isEmpty()) {
            throw refused(where, problems);
        }
        return new SelectMapping(
                rewritten(text, found.aliases.get(0), filter),
                found.names.get(0),
                found.names,
                columns,
                references(plan, found));
    }

    private static LogicalPlan plan(String where, String text) {
        if (!text.regionMatches(true, 0, "SELECT", 0, 6)) {
            throw refused(where, List.of("it does not start with SELECT"));
        }
        try {
            return CatalystSqlParser$.MODULE$.parsePlan(text);
        } catch (Exception e) {
            // Scala declares no exceptions, so the compiler cannot know that the parser throws this one.
            if (e instanceof ParseException) {
                throw refused(
                        where,
                        List.of("it is not SQL: "
                                + String.valueOf(e.getMessage())
                                        .strip()
                                        .lines()
                                        .findFirst()
                                        .orElse("")));
            }
            throw e;
        }
    }

    /** The relations of the FROM clause, in order. */
    private static final class Relations {
        private final Set<String> declared;
        private final List<String> problems;
        private final List<String> names = new ArrayList<>();
        private final List<String> aliases = new ArrayList<>();

        Relations(Set<String> declared, List<String> problems) {
            this.declared = declared;
            this.problems = problems;
        }

        void visit(LogicalPlan plan) {
            if (plan instanceof Join join) {
                if (join.joinType() != LeftOuter$.MODULE$) {
                    problems.add("only LEFT JOIN keeps every record of the first source; it has " + join.joinType());
                }
                visit(join.left());
                visit(join.right());
                join.condition().foreach(condition -> HarmlessExpressions.check(condition, problems));
            } else if (plan instanceof SubqueryAlias alias && alias.child() instanceof UnresolvedRelation relation) {
                relation(relation, alias.alias());
            } else if (plan instanceof UnresolvedRelation relation) {
                relation(relation, relation.name());
            } else {
                problems.add("FROM may hold declared sources and LEFT JOINs only; it has " + plan.nodeName());
            }
        }

        private void relation(UnresolvedRelation relation, String alias) {
            List<String> parts = CollectionConverters.asJava(relation.multipartIdentifier());
            if (parts.size() != 1 || !declared.contains(parts.get(0))) {
                problems.add("`" + String.join(".", parts) + "` is not a declared source; declared are "
                        + new TreeSet<>(declared));
            }
            names.add(parts.get(0));
            aliases.add(alias);
        }
    }

    private static Map<String, Set<String>> references(LogicalPlan plan, Relations found) {
        Map<String, Set<String>> references = new HashMap<>();
        collect(plan, attribute -> {
            List<String> parts = CollectionConverters.asJava(attribute.nameParts());
            String column = parts.get(parts.size() - 1);
            for (int i = 0; i < found.names.size(); i++) {
                if (parts.size() == 1 || found.aliases.get(i).equals(parts.get(parts.size() - 2))) {
                    references
                            .computeIfAbsent(found.names.get(i), none -> new TreeSet<>())
                            .add(column);
                }
            }
        });
        return references;
    }

    private static void collect(LogicalPlan plan, Consumer<UnresolvedAttribute> consumer) {
        CollectionConverters.asJava(plan.expressions()).forEach(expression -> collect(expression, consumer));
        CollectionConverters.asJava(plan.children()).forEach(child -> collect(child, consumer));
    }

    private static void collect(Expression expression, Consumer<UnresolvedAttribute> consumer) {
        if (expression instanceof UnresolvedAttribute attribute) {
            consumer.accept(attribute);
        }
        CollectionConverters.asJava(expression.children()).forEach(child -> collect(child, consumer));
    }

    private static List<String> columnNames(Project project, List<String> problems) {
        Set<String> names = new LinkedHashSet<>();
        for (Object item : CollectionConverters.asJava(project.projectList())) {
            String name = item instanceof Alias alias
                    ? alias.name()
                    : item instanceof UnresolvedAttribute attribute
                            ? attribute.nameParts().last()
                            : null;
            if (name == null) {
                problems.add("every column needs a name (AS …): " + ((Expression) item).sql());
            } else if (!names.add(name)) {
                problems.add("the column " + name + " is given twice");
            }
        }
        return List.copyOf(names);
    }

    /**
     * The SELECT with the record columns in front and its WHERE as a column, so that a row that is left out is counted
     * rather than lost. The text is cut where the lexer of Spark sees the words, never where they stand in a comment, a
     * string or a quoted name.
     */
    private static String rewritten(String text, String primaryAlias, @Nullable Filter filter) {
        String name = "`" + primaryAlias.replace("`", "``") + "`";
        StringBuilder record = new StringBuilder();
        for (String column : List.of(Acceptance.FILE, Acceptance.LINE, Acceptance.RAW, Acceptance.PROBLEM)) {
            record.append(' ').append(name).append('.').append(column).append(',');
        }
        int end = words(text).stream()
                .filter(word -> word.getType() == SqlBaseLexer.SEMICOLON)
                .findFirst()
                .map(word -> start(text, word))
                .orElse(text.length());
        if (filter == null) {
            return "SELECT" + record + " true AS " + Acceptance.SELECTED + ", "
                    + text.substring("SELECT".length(), end);
        }
        int where = where(text, filter);
        return "SELECT" + record + " coalesce(" + text.substring(where + "WHERE".length(), end) + "\n, false) AS "
                + Acceptance.SELECTED + ", " + text.substring("SELECT".length(), where);
    }

    /** The last WHERE before the condition: one before that is a name, which Spark allows. */
    private static int where(String text, Filter filter) {
        int condition = (int) filter.condition().origin().startIndex().get();
        return words(text).stream()
                .filter(word -> word.getType() == SqlBaseLexer.WHERE && word.getStartIndex() < condition)
                .reduce((one, later) -> later)
                .map(word -> start(text, word))
                .orElseThrow(() -> new IllegalStateException("a filter without the word WHERE: " + text));
    }

    private static List<? extends Token> words(String text) {
        return new SqlBaseLexer(new UpperCaseCharStream(CharStreams.fromString(text)))
                .getAllTokens().stream()
                        .filter(token -> token.getChannel() == Token.DEFAULT_CHANNEL)
                        .toList();
    }

    /** Where a word starts; the lexer counts code points, a string counts half of some. */
    private static int start(String text, Token word) {
        return text.offsetByCodePoints(0, word.getStartIndex());
    }

    private static Failure refused(String where, List<String> problems) {
        return Failure.configuration(
                where + ": the SELECT of this mapping is refused",
                "write one SELECT of columns over declared sources, with LEFT JOINs and a WHERE at most",
                problems);
    }
}
