// What is of the whole night: alerts, opportunities, quality of the data, and a page for every table.
const rowsOf = columns => Object.values(columns).find(Array.isArray).map((value, i) =>
  Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, Array.isArray(values) ? values[i] : values])));

function alertsSection() {
  const rows = rowsOf(part("alerts"));
  if (!rows.length) return [absent("In the last four periods no segment sold other than forecast beyond chance.")];
  const yes = value => value ? "yes" : "no";
  return [
    el("p", { class: "lead" }, "Sales beyond chance; causes first. " + (part("alerts").total > rows.length ? count(rows.length) + " of " + count(part("alerts").total) + " are shown." : "")),
    table("Alerts", [
      { name: "What", kind: "text", get: row => row.text },
      { name: "Period", get: row => row.period_start, show: value => day(value) },
      { name: "Cause", get: row => row.is_root, show: yes }, { name: "Severity", get: row => row.severity }, { name: "Since", get: row => row.alert_status },
      { name: "Actual", numeric: true, get: row => row.actual_amount, show: amount },
      { name: "Expected", numeric: true, get: row => row.expected_amount, show: amount },
      { name: "Deviation", numeric: true, isChange: true, get: row => row.deviation_amount, show: change },
      { name: "%", numeric: true, isChange: true, get: row => row.deviation_rate, show: value => percent(value, true) }], rows)];
}

function opportunitiesSection() {
  const all = rowsOf(part("opportunities"));
  if (!all.length) return [absent("No segment lies below the share within its reach.")];
  const levels = [...new Map(all.map(row => [row.segmentation + ": " + row.segment_level, row])).keys()];
  const of = level => all.filter(row => row.segmentation + ": " + row.segment_level === level);
  const worth = level => of(level).reduce((sum, row) => sum + row.expected_opportunity_amount, 0);
  const first = levels.reduce((best, level) => of(level).length > of(best).length || (of(level).length === of(best).length && worth(level) > worth(best)) ? level : best);
  const place = el("div");
  const fill = level => { place.replaceChildren(...opportunities(of(level))); draw(); };
  const choice = el("select", { id: "level", onchange: event => fill(event.target.value) }, ...levels.map(level => el("option", { value: level, selected: level === first && "" }, level)));
  place.append(...opportunities(of(first)));
  return [el("p", { class: "lead" }, "Own share against the share within reach, over the twelve months to " + day(part("opportunities").to) + "; the best of each level."),
    el("p", {}, el("label", { for: "level" }, "Level "), choice), place];
}

function opportunities(rows) {
  const columns = [
    { name: "Rank", numeric: true, get: row => row.opportunity_rank },
    { name: "Segment", kind: "name", get: row => row.name, show: (name, row) => row.segment_index === null ? name : segmentLink(row.segment_index) },
    { name: "Share", numeric: true, get: row => row.share_rate, show: value => percent(value) },
    { name: "Within reach", numeric: true, get: row => row.target_share_rate, show: value => percent(value) },
    { name: "Market", numeric: true, get: row => row.market_amount, show: amount },
    { name: "Gap", numeric: true, get: row => row.opportunity_amount, show: amount },
    { name: "Confidence", numeric: true, get: row => row.confidence_rate, show: value => percent(value) },
    { name: "Expected", numeric: true, get: row => row.expected_opportunity_amount, show: amount }];
  return [figure({
    title: "Expected opportunity", height: 60 + rows.length * 24,
    summary: rows[0].name + " comes first with " + money(rows[0].expected_opportunity_amount) + ". The table below says the same.",
    option: (c, isNarrow) => ({
      tooltip: tooltip(c, "axis", hovered => { const row = rows[hovered[0].dataIndex]; return [row.name, ["Expected", money(row.expected_opportunity_amount)], ["Gap", money(row.opportunity_amount)], ["Confidence", percent(row.confidence_rate)]]; }),
      ...bars(c, isNarrow, rows.map(row => row.name), 8),
      series: [{ type: "bar", barWidth: 12, data: rows.map(row => row.expected_opportunity_amount), label: { show: true, position: "right", color: c.soft, fontSize: 11, formatter: hovered => short(hovered.value) } }],
    }),
  }), table("Opportunities, by rank", columns, rows)];
}

