import { html, nothing } from 'lit';
import { app } from '../app.js';
import { date } from '../format.js';
import { ask } from '../ipc.js';
import { icon } from '../icons.js';
import { words } from '../words/en.js';
import { chartRead } from './chart-read.js';
import { openVaccinationRecord } from './document-dialog.js';
import { OfPatient } from './of-patient.js';
import { byOf, nameOf, siteOf } from './vaccination-text.js';
import './vaccinations.css';

/** @typedef {import('./vaccination-text.js').Line} Line */

const w = words.vaccinations;

/** What a patient was given or refused, the newest first; what was entered in error stays, struck through. */
class Vaccinations extends OfPatient {
  /** @type {import('lit').PropertyDeclarations} */
  static properties = { ...OfPatient.properties, rows: { state: true } };

  constructor() {
    super();
    /** @type {Line[] | null} */
    this.rows = null;
  }

  get kinds() {
    return ['vaccination', 'patient'];
  }

  forget() {
    this.rows = null;
  }

  /** @param {string} patient_id */
  look(patient_id) {
    return ask({ ask: 'vaccinations', patient_id });
  }

  /** @param {Line[]} rows */
  take(rows) {
    this.rows = rows;
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
      ${chartRead(this, rows, (read) => (read.length ? this.renderTable(read) : html`<p class="muted">${w.none}</p>`))}
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
