package almanac.lake.file;

import java.io.IOException;

/** What a file says about itself, and whether it can be so. */
final class Claim {

    private Claim() {}

    /** Throws what is claimed where it does not hold. */
    static void require(boolean holds, String claim) throws IOException {
        if (!holds) {
            throw new IOException(claim);
        }
    }
}
