// UTC times as text (spec 1.6). Date.parse takes impossible dates, so it is not used.

const TIME = /^([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})Z$/;
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const DAY = 86400;

export function isTime(text) {
  const match = typeof text === "string" ? TIME.exec(text) : null;
  if (match === null) return false;
  const [year, month, day, hour, minute, second] = match.slice(1).map(Number);
  if (year < 1 || month < 1 || month > 12) return false;
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return day >= 1 && day <= (leap ? 29 : DAYS[month - 1]) && hour < 24 && minute < 60 && second < 60;
}

export function seconds(text) {
  const [year, month, day, hour, minute, second] = TIME.exec(text).slice(1).map(Number);
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return Math.round(date.getTime() / 1000) + hour * 3600 + minute * 60 + second;
}

export function text(count) {
  return new Date(count * 1000).toISOString().replace(".000", "").replace(/^\+0*/, "");
}

export const shift = (time, by) => text(seconds(time) + by);
export const beijing = (time) => shift(time, 8 * 3600).replace("T", " ").replace("Z", "");

// Monday 0 to Sunday 6; 1970-01-01 was a Thursday.
export function beijingWeekday(time) {
  const day = Math.floor((seconds(time) + 8 * 3600) / DAY) + 3;
  return ((day % 7) + 7) % 7;
}
