// What this person changed in the schedule, to be taken back and done again. Undoing an undo does the change again: the core keeps one
// way for both, and refuses either when somebody else changed the same since.
import { perform } from '../ipc.js';

const KEPT = 50;

/**
 * @typedef {object} Change
 * @property {string} text what was done, in words
 * @property {string[]} ids what was performed last for it, oldest first: several when several appointments were moved at once
 * @property {boolean} undone
 * @property {string} wall when, on the clinic's clock
 */

/** @typedef {{turned: {kind: string, id: string}[], failed: import('../ipc.js').WireError|null, left: number}} Turned rows that changed; what was refused, and how many of it */

/** What an undo touched, as news says it. @param {any} outcome @returns {{kind: string, id: string}[]} */
function touchesOf(outcome) {
  if (outcome.exception_id) return [{ kind: 'exception', id: outcome.exception_id }];
  if (outcome.waitlist_id) return [{ kind: 'waitlist', id: outcome.waitlist_id }];
  if (outcome.practitioner_id) return [{ kind: 'practitioner', id: outcome.practitioner_id }];
  return [outcome.appointment_id, ...(outcome.others ?? [])].map((id) => ({ kind: 'appointment', id }));
}

export class Changes {
  /** Oldest first. @type {Change[]} */
  all = [];
  /** Undone ones, the newest undo last. @type {Change[]} */
  #undone = [];
  #busy = Promise.resolve();

  /** A new change. What was undone before it can no longer be done again: the schedule has gone another way. @param {string} text @param {string[]} ids @param {string} wall */
  record(text, ids, wall) {
    this.#undone = [];
    this.all = [...this.all.filter((one) => !one.undone), { text, ids, undone: false, wall }].slice(-KEPT);
  }

  get lastDone() {
    return this.all.findLast((one) => !one.undone) ?? null;
  }

  get lastUndone() {
    return this.#undone.at(-1) ?? null;
  }

  /** @param {string} id one of what was performed for a change */
  find(id) {
    return this.all.find((one) => one.ids.includes(id)) ?? null;
  }

  /**
   * Takes a change back, or does it again. Marked before it is asked, so that a second press means the change before; one at a time, so
   * that the order on the server is the order of the presses.
   * @param {Change} change
   * @returns {Promise<Turned>}
   */
  turn(change) {
    change.undone = !change.undone;
    this.#undone = this.#undone.filter((one) => one !== change);
    if (change.undone) this.#undone.push(change);
    const turned = this.#busy.then(() => this.#ask(change));
    this.#busy = turned.then(() => {}, () => {});
    return turned;
  }

  /** @param {Change} change @returns {Promise<Turned>} */
  async #ask(change) {
    /** @type {Turned} */
    const answer = { turned: [], failed: null, left: 0 };
    /** @type {string[]} */
    const ids = [];
    for (const undoes of change.ids.toReversed()) {
      try {
        const { id, outcome } = await perform({ op: 'undo', undoes });
        ids.push(id);
        answer.turned.push(...touchesOf(outcome));
      } catch (reason) {
        answer.failed = /** @type {import('../ipc.js').WireError} */ (reason);
        answer.left += 1;
      }
    }
    if (ids.length) change.ids = ids;
    else this.#stay(change, /** @type {import('../ipc.js').WireError} */ (answer.failed));
    return answer;
  }

  /** Nothing of it was turned: it may be tried again, unless it never can be. @param {Change} change @param {import('../ipc.js').WireError} error */
  #stay(change, error) {
    const never = /^undo\./.test(error.code);
    if (never) {
      this.all = this.all.filter((one) => one !== change);
      this.#undone = this.#undone.filter((one) => one !== change);
      return;
    }
    change.undone = !change.undone;
    this.#undone = this.#undone.filter((one) => one !== change);
    if (change.undone) this.#undone.push(change);
  }
}
