package almanac.table;

import java.util.Map;
import java.util.Optional;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;

/**
 * The trained models that nights have published, and those of tonight, which are published with it: a run that fails leaves
 * the registry as it was.
 */
public interface Models {

    /** The champion of a name, if there is one. */
    Optional<ModelCard> champion(String name);

    /** The id of this run: a part of the ids of models that it trains. */
    String runId();

    /**
     * Reads the parts of a model, by their names.
     *
     * @throws UnusableModelException if its files are not those that were saved, or cannot be read
     */
    <M> Map<String, M> load(ModelCard card, MLReader<M> reader) throws UnusableModelException;

    /**
     * Saves the parts of a new model.
     *
     * @return SHA-256 of its files
     */
    String save(String id, Map<String, ? extends MLWritable> parts);

    /** Enters a card, in place of the one of the same id. */
    void enter(ModelCard card);
}
