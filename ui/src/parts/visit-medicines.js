import { html, nothing } from 'lit';
import { app } from '../app.js';
import { View } from '../element.js';
import { date } from '../format.js';
import { ask } from '../ipc.js';
import { icon } from '../icons.js';
import { words } from '../words/en.js';
import { openPrescription } from './document-dialog.js';
import { howOf, nameOf, untilOf } from './medicine-text.js';
import './medicines.css';

/** @typedef {import('../bindings/Visit').Visit} Visit */

const w = words.medicines;

/** What was prescribed at a visit; at a draft more is added. Once the visit is signed it stays. */
class VisitMedicines extends View {
  static properties = { visit: {}, begin: {}, lines: { state: true } };

  constructor() {
    super();
    /** @type {Visit | null} */
    this.visit = null;
    /** Begins the visit that there is none of yet. @type {(() => Promise<Visit | null>) | null} */
    this.begin = null;
    /** @type {import('./medicine-text.js').Line[]} */
    this.lines = [];
  }

  connectedCallback() {
    super.connectedCallback();
    this.listen(app, 'changes', ({ detail }) => {
      if (detail.touches.some((/** @type {any} */ touch) => touch.kind === 'prescription')) this.read();
    });
  }

  /** @param {Map<PropertyKey, unknown>} changed */
  willUpdate(changed) {
    if (changed.has('visit')) this.lines = this.visit?.medicines ?? [];
  }

  async read() {
    const id = this.visit?.visit_id;
    const visit = id ? await ask({ ask: 'visit', visit_id: id }).catch(() => null) : null;
    if (visit && visit.visit_id === this.visit?.visit_id) this.lines = visit.medicines;
  }

  async prescribe() {
    const visit = this.visit ?? (await this.begin?.());
    if (!visit) return;
    const patient = { patient_id: visit.patient_id, name: visit.patient };
    import('./prescribe-dialog.js').then((part) => part.openPrescribe(patient, { visit_id: visit.visit_id, practitioner_id: visit.practitioner_id }));
  }

  render() {
    const { visit, lines } = this;
    // One paper for each prescription that was written at it, where its first medicine that stands is.
    const printed = lines.filter((line) => !line.struck && !line.stopped);
    const first = (/** @type {import('./medicine-text.js').Line} */ line) => printed.find((one) => one.prescription_id === line.prescription_id) === line;
    const may = (visit ? visit.status === 'draft' && !visit.strike : this.begin) && app.can('prescription.write');
    if (!lines.length && !may) return nothing;
    return html`<section class="visit-medicines" aria-label=${w.atVisit}>
      <div class="chart-section-head"><h3>${w.atVisit}</h3>
        ${may ? html`<button type="button" class="button small" @click=${this.prescribe}>${icon('plus')}${w.write}</button>` : nothing}</div>
      ${lines.length ? html`<ul class="chart-entries">${lines.map((line) => html`<li class=${line.struck ? 'chart-struck' : ''}>
        <span class="chart-what">${line.struck ? html`<s>${nameOf(line)}</s>` : nameOf(line)}</span><span class="chart-how">${howOf(line)}${line.struck || line.stopped ? html` · ${untilOf(line)}` : nothing}</span>${first(line) ? this.renderPrint(line) : nothing}</li>`)}</ul>` : nothing}
    </section>`;
  }

  /** @param {import('./medicine-text.js').Line} line */
  renderPrint(line) {
    const print = words.documents.openPrescription(nameOf(line), date(line.prescribed_on));
    return html`<button type="button" class="icon-button" aria-label=${print} title=${print} @click=${() => openPrescription(line)}>${icon('print')}</button>`;
  }
}

customElements.define('cd-visit-medicines', VisitMedicines);
