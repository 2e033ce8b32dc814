import { html, nothing } from 'lit';
import { app } from '../app.js';
import { ask } from '../ipc.js';
import { words } from '../words/en.js';
import { OfPatient } from './of-patient.js';
import { servicesText, waitingDays, whenText, withText } from './waitlist-text.js';
import { priorityMark } from './waitlist-fits.js';
import './waitlist.css';

/** @typedef {import('../bindings/WaitlistLine').WaitlistLine} WaitlistLine */

const w = words.waitlist;

/** What a patient waits for: on their page, and nothing where they wait for nothing. */
class PatientWaiting extends OfPatient {
  /** @type {import('lit').PropertyDeclarations} */
  static properties = { ...OfPatient.properties, lines: { state: true } };

  constructor() {
    super();
    /** @type {WaitlistLine[]} */
    this.lines = [];
  }

  connectedCallback() {
    super.connectedCallback();
    this.listen(app, 'lists', () => this.requestUpdate());
  }

  get kinds() {
    return ['waitlist'];
  }

  forget() {
    this.lines = [];
  }

  /** The page stands without it: what is away says so itself. @param {string} patient_id */
  async look(patient_id) {
    if (!app.can('appointment.view')) return [];
    return Promise.all([ask({ ask: 'waitlist', patient_id }), app.load('services'), app.load('practitioners')]).then(([lines]) => lines, () => []);
  }

  /** @param {WaitlistLine[]} lines */
  take(lines) {
    this.lines = lines;
  }

  render() {
    const { lines } = this;
    if (!lines.length) return nothing;
    return html`<section><h2>${w.onPatient} <span class="queue-count">${lines.length}</span></h2>
      <ul>${lines.map((line) => html`<li>
        <p><a href="/calendar/waitlist">${servicesText(line.wishes)}</a> ${priorityMark(line.wishes.priority)}</p>
        <p class="muted small">${withText(line.wishes)} · ${whenText(line.wishes)}</p>
        <p class="muted small">${w.waits(waitingDays(line))}</p>
      </li>`)}</ul></section>`;
  }
}

customElements.define('cd-patient-waiting', PatientWaiting);
