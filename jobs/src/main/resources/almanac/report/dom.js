// Elements and tables. Data goes in as text nodes, never as HTML.
function el(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value);
  }
  element.append(...children.filter(child => child !== null && child !== undefined));
  return element;
}

function absent(text) {
  return el("p", { class: "absent" }, text);
}

/** Rows that a table shows at first; pages of thousands of rows open slowly, and nobody reads them. */
const FIRST_ROWS = 100;

/**
 * A table. A column has a name, get(row) and, for what is shown, show(value, row); numeric columns are aligned to the right.
 * sort is the place of the column by which rows are sorted, largest first; without it they stay as they are.
 */
function table(caption, columns, rows, options = {}) {
  const body = el("tbody");
  let most = FIRST_ROWS;
  const order = { by: options.sort, isUp: false };
  const heads = columns.map((column, i) => el("th", { scope: "col", class: column.numeric && "number" },
    options.sort === undefined ? column.name : el("button", { type: "button", onclick: () => turn(i) }, column.name)));
  const turn = i => {
    order.isUp = order.by === i ? !order.isUp : !columns[i].numeric;
    order.by = i;
    fill();
  };
  const fill = () => {
    heads.forEach((head, i) => i === order.by
      ? head.setAttribute("aria-sort", order.isUp ? "ascending" : "descending") : head.removeAttribute("aria-sort"));
    body.replaceChildren(...sorted(rows, columns[order.by], order.isUp).slice(0, most).map(row =>
      el("tr", {}, ...columns.map(column => cell(column, row)))));
  };
  const more = rows.length > most ? el("button", { type: "button", class: "link", onclick: () => { most = rows.length; more.remove(); fill(); } },
    "The first " + most + " of " + count(rows.length) + " rows are shown: show all") : null;
  fill();
  const isTall = rows.length > 20;
  return el("div", { class: isTall ? "scroll tall" : "scroll", tabindex: 0, role: "region", "aria-label": caption },
    el("table", {}, el("caption", {}, caption), el("thead", {}, el("tr", {}, ...heads)), body), more ?? "");
}

function cell(column, row) {
  const value = column.get(row);
  const shown = column.show ? column.show(value, row) : value ?? NONE;
  const isFall = column.isChange && String(shown).startsWith("−");
  return el("td", { class: [column.numeric && "number", column.kind, isFall && "fall"].filter(Boolean).join(" ") || null }, shown);
}

/** What is not known comes last, whichever way. */
function sorted(rows, column, isUp) {
  if (!column) return rows;
  const sign = isUp ? 1 : -1;
  return [...rows].sort((one, other) => {
    const a = column.get(one), b = column.get(other);
    if (a === b) return 0;
    if (a === null || a === undefined) return 1;
    if (b === null || b === undefined) return -1;
    return (typeof a === "number" ? a - b : String(a).localeCompare(String(b))) * sign;
  });
}
