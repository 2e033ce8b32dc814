import { html, nothing } from 'lit';
import { app } from '../app.js';
import { View } from '../element.js';
import { date } from '../format.js';
import { ask } from '../ipc.js';
import { icon } from '../icons.js';
import { say } from '../messages.js';
import { words } from '../words/en.js';
import { openVaccinationRecord } from './document-dialog.js';
import { byOf, nameOf, siteOf } from './vaccination-text.js';
import './vaccinations.css';

/** @typedef {import('./vaccination-text.js').Line} Line */

const w = words.vaccinations;
const KINDS = new Set(['vaccination', 'patient']);

/** What a patient was given or refused, the newest first; what was entered in error stays, struck through. */
class Vaccinations extends View {
  static properties = { patientId: {}, name: {}, rows: { state: true }, problem: { state: true } };

  constructor() {
    super();
    this.patientId = '';
    this.name = '';
    /** @type {Line[] | null} */
    this.rows = null;
    this.problem = '';
  }

  connectedCallback() {
    super.connectedCallback();
    this.listen(app, 'changes', ({ detail }) => {
      if (detail.touches.some((/** @type {any} */ touch) => KINDS.has(touch.kind) && (touch.kind !== 'patient' || touch.id === this.patientId))) this.read();
    });
  }

  /** @param {Map<PropertyKey, unknown>} changed */
  willUpdate(changed) {
    if (!changed.has('patientId')) return;
    this.rows = null;
    this.read();
  }

  async read() {
    const id = this.patientId;
    try {
      const rows = await ask({ ask: 'vaccinations', patient_id: id });
      if (id !== this.patientId) return;
      this.rows = rows;
      this.problem = '';
    } catch (error) {
      if (id === this.patientId) this.problem = say(/** @type {import('../ipc.js').WireError} */ (error));
    }
  }

  enter() {
    import('./vaccination-dialog.js').then((part) => part.openVaccination({ patient_id: this.patientId, name: this.name }));
  }

  /** @param {Line} line */
  strike(line) {
    import('./vaccination-strike.js').then((part) => part.openStrikeVaccination(line));
  }

  /** @param {string} [batch] */
  batch(batch) {
    import('./batch-dialog.js').then((part) => part.openBatch(batch));
  }

  render() {
    const { rows } = this;
    return html`<section class="chart-section" aria-labelledby="vaccinations-title">
      <div class="chart-section-head"><h2 id="vaccinations-title">${w.title}</h2>
        <div class="button-row"><button type="button" class="button" @click=${() => this.batch()}>${icon('search')}${words.batches.title}</button>
          ${rows?.some((line) => line.status === 'given' && !line.struck) ? html`<button type="button" class="button" @click=${() => openVaccinationRecord(this.patientId)}>${icon('print')}${words.documents.openVaccinations}</button>` : nothing}
          ${app.can('record.vitals') && rows ? html`<button type="button" class="button primary" @click=${this.enter}>${icon('plus')}${w.enter}</button>` : nothing}</div></div>
      ${this.problem ? html`<div class="chart-shut" role="alert"><p>${this.problem}</p><button type="button" class="button" @click=${this.read}>${words.common.tryAgain}</button></div>` : nothing}
      ${rows === null ? (this.problem ? nothing : html`<div class="skeleton" aria-busy="true"><i></i><i></i></div>`) : rows.length ? this.renderTable(rows) : html`<p class="muted">${w.none}</p>`}
    </section>`;
  }

  /** @param {Line[]} rows */
  renderTable(rows) {
    return html`<table class="chart-rows vaccination-rows">
      <thead><tr><th scope="col">${w.when}</th><th scope="col">${w.what}</th><th scope="col">${w.batch}</th><th scope="col">${w.where}</th><th scope="col">${w.by}</th><td></td></tr></thead>
      <tbody>${rows.map((line) => this.renderLine(line))}</tbody></table>`;
  }

  /** @param {Line} line */
  renderLine(line) {
    const refused = line.status === 'refused';
    const more = [line.entered_by && line.entered_by !== line.given_by ? w.enteredBy(line.entered_by) : '', line.visit_id ? w.atVisit : ''].filter(Boolean).join(', ');
    return html`<tr class=${line.struck ? 'chart-struck' : refused ? 'vaccination-refused' : ''}>
      <td class="number nowrap"><span class="chart-text">${date(line.given_on)}</span></td>
      <td><span class="chart-text vaccination-name">${line.vaccine}</span>${line.dose_number ? html` <span class="chart-text">${w.doseOf(line.dose_number)}</span>` : nothing}
        ${line.refused_reason ? html`<span class="vaccination-why">${icon('cancel', { size: 13 })}<span>${w.refusedOf(line.refused_reason)}</span></span>` : nothing}
        ${line.expired_reason ? html`<span class="vaccination-why">${icon('warning', { size: 13 })}<span>${w.overGiven(line.expired_reason)}</span></span>` : nothing}
        ${line.struck ? html`<span class="chart-why">${line.struck}</span>` : nothing}</td>
      <td>${line.batch ? this.renderBatch(line) : nothing}${line.expires_on ? html`<span class="vaccination-more">${w.until(date(line.expires_on))}</span>` : nothing}</td>
      <td><span class="chart-text">${siteOf(line.site)}</span></td>
      <td><span class="chart-text">${byOf(line)}</span>${more ? html`<span class="vaccination-more">${more}</span>` : nothing}</td>
      <td class="chart-do">${this.mayStrike(line) ? html`<button type="button" class="icon-button" aria-label=${w.strikeOne(nameOf(line), date(line.given_on))} title=${words.entries.inError} @click=${() => this.strike(line)}>${icon('cancel')}</button>` : nothing}</td></tr>`;
  }

  /** @param {Line} line */
  renderBatch(line) {
    const batch = line.batch ?? '';
    if (line.struck) return html`<span class="chart-text">${batch}</span>`;
    return html`<button type="button" class="vaccination-batch" title=${w.ofBatch(batch)} aria-label=${w.ofBatch(batch)} @click=${() => this.batch(batch)}>${batch}</button>`;
  }

  /** @param {Line} line */
  mayStrike(line) {
    return !line.struck && app.can('record.vitals') && (line.entered_by_id === app.me?.user_id || app.can('record.sign'));
  }
}

customElements.define('cd-vaccinations', Vaccinations);
