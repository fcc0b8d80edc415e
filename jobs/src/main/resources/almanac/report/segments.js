// Which segment is shown, how large it and its parts are, and how they grew.
function controls() {
  const periods = el("select", { id: "period", onchange: event => { shown.period = Number(event.target.value); render(); } },
    ...DATA.periods.map((p, i) => el("option", { value: i, selected: i === shown.period && "" },
      periodName(p.type, p.start) + (p.complete ? "" : ", to " + day(p.through)))));
  return [
    el("div", { class: "picker" }, el("label", { for: "segment" }, "Segment: type to search"), ...picker()),
    el("div", {}, el("label", { for: "period" }, "Period"), periods),
    el("nav", { class: "trail", id: "trail", "aria-label": "Path of the segment" }),
  ];
}

/** A combobox over all segments: arrows, Enter and Escape work as in any list. */
function picker() {
  let found = [], place = -1;
  const list = el("ul", { class: "options", id: "options", role: "listbox", hidden: "" });
  const input = el("input", {
    type: "search", id: "segment", role: "combobox", autocomplete: "off", "aria-expanded": "false", "aria-controls": "options",
    "aria-autocomplete": "list", onfocus: () => { input.select(); search(""); }, oninput: () => search(input.value),
    onblur: () => setTimeout(close, 150), onkeydown: press,
  });
  function search(text) {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    found = SEGMENTS.path.map((path, i) => i)
      .filter(i => words.every(word => (label(i) + " " + SEGMENTS.path[i] + " " + SEGMENTS.segmentation[i]).toLowerCase().includes(word)))
      .slice(0, 60);
    place = -1;
    list.replaceChildren(...found.map((segment, i) => el("li", { role: "option", id: "option-" + i, onmousedown: () => choose(segment) },
      label(segment), el("small", {}, SEGMENTS.segmentation[segment] + ": " + SEGMENTS.path[segment]))));
    if (!found.length) list.append(el("li", {}, "No segment has all of these words."));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
  }
  function press(event) {
    if (event.key === "Escape") close();
    if (event.key === "Enter" && found.length && !list.hidden) choose(found[Math.max(0, place)]);
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    place = Math.max(0, Math.min(found.length - 1, place + (event.key === "ArrowDown" ? 1 : -1)));
    [...list.children].forEach((option, i) => option.setAttribute("aria-selected", i === place));
    if (list.children[place]) list.children[place].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", "option-" + place);
  }
  function choose(segment) { input.blur(); close(); show(segment); }
  function close() { list.hidden = true; input.setAttribute("aria-expanded", "false"); input.value = label(shown.segment); }
  return [input, list];
}

function trail() {
  const path = [];
  for (let at = shown.segment; at !== undefined && path.length < 20; at = SEGMENTS.parents[at][0]) path.unshift(at);
  document.getElementById("segment").value = label(shown.segment);
  document.getElementById("trail").replaceChildren(
    el("span", {}, SEGMENTS.segmentation[shown.segment] + ":"),
    ...path.flatMap((segment, i) => i === path.length - 1
      ? [el("span", { "aria-current": "true" }, label(segment))] : [segmentLink(segment), el("span", { "aria-hidden": "true" }, "›")]));
}

function salesSection() {
  const p = period();
  const note = "Net sales from " + day(p.start) + " to " + day(p.through) + ", compared with " + day(p.baseStart) + " to "
    + day(p.baseThrough) + ". Amounts in " + DATA.currency + ".";
  const left = SEGMENTS.total - SEGMENTS.label.length;
  return [
    el("p", { class: "lead" }, note + (left > 0 ? " The " + count(left) + " smallest segments are in the tables alone." : "")),
    tiles(),
    el("div", { class: "pair" }, courseFigure(), sizeFigure()),
    partsTable(),
  ];
}

function tiles() {
  const tile = (name, value, note) => el("div", {}, el("dt", {}, name), el("dd", {}, value, el("small", {}, note)));
  const growth = now("sales", "growth_rate");
  return el("dl", { class: "tiles" },
    tile("Net sales", money(now("sales", "net_amount")), label(shown.segment)),
    tile("Growth", percent(growth, true), growth === null ? "nothing to compare with a year before" : change(now("sales", "change_amount")) + " on " + amount(now("sales", "base_net_amount"))),
    tile("Per selling day", percent(now("sales", "comparable_growth_rate"), true), "growth of the net amount per selling day"),
    tile("Part of growth", points(now("sales", "contribution_pp")), "of the growth of all sales"),
    tile("Margin", percent(now("sales", "margin_rate")), "of the sales whose cost is known"),
    tile("Market share", percent(now("share", "share_rate")), part("share") ? points(now("share", "share_change_pp")) + " on the year before" : "not built"));
}

