package almanac.config;

import java.util.regex.Pattern;

/** Keeps what may be a password out of messages. */
final class Secrets {

    private static final Pattern WORD = Pattern.compile(
            "password|passwd|passphrase|secret|token|credential|api[_.-]?key|access[_.-]?key|private",
            Pattern.CASE_INSENSITIVE);

    /** The part of a URI between the scheme and the host, where some put a key. */
    private static final Pattern USER_INFO = Pattern.compile("(?<=://)[^/\"\\s]*@");

    private Secrets() {}

    /** Whether a key, or a whole line of a file, speaks of a secret. */
    static boolean isNamedIn(String text) {
        return WORD.matcher(text).find();
    }

    /** The text without what stands between {@code ://} and {@code @}. */
    static String withoutUserInfo(String text) {
        return USER_INFO.matcher(text).replaceAll("***@");
    }
}
