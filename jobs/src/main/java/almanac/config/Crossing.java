package almanac.config;

/**
 * The part of a hierarchy that a segmentation uses.
 *
 * @param hierarchy its name
 * @param depth how many of its levels, from the coarsest down, 1 to all
 */
public record Crossing(String hierarchy, int depth) {}
