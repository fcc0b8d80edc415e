// The order of the page, and what is drawn anew when another segment or period is chosen.
const SECTIONS = [
  { id: "sales", title: "Segments", fill: salesSection, isOfSegment: true },
  { id: "share", title: "Market share", fill: shareSection, isOfSegment: true },
  { id: "matrix", title: "Growth and share", fill: matrixSection, isOfSegment: true },
  { id: "bridge", title: "Price, volume, mix", fill: bridgeSection, isOfSegment: true },
  { id: "forecast", title: "Forecast", fill: forecastSection, isOfSegment: true },
  { id: "alerts", title: "Alerts", fill: alertsSection },
  { id: "opportunities", title: "Opportunities", fill: opportunitiesSection },
  { id: "quality", title: "Data quality", fill: qualitySection },
  { id: "tables", title: "Tables", fill: tablesSection },
];

function content(section) {
  if (DATA.missing[section.id]) return [absent("Not in this report: " + DATA.missing[section.id] + ".")];
  if (section.isOfSegment && (shown.segment < 0 || !period())) return [absent("Not in this report: the night has no segments or no periods.")];
  return section.fill();
}

function render() {
  for (const section of SECTIONS.filter(section => section.isOfSegment)) {
    document.querySelector("#" + section.id + " > div").replaceChildren(...content(section));
  }
  if (shown.segment >= 0 && period()) trail();
  draw();
}

/** A link to a table opens its page. */
function openTable() {
  const page = location.hash.startsWith("#table-") && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (page) {
    page.open = true;
    page.scrollIntoView();
  }
}

function start() {
  document.getElementById("nav").append(el("a", { href: "#night" }, "The night"), ...SECTIONS.map(section => el("a", { href: "#" + section.id }, section.title)));
  document.getElementById("skipped").append(...skipped());
  document.getElementById("body").append(...SECTIONS.map(section => el("section", { id: section.id }, el("h2", {}, section.title), el("div", {}, ...(section.isOfSegment ? [] : content(section))))));
  const names = new Set(DATA.tables.map(page => page.name));
  document.querySelectorAll(".words code").forEach(code => {
    if (names.has(code.textContent)) code.replaceWith(el("a", { href: "#table-" + code.textContent }, el("code", {}, code.textContent)));
  });
  if (shown.segment >= 0 && period()) {
    const bar = document.getElementById("controls");
    bar.append(...controls());
    bar.hidden = false;
  }
  render();
  watch();
  addEventListener("hashchange", openTable);
  openTable();
}

start();
