// A free time of the day, pointed at or chosen from a list: book there, or see who on the waitlist fits.
import { app } from '../app.js';
import { time, timeRange } from '../format.js';
import { words } from '../words/en.js';
import { freeTimes } from './day-times.js';
import { openMenu } from './menu.js';

/** @typedef {import('../screens/today.js').Today} Today */
/** @typedef {{practitionerId?: string, roomId?: string, startsAt: string}} Place */
/** @typedef {Element|{x: number, y: number}} Anchor */

const w = words.dayView;
/** More than that nobody reads through; a card that is selected says whose are meant. */
const MOST = 30;

/** @param {Today} today @param {Place} place @param {Anchor} anchor */
export function openFreeMenu(today, place, anchor) {
  const { practitionerId: who, roomId, startsAt } = place;
  const column = who ? today.day?.column(who) : null;
  const free = today.day && column ? freeTimes(today.day, column, app.now()).find((one) => one.starts_at <= startsAt && startsAt < one.ends_at) : undefined;
  const now = free && startsAt < app.now() ? free.starts_at : startsAt;
  openMenu(anchor, [
    { words: w.bookAt(time(now)), icon: 'plus', run: () => today.book({ practitionerId: who, roomId, startsAt: now, minutes: null }) },
    { words: free ? w.fitsIn(timeRange(free.starts_at, free.ends_at)) : w.fitsHere, icon: 'people', disabled: !free, run: async () => free && (await import('./waitlist-fits.js')).openFits({ ...free, room_id: roomId ?? free.room_id }) },
  ], { label: w.freeTime });
}

/** All that is still free that day: of whom is selected, else of everybody shown. @param {Today} today */
export function openFreeTimes(today) {
  const { day, shown } = today;
  if (!day || !shown) return;
  const one = day.get(today.selected);
  const people = shown.people.filter((column) => !one || column.practitioner_id === one.practitioner_id);
  const free = people.flatMap((column) => freeTimes(day, column, app.now()).map((time) => ({ ...time, name: column.short_name }))).sort((a, b) => a.starts_at.localeCompare(b.starts_at));
  const anchor = today.grid?.card(today.selected) ?? today.querySelector('.today-day') ?? today;
  openMenu(anchor, [
    { heading: free.length ? w.freeTimes : w.nothingFree },
    ...free.slice(0, MOST).map((time) => ({ words: w.freeOf(timeRange(time.starts_at, time.ends_at), time.name), run: () => openFreeMenu(today, { practitionerId: time.practitioner_id, startsAt: time.starts_at }, anchor) })),
  ], { label: w.freeTimes });
}
