// What waits for the doctor who is signed in: results to review, and tests that are overdue. How many stays in sight, the list is a screen.
import { app } from '../app.js';
import { ask } from '../ipc.js';
import './unsigned.css';

/** @typedef {import('../bindings/ToReview').ToReview} ToReviewData */

/** Whose account was opened or closed changes for whom it waits. */
const KINDS = new Set(['file', 'test_request', 'practitioner', 'user']);

class ToReview extends EventTarget {
  constructor() {
    super();
    /** @type {ToReviewData} */
    this.data = { results: [], overdue: [] };
    this.of = '';
    app.addEventListener('boot', () => this.whose());
    app.addEventListener('changes', (event) => {
      if (/** @type {CustomEvent} */ (event).detail.touches.some((/** @type {any} */ touch) => KINDS.has(touch.kind))) this.read();
    });
    this.whose();
  }

  get count() {
    return this.data.results.length + this.data.overdue.length;
  }

  /** Another person has other results. */
  whose() {
    const of = app.boot?.phase === 'open' ? (app.me?.user_id ?? '') : '';
    if (of === this.of) return;
    this.of = of;
    this.data = { results: [], overdue: [] };
    this.read();
  }

  async read() {
    const { of } = this;
    if (!of || !app.can('record.sign')) return;
    const data = await ask({ ask: 'to_review' }).catch(() => null);
    if (!data || of !== this.of) return;
    this.data = data;
    this.dispatchEvent(new Event('change'));
  }
}

export const toReview = new ToReview();
