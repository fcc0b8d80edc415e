/**
 * Reads source files as they are: what lies in a folder, what a file holds (told from its bytes), and its records with
 * line, raw text and every problem. Nothing is dropped, guessed or shifted in silence: a file that cannot be read as
 * declared is refused by name, a record that cannot be is handed out with the rule that it broke.
 *
 * <p>Plain Java on Hadoop's file systems, so that it runs inside a Spark task as well as in a plain test; it knows no
 * Spark. Everything that crosses to an executor is a serializable record.
 */
package almanac.lake.file;
