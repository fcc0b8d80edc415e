package almanac.job;

/** The version of the code, as its jar says; {@code development} where it runs from classes. */
final class CodeVersion {

    private CodeVersion() {}

    static String get() {
        String version = CodeVersion.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
