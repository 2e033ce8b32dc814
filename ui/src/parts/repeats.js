// What patients asked for more of: how much of it waits for whoever is signed in stays in sight, the list is a screen.
import { app } from '../app.js';
import { ask } from '../ipc.js';

/** @typedef {import('../bindings/RepeatLine').RepeatLine} RepeatLine */

/** What a request is about changes with these, too: what was approved may have been entered in error. */
export const REPEAT_KINDS = new Set(['repeat_request', 'prescription']);

class Repeats extends EventTarget {
  constructor() {
    super();
    /** The oldest first. Null before they are read. @type {RepeatLine[] | null} */
    this.rows = null;
    this.of = '';
    app.addEventListener('boot', () => this.whose());
    app.addEventListener('changes', (event) => {
      if (/** @type {CustomEvent} */ (event).detail.touches.some((/** @type {any} */ touch) => REPEAT_KINDS.has(touch.kind))) this.read();
    });
    this.whose();
  }

  get waiting() {
    return this.rows?.filter((row) => row.state === 'waiting') ?? [];
  }

  get answered() {
    return this.rows?.filter((row) => row.state !== 'waiting') ?? [];
  }

  /** What is to be done here: a doctor answers, the desk hands over and tells. */
  get count() {
    return (app.can('prescription.write') ? this.waiting : this.answered).length;
  }

  /** Another person sees other ones. */
  whose() {
    const of = app.boot?.phase === 'open' ? (app.me?.user_id ?? '') : '';
    if (of === this.of) return;
    this.of = of;
    this.rows = null;
    this.read();
  }

  async read() {
    const { of } = this;
    if (!of || !app.can('repeat.request')) return;
    const rows = await ask({ ask: 'repeat_requests' }).catch(() => null);
    if (!rows || of !== this.of) return;
    this.rows = rows;
    this.dispatchEvent(new Event('change'));
  }
}

export const repeats = new Repeats();
