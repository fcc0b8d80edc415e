/**
 * What the analysis is cut by: members of hierarchies, segments and their leaves, the calendar and its periods, and the
 * daily cube that every later table reads. The rules of rolling up live here and nowhere else.
 */
package almanac.segment;
