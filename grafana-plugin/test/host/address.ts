import { dateTime, dateTimeParse, type TimeRange } from "@grafana/data";

/** What the page's address says, as Grafana writes it there: `from`, `to` and a `var-…` for each dashboard variable. */
const address = new URLSearchParams(window.location.search);

/** The time range: the last year where the address has none. */
export function range(): TimeRange {
  const [from, to] = [address.get("from"), address.get("to")];
  if (from === null || to === null) {
    const raw = { from: "now-1y", to: "now" };
    return { from: dateTime().subtract(1, "year"), to: dateTime(), raw };
  }
  const bounds = { from: dateTimeParse(from, { timeZone: "utc" }), to: dateTimeParse(to, { timeZone: "utc" }) };
  return { ...bounds, raw: bounds };
}

/** A text with its `$name` and `${name}` filled in; a variable that the address doesn't name stays as it is. */
export const fillIn = (text: string): string =>
  text.replace(/\$\{(\w+)\}|\$(\w+)/g, (whole, braced?: string, bare?: string) => address.get(`var-${braced ?? bare}`) ?? whole);
