// Arithmetic on dates ("2026-11-23") and clinic wall times ("2026-11-23T10:45:00"). They are text without a zone and
// stay so: the computer's own zone must never shift an appointment. UTC is used only as a calendar to count in.

/** @param {string} wall */
const count = (wall) => Date.parse(`${wall.length === 10 ? `${wall}T00:00:00` : wall.slice(0, 19)}Z`);
/** @param {number} millis */
const text = (millis) => new Date(millis).toISOString().slice(0, 19);

/** @param {string} wall @param {number} minutes */
export const addMinutes = (wall, minutes) => text(count(wall) + minutes * 60_000);
/** @param {string} date @param {number} days */
export const addDays = (date, days) => text(count(dateOf(date)) + days * 86_400_000).slice(0, 10);
/** @param {string} from @param {string} to */
export const minutesBetween = (from, to) => Math.round((count(to) - count(from)) / 60_000);
/** @param {string} from @param {string} to */
export const daysBetween = (from, to) => Math.round((count(dateOf(to)) - count(dateOf(from))) / 86_400_000);
/** @param {string} wall */
export const dateOf = (wall) => wall.slice(0, 10);
/** "10:45" @param {string} wall */
export const timeOf = (wall) => wall.slice(11, 16);
/** @param {string} date @param {string} time "10:45" or "10:45:00" */
export const at = (date, time) => `${date}T${time.slice(0, 5)}:00`;
/** 1 = Monday … 7 = Sunday @param {string} date */
export const weekday = (date) => ((new Date(count(date)).getUTCDay() + 6) % 7) + 1;
/** The ISO week's number @param {string} date */
export const week = (date) => {
  const thursday = addDays(date, 4 - weekday(date));
  return Math.floor(daysBetween(`${thursday.slice(0, 4)}-01-01`, thursday) / 7) + 1;
};
/** Minutes since midnight @param {string} time "10:45" or a wall time */
export const minuteOfDay = (time) => {
  const [hours, minutes] = (time.length > 8 ? timeOf(time) : time).split(':').map(Number);
  return hours * 60 + minutes;
};
/** "10:45" @param {number} minute since midnight */
export const timeOfMinute = (minute) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
/** A real date? "2026-02-30" is not. @param {string} date */
export const isDate = (date) => /^\d{4}-\d\d-\d\d$/.test(date) && !Number.isNaN(count(date)) && text(count(date)).slice(0, 10) === date;

/**
 * What the clock on the clinic's wall shows at an instant.
 * @param {number} instant milliseconds since 1970
 * @param {string} zone "Europe/London"
 */
export function wallAt(instant, zone) {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit',
    hour: '2-digit', minute: '2-digit', second: '2-digit',
  }).formatToParts(instant);
  const part = (/** @type {string} */ type) => parts.find((p) => p.type === type)?.value ?? '00';
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}:${part('second')}`;
}

/**
 * The instant at which the clinic's clock shows this.
 * @param {string} wall
 * @param {string} zone
 */
export function instantOf(wall, zone) {
  const guess = count(wall);
  const first = guess - (count(wallAt(guess, zone)) - guess);
  return first - (count(wallAt(first, zone)) - guess);
}

/** The clock is put back by one of these many minutes. */
const BACK = [30, 60, 120];

/** Whether the clinic's clock shows this time twice that day. @param {string} wall @param {string} zone */
export function repeats(wall, zone) {
  const here = instantOf(wall, zone);
  const shown = (/** @type {number} */ minutes) => wallAt(here + minutes * 60_000, zone) === wall;
  return shown(0) && BACK.some((minutes) => shown(minutes) || shown(-minutes));
}
