/** Puts everything together: the plan of a night, the run, the command line, and the exit codes. */
package almanac.job;
