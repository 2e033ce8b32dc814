// The day as one chose to look at it: which columns there are, which appointments stand in which, and what a place in a column means.
import { app } from '../app.js';
import { words } from '../words/en.js';
import { SCALES } from './day-choice.js';

/** @typedef {import('../wire-types.js').DayAppointment} DayAppointment */
/** @typedef {{id: string, title: string, name: string, more: string, mine: boolean, spans: {starts: string, ends: string}[], standing?: import('../wire-types.js').Standing[]}} ShownColumn */

/** The column of what has no room. */
export const NO_ROOM = 'none';
/** Pixels of half an hour at which a visit of fifteen or ten minutes is still tall enough to be hit. */
const HALF_HOUR = 54;
const HALF_HOUR_SHORT = 78;

export class DayShown {
  /** @param {import('./day-state.js').DayState} state @param {import('./day-choice.js').Choice} choice */
  constructor(state, choice) {
    this.state = state;
    this.choice = choice;
    /** What is parked stands where it stood, and is drawn as such. @type {{has: (id: string) => boolean}} */
    this.parked = new Set();
    this.people = people(state, choice);
    this.shownPeople = new Set(this.people.map((one) => one.practitioner_id));
    /** @type {ShownColumn[]} */
    this.columns = choice.kind === 'room' ? this.rooms() : this.people.map((one) => ({
      ...one, id: one.practitioner_id, title: one.short_name, more: one.room_name ?? words.today.noRoom, mine: app.me?.practitioner_id === one.practitioner_id,
    }));
    this.ids = new Set(this.columns.map((one) => one.id));
  }

  get byRoom() {
    return this.choice.kind === 'room';
  }

  /** A column for each room that is in use, then one for what has none. @returns {ShownColumn[]} */
  rooms() {
    const { state } = this;
    const out = (/** @type {string} */ id) => state.roomsOut.filter((one) => one.room_id === id);
    const used = new Set(state.list().map((one) => one.room_id));
    const rooms = app.lists.rooms.filter((room) => room.active || used.has(room.room_id));
    const column = (/** @type {string} */ id, /** @type {string} */ name, /** @type {string} */ more) => ({ id, title: name, name, more, mine: false, spans: state.open, standing: out(id) });
    const whose = (/** @type {string} */ id) => state.columns.filter((one) => one.room_id === id).map((one) => one.short_name).join(', ');
    return [...rooms.map((room) => column(room.room_id, room.name, room.capacity > 1 ? words.dayView.capacity(room.capacity) : whose(room.room_id))), column(NO_ROOM, words.today.noRoom, '')];
  }

  /** @param {DayAppointment} one @returns {string|null} null: not shown */
  columnOf(one) {
    if (!this.shownPeople.has(one.practitioner_id)) return null;
    if (!this.byRoom) return one.practitioner_id;
    return one.room_id && this.ids.has(one.room_id) ? one.room_id : NO_ROOM;
  }

  /** @param {string} id */
  column(id) {
    return this.columns.find((one) => one.id === id) ?? null;
  }

  /** What is drawn, in the order of the day. */
  list() {
    return this.state.list().filter((one) => this.columnOf(one));
  }

  /** With those who wait and hold no time yet, for the list. */
  everybody() {
    return this.state.everybody().filter((one) => this.columnOf(one));
  }

  /** How many wait there. @param {string} id */
  waitingIn(id) {
    return this.byRoom ? 0 : this.state.waitingFor(id);
  }

  /**
   * What dropping an appointment into a column asks for.
   * @param {DayAppointment} one @param {string} column
   * @returns {{practitioner_id: string, room_id?: string|null}}
   */
  target(one, column) {
    if (!this.byRoom) return { practitioner_id: column };
    return { practitioner_id: one.practitioner_id, room_id: column === NO_ROOM ? null : column };
  }

  /** What a click into a column books. @param {string} column @returns {{practitionerId?: string, roomId?: string}} */
  slot(column) {
    if (!this.byRoom) return { practitionerId: column };
    const whose = this.people.find((one) => one.room_id === column);
    return { practitionerId: whose?.practitioner_id, roomId: column === NO_ROOM ? undefined : column };
  }

  /** Pixels of half an hour: never so few that the shortest visit is too small to hit. */
  get halfHour() {
    return Math.round((this.state.shortest() < 15 ? HALF_HOUR_SHORT : HALF_HOUR) * SCALES[this.choice.scale]);
  }
}

/** Whose appointments are shown. @param {import('./day-state.js').DayState} state @param {import('./day-choice.js').Choice} choice */
function people(state, { specialty, people: chosen }) {
  const has = (/** @type {string} */ id) => app.lists.practitioners.find((one) => one.practitioner_id === id)?.specialty_ids.includes(/** @type {string} */ (specialty));
  return state.columns.filter((one) => (!chosen || chosen.includes(one.practitioner_id)) && (!specialty || has(one.practitioner_id)));
}
