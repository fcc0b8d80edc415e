package almanac.job;

import java.io.PrintStream;

/** Tells a person at a terminal what a long job is doing, one line a step, in aligned columns. */
final class Progress {

    private final PrintStream out;

    Progress(PrintStream out) {
        this.out = out;
    }

    /** Something is about to be done. */
    void says(String text) {
        out.println(text);
        out.flush();
    }

    /** A step of several was done. */
    void step(int number, int of, String name, String result, double seconds) {
        says(String.format("  %2d/%-2d  %-32s %22s %8.1f s", number, of, name, result, seconds));
    }

    static String rows(long rows) {
        return count(rows, "row");
    }

    /** A number with its unit, in the plural where it is not one. */
    static String count(long number, String unit) {
        return String.format("%,d %s%s", number, unit, number == 1 ? "" : "s");
    }
}
