/**
 * Proposes a configuration for a lake that nobody has described: what its columns are is told by their names, and believed
 * only where their values agree.
 */
package almanac.onboard;
