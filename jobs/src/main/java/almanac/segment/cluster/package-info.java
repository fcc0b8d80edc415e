/** Groups of likeness, of customers or of segments: learnt every night by MLlib, with numbers that stay from night to night. */
@org.jspecify.annotations.NullMarked
package almanac.segment.cluster;
