package almanac.lake;

import static org.apache.spark.sql.functions.col;

import almanac.error.Failure;
import almanac.table.ModelCard;
import almanac.table.ModelCard.Status;
import almanac.table.Models;
import almanac.table.UnusableModelException;
import java.io.IOException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The models of a warehouse: files at {@code <warehouse>/_models/<id>/<part>}, which are never changed, and cards in
 * {@code ops.model_registry}, which a night publishes with its tables. Files without a card are those of a run that failed. Tables that are built at the same time share it.
 */
public final class ModelRegistry implements Models {

    private static final String FOLDER = "_models";

    /** How many retired models of a name keep their files. */
    private static final int KEPT = 5;

    private final Warehouse warehouse;
    private final String runId;
    private @Nullable Map<String, ModelCard> cards;
    private boolean hasChanged;

    ModelRegistry(Warehouse warehouse, String runId) {
        this.warehouse = warehouse;
        this.runId = runId;
    }

    /** The cards that are published. */
    public static List<ModelCard> published(Warehouse warehouse) {
        if (!warehouse.has(Ops.MODEL_REGISTRY)) {
            return List.of();
        }
        Dataset<Row> rows =
                warehouse.readAs(Ops.MODEL_REGISTRY).orderBy(col("status_date").desc(), col("model_id"));
        return rows.collectAsList().stream().map(ModelRegistry::card).toList();
    }

    @Override
    public synchronized Optional<ModelCard> champion(String name) {
        return cards().values().stream()
                .filter(card -> card.name().equals(name) && card.status() == Status.CHAMPION)
                .findFirst();
    }

    @Override
    public String runId() {
        return runId;
    }

    @Override
    public <M> Map<String, M> load(ModelCard card, MLReader<M> reader) throws UnusableModelException {
        requireAsSaved(card);
        Map<String, M> parts = new TreeMap<>();
        try {
            for (String part : warehouse.store().names(folder(card.id()))) {
                parts.put(
                        part,
                        reader.load(warehouse
                                .store()
                                .path(folder(card.id()) + "/" + part)
                                .toString()));
            }
        } catch (RuntimeException e) {
            throw new UnusableModelException("its files cannot be read as a model: " + e.getMessage(), e);
        }
        return parts;
    }

    /** Whether the files of a model are those that were saved. */
    public void requireAsSaved(ModelCard card) throws UnusableModelException {
        String digest;
        try {
            digest = warehouse.store().digest(folder(card.id()));
        } catch (Failure e) {
            throw new UnusableModelException("its files cannot be read: " + e.getMessage(), e);
        }
        if (!digest.equals(card.digest())) {
            throw new UnusableModelException("its files are not those that were saved: their SHA-256 is " + digest
                    + ", and was " + card.digest());
        }
    }

    @Override
    public String save(String id, Map<String, ? extends MLWritable> parts) {
        parts.forEach((part, model) -> {
            String path = warehouse.store().path(folder(id) + "/" + part).toString();
            try {
                model.write().overwrite().save(path);
            } catch (IOException e) {
                throw Failure.storage(
                        "a model cannot be saved at " + path + ": " + e.getMessage(),
                        "check that the user of this run may write there and that space is left",
                        e);
            }
        });
        return warehouse.store().digest(folder(id));
    }

    @Override
    public synchronized void enter(ModelCard card) {
        cards().put(card.id(), card);
        hasChanged = true;
    }

    /**
     * Makes a model champion that was one before, in place of the one that is. The next night applies it; it is challenged as
     * any champion is.
     *
     * @param date the last night's
     * @return the champion that it replaces; empty where there was none
     * @throws Failure of kind CONFIGURATION if there is no such model, or its files are not there as they were saved
     */
    public synchronized Optional<ModelCard> rollBack(String id, LocalDate date) {
        ModelCard card = cards().get(id);
        if (card == null || card.status() != Status.RETIRED) {
            throw Failure.configuration(
                    card == null
                            ? "there is no model " + id
                            : "the model " + id + " is " + card.status().id() + ", not retired",
                    "name a model that was champion before; `almanac models` lists them",
                    List.of());
        }
        try {
            requireAsSaved(card);
        } catch (UnusableModelException e) {
            throw Failure.configuration(
                    "the model " + id + " cannot be used: " + e.reason(),
                    "name another one; `almanac maintain` keeps the newest " + KEPT + " retired ones",
                    List.of());
        }
        Optional<ModelCard> champion = champion(card.name());
        champion.ifPresent(old -> enter(old.with(Status.RETIRED, "rolled back to " + id, date)));
        enter(card.with(Status.CHAMPION, "rolled back to by hand", date));
        return champion;
    }

    /** Whether any card was entered tonight. */
    public synchronized boolean hasChanged() {
        return hasChanged;
    }

    /** Every card, as a row of {@link Ops#MODEL_REGISTRY} without its {@code run_id}. */
    public synchronized Dataset<Row> rows() {
        StructType schema = Ops.MODEL_REGISTRY.computedSchema();
        return warehouse
                .spark()
                .createDataFrame(
                        cards().values().stream().map(ModelRegistry::row).toList(), schema);
    }

    /** Deletes the files of all models but the champions and the newest retired ones of each name. */
    static void sweep(Warehouse warehouse) {
        Map<String, Integer> retired = new HashMap<>();
        Set<String> ids = new HashSet<>();
        for (ModelCard card : published(warehouse)) {
            if (card.status() == Status.CHAMPION
                    || (card.status() == Status.RETIRED && retired.merge(card.name(), 1, Integer::sum) <= KEPT)) {
                ids.add(card.id());
            }
        }
        for (String id : warehouse.store().names(FOLDER)) {
            if (!ids.contains(id)) {
                warehouse.store().delete(folder(id));
            }
        }
    }

    /** The cards by id, read when they are first asked for: a night that finds nothing new never does. */
    private synchronized Map<String, ModelCard> cards() {
        if (cards == null) {
            cards = published(warehouse).stream()
                    .collect(
                            Collectors.toMap(ModelCard::id, Function.identity(), (first, same) -> first, TreeMap::new));
        }
        return cards;
    }

    private static String folder(String id) {
        return FOLDER + "/" + id;
    }

    private static Row row(ModelCard card) {
        return RowFactory.create(
                card.id(),
                card.name(),
                card.status().id(),
                card.reason(),
                card.statusDate(),
                card.trainedDate(),
                card.knownUntil(),
                card.digest(),
                card.parameters(),
                card.trainedBy(),
                card.error(),
                card.rivalError(),
                card.pValue());
    }

    private static ModelCard card(Row row) {
        return new ModelCard(
                row.getAs("model_id"),
                row.getAs("model_name"),
                Status.valueOf(row.<String>getAs("status").toUpperCase(Locale.ROOT)),
                row.getAs("status_reason"),
                row.getAs("status_date"),
                row.getAs("trained_date"),
                row.getAs("known_until_date"),
                row.getAs("sha256"),
                CollectionConverters.asJava(row.<scala.collection.Map<String, String>>getAs("parameters")),
                row.getAs("trained_by_run_id"),
                row.<Double>getAs("error"),
                row.getAs("rival_error"),
                row.getAs("p_value"));
    }
}
