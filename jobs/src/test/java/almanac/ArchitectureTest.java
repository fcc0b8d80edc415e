package almanac;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The walls of the product. A rule that breaks says why it stands. */
class ArchitectureTest {

    private static final JavaClasses PRODUCT = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_JARS)
            .importPackages("almanac");

    /** The areas of analysis: each a package of tables. */
    private static final List<String> AREAS = List.of("market", "customer", "forecast", "plan", "pipeline", "team");

    /** What each package may see beside itself; job sees all. */
    private static final Map<String, Set<String>> MAY_SEE = layers();

    /** Where the text of a Spark expression may stand: a mapping or a query of the user, constraints, arrays. */
    private static final Set<String> SQL_TEXT = Set.of(
            "almanac.ingest.MappedInput",
            "almanac.lake.Queries",
            "almanac.lake.Warehouse",
            "almanac.lake.StagingArea",
            "almanac.lake.Night",
            "almanac.lake.DeltaRunLock");

    /** Tables outside the forecasts that learn with MLlib, which runs jobs, and ask first whether there is anything to learn. */
    private static final Set<String> LEARNERS = Set.of("almanac.segment.cluster.ClusterLearner");

    private static final Set<String> ACTIONS = Set.of(
            "count",
            "collect",
            "collectAsList",
            "first",
            "head",
            "take",
            "takeAsList",
            "tail",
            "show",
            "foreach",
            "foreachPartition",
            "toLocalIterator",
            "isEmpty",
            "reduce",
            "rdd",
            "javaRDD",
            "toJavaRDD",
            "write",
            "writeTo");

    private static final Set<String> CLOCKS_AND_DICE = Set.of(
            "current_date",
            "curdate",
            "current_timestamp",
            "localtimestamp",
            "now",
            "current_time",
            "rand",
            "random",
            "randn",
            "randstr",
            "uuid",
            "shuffle",
            "monotonically_increasing_id",
            "spark_partition_id");

    private static Map<String, Set<String>> layers() {
        Map<String, Set<String>> seen = new TreeMap<>();
        seen.put("error", Set.of());
        seen.put("stats", Set.of());
        seen.put("config", Set.of("error"));
        seen.put("table", Set.of("error"));
        seen.put("sample", Set.of("error"));
        seen.put("staging", Set.of("error", "table"));
        seen.put("lake", Set.of("error", "table", "config"));
        seen.put("ingest", Set.of("error", "table", "config", "staging", "lake"));
        seen.put("onboard", Set.of("error", "table", "config", "staging", "lake"));
        seen.put("segment", Set.of("error", "table", "config", "staging", "stats"));
        for (String area : AREAS) {
            seen.put(
                    area,
                    Stream.concat(
                                    Stream.of("error", "table", "config", "staging", "stats", "segment"),
                                    AREAS.stream().filter(other -> !other.equals(area)))
                            .collect(Collectors.toSet()));
        }
        return seen;
    }

    @TestFactory
    Stream<DynamicTest> everyPackageSeesOnlyTheLayersBelowIt() {
        return MAY_SEE.entrySet().stream()
                .map(layer -> DynamicTest.dynamicTest(layer.getKey(), () -> {
                    String[] seen = Stream.concat(Stream.of(layer.getKey()), layer.getValue().stream())
                            .map(name -> "almanac." + name + "..")
                            .toArray(String[]::new);
                    check(classes()
                            .that()
                            .resideInAPackage("almanac." + layer.getKey() + "..")
                            .should()
                            .onlyDependOnClassesThat(
                                    resideOutsideOfPackage("almanac..").or(resideInAnyPackage(seen)))
                            .allowEmptyShould(true)
                            .because("a package is understood, tested and replaced with what lies below it alone"));
                }));
    }

    @Test
    void everyPackageHasItsLayer() {
        Set<String> packages = PRODUCT.stream()
                .map(JavaClass::getPackageName)
                .map(name -> name.split("\\.")[1])
                .collect(Collectors.toSet());

        assertThat(Stream.concat(MAY_SEE.keySet().stream(), Stream.of("job", "report")))
                .as("packages that architecture knows")
                .containsAll(packages);
    }

    @TestFactory
    Stream<DynamicTest> areasUseOnlyTheSpecsOfOtherAreas() {
        return AREAS.stream()
                .map(area -> DynamicTest.dynamicTest(area, () -> {
                    String[] others = AREAS.stream()
                            .filter(other -> !other.equals(area))
                            .map(other -> "almanac." + other + "..")
                            .toArray(String[]::new);
                    check(noClasses()
                            .that()
                            .resideInAPackage("almanac." + area + "..")
                            .should()
                            .accessTargetWhere(describe(
                                    "goes to another area and is not a SPEC",
                                    (JavaAccess<?> access) -> resideInAnyPackage(others)
                                                    .test(access.getTargetOwner())
                                            && !access.getTarget().getName().equals("SPEC")))
                            .allowEmptyShould(true)
                            .because("areas meet in the tables that they publish; a function of another area is"
                                    + " not one of them"));
                }));
    }

    @Test
    void packagesFormNoCycle() {
        check(slices().matching("almanac.(*)..")
                .should()
                .beFreeOfCycles()
                .because("packages that need one another are one package"));
    }

    @Test
    void filesOfSourcesAreReadWithoutTheRestOfTheLake() {
        check(classes()
                .that()
                .resideInAPackage("almanac.lake.file..")
                .should()
                .onlyDependOnClassesThat(resideOutsideOfPackage("almanac..")
                        .or(resideInAnyPackage("almanac.lake.file..", "almanac.config..", "almanac.error..")))
                .because("what a file holds is found out without a session and without a warehouse"));
    }

    @Test
    void onlyTheLakeReadsAndWritesTables() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage("almanac.lake..")
                .should()
                .dependOnClassesThat(describe(
                        "read or write with Spark or Delta",
                        type -> type.getName().startsWith("org.apache.spark.sql.DataFrameReader")
                                || type.getName().startsWith("org.apache.spark.sql.DataFrameWriter")
                                || type.getPackageName().startsWith("io.delta")
                                || type.getPackageName().startsWith("org.apache.spark.sql.delta")))
                .because("staging, checks and publication hold only if nothing goes round them"));
    }

    @Test
    void onlyTheLakeAndTheSampleKnowFileSystems() {
        check(noClasses()
                .that(not(resideInAnyPackage("almanac.lake..", "almanac.sample..")))
                .and()
                .doNotHaveFullyQualifiedName("almanac.job.SampleCommand")
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.apache.hadoop..", "org.apache.parquet.."))
                .because("where the tables lie is the lake's affair; the sample writes a lake of its own"));
    }

    @Test
    void tablesCallNoClockAndThrowNoDice() {
        check(noClasses()
                .that(areTables())
                .should()
                .callMethodWhere(describe(
                        "asks for the time or for chance",
                        (JavaCall<?> call) -> asksTheTime(call) || callsOf(call, functions.class, CLOCKS_AND_DICE)))
                .because("a rerun for an old date gives the old rows: the only clock is Inputs.asOf()"));
    }

    @Test
    void tablesRunNoAction() {
        check(noClasses()
                .that(areTables()
                        .and(resideOutsideOfPackage("almanac.forecast.."))
                        .and(describe("do not learn", type -> !LEARNERS.contains(outermost(type)))))
                .should()
                .callMethodWhere(
                        describe("runs a Spark job", (JavaCall<?> call) -> callsOf(call, Dataset.class, ACTIONS)))
                .because("a table is a plan; the run computes it once, when it writes it"));
    }

    @Test
    void numericsKnowNoSpark() {
        check(noClasses()
                .that()
                .resideInAPackage("almanac.stats..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.apache..", "scala..", "io.delta.."))
                .because("a formula is tested in a millisecond, and serves any engine"));
    }

    @Test
    void sqlTextStandsOnlyInNamedPlaces() {
        check(noClasses()
                .that(describe("are not among the named places", type -> !SQL_TEXT.contains(outermost(type))))
                .should()
                .callMethodWhere(describe(
                        "takes SQL text",
                        (JavaCall<?> call) -> callsOf(call, SparkSession.class, Set.of("sql", "table"))
                                || callsOf(call, functions.class, Set.of("expr", "call_function"))
                                || callsOf(call, Dataset.class, Set.of("selectExpr", "createOrReplaceTempView"))))
                .because("columns are checked by the compiler, text only by the night"));
    }

    @Test
    void nobodyEndsTheProcessButMain() {
        check(noClasses()
                .that()
                .doNotHaveFullyQualifiedName("almanac.job.Main")
                .should()
                .callMethod(System.class, "exit", int.class)
                .because("exit codes follow from failures, in one place"));
    }

    @Test
    void rulesSeeTheProductAndCanFail() {
        assertThatThrownBy(() -> check(noClasses()
                        .that()
                        .resideInAPackage("almanac.job..")
                        .should()
                        .callMethodWhere(describe(
                                "runs a Spark job", (JavaCall<?> call) -> callsOf(call, Dataset.class, ACTIONS)))))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("first()");
    }

    private static DescribedPredicate<JavaClass> areTables() {
        return resideInAnyPackage(Stream.concat(Stream.of("table", "staging", "segment"), AREAS.stream())
                        .map(name -> "almanac." + name + "..")
                        .toArray(String[]::new))
                .as("compute tables");
    }

    private static boolean asksTheTime(JavaCall<?> call) {
        return callsOf(call, LocalDate.class, Set.of("now"))
                || callsOf(call, LocalDateTime.class, Set.of("now"))
                || callsOf(call, ZonedDateTime.class, Set.of("now"))
                || callsOf(call, Instant.class, Set.of("now"))
                || callsOf(call, System.class, Set.of("currentTimeMillis", "nanoTime"))
                || callsOf(call, Math.class, Set.of("random"))
                || call.getTargetOwner().isEquivalentTo(Clock.class);
    }

    private static boolean callsOf(JavaCall<?> call, Class<?> owner, Set<String> methods) {
        return call.getTargetOwner().isAssignableTo(owner)
                && methods.contains(call.getTarget().getName());
    }

    private static String outermost(JavaClass type) {
        return type.getName().replaceFirst("\\$.*", "");
    }

    private static void check(ArchRule rule) {
        rule.check(PRODUCT);
    }
}
