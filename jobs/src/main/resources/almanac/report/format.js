// Numbers and dates as people read them. What is not known is a dash.
const NONE = "–";
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

function number(value, decimals, isSigned) {
  if (value === null || value === undefined) return NONE;
  const text = new Intl.NumberFormat("en", {
    minimumFractionDigits: decimals, maximumFractionDigits: decimals, signDisplay: isSigned ? "exceptZero" : "negative",
  }).format(value);
  // What rounds to zero has no sign.
  return /[1-9]/.test(text) ? text.replace("-", "−") : text.replace(/[-+]/, "");
}

const count = value => number(value, 0, false);
const amount = value => number(value, DATA.moneyDecimals, false);
const change = value => number(value, DATA.moneyDecimals, true);
const money = value => value === null || value === undefined ? NONE : DATA.currency + " " + amount(value);
const points = value => value === null || value === undefined ? NONE : number(value, 1, true) + " pp";

function percent(rate, isSigned) {
  return rate === null || rate === undefined ? NONE : number(rate * 100, 1, isSigned) + " %";
}

/** Short amounts, for axes and labels inside charts alone. */
function short(value, isSigned) {
  return new Intl.NumberFormat("en", {
    notation: "compact", maximumSignificantDigits: 3, signDisplay: isSigned ? "exceptZero" : "negative",
  }).format(value).replace("-", "−");
}

function day(iso) {
  const [year, month, date] = iso.split("-").map(Number);
  return date + " " + MONTHS[month - 1] + " " + year;
}

function periodName(type, start) {
  const [year, month] = start.split("-").map(Number);
  if (type === "year") return String(year);
  if (type === "quarter") return "Q" + Math.ceil(month / 3) + " " + year;
  if (type === "month") return MONTHS[month - 1] + " " + year;
  if (type === "day") return day(start);
  return type.replace("_", " ") + " from " + day(start);
}

/** A shorter name for axes. */
function tick(type, start) {
  return type === "year" || type === "quarter" || type === "month"
    ? periodName(type, start)
    : day(start).replace(/ (\d\d)(\d\d)$/, " $2");
}
