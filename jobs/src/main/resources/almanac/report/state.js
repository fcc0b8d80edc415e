// What is shown: a segment and a period, both places in lists of the data.
const DATA = JSON.parse(document.getElementById("data").textContent);
const SEGMENTS = DATA.segments;
const shown = { segment: SEGMENTS.root, period: DATA.firstPeriod };
const children = SEGMENTS.label.map(() => []);
SEGMENTS.parents.forEach((parents, i) => parents.forEach(parent => children[parent].push(i)));

const period = () => DATA.periods[shown.period];
const part = name => DATA.sections[name];

/** The value of a column of a section for a segment, in the period that is shown. */
function now(section, column, segment = shown.segment) {
  const columns = part(section) && (part(section).periods || part(section))[period().id];
  return columns ? columns[column][segment] : null;
}

const label = segment => SEGMENTS.label[segment];

/** The segments below the one that is shown; of one without any, those beside it. */
function below() {
  if (children[shown.segment].length) return children[shown.segment];
  const parents = SEGMENTS.parents[shown.segment];
  return parents.length ? children[parents[0]] : [shown.segment];
}

const belowName = () => children[shown.segment].length ? "below " + label(shown.segment) : "beside " + label(shown.segment);

function show(segment) {
  shown.segment = segment;
  render();
}

const segmentLink = segment => el("button", {
  type: "button", class: "link", title: SEGMENTS.path[segment], onclick: () => show(segment),
}, label(segment));
