package almanac.stats;

/** Refuses arguments that have no meaning, naming the argument, the place in it and the value. */
final class Arguments {

    private Arguments() {}

    /** Every value is a finite number. */
    static void finite(String name, double[] values) {
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                throw new IllegalArgumentException(name + "[" + i + "] is " + values[i] + ", not a finite number");
            }
        }
    }

    /** The value is a finite number. */
    static void finite(String name, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(name + " is " + value + ", not a finite number");
        }
    }

    /** The value is at least a smallest one. */
    static void atLeast(int smallest, String name, int value) {
        if (value < smallest) {
            throw new IllegalArgumentException(name + " is " + value + ", less than " + smallest);
        }
    }

    /** The level of a quantile lies between 0 and 1, both excluded. */
    static void level(double level) {
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("level is " + level + ", not between 0 and 1");
        }
    }

    /** The arrays have one length. */
    static void sameLength(String first, double[] firstValues, String second, double[] secondValues) {
        if (firstValues.length != secondValues.length) {
            throw new IllegalArgumentException(first + " has " + firstValues.length + " values and " + second + " has "
                    + secondValues.length + ": they must pair up");
        }
    }
}
