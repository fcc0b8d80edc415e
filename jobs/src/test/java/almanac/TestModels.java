package almanac;

import almanac.table.ModelCard;
import almanac.table.ModelCard.Status;
import almanac.table.Models;
import almanac.table.UnusableModelException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;

/** A registry in memory, which saves nothing. */
public final class TestModels implements Models {

    private final Map<String, ModelCard> cards = new TreeMap<>();
    private final Map<String, Map<String, MLWritable>> saved = new HashMap<>();
    private int runs = 1;

    /** Begins another run. */
    public TestModels nextRun() {
        runs++;
        return this;
    }

    /** Every card, by id. */
    public List<ModelCard> cards() {
        return new ArrayList<>(cards.values());
    }

    /** Spoils what was saved of a model. */
    public void spoil(String id) {
        saved.remove(id);
    }

    @Override
    public Optional<ModelCard> champion(String name) {
        return cards.values().stream()
                .filter(card -> card.name().equals(name) && card.status() == Status.CHAMPION)
                .findFirst();
    }

    @Override
    public String runId() {
        return "run-" + runs;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <M> Map<String, M> load(ModelCard card, MLReader<M> reader) throws UnusableModelException {
        Map<String, MLWritable> parts = saved.get(card.id());
        if (parts == null) {
            throw new UnusableModelException("its files are not those that were saved");
        }
        return (Map<String, M>) parts;
    }

    @Override
    public String save(String id, Map<String, ? extends MLWritable> parts) {
        saved.put(id, new TreeMap<>(parts));
        return "digest of " + id;
    }

    @Override
    public void enter(ModelCard card) {
        cards.put(card.id(), card);
    }
}
