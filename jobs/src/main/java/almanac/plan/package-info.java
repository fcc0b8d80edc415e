/** Targets and what became of them: one class per table, each a spec and one pure function. */
package almanac.plan;