function courseFigure() {
  const course = part("sales").course, values = course.net_amount[shown.segment] || [];
  const rows = course.starts.map((start, i) => ({ name: periodName(course.type, start), value: values[i], growth: (course.growth_rate[shown.segment] || [])[i] }));
  const known = rows.filter(row => row.value !== null && row.value !== undefined);
  const best = known.reduce((a, b) => b.value > a.value ? b : a, known[0]);
  return figure({
    title: "Net sales over time",
    summary: known.length ? "From " + known[0].name + " to " + known[known.length - 1].name + "; highest in " + best.name + " with " + money(best.value)
      + (course.complete ? "." : "; the last one is not over.") : "No sales of this segment in these periods.",
    columns: [{ name: course.type, get: row => row.name }, { name: "Net amount", numeric: true, get: row => row.value, show: amount },
      { name: "Growth on a year before", numeric: true, isChange: true, get: row => row.growth, show: value => percent(value, true) }],
    rows,
    option: c => ({
      tooltip: tooltip(c, "axis", hovered => [rows[hovered[0].dataIndex].name, ["Net sales", money(rows[hovered[0].dataIndex].value)],
        ["Growth", percent(rows[hovered[0].dataIndex].growth, true)]]),
      grid: { left: 8, right: 28, top: 12, bottom: 8, containLabel: true },
      xAxis: axis(c, { type: "category", data: course.starts.map(start => tick(course.type, start)), splitLine: { show: false } }),
      yAxis: axis(c, { type: "value", axisLabel: { formatter: value => short(value) } }),
      series: [{ type: "line", data: rows.map(row => row.value), symbol: "circle", symbolSize: 4, lineStyle: { width: 2 } }],
    }),
  });
}

function sizeFigure() {
  const rows = below().map(segment => ({ segment, name: label(segment), now: now("sales", "net_amount", segment), base: now("sales", "base_net_amount", segment), growth: now("sales", "growth_rate", segment) }))
    .filter(row => row.now !== null || row.base !== null).sort((a, b) => (b.now || 0) - (a.now || 0));
  const drawn = rows.slice(0, 12);
  const first = rows[0];
  return figure({
    title: "Segments " + belowName(),
    summary: first ? "Largest is " + first.name + " with " + money(first.now) + ", " + percent(first.growth, true) + "."
      + (rows.length > drawn.length ? " The " + drawn.length + " largest of " + rows.length + "." : "") : "None has sales in this period.",
    height: Math.max(140, 50 + drawn.length * 30),
    columns: [{ name: "Segment", get: row => row.name }, { name: "Net amount", numeric: true, get: row => row.now, show: amount },
      { name: "A year before", numeric: true, get: row => row.base, show: amount },
      { name: "Growth", numeric: true, isChange: true, get: row => row.growth, show: value => percent(value, true) }],
    rows,
    option: (c, isNarrow) => ({
      legend: legend(c),
      tooltip: tooltip(c, "axis", hovered => { const row = drawn[hovered[0].dataIndex]; return [row.name, ["Now", money(row.now)], ["A year before", money(row.base)], ["Growth", percent(row.growth, true)]]; }),
      ...bars(c, isNarrow, drawn.map(row => row.name), 28),
      series: [
        { name: "This period", type: "bar", data: drawn.map(row => row.now), barWidth: 11, barGap: "15%", itemStyle: { color: c.main },
          label: { show: true, position: "right", color: c.soft, fontSize: 11, formatter: hovered => percent(drawn[hovered.dataIndex].growth, true) } },
        { name: "A year before", type: "bar", data: drawn.map(row => row.base), barWidth: 6, itemStyle: { color: c.quiet } }],
    }),
  });
}

function partsTable() {
  const of = (section, column) => segment => now(section, column, segment);
  const numeric = (name, get, show, isChange) => ({ name, numeric: true, get, show, isChange });
  const rate = value => percent(value, true);
  return table("Segments " + belowName() + ": choose one to look into it", [
    { name: "Segment", kind: "name", get: segment => label(segment), show: (name, segment) => segmentLink(segment) },
    numeric("Net " + DATA.currency, of("sales", "net_amount"), amount),
    numeric("Change", of("sales", "change_amount"), change, true),
    numeric("Growth", of("sales", "growth_rate"), rate, true),
    numeric("Part of growth", of("sales", "contribution_pp"), points, true),
    numeric("Margin", of("sales", "margin_rate"), value => percent(value)),
    ...(part("share") ? [numeric("Share", of("share", "share_rate"), value => percent(value)),
      numeric("Share change", of("share", "share_change_pp"), points, true),
      numeric("Market growth", of("share", "market_growth_rate"), rate, true)] : []),
  ], below(), { sort: 1 });
}
