package almanac.job;

/**
 * The main class for services that share their driver with others, such as Databricks: a command runs as it does with
 * {@link Main}, but a failure is thrown, since {@link System#exit} would end the driver of the service too.
 */
public final class Embedded {

    private Embedded() {}

    /**
     * Runs a command.
     *
     * @throws IllegalStateException with the exit code, where it is not 0; what is wrong is on standard error
     */
    public static void main(String[] args) {
        int code = Main.execute(args);
        if (code != 0) {
            throw new IllegalStateException(
                    "almanac ended with exit code " + code + "; the lines above say the problem and what to do");
        }
    }
}
