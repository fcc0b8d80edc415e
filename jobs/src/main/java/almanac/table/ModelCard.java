package almanac.table;

import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the registry knows of a trained model; the columns of {@code ops.model_registry} say more.
 *
 * @param id of the model
 * @param name what it is for; of one name one model is the champion
 * @param status what became of it
 * @param reason why, in words
 * @param statusDate the night that said so, or that last confirmed it
 * @param trainedDate the night that trained it
 * @param knownUntil the last day that it has learnt from
 * @param digest SHA-256 of its files; null where it was not kept
 * @param parameters what it was trained with
 * @param trainedBy the run that trained it
 * @param error of its forecasts in the back-test of the night that trained it
 * @param rivalError that of the model that it was compared with then; null where there was none
 * @param pValue of that comparison; null likewise
 */
public record ModelCard(
        String id,
        String name,
        Status status,
        String reason,
        LocalDate statusDate,
        LocalDate trainedDate,
        LocalDate knownUntil,
        @Nullable String digest,
        Map<String, String> parameters,
        String trainedBy,
        double error,
        @Nullable Double rivalError,
        @Nullable Double pValue) {

    /** What became of a model. */
    public enum Status {
        /** It is applied every night. */
        CHAMPION,
        /** It was champion until a better one came, or until it was rolled back. */
        RETIRED,
        /** It was trained, and was not better than the champion. */
        REJECTED,
        /** Its files were changed or cannot be read. */
        REFUSED;

        /** As the registry writes it. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Copies the parameters. */
    public ModelCard {
        parameters = Map.copyOf(new TreeMap<>(parameters));
    }

    /** The same model with another status. */
    public ModelCard with(Status newStatus, String newReason, LocalDate date) {
        return new ModelCard(
                id,
                name,
                newStatus,
                newReason,
                date,
                trainedDate,
                knownUntil,
                digest,
                parameters,
                trainedBy,
                error,
                rivalError,
                pValue);
    }
}
