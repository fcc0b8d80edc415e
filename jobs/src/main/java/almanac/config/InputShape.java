package almanac.config;

import java.util.List;
import java.util.stream.Stream;

/**
 * What an input table of the product may look like. The tables themselves are declared elsewhere: a configuration is
 * checked against the shapes that it is given.
 *
 * @param required the columns that every mapping gives
 * @param optional the columns that a mapping may give
 * @param defaultKey what identifies a row where the mapping does not say
 */
public record InputShape(List<String> required, List<String> optional, List<String> defaultKey) {

    /** Copies the lists. */
    public InputShape {
        required = List.copyOf(required);
        optional = List.copyOf(optional);
        defaultKey = List.copyOf(defaultKey);
    }

    /** Every column that the table may have, the required ones first. */
    public List<String> columns() {
        return Stream.concat(required.stream(), optional.stream()).toList();
    }
}
