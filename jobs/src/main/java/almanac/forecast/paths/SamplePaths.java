package almanac.forecast.paths;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** Sample paths of what is to come: of every segment at every origin, the same on every run. */
public final class SamplePaths implements Serializable {

    private static final long serialVersionUID = 1L;

    private final PathTemplates templates;
    private final int draws;

    /**
     * @param templates how errors go together
     * @param draws of each path
     */
    SamplePaths(PathTemplates templates, int draws) {
        this.templates = templates;
        this.draws = draws;
    }

    /** Amounts, draw by draw, of each period of an outlook; null where no back-test tells how sure they are. */
    double @Nullable [][] of(SegmentOutlooks segment, Outlook outlook) {
        double[][] places = outlook.quantiles() == null
                ? null
                : templates.paths(segment, outlook.origin(), draws, outlook.horizon());
        return places == null ? null : outlook.amounts(places);
    }
}
