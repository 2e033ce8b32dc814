// What others ask of whoever is signed in: how many stays in sight, the list is a screen.
import { app } from '../app.js';
import { ask } from '../ipc.js';

/** @typedef {import('../bindings/TaskLine').TaskLine} TaskLine */

class Tasks extends EventTarget {
  constructor() {
    super();
    /** Open ones: the urgent first. Null before they are read. @type {TaskLine[] | null} */
    this.rows = null;
    this.of = '';
    app.addEventListener('boot', () => this.whose());
    app.addEventListener('changes', (event) => {
      if (/** @type {CustomEvent} */ (event).detail.touches.some((/** @type {any} */ touch) => touch.kind === 'task')) this.read();
    });
    this.whose();
  }

  /** Another person has other tasks. */
  whose() {
    const of = app.boot?.phase === 'open' ? (app.me?.user_id ?? '') : '';
    if (of === this.of) return;
    this.of = of;
    this.rows = null;
    this.read();
  }

  /** How many are to be done here, as opposed to asked of others. */
  get count() {
    return this.rows?.filter((row) => row.mine).length ?? 0;
  }

  async read() {
    const { of } = this;
    if (!of || !app.can('patient.view')) return;
    const rows = await ask({ ask: 'tasks' }).catch(() => null);
    if (!rows || of !== this.of) return;
    this.rows = rows;
    this.dispatchEvent(new Event('change'));
  }
}

export const tasks = new Tasks();