function qualitySection() {
  const inputs = rowsOf(part("quality").inputs), rules = rowsOf(part("quality").rules);
  const numbers = [["Files", "files"], ["Refused", "refused_files"], ["Records", "read_rows"], ["Accepted", "accepted_rows"], ["Quarantined", "quarantined_rows"], ["Duplicates", "duplicate_rows"], ["Left out", "filtered_rows"]];
  return [
    table("Deliveries by input: records = accepted + quarantined + duplicates + left out", [
      { name: "Input", kind: "name", get: row => row.input_table }, ...numbers.map(([name, key]) => ({ name, numeric: true, get: row => row[key], show: count }))], inputs, { sort: 3 }),
    rules.length ? el("div", { class: "pair" }, rulesFigure(rules), table("Quarantine by rule", rulesColumns, rules)) : absent("No row is quarantined.")];
}

const rulesColumns = [
  { name: "Input", get: row => row.input_table }, { name: "Rule", get: row => row.rule }, { name: "Rows", numeric: true, get: row => row.rows, show: count },
  { name: "Files", numeric: true, get: row => row.files, show: count }, { name: "For example", kind: "text", get: row => row.example }];

function rulesFigure(rules) {
  const drawn = rules.slice(0, 12);
  return figure({
    title: "Rows in quarantine, by rule", height: 50 + drawn.length * 26,
    summary: count(rules.reduce((sum, row) => sum + row.rows, 0)) + " rows; most break " + rules[0].rule + " of " + rules[0].input_table + ". The table beside it says the same.",
    option: (c, isNarrow) => ({
      tooltip: tooltip(c, "axis", hovered => { const row = drawn[hovered[0].dataIndex]; return [row.rule, ["Input", row.input_table], ["Rows", count(row.rows)], ["Files", count(row.files)]]; }),
      ...bars(c, isNarrow, drawn.map(row => row.input_table + ": " + row.rule), 4),
      series: [{ type: "bar", barWidth: 12, data: drawn.map(row => row.rows), label: { show: true, position: "right", color: c.soft, fontSize: 11 } }],
    }),
  });
}

function tablesSection() {
  const list = el("div");
  const fill = text => {
    const found = DATA.tables.filter(page => (page.name + " " + page.about + " " + page.columns.map(column => column[0]).join(" ")).toLowerCase().includes(text.toLowerCase()));
    const areas = [...new Set(found.map(page => page.name.split(".")[0]))];
    list.replaceChildren(...areas.flatMap(area => [el("h3", { class: "area" }, area), ...found.filter(page => page.name.startsWith(area + ".")).map(tablePage)]));
  };
  fill("");
  return [el("p", { class: "lead" }, count(DATA.tables.length) + " tables: what a row is, every column with its formula, and what is checked."),
    el("p", {}, el("label", { for: "find" }, "Find a table or column "), el("input", { type: "search", id: "find", oninput: event => fill(event.target.value) })), list];
}

function tablePage(page) {
  const state = page.absence ? "not built" : page.rows === null ? "" : count(page.rows) + (page.rows === 1 ? " row" : " rows") + " written in " + number(page.seconds, 1) + " s";
  const details = el("details", { class: "page", id: "table-" + page.name }, el("summary", {}, el("strong", {}, page.name), " ", el("span", {}, state)));
  details.addEventListener("toggle", () => {
    if (details.children.length > 1) return;
    details.append(el("p", {}, page.about), page.absence ? absent("Not built: " + page.absence) : "",
      el("p", {}, "One row per ", el("code", {}, page.key.join(", ")), "."),
      table("Columns of " + page.name, [{ name: "Column", get: row => row[0], show: name => el("code", {}, name) }, { name: "Type", get: row => row[1], show: type => el("code", {}, type) },
        { name: "Meaning and formula", kind: "text", get: row => row[2] }], page.columns));
    if (page.checks.length) {
      details.append(table("Checks of " + page.name, [{ name: "Check", get: row => row[0] }, { name: "Holds for every row", kind: "text", get: row => row[1], show: text => el("code", {}, text) }], page.checks));
    }
  });
  return details;
}

function skipped() {
  const pages = DATA.tables.filter(page => page.absence);
  return pages.length ? [table("Not built", [{ name: "Table", kind: "name", get: page => page.name }, { name: "Why, and what would switch it on", kind: "text", get: page => page.absence }], pages)] : [];
}
