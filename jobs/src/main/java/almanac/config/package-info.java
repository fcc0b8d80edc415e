/**
 * The settings: one HOCON file becomes immutable records, or one failure that names every problem at once.
 *
 * <p>{@link almanac.config.SettingsReader} is the way in, {@link almanac.config.Settings} what comes out. Every setting
 * and its default stand in {@code conf/almanac.conf}, which the build packages and the reader falls back on.
 */
package almanac.config;
