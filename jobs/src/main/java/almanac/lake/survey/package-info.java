/** What lies in a lake that nobody has described yet: sources, how they are written, and a bounded sample of their rows. */
package almanac.lake.survey;
