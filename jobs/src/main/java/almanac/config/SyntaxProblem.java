package almanac.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigOrigin;

/** What HOCON says about a file that it cannot read, in one line and without what may be a secret. */
final class SyntaxProblem {

    private SyntaxProblem() {}

    /** Place and reason. */
    static String describe(ConfigException problem, String text, Places places) {
        if (problem instanceof NoInclude.Refused refused) {
            return places.at(lineOf(refused.included(), text)) + ": "
                    + Secrets.withoutUserInfo(String.valueOf(refused.getMessage()));
        }
        ConfigOrigin origin = problem.origin();
        if (origin == null) {
            return places.location() + ": " + reason(String.valueOf(problem.getMessage()));
        }
        int line = origin.lineNumber();
        // The parser quotes what it met, which may lie on the line after the key.
        if (places.lineIsSecret(line) || places.lineIsSecret(line - 1)) {
            return places.at(line) + ": this is not HOCON; why is not shown, for the line speaks of a secret";
        }
        if (problem instanceof ConfigException.WrongType) {
            // The message would show the values, among them those of the environment.
            return places.at(line) + ": a block or list stands where it cannot be joined with what is beside it";
        }
        return places.at(line) + ": "
                + reason(String.valueOf(problem.getMessage()).replace(origin.description() + ": ", ""));
    }

    /** Without the parser's advice to rename the file, which does not help here. */
    private static String reason(String message) {
        int advice = message.indexOf(" (if you ");
        return Secrets.withoutUserInfo(advice < 0 ? message : message.substring(0, advice));
    }

    private static int lineOf(String included, String text) {
        int line = 0;
        for (String content : text.lines().toList()) {
            line++;
            if (content.contains("include") && content.contains(included)) {
                return line;
            }
        }
        return 0;
    }
}
