// The market: share, competitors, the growth-share matrix, and why sales changed.
function shareSection() {
  if (now("share", "share_rate") === null && !(part("share").course.share_rate[shown.segment] || []).some(value => value !== null)) {
    return [absent("The market data does not cover " + label(shown.segment) + ": choose a segment of a level that it knows.")];
  }
  const effects = "Own sales changed by " + change(now("share", "market_effect_amount")) + " because the market did, and by "
    + change(now("share", "share_effect_amount")) + " because the share did. The market data covers "
    + percent(now("share", "coverage_rate")) + " of own sales.";
  return [el("p", { class: "lead" }, effects),
    el("div", { class: "pair" }, shareFigure(), part("competitors") ? rivalsFigure() : absent(DATA.missing.competitors))];
}

function shareFigure() {
  const course = part("share").course, values = course.share_rate[shown.segment] || [];
  const rows = course.starts.map((start, i) => ({ name: periodName(course.type, start), value: values[i] }));
  return figure({
    title: "Own share of the market",
    summary: percent(now("share", "share_rate")) + " in " + periodName(period().type, period().start) + ", " + points(now("share", "share_change_pp"))
      + " on the year before; " + number(now("share", "relative_share_rate"), 2) + " times the share of the largest competitor, " + (now("share", "largest_competitor_id") ?? "who is not named") + ".",
    columns: [{ name: course.type, get: row => row.name }, { name: "Share", numeric: true, get: row => row.value, show: value => percent(value) }],
    rows,
    option: c => ({
      tooltip: tooltip(c, "axis", hovered => [rows[hovered[0].dataIndex].name, ["Share", percent(rows[hovered[0].dataIndex].value)]]),
      grid: { left: 8, right: 28, top: 12, bottom: 8, containLabel: true },
      xAxis: axis(c, { type: "category", data: course.starts.map(start => tick(course.type, start)), splitLine: { show: false } }),
      yAxis: axis(c, { type: "value", scale: true, axisLabel: { formatter: value => number(value * 100, 1) + " %" } }),
      series: [{ type: "line", data: rows.map(row => row.value), symbol: "circle", symbolSize: 4, lineStyle: { width: 2 } }],
    }),
  });
}

function rivalsFigure() {
  const { type, starts, suppliers: names, own, ofSegments } = part("competitors");
  const suppliers = (ofSegments[shown.segment] || []).map(([place, course, latestChange, priceIndex]) =>
    ({ id: names[place], own: own[place], course, last: course[starts.length - 1], latestChange, priceIndex }));
  if (!suppliers.length) return absent("No supplier is known in this segment.");
  const newest = periodName(type, starts[starts.length - 1]);
  const leader = suppliers.filter(supplier => supplier.last !== null).sort((a, b) => b.last - a.last)[0];
  return figure({
    title: "Suppliers, by " + type.replace("_", " "),
    summary: (leader ? "The largest in " + newest + " is " + leader.id + " with " + percent(leader.last) + ". " : "In " + newest + " nobody is known to have sold. ")
      + suppliers.filter(supplier => supplier.own && supplier.last !== null).map(supplier => supplier.id + " (own) has " + percent(supplier.last) + ".").join(" "),
    columns: [
      { name: "Supplier", get: row => row.id + (row.own ? " (own)" : "") },
      ...starts.map((start, i) => ({ name: tick(type, start), numeric: true, get: row => row.course[i], show: value => percent(value) })),
      { name: "Change on a year before", numeric: true, isChange: true, get: row => row.latestChange, show: points },
      { name: "Our price, theirs = 100", numeric: true, get: row => row.priceIndex, show: value => number(value, 1) }],
    rows: suppliers,
    option: c => ({
      legend: legend(c),
      tooltip: tooltip(c, "axis", hovered => [periodName(type, starts[hovered[0].dataIndex]),
        ...[...hovered].sort((a, b) => b.value - a.value).map(line => [line.seriesName, percent(line.value)])]),
      xAxis: axis(c, { type: "category", data: starts.map(start => tick(type, start)), splitLine: { show: false } }),
      yAxis: axis(c, { type: "value", scale: true, axisLabel: { formatter: value => number(value * 100, 0) + " %" } }),
      series: suppliers.map((supplier, i) => ({
        name: supplier.id, type: "line", data: supplier.course, symbol: ["circle", "rect", "triangle", "diamond", "pin", "arrow"][i % 6],
        symbolSize: 6, lineStyle: { width: supplier.own ? 3 : 1.5, type: supplier.own ? "solid" : ["dashed", "dotted"][i % 2] },
      })),
    }),
  });
}

