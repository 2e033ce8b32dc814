// How a person looks at the day: by person, by room or as a list, whose columns, how tall the hours are. Kept per person on this
// workstation, with up to six views saved under a key each.
import { app } from '../app.js';
import { words } from '../words/en.js';

/** @typedef {'person'|'room'|'list'} Kind */
/**
 * `people` null: everybody. `specialty` null: any. `scale` is a place in SCALES. `order` groups the list.
 * @typedef {{kind: Kind, order: 'time'|'person', specialty: string|null, people: string[]|null, scale: number}} Choice
 */
/** @typedef {{name: string, choice: Choice}} Saved */

/** @type {Kind[]} */
export const KINDS = ['person', 'room', 'list'];
/** Times the smallest height at which the day's shortest visit can still be hit. */
export const SCALES = [1, 1.4, 2, 2.8];
export const PLACES = 6;
/** @type {Choice} */
export const PLAIN = { kind: 'person', order: 'time', specialty: null, people: null, scale: 0 };

/** What is kept may be from another version, or broken. @param {any} kept @returns {Choice} */
function whole(kept) {
  const { kind, order, specialty, people, scale } = kept ?? {};
  return {
    kind: KINDS.includes(kind) ? kind : 'person', order: order === 'person' ? 'person' : 'time', specialty: typeof specialty === 'string' ? specialty : null,
    people: Array.isArray(people) ? people.filter((one) => typeof one === 'string') : null, scale: SCALES[scale] ? scale : 0,
  };
}

/** @param {string} name */
const read = (name) => {
  try {
    return JSON.parse(localStorage.getItem(name) ?? 'null');
  } catch {
    return null;
  }
};

/** "change" when it is another one. */
export class DayChoice extends EventTarget {
  constructor() {
    super();
    this.who = app.me?.user_id ?? '';
    this.now = whole(read(`day.view.${this.who}`));
  }

  /** @param {Partial<Choice>} change */
  set(change) {
    this.now = whole({ ...this.now, ...change });
    localStorage.setItem(`day.view.${this.who}`, JSON.stringify(this.now));
    this.dispatchEvent(new Event('change'));
  }

  /** One step taller or lower. @param {1|-1} by */
  zoom(by) {
    this.set({ scale: Math.min(SCALES.length - 1, Math.max(0, this.now.scale + by)) });
  }

  get filtered() {
    return Boolean(this.now.specialty || this.now.people);
  }

  /** Whether columns or cards are made from a list of the clinic. @param {string} list */
  reads(list) {
    return (list === 'rooms' && this.now.kind === 'room') || (list === 'practitioners' && Boolean(this.now.specialty));
  }

  /** The six places: what was saved there, or what stands there at first. @returns {(Saved|null)[]} */
  saved() {
    const kept = read(`day.views.${this.who}`);
    const w = words.dayView;
    const own = app.me?.practitioner_id;
    const first = [
      { name: w.kinds.person, choice: PLAIN }, { name: w.kinds.room, choice: { ...PLAIN, kind: 'room' } },
      own ? { name: w.myDay, choice: { ...PLAIN, people: [own] } } : null, { name: w.kinds.list, choice: { ...PLAIN, kind: 'list' } },
    ];
    return Array.from({ length: PLACES }, (_, place) => {
      const one = Array.isArray(kept) ? kept[place] : null;
      return one && typeof one.name === 'string' ? { name: one.name, choice: whole(one.choice) } : /** @type {Saved|null} */ (first[place] ?? null);
    });
  }

  /** @param {number} place 0 to 5 @param {string} name */
  save(place, name) {
    const kept = read(`day.views.${this.who}`);
    const all = Array.from({ length: PLACES }, (_, one) => (Array.isArray(kept) ? (kept[one] ?? null) : null));
    all[place] = { name, choice: this.now };
    localStorage.setItem(`day.views.${this.who}`, JSON.stringify(all));
    this.dispatchEvent(new Event('change'));
  }

  /** Which place holds exactly what is shown now. @returns {number} -1: none */
  place() {
    const now = JSON.stringify(this.now);
    return this.saved().findIndex((one) => one && JSON.stringify(whole(one.choice)) === now);
  }
}
