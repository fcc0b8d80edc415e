package almanac.sample;

import java.io.Serializable;
import java.time.LocalDate;

/**
 * What the totals of the truth are kept by: business date, subcategory and store, with what these belong to.
 *
 * @param date business date
 * @param category of the product, or {@link #UNKNOWN}
 * @param subcategory of the product, or {@link #UNKNOWN}
 * @param storeId or {@link #UNKNOWN}
 * @param region of the store, or {@link #UNKNOWN}
 */
public record Cell(LocalDate date, String category, String subcategory, String storeId, String region)
        implements Serializable {

    /** Where a product or store is not among the known ones. */
    public static final String UNKNOWN = "UNKNOWN";
}
