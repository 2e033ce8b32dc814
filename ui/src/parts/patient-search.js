import { ask } from '../ipc.js';

/** @typedef {import('../wire-types.js').PatientLine} PatientLine */
/** @typedef {'idle' | 'waiting' | 'ready' | 'failed'} SearchState */

/**
 * Search as somebody types: waits for a pause, and shows only the answer to what stands in the box now. An answer that comes after
 * further typing is dropped, however late or early it comes.
 */
export class PatientSearch {
  text = '';
  /** @type {PatientLine[]} */
  rows = [];
  /** @type {SearchState} */
  state = 'idle';
  #turn = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #limit;
  #pause;
  #changed;

  /**
   * @param {() => void} changed
   * @param {{limit?: number, pause?: number}} [options]
   */
  constructor(changed, { limit = 7, pause = 120 } = {}) {
    this.#changed = changed;
    this.#limit = limit;
    this.#pause = pause;
  }

  /** @param {string} text */
  type(text) {
    this.text = text;
    this.#turn += 1;
    clearTimeout(this.#timer);
    if (!text.trim()) {
      this.#settle([], 'idle');
      return;
    }
    this.state = 'waiting';
    const turn = this.#turn;
    this.#timer = setTimeout(() => this.#run(text, turn), this.#pause);
    this.#changed();
  }

  /** Do not wait for the pause: somebody pressed Enter. */
  hurry() {
    if (this.state !== 'waiting') return;
    clearTimeout(this.#timer);
    this.#turn += 1;
    this.#run(this.text, this.#turn);
  }

  clear() {
    this.type('');
  }

  /** @param {string} text @param {number} turn */
  async #run(text, turn) {
    try {
      const rows = await ask({ ask: 'find_patients', text: text.trim(), limit: this.#limit });
      if (turn === this.#turn) this.#settle(rows, 'ready');
    } catch {
      if (turn === this.#turn) this.#settle([], 'failed');
    }
  }

  /** @param {PatientLine[]} rows @param {SearchState} state */
  #settle(rows, state) {
    this.rows = rows;
    this.state = state;
    this.#changed();
  }
}
