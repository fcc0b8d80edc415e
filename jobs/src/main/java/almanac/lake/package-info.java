/**
 * The only package that touches storage: the session, source files, Delta tables, the staging area of a run, publication,
 * and the lock. Everything above it deals in datasets.
 */
package almanac.lake;