const QUADRANTS = { STAR: "Star", CASH_COW: "Cash cow", QUESTION_MARK: "Question mark", DOG: "Dog" };

/** More marks than these lie on each other. */
const MOST_MARKS = 200;

function matrixSection() {
  const of = column => segment => now("matrix", column, segment);
  const rows = below().filter(segment => of("quadrant")(segment));
  if (!rows.length) return [absent("No segment " + belowName() + " has a place in the matrix in this period: a market, a competitor and the year before must be known.")];
  const columns = [
    { name: "Segment", kind: "name", get: label, show: (name, segment) => segmentLink(segment) },
    { name: "Quadrant", get: of("quadrant"), show: value => QUADRANTS[value] ?? NONE },
    { name: "Before", get: of("previous_quadrant"), show: value => QUADRANTS[value] ?? NONE },
    { name: "Relative share", numeric: true, get: of("relative_share_rate"), show: value => number(value, 2) },
    { name: "Market growth", numeric: true, isChange: true, get: of("market_growth_rate"), show: value => percent(value, true) },
    { name: "Own sales", numeric: true, get: of("own_amount"), show: amount }];
  const counted = Object.keys(QUADRANTS).map(key => [QUADRANTS[key], rows.filter(segment => of("quadrant")(segment) === key).length]).filter(([, n]) => n);
  return [figure({
    title: "Growth-share matrix, segments " + belowName(),
    summary: counted.map(([name, n]) => name + ": " + n).join(", ") + ". A position is strong from a relative share of "
      + number(of("relative_share_threshold")(rows[0]), 2) + " on, a market fast from a growth of " + percent(of("market_growth_threshold")(rows[0]), true) + " on. Area of a mark: own sales. "
      + (rows.length > MOST_MARKS ? "The " + MOST_MARKS + " largest are drawn; the table below has all." : "The table below says the same."),
    height: 360,
    option: c => matrixOption(c, rows, of),
  }), table("Places in the matrix", columns, rows, { sort: 5 })];
}

function matrixOption(c, all, of) {
  const rows = [...all].sort((a, b) => (of("own_amount")(b) || 0) - (of("own_amount")(a) || 0)).slice(0, MOST_MARKS);
  const largest = Math.max(...rows.map(segment => of("own_amount")(segment) || 0), 1e-9);
  const looks = { STAR: ["diamond", c.third], CASH_COW: ["circle", c.main], QUESTION_MARK: ["triangle", c.fifth], DOG: ["rect", c.quiet] };
  const line = { silent: true, symbol: "none", lineStyle: { color: c.soft, type: "dashed" }, label: { show: false },
    data: [{ xAxis: of("relative_share_threshold")(rows[0]) }, { yAxis: of("market_growth_threshold")(rows[0]) }] };
  return {
    legend: legend(c),
    tooltip: tooltip(c, "item", hovered => { const s = hovered.data.segment; return [label(s), ["Quadrant", QUADRANTS[of("quadrant")(s)]],
      ["Relative share", number(of("relative_share_rate")(s), 2)], ["Market growth", percent(of("market_growth_rate")(s), true)], ["Own sales", money(of("own_amount")(s))]]; }),
    grid: { left: 30, right: 28, top: 36, bottom: 30, containLabel: true },
    // Shares far apart are ratios: a logarithmic axis; all sit to the right of 0.
    xAxis: axis(c, { type: "log", logBase: 2, name: "Relative share of the market", nameLocation: "middle", nameGap: 26, min: range => Math.min(range.min, .8) * .9, max: range => Math.max(range.max, 1.2) * 1.1, axisLabel: { formatter: value => number(value, 2), hideOverlap: true }, splitLine: { show: false } }),
    yAxis: axis(c, { type: "value", name: "Market growth", nameLocation: "middle", nameGap: 42, ...around(of("market_growth_threshold")(rows[0])), axisLabel: { formatter: value => number(value * 100, 0) + " %" } }),
    series: Object.keys(QUADRANTS).map((key, i) => ({
      name: QUADRANTS[key], type: "scatter", symbol: looks[key][0], itemStyle: { color: looks[key][1], opacity: .7 },
      data: rows.filter(segment => of("quadrant")(segment) === key && of("relative_share_rate")(segment) > 0)
        .map(segment => ({ segment, value: [of("relative_share_rate")(segment), of("market_growth_rate")(segment)], symbolSize: 8 + 24 * Math.sqrt(Math.max(0, of("own_amount")(segment)) / largest) })),
      label: { show: rows.length <= 20, position: "right", color: c.ink, fontSize: 11, formatter: hovered => label(hovered.data.segment) },
      labelLayout: { hideOverlap: true }, ...(i === 0 ? { markLine: line } : {}),
    })),
  };
}

