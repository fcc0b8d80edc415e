/** From delivered files to the input tables: what is new, what it holds, what of it counts, and what became of the rest. */
package almanac.ingest;
