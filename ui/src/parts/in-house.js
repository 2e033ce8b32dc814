import { app } from '../app.js';
import { Screen } from '../element.js';
import { ask } from '../ipc.js';
import { findAction } from './actions.js';
import { DaySteps } from './day-steps.js';
import { STAGES, WaitingState } from './waiting-state.js';

/** @typedef {import('../wire-types.js').WaitingRow} WaitingRow */
/** @typedef {import('../wire-types.js').DayAppointment} DayAppointment */

/** Touched rows that stand on many lines: then all is asked again. */
const RELOAD = new Set(['practitioner', 'room', 'clinic', 'patient', 'specialty']);

/** A screen of those who are in the house: read once, kept fresh by the news row by row, and changed by the steps of a visit. */
export class InHouse extends Screen {
  static properties = { state: { state: true }, selected: { state: true }, failure: { state: true } };

  constructor() {
    super();
    /** @type {WaitingState|null} null: not read yet */
    this.state = null;
    /** @type {string|null} */
    this.selected = null;
    /** @type {import('../ipc.js').WireError|null} */
    this.failure = null;
    this.steps = new DaySteps(this);
    this.turn = 0;
    /** Names are read by whoever stands before the desk's screen: these lists are for those behind it. */
    this.covered = false;
  }

  connectedCallback() {
    super.connectedCallback();
    this.listen(app, 'changes', ({ detail }) => this.heard(detail.touches));
    for (const type of ['tick', 'lists', 'clinic']) this.listen(app, type, () => this.requestUpdate());
    app.load('practitioners').catch(() => {});
    this.read();
  }

  async read() {
    this.turn += 1;
    const { turn } = this;
    try {
      const { rows } = await ask({ ask: 'waiting_room' });
      if (turn !== this.turn) return;
      this.state = new WaitingState(rows);
      this.failure = null;
    } catch (error) {
      if (turn === this.turn) this.failure = /** @type {any} */ (error);
    }
  }

  /** News: only the touched rows are asked for. @param {{kind: string, id: string}[]} touches */
  heard(touches) {
    if (touches.some((touch) => RELOAD.has(touch.kind))) this.read();
    const ids = touches.filter((touch) => touch.kind === 'appointment').map((touch) => touch.id);
    if (ids.length) this.refresh([...new Set(ids)]);
  }

  /** @param {string[]} ids */
  async refresh(ids) {
    try {
      const { rows } = await ask({ ask: 'waiting_room', ids });
      this.patch(ids, rows);
    } catch {
      // What is away or locked says so itself; the next news brings this up to date.
    }
  }

  /** @param {string[]} ids @param {WaitingRow[]} rows */
  patch(ids, rows) {
    this.state?.patch(ids, rows);
    this.requestUpdate();
  }

  // What DaySteps works on ----------------------------------------------------------------------------------------

  /** @returns {{columns: import('../wire-types.js').Practitioner[], column: (id: string) => import('../wire-types.js').Practitioner | null, get: (id: string | null) => DayAppointment | null}} */
  get day() {
    const columns = app.lists.practitioners.filter((one) => one.active);
    return { columns, column: (/** @type {string} */ id) => app.lists.practitioners.find((one) => one.practitioner_id === id) ?? null, get: (/** @type {string|null} */ id) => this.state?.get(id) ?? null };
  }

  /** A newer state of one appointment; what the list adds to it comes with the next answer. @param {DayAppointment} one */
  take(one) {
    const known = this.state?.get(one.id);
    if (!known) return;
    this.patch([one.id], STAGES.includes(/** @type {any} */ (one.status)) ? [{ ...known, ...one }] : []);
  }

  put() {
    this.requestUpdate();
  }

  /** @param {string} _id */
  backToCard(_id) {}

  /** @param {DayAppointment} one @param {string} id */
  actionOf(one, id) {
    return findAction(one, id);
  }

  /** Of whoever is signed in. @param {WaitingRow} row */
  isMine(row) {
    const me = app.me?.practitioner_id;
    if (row.for_anyone) {
      const own = app.lists.practitioners.find((one) => one.practitioner_id === me);
      return !row.for_specialty || !own || own.specialty_ids.includes(row.for_specialty);
    }
    return (row.status === 'arrived' ? (row.waiting_for ?? row.practitioner_id) : row.practitioner_id) === me;
  }
}