/** An axis on which the threshold can be seen, wherever the segments lie. */
function around(threshold) {
  return threshold === null ? { scale: true } : {
    scale: true, min: range => Math.floor(Math.min(range.min, threshold) * 100 - 1) / 100, max: range => Math.ceil(Math.max(range.max, threshold) * 100 + 1) / 100 };
}

const EFFECTS = [["fx_effect_amount", "Rates"], ["price_effect_amount", "Price"], ["volume_effect_amount", "Volume"], ["mix_effect_amount", "Mix"],
  ["new_amount", "New"], ["lost_amount", "Lost"], ["other_amount", "Other"]];

/** A box of one colour, whichever way it goes. */
const all = colour => ({ color: colour, color0: colour, borderColor: colour, borderColor0: colour, borderColorDoji: colour });

function bridgeSection() {
  const base = now("bridge", "base_net_amount"), net = now("bridge", "net_amount");
  if (base === null || base === undefined || net === null) return [absent("There is no bridge to " + label(shown.segment) + " in this period: the history does not reach back to the year before.")];
  let level = base;
  const steps = EFFECTS.map(([column, name]) => { const value = now("bridge", column) || 0; level += value; return { name, from: level - value, to: level, value }; })
    .filter(step => step.name !== "Rates" || step.value !== 0);
  const rows = [{ name: "A year before", from: 0, to: base, value: base, isTotal: true }, ...steps, { name: "This period", from: 0, to: net, value: net, isTotal: true }];
  const edges = [base, net, ...steps.map(step => step.to)], low = Math.min(...edges), high = Math.max(...edges);
  const floor = low > 0 && (high - low) < high / 4 ? low - (high - low) / 2 : Math.min(0, low);
  const largest = [...steps].sort((a, b) => Math.abs(b.value) - Math.abs(a.value))[0];
  return [figure({
    title: "From the year before to this period: " + label(shown.segment),
    summary: money(base) + " became " + money(net) + ". Largest effect: " + largest.name.toLowerCase() + " with " + change(largest.value) + "."
      + (floor > 0 ? " The axis begins at " + short(floor) + ", not at 0, so that effects can be seen." : ""),
    columns: [{ name: "Step", get: row => row.name }, { name: "Amount " + DATA.currency, numeric: true, isChange: true, get: row => row.value, show: (value, row) => row.isTotal ? amount(value) : change(value) }],
    rows,
    option: (c, isNarrow) => ({
      tooltip: tooltip(c, "axis", hovered => { const row = rows[hovered[0].dataIndex]; return [row.name, [row.isTotal ? "Net sales" : "Effect", row.isTotal ? money(row.value) : DATA.currency + " " + change(row.value)]]; }),
      xAxis: axis(c, { type: "category", data: rows.map(row => row.isTotal && isNarrow ? (row.from === 0 && row.name[0] === "A" ? "Before" : "Now") : row.name), splitLine: { show: false }, axisLabel: { interval: 0, fontSize: isNarrow ? 9 : 11 } }),
      yAxis: axis(c, { type: "value", min: floor, axisLabel: { formatter: value => short(value), showMinLabel: false } }),
      series: [
        { type: "candlestick", barWidth: "60%", data: rows.map(row => ({ value: [row.isTotal ? floor : row.from, row.to, Math.min(row.isTotal ? floor : row.from, row.to), Math.max(row.isTotal ? floor : row.from, row.to)],
          itemStyle: all(row.isTotal ? c.quiet : row.value < 0 ? c.down : c.up) })) },
        { type: "scatter", symbolSize: 0.01, data: rows.map(row => Math.max(row.from, row.to)), label: { show: true, position: "top", distance: 4, color: c.ink, fontSize: isNarrow ? 9 : 11, formatter: hovered => short(rows[hovered.dataIndex].value, !rows[hovered.dataIndex].isTotal) } }],
    }),
  })];
}
