/** The one way in which Almanac says that something went wrong and what to do about it. */
package almanac.error;
