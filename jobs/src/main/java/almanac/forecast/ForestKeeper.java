package almanac.forecast;

import almanac.config.ForecastSettings;
import almanac.forecast.engine.CombinedBacktest;
import almanac.forecast.engine.Contest;
import almanac.forecast.engine.ForecastEngine;
import almanac.forecast.engine.Forests;
import almanac.forecast.engine.Series;
import almanac.table.ModelCard;
import almanac.table.ModelCard.Status;
import almanac.table.Models;
import almanac.table.UnusableModelException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.regression.RandomForestRegressionModel;
import org.jspecify.annotations.Nullable;

/**
 * Decides every night whether the forests of the forecasts are applied as they are, or trained anew.
 *
 * <p>The champion of the registry is applied. Where nothing has challenged it for some days, or its back-test has become
 * worse than on the night that trained it, a challenger is trained, and replaces it if its back-test is better by more than
 * 1 % and beyond chance ({@link Contest}). Where there is no champion, or it is of other settings, or its files are not what was
 * saved, forests are trained and become champion, and the registry says why. A night of the past, which the champion would know
 * the future of, trains its own, and leaves the registry alone.
 */
final class ForestKeeper {

    /** The name of the forests in the registry. */
    static final String NAME = "segment_forecasts";

    private final Models models;
    private final ForecastSettings settings;
    private final SegmentTimeline timeline;
    private final LocalDate asOf;
    private final ForecastEngine engine;
    private final Judge judge;

    /** Compares the back-tests of a champion and of its challenger. */
    interface Judge {
        /** What {@link Contest#of} says. */
        Contest of(CombinedBacktest champion, CombinedBacktest challenger);
    }

    ForestKeeper(
            Models models,
            ForecastSettings settings,
            SegmentTimeline timeline,
            LocalDate asOf,
            ForecastEngine engine,
            Judge judge) {
        this.models = models;
        this.settings = settings;
        this.timeline = timeline;
        this.asOf = asOf;
        this.engine = engine;
        this.judge = judge;
    }

    /** The back-test of the series by the forests of the night. Trains, saves and enters forests where need be. */
    CombinedBacktest backtest(JavaRDD<Series> series) {
        Optional<ModelCard> champion = models.champion(NAME);
        if (champion.isEmpty()) {
            return first(series, "the first of its name");
        }
        ModelCard card = champion.get();
        if (card.knownUntil().isAfter(knownUntil())) {
            return engine.trained(series);
        }
        if (!card.parameters().equals(parameters())) {
            models.enter(card.with(Status.RETIRED, "the settings have changed since it was trained", asOf));
            return first(series, "trained for other settings than " + card.id());
        }
        try {
            return judged(series, card, forests(card));
        } catch (UnusableModelException e) {
            models.enter(card.with(Status.REFUSED, e.reason(), asOf));
            return first(series, "trained in place of " + card.id() + ", which was refused: " + e.reason());
        }
    }

    private Forests forests(ModelCard card) throws UnusableModelException {
        Map<String, RandomForestRegressionModel> parts = models.load(card, RandomForestRegressionModel.read());
        return Forests.of(parts)
                .orElseThrow(() -> new UnusableModelException("it has other parts than forests: " + parts.keySet()));
    }

    private CombinedBacktest first(JavaRDD<Series> series, String reason) {
        CombinedBacktest trained = engine.trained(series);
        enter(trained, Contest.error(trained), null, Status.CHAMPION, reason);
        return trained;
    }

    private CombinedBacktest judged(JavaRDD<Series> series, ModelCard card, Forests forests) {
        CombinedBacktest applied = engine.applied(series, forests, timeline.endedAfter(card.knownUntil()));
        Optional<String> due = due(card, Contest.error(applied));
        if (due.isEmpty()) {
            return applied;
        }
        CombinedBacktest trained = engine.trained(series);
        Contest contest = judge.of(applied, trained);
        String figures = String.format(
                Locale.ROOT,
                "error %.4f against %.4f, p = %.3g; challenged because %s",
                contest.challenger(),
                contest.champion(),
                contest.pValue(),
                due.get());
        ModelCard challenger = enter(
                trained,
                contest.challenger(),
                contest,
                contest.isWon() ? Status.CHAMPION : Status.REJECTED,
                (contest.isWon() ? "better than " : "not better than ") + card.id() + ": " + figures);
        models.enter(
                contest.isWon()
                        ? card.with(Status.RETIRED, "beaten by " + challenger.id(), asOf)
                        : card.with(Status.CHAMPION, "held against " + challenger.id() + ": " + figures, asOf));
        return contest.isWon() ? trained : applied;
    }

    /** Why the champion is to be challenged. */
    private Optional<String> due(ModelCard card, double error) {
        long days = ChronoUnit.DAYS.between(card.statusDate(), asOf);
        if (days >= settings.retrainDays()) {
            return Optional.of(String.format(Locale.ROOT, "%,d days have passed since %s", days, card.statusDate()));
        }
        if (days > 0 && error > settings.retrainDrift() * card.error()) {
            return Optional.of(
                    String.format(Locale.ROOT, "its error has grown from %.4f to %.4f", card.error(), error));
        }
        return Optional.empty();
    }

    private ModelCard enter(
            CombinedBacktest trained, double error, @Nullable Contest contest, Status status, String reason) {
        String id = NAME + "-" + asOf + "-" + models.runId();
        ModelCard card = new ModelCard(
                id,
                NAME,
                status,
                reason,
                asOf,
                asOf,
                knownUntil(),
                status == Status.CHAMPION ? models.save(id, trained.forests().parts()) : null,
                parameters(),
                models.runId(),
                error,
                contest == null ? null : contest.champion(),
                contest == null ? null : contest.pValue());
        models.enter(card);
        return card;
    }

    private LocalDate knownUntil() {
        return timeline.lastKnownDay(timeline.known());
    }

    /** What forests must have in common to be applied in place of one another. */
    private Map<String, String> parameters() {
        Map<String, String> parameters = new TreeMap<>();
        parameters.put("grain", settings.grain().id());
        parameters.put("horizon", Integer.toString(settings.horizon()));
        parameters.put("layout", Forests.LAYOUT);
        parameters.put("origins", Integer.toString(settings.origins()));
        parameters.put("seed", Long.toString(settings.seed()));
        return parameters;
    }
}
