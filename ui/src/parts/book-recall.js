// Whether a booking is the visit that was asked for: a patient who is to be seen again is not called about it once it is booked.
import { html, nothing } from 'lit';
import { app } from '../app.js';
import { View } from '../element.js';
import { ask } from '../ipc.js';
import { words } from '../words/en.js';
import { checkInput } from './inputs.js';
import { spanOf, whatOf } from './recall-text.js';
import './recalls.css';

/** @typedef {import('./recall-text.js').RecallLine} RecallLine */

const w = words.recalls;
/** Nobody is asked back for more at once. */
const MOST = 3;

/** Ticked by itself where day, service and practitioner are those that were asked for, until somebody says otherwise. */
export class BookRecall extends View {
  static properties = { patientId: {}, day: {}, services: {}, practitioner: {}, lines: { state: true }, said: { state: true } };

  constructor() {
    super();
    this.patientId = '';
    this.day = '';
    /** @type {string[]} */
    this.services = [];
    this.practitioner = '';
    /** @type {RecallLine[]} */
    this.lines = [];
    /** What somebody chose; undefined: nothing yet. @type {string | null | undefined} */
    this.said = undefined;
  }

  /** @param {Map<PropertyKey, unknown>} changed */
  willUpdate(changed) {
    if (!changed.has('patientId')) return;
    this.lines = [];
    this.said = undefined;
    this.read();
  }

  async read() {
    const id = this.patientId;
    if (!id || !app.can('appointment.view')) return;
    // Booking goes on without it.
    const lines = await ask({ ask: 'to_recall', patient_id: id }).catch(() => []);
    if (id === this.patientId) this.lines = lines.slice(0, MOST);
  }

  /** @param {string} day @param {string} practitioner @param {string[]} services @returns {RecallLine | undefined} */
  chosen(day, practitioner, services) {
    if (this.said !== undefined) return this.lines.find((line) => line.recall_id === this.said);
    const isIt = (/** @type {string | null} */ wanted, /** @type {boolean} */ same) => !wanted || same;
    return this.lines.find((line) => line.from_day <= day && day <= line.to_day && isIt(line.practitioner_id, line.practitioner_id === practitioner) && isIt(line.service_id, services.includes(line.service_id ?? '')));
  }

  /** What this booking settles: asked with what is booked, which may not be drawn yet. @param {string} day @param {string} practitioner @param {string[]} services */
  recall(day, practitioner, services) {
    const line = this.chosen(day, practitioner, services);
    return line ? { recall_id: line.recall_id, version: line.version } : null;
  }

  render() {
    const { lines } = this;
    if (!lines.length) return nothing;
    const chosen = this.chosen(this.day, this.practitioner, this.services);
    return html`<div class="book-recall" role="group" aria-label=${w.onPatient}>${lines.map((line, n) => checkInput({
      name: `recall-${n}`, label: w.isThis(whatOf(line), spanOf(line)), hint: line.note ?? undefined, checked: line === chosen, on: (on) => (this.said = on ? line.recall_id : null),
    }))}</div>`;
  }
}

customElements.define('cd-book-recall', BookRecall);
