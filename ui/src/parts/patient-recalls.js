import { html, nothing } from 'lit';
import { app } from '../app.js';
import { ask } from '../ipc.js';
import { icon } from '../icons.js';
import { words } from '../words/en.js';
import { OfPatient } from './of-patient.js';
import { bookRecall, spanOf, whatOf } from './recall-text.js';
import './recalls.css';

/** @typedef {import('./recall-text.js').RecallLine} RecallLine */

const w = words.recalls;

/**
 * When a patient is to be seen again, and nothing where nobody said so: at the desk with the button that books it. At a visit `may-note`
 * offers to note another one: tells `note`.
 */
class PatientRecalls extends OfPatient {
  /** @type {import('lit').PropertyDeclarations} */
  static properties = { ...OfPatient.properties, mayNote: { type: Boolean, attribute: 'may-note' }, lines: { state: true } };

  constructor() {
    super();
    this.mayNote = false;
    /** @type {RecallLine[]} */
    this.lines = [];
  }

  get kinds() {
    return ['recall', 'appointment'];
  }

  forget() {
    this.lines = [];
  }

  /** The page stands without it: what is away says so itself. @param {string} patient_id */
  async look(patient_id) {
    if (!app.can('appointment.view')) return [];
    return ask({ ask: 'to_recall', patient_id }).catch(() => []);
  }

  /** @param {RecallLine[]} lines */
  take(lines) {
    this.lines = lines;
  }

  render() {
    const { lines, mayNote } = this;
    if (!lines.length && !mayNote) return nothing;
    const note = mayNote && app.can('record.write');
    return html`<section class="recalls-of" aria-label=${w.onPatient}>
      <div class="recalls-head">${lines.length ? html`<h3>${w.onPatient}</h3>` : nothing}
        ${note ? html`<button type="button" class="button small" @click=${() => this.dispatchEvent(new CustomEvent('note'))}>${icon('calendar')}${w.note}</button>` : nothing}</div>
      ${lines.length ? html`<ul>${lines.map((line) => this.renderLine(line))}</ul>` : nothing}</section>`;
  }

  /** @param {RecallLine} line */
  renderLine(line) {
    const lost = line.lost ? w.lost[/** @type {'left'} */ (line.lost)] : '';
    return html`<li><div class="grow"><p class="number"><strong>${spanOf(line)}</strong></p><p>${whatOf(line)}</p>${line.note ? html`<p class="muted small">${line.note}</p>` : nothing}${lost ? html`<p class="small warn">${lost}</p>` : nothing}</div>
      ${app.can('appointment.book') && !this.mayNote ? html`<button type="button" class="button small" @click=${() => bookRecall(line)}>${w.bookNext}</button>` : nothing}</li>`;
  }
}

customElements.define('cd-patient-recalls', PatientRecalls);
