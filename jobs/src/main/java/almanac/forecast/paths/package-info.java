/** Sample paths of forecasts, and what follows from them: how sure sums over several periods are. */
@NullMarked
package almanac.forecast.paths;

import org.jspecify.annotations.NullMarked;
