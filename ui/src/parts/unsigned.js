// The visits that whoever is signed in has still to sign: how many stays in sight, the list is a screen.
import { app } from '../app.js';
import { ask } from '../ipc.js';
import './unsigned.css';

/** @typedef {import('../bindings/UnsignedLine').UnsignedLine} UnsignedLine */

/** Whose account was opened or closed changes for whom it waits. */
const KINDS = new Set(['visit_record', 'practitioner', 'user']);

class Unsigned extends EventTarget {
  constructor() {
    super();
    /** The oldest first. @type {UnsignedLine[]} */
    this.rows = [];
    this.of = '';
    app.addEventListener('boot', () => this.whose());
    app.addEventListener('changes', (event) => {
      if (/** @type {CustomEvent} */ (event).detail.touches.some((/** @type {any} */ touch) => KINDS.has(touch.kind))) this.read();
    });
    this.whose();
  }

  /** Another person has other visits. */
  whose() {
    const of = app.boot?.phase === 'open' ? (app.me?.user_id ?? '') : '';
    if (of === this.of) return;
    this.of = of;
    this.rows = [];
    this.read();
  }

  async read() {
    const { of } = this;
    if (!of || !app.can('record.sign')) return;
    const rows = await ask({ ask: 'unsigned' }).catch(() => null);
    if (!rows || of !== this.of) return;
    this.rows = rows;
    this.dispatchEvent(new Event('change'));
  }
}

export const unsigned = new Unsigned();
