package almanac.lake.survey;

import almanac.config.Source;

/**
 * A source that a survey found.
 *
 * @param source how it can be declared
 * @param files how many files it has; 1 for a Delta table
 * @param filesRead how many of them the sample is from
 * @param bytes how large they are together; 0 for a Delta table
 * @param sample rows of it
 */
public record SurveyedSource(Source source, int files, int filesRead, long bytes, Sample sample) {}
