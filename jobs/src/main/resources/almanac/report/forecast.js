// What will come, with how sure it is, and how right the same kind of forecast was before.
function forecastSection() {
  const data = part("forecast"), of = name => data[name][shown.segment];
  const reason = data.verdict && data.verdict.status_reason[shown.segment];
  if (!of("p50_amount") || of("p50_amount").every(value => value === null)) {
    return [absent("There is no forecast of " + label(shown.segment) + ": " + (reason || "it has no row in forecast.segment_forecasts") + ".")];
  }
  return [
    reason ? el("p", { class: "lead" }, "Not the usual forecast (" + data.verdict.method_status[shown.segment] + "): " + reason + ".") : null,
    fanFigure(data, of), accuracyText(data)].filter(Boolean);
}

function fanFigure(data, of) {
  const behind = data.actualStarts || [];
  const past = data.actual_amount ? data.actual_amount[shown.segment] || [] : [];
  const starts = [...behind, ...data.starts.filter(start => !behind.includes(start))];
  const rows = starts.map((start, i) => {
    const ahead = data.starts.indexOf(start);
    const quantile = name => ahead < 0 || !of(name) ? null : of(name)[ahead];
    return { name: periodName(data.type, start), past: i < behind.length ? past[i] ?? null : null, middle: quantile("p50_amount"),
      low: quantile("p10_amount"), high: quantile("p90_amount"), lowest: quantile("p05_amount"), highest: quantile("p95_amount") };
  });
  const last = rows[rows.length - 1];
  const interval = row => row.low === null ? "an interval that no back-test tells" : money(row.low) + " to " + amount(row.high);
  return figure({
    title: "Forecast of " + label(shown.segment),
    summary: data.starts.length + " " + data.type + "s ahead. For the last, " + last.name + ", " + money(last.middle) + " are forecast, with 80 % probability " + interval(last) + ". Shaded: 80 % and 90 %.",
    height: 340,
    columns: [{ name: data.type, get: row => row.name },
      ...[["Actual", "past"], ["Forecast", "middle"], ["10 %", "low"], ["90 %", "high"], ["5 %", "lowest"], ["95 %", "highest"]]
        .map(([name, key]) => ({ name, numeric: true, get: row => row[key], show: amount }))],
    rows,
    option: c => {
      const band = (stack, low, high, opacity) => [
        { type: "line", stack, stackStrategy: "all", data: rows.map(row => row[low]), lineStyle: { opacity: 0 }, symbol: "none", silent: true, tooltip: { show: false } },
        { type: "line", stack, stackStrategy: "all", data: rows.map(row => row[low] === null ? null : row[high] - row[low]), lineStyle: { opacity: 0 }, symbol: "none", areaStyle: { color: c.band, opacity }, silent: true }];
      return {
        tooltip: tooltip(c, "axis", hovered => { const row = rows[hovered[0].dataIndex]; return [row.name,
          ...(row.past === null ? [] : [["Actual", money(row.past)]]),
          ...(row.middle === null ? [] : [["Forecast", money(row.middle)], ["80 %", interval(row)]])]; }),
        legend: { ...legend(c), data: ["Actual", "Forecast"] },
        xAxis: axis(c, { type: "category", data: starts.map(start => tick(data.type, start)), splitLine: { show: false } }),
        yAxis: axis(c, { type: "value", scale: true, axisLabel: { formatter: value => short(value) } }),
        series: [...band("outer", "lowest", "highest", .14), ...band("inner", "low", "high", .24),
          { name: "Actual", type: "line", data: rows.map(row => row.past), symbol: "none", lineStyle: { width: 1.75, color: c.ink }, itemStyle: { color: c.ink } },
          { name: "Forecast", type: "line", data: rows.map((row, i) => i === behind.length - 1 ? row.past : row.middle), symbol: "none", lineStyle: { width: 2, type: "dashed", color: c.main }, itemStyle: { color: c.main } }],
      };
    },
  });
}

const METHODS = { published: "what past nights published, against what came", reconciled: "the back-test of what is published", combination: "the back-test of the combination" };

function accuracyText(data) {
  if (!data.accuracy || !data.accuracy.method[shown.segment]) return absent("How right forecasts of this segment were is not known: there is no back-test of it.");
  const of = name => data.accuracy[name][shown.segment];
  return table("How right such forecasts were: " + METHODS[of("method")], [
    { name: "Measure", kind: "name", get: row => row[0] }, { name: "Value", numeric: true, get: row => row[1] }, { name: "Meaning", kind: "text", get: row => row[2] }], [
    ["Error", percent(of("wape")), "sum of what forecasts were off, of the sum of what came (wape)"],
    ["Error of repeating the last " + data.season, percent(of("seasonal_naive_wape")), "the same of a forecast that says each period is as in the last " + data.season + " known"],
    ["Bias", percent(of("bias"), true), "above 0 where forecasts were too high"],
    ["80 % intervals that held", percent(of("coverage_80_rate")), "80 % is right; of " + count(of("interval_count")) + " intervals"],
    ["Forecasts compared", count(of("n")), "of all horizons together"]]);
}
