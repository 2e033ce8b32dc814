import { app } from '../app.js';
import { View } from '../element.js';
import { say } from '../messages.js';

/**
 * What is read of one patient: anew for another one, and when it changes anywhere. Subclasses say after what kinds of changes, what they ask,
 * and where the answer goes. An answer about somebody who is not shown any more is no answer.
 */
export class OfPatient extends View {
  /** @type {import('lit').PropertyDeclarations} */
  static properties = { patientId: {}, name: {}, problem: { state: true } };

  constructor() {
    super();
    this.patientId = '';
    this.name = '';
    this.problem = '';
    this.known = false;
    /** What stands there may be older than the chart. */
    this.late = false;
  }

  /** Of a kind `patient` only this patient counts. @returns {string[]} */
  get kinds() {
    return [];
  }

  /** Nothing is known yet of whom it is about now. */
  forget() {}

  /** @param {string} _patientId @returns {Promise<any>} */
  async look(_patientId) {}

  /** @param {any} _answer */
  take(_answer) {}

  connectedCallback() {
    super.connectedCallback();
    this.listen(app, 'changes', ({ detail }) => {
      if (detail.touches.some((/** @type {any} */ touch) => this.kinds.includes(touch.kind) && (touch.kind !== 'patient' || touch.id === this.patientId))) this.read();
    });
    // The chart around it was opened, perhaps after a long lock: only now may everything of it be read.
    this.listen(app, 'chart', ({ detail }) => {
      if (detail === this.patientId && (!this.known || this.late)) this.read();
    });
    if (this.hasUpdated) this.read();
  }

  /** @param {Map<PropertyKey, unknown>} changed */
  willUpdate(changed) {
    if (!changed.has('patientId')) return;
    this.known = false;
    this.forget();
    this.read();
  }

  async read() {
    const id = this.patientId;
    if (!id) return;
    try {
      const answer = await this.look(id);
      if (id !== this.patientId) return;
      this.take(answer);
      this.known = true;
      this.late = false;
      this.problem = '';
    } catch (reason) {
      const error = /** @type {import('../ipc.js').WireError} */ (reason);
      // After a long lock the chart around it is just being opened again: what stood there stays until it is.
      if (id === this.patientId && error.code === 'chart.not_opened') this.late = true;
      if (id === this.patientId && !(this.known && error.code === 'chart.not_opened')) this.problem = say(error);
    }
  }
}
