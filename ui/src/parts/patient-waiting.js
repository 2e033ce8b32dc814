import { html, nothing } from 'lit';
import { app } from '../app.js';
import { View } from '../element.js';
import { ask } from '../ipc.js';
import { words } from '../words/en.js';
import { servicesText, waitingDays, whenText, withText } from './waitlist-text.js';
import { priorityMark } from './waitlist-fits.js';
import './waitlist.css';

/** @typedef {import('../bindings/WaitlistLine').WaitlistLine} WaitlistLine */

const w = words.waitlist;

/** What a patient waits for: on their page, and nothing where they wait for nothing. */
class PatientWaiting extends View {
  static properties = { patientId: {}, lines: { state: true } };

  constructor() {
    super();
    this.patientId = '';
    /** @type {WaitlistLine[]} */
    this.lines = [];
  }

  connectedCallback() {
    super.connectedCallback();
    this.listen(app, 'lists', () => this.requestUpdate());
    this.listen(app, 'changes', ({ detail }) => {
      if (detail.touches.some((/** @type {any} */ touch) => touch.kind === 'waitlist')) this.read();
    });
    if (this.hasUpdated) this.read();
  }

  /** @param {Map<PropertyKey, unknown>} changed */
  willUpdate(changed) {
    if (!changed.has('patientId')) return;
    this.lines = [];
    this.read();
  }

  async read() {
    const id = this.patientId;
    if (!app.can('appointment.view')) return;
    // The page stands without it: what is away says so itself.
    const [lines] = await Promise.all([ask({ ask: 'waitlist', patient_id: id }), app.load('services'), app.load('practitioners')]).catch(() => [[]]);
    if (id === this.patientId) this.lines = lines;
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
