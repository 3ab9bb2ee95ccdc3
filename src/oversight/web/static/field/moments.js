// Moments as a record keeps them: Beijing time to the minute, written out with its offset.

const OFFSET = 8 * 3600 * 1000;

export const toMinute = (milliseconds) => `${new Date(milliseconds + OFFSET).toISOString().slice(0, 16)}:00+08:00`;
export const present = () => toMinute(Date.now());
export const today = () => present().slice(0, 10);
export const forInput = (moment) => moment.slice(0, 16);
export const fromInput = (value) => (value ? `${value.slice(0, 16)}:00+08:00` : "");

export function inWords(moment) {
  if (!moment) return "";
  const [date, time] = moment.split("T");
  const [year, month, day] = date.split("-").map(Number);
  return `${year}年${month}月${day}日 ${time.slice(0, 5)}`;
}
