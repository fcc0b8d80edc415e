// One way to draw a chart: a figure with its message in words, the drawing, and the same numbers as a table.
const drawings = [];

function colours() {
  const style = getComputedStyle(document.documentElement);
  const names = ["paper", "ink", "soft", "line", "main", "second", "third", "fourth", "fifth", "quiet", "up", "down", "band"];
  return Object.fromEntries(names.map(name => [name, style.getPropertyValue("--" + name).trim()]));
}

/** option(colours) is what ECharts draws; rows and columns are the table that says the same, if none stands beside it. */
function figure({ title, summary, option, height = 300, columns, rows }) {
  const place = el("div", { class: "chart", role: "img", "aria-label": title + ". " + summary });
  place.style.height = height + "px";
  const details = el("details", {}, el("summary", {}, "As a table"));
  details.addEventListener("toggle", () => {
    if (details.children.length === 1) details.append(table(title, columns, rows));
  });
  drawings.push({ place, option });
  return el("figure", {}, el("figcaption", {}, el("h3", {}, title), el("p", {}, summary)), place, rows ? details : null);
}

/** Draws every figure that is in the page and forgets those that no longer are. */
function draw(width) {
  const c = colours();
  for (let i = drawings.length - 1; i >= 0; i--) {
    const { place, option, chart } = drawings[i];
    if (!place.isConnected) {
      if (chart) chart.dispose();
      drawings.splice(i, 1);
      continue;
    }
    drawings[i].chart = chart || echarts.init(place, null, { renderer: "svg" });
    drawings[i].chart.resize({ width: width || "auto" });
    drawings[i].chart.setOption({ ...frame(c), ...option(c, (width || place.clientWidth) < 480) }, true);
  }
}

function frame(c) {
  return {
    animation: false,
    color: [c.main, c.second, c.third, c.fourth, c.fifth, c.quiet],
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: c.ink },
    grid: { left: 8, right: 28, top: 28, bottom: 8, containLabel: true },
  };
}

/** The grid and the names of horizontal bars; long names are cut, the table has them whole. */
function bars(c, isNarrow, names, top) {
  const width = isNarrow ? 110 : 170;
  return {
    grid: { left: width + 10, right: 56, top, bottom: 24 },
    xAxis: axis(c, { type: "value", axisLabel: { formatter: value => short(value), hideOverlap: true } }),
    yAxis: axis(c, { type: "category", inverse: true, data: names, splitLine: { show: false }, axisLabel: { width, overflow: "truncate", color: c.ink } }),
  };
}

const axis = (c, more) => ({
  axisLine: { lineStyle: { color: c.line } }, axisTick: { show: false },
  axisLabel: { color: c.soft, fontSize: 11, ...(more && more.axisLabel) }, splitLine: { lineStyle: { color: c.line, opacity: .6 } },
  nameTextStyle: { color: c.soft, fontSize: 11 }, ...without(more, "axisLabel"),
});

function without(object, key) {
  const { [key]: left, ...rest } = object || {};
  return rest;
}

const legend = c => ({ top: 0, left: 0, itemWidth: 14, itemHeight: 8, type: "scroll", textStyle: { color: c.soft, fontSize: 11 } });

/** A tooltip of lines, each a name and a value; built of elements, as names are data. */
function tooltip(c, trigger, lines) {
  return {
    trigger, confine: true, backgroundColor: c.paper, borderColor: c.line, textStyle: { color: c.ink, fontSize: 12 },
    formatter: hovered => {
      const [head, ...rest] = lines(hovered);
      return el("div", { class: "tip" }, el("b", {}, head),
        ...rest.map(([name, value]) => el("div", {}, el("span", {}, name), el("span", {}, value))));
    },
  };
}

/** Redraws when the width, the colours or the medium change. */
function watch() {
  let last = innerWidth;
  addEventListener("resize", () => { if (innerWidth !== last) { last = innerWidth; draw(); } });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => draw());
  // Paper has a width of its own, and its colours are those of the style sheet for print.
  matchMedia("print").addEventListener("change", medium => draw(medium.matches ? 660 : undefined));
}
