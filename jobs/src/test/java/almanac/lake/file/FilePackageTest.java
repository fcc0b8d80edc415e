package almanac.lake.file;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

class FilePackageTest {

    @Test
    void readingFilesKnowsNoSpark() {
        JavaClasses classes = new ClassFileImporter().importPackages("almanac.lake.file");
        noClasses()
                .that()
                .resideInAPackage("almanac.lake.file")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.spark..", "scala..", "io.delta..")
                .because("it runs inside a Spark task and in plain tests alike")
                .check(classes);
    }
}
