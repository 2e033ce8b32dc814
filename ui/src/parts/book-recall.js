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

/** Ticked by itself where day and service are those that were asked for, until somebody says otherwise. `recall` is what is settled. */
export class BookRecall extends View {
  static properties = { patientId: {}, day: {}, services: {}, lines: { state: true }, said: { state: true } };

  constructor() {
    super();
    this.patientId = '';
    this.day = '';
    /** @type {string[]} */
    this.services = [];
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

  /** @returns {RecallLine | undefined} */
  get chosen() {
    if (this.said !== undefined) return this.lines.find((line) => line.recall_id === this.said);
    return this.lines.find((line) => line.from_day <= this.day && this.day <= line.to_day && (!line.service_id || this.services.includes(line.service_id)));
  }

  /** @returns {{recall_id: string, version: number} | null} */
  get recall() {
    const { chosen } = this;
    return chosen ? { recall_id: chosen.recall_id, version: chosen.version } : null;
  }

  render() {
    const { lines, chosen } = this;
    if (!lines.length) return nothing;
    return html`<div class="book-recall" role="group" aria-label=${w.onPatient}>${lines.map((line, n) => checkInput({
      name: `recall-${n}`, label: w.isThis(whatOf(line), spanOf(line)), hint: line.note ?? undefined, checked: line === chosen, on: (on) => (this.said = on ? line.recall_id : null),
    }))}</div>`;
  }
}

customElements.define('cd-book-recall', BookRecall);
