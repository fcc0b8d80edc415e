package almanac.onboard;

import java.util.List;

/**
 * A column that plays a role.
 *
 * @param role the role
 * @param column the column
 * @param score how sure that is, 0 to 1; a little more where it has the very name
 * @param reason what speaks for it
 * @param calendar the source of days that its values are keys of; empty where they are values themselves
 */
record Found(Role role, Profile column, double score, String reason, List<Profiled> calendar) {

    /** How it is told in a list of candidates. */
    String told() {
        return String.format("%s (%.2f: %s)", column.name(), Math.min(1, score), reason);
    }
}
