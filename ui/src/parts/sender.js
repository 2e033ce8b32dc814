import { perform, uuid7 } from '../ipc.js';

/** @typedef {'idle' | 'sending' | 'checking'} SenderState */

/** These say nothing about the change itself: while an outcome is unknown we go on asking through them. */
const SAYS_NOTHING = new Set(['store.unknown_outcome', 'store.away', 'store.busy', 'session.locked', 'session.none']);

/**
 * Sends one change of a form, once.
 *
 * A second click while the first is under way joins it, and after a lost answer the same operation under the same id is sent until
 * its outcome is known: the journal answers a repeated id with the first outcome, so nothing is ever done twice.
 */
export class Sender {
  /** @type {SenderState} */
  state = 'idle';
  /** @type {Promise<any> | null} */
  #running = null;
  #id = uuid7();
  /** @type {() => void} */
  #changed;

  /** @param {() => void} [changed] called whenever `state` changes */
  constructor(changed = () => {}) {
    this.#changed = changed;
  }

  /** The id which the next (or the running) operation carries. */
  get id() {
    return this.#id;
  }

  get busy() {
    return this.state !== 'idle';
  }

  /**
   * @param {{op: string} & Record<string, any>} operation
   * @returns {Promise<{id: string, outcome: any}>}
   */
  send(operation) {
    this.#running ??= this.#run(operation).finally(() => {
      this.#running = null;
      this.#set('idle');
    });
    return this.#running;
  }

  /** @param {{op: string} & Record<string, any>} operation */
  async #run(operation) {
    this.#set('sending');
    const id = this.#id;
    let unknown = false;
    for (let attempt = 0; ; attempt += 1) {
      try {
        const answer = await perform(operation, id);
        this.#id = uuid7();
        return { id, outcome: answer.outcome };
      } catch (error) {
        const code = /** @type {{code?: string}} */ (error).code ?? '';
        unknown ||= code === 'store.unknown_outcome';
        if (!unknown || !SAYS_NOTHING.has(code)) {
          // A refusal leaves no trace in the journal; the next try may carry other content, so it needs another id.
          this.#id = uuid7();
          throw error;
        }
        this.#set('checking');
        await new Promise((resolve) => setTimeout(resolve, Math.min(300 * 2 ** attempt, 4000)));
      }
    }
  }

  /** @param {SenderState} state */
  #set(state) {
    if (this.state === state) return;
    this.state = state;
    this.#changed();
  }
}
