// Slack's date formats: {date_num}, {date_short}, {date_long}, {time} … filled in for the reader.

const PARTS = {
  "{date_num}": { year: "numeric", month: "2-digit", day: "2-digit" },
  "{date}": { year: "numeric", month: "long", day: "numeric" },
  "{date_short}": { year: "numeric", month: "short", day: "numeric" },
  "{date_long}": { weekday: "long", year: "numeric", month: "long", day: "numeric" },
  "{date_pretty}": { year: "numeric", month: "long", day: "numeric" },
  "{date_short_pretty}": { year: "numeric", month: "short", day: "numeric" },
  "{date_long_pretty}": { weekday: "long", year: "numeric", month: "long", day: "numeric" },
  "{day_divider_pretty}": { weekday: "long", day: "numeric", month: "long" },
  "{time}": { hour: "2-digit", minute: "2-digit" },
  "{time_secs}": { hour: "2-digit", minute: "2-digit", second: "2-digit" },
  "{ago}": { year: "numeric", month: "short", day: "numeric" },
};

/** The moment (seconds since 1970) in this format; an empty string when it is no moment. */
export function date(timestamp, format) {
  const moment = new Date(timestamp * 1000);
  if (Number.isNaN(moment.getTime())) return "";
  return format.replace(/\{[a-z_]+\}/g, (part) => (PARTS[part] ? moment.toLocaleString(undefined, PARTS[part]) : part));
}
