package almanac.stats;

import jdplus.toolkit.base.api.stats.ProbabilityType;
import jdplus.toolkit.base.core.dstats.Normal;
import jdplus.toolkit.base.core.dstats.T;

/** Student's t distribution, and the normal one that it becomes with many degrees of freedom. */
public final class StudentT {

    private StudentT() {}

    /** The value below which a part of the distribution lies. */
    public static double quantile(double level, double degrees) {
        Arguments.level(level);
        return new T(degrees).getProbabilityInverse(level, ProbabilityType.Lower);
    }

    /** The part of the distribution that lies above a value. */
    public static double above(double value, double degrees) {
        Arguments.finite("value", value);
        return new T(degrees).getProbability(value, ProbabilityType.Upper);
    }

    /** The part of the standard normal distribution that lies below a value. */
    public static double normalBelow(double value) {
        Arguments.finite("value", value);
        return new Normal().getProbability(value, ProbabilityType.Lower);
    }

    /** The value below which a part of the standard normal distribution lies. */
    public static double normalQuantile(double level) {
        Arguments.level(level);
        return new Normal().getProbabilityInverse(level, ProbabilityType.Lower);
    }
}
