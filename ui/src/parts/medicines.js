import { html, nothing } from 'lit';
import { app } from '../app.js';
import { date } from '../format.js';
import { ask } from '../ipc.js';
import { icon } from '../icons.js';
import { words } from '../words/en.js';
import { chartRead } from './chart-read.js';
import { openPrescription } from './document-dialog.js';
import { again, howOf, lastOf, mayStop, nameOf, untilOf } from './medicine-text.js';
import { OfPatient } from './of-patient.js';
import './medicines.css';
import './repeat-answers.js';

/** @typedef {import('./medicine-text.js').Line} Line */

const w = words.medicines;

/** What a patient takes, and what they took: written, repeated, stopped; what was entered in error stays, struck through. */
class Medicines extends OfPatient {
  /** @type {import('lit').PropertyDeclarations} */
  static properties = { ...OfPatient.properties, rows: { state: true } };

  constructor() {
    super();
    /** @type {Line[] | null} */
    this.rows = null;
  }

  get kinds() {
    return ['prescription', 'patient'];
  }

  forget() {
    this.rows = null;
  }

  /** @param {string} patient_id */
  look(patient_id) {
    return ask({ ask: 'patient_medicines', patient_id });
  }

  /** @param {Line[]} rows */
  take(rows) {
    this.rows = rows;
  }

  /** @param {Line[]} [lines] what it repeats */
  prescribe(lines = []) {
    const patient = { patient_id: this.patientId, name: this.name };
    import('./prescribe-dialog.js').then((part) => part.openPrescribe(patient, { items: lines.map(again) }));
  }

  /** @param {Line} line */
  stop(line) {
    import('./medicine-stop.js').then((part) => part.openStop(line));
  }

  /** @param {Line} line */
  strike(line) {
    import('./medicine-stop.js').then((part) => part.openStrikeMedicine(line));
  }

  render() {
    const { rows } = this;
    const may = app.can('prescription.write');
    const last = rows ? lastOf(rows) : [];
    return html`${rows ? html`<cd-repeat-answers .patientId=${this.patientId} .name=${this.name} .lines=${rows}></cd-repeat-answers>` : nothing}
      <section class="chart-section" aria-labelledby="medicines-now">
        <div class="chart-section-head"><h2 id="medicines-now">${w.now}</h2>
          ${may && rows ? html`<div class="button-row">
            ${last.length ? html`<button type="button" class="button" @click=${() => this.prescribe(last)}>${icon('repeat')}${w.repeatLast}</button>` : nothing}
            <button type="button" class="button primary" @click=${() => this.prescribe()}>${icon('plus')}${w.write}</button></div>` : nothing}</div>
        ${chartRead(this, rows, (read) => this.renderNow(read))}
      </section>
      ${rows?.some((line) => !line.is_current) ? html`<section class="chart-section" aria-labelledby="medicines-before">
        <div class="chart-section-head"><h2 id="medicines-before">${w.before}</h2></div>
        ${this.renderTable(rows.filter((line) => !line.is_current), w.ended)}</section>` : nothing}`;
  }

  /** @param {Line[]} rows */
  renderNow(rows) {
    const now = rows.filter((line) => line.is_current);
    return html`${now.length ? this.renderTable(now, w.until) : html`<p class="muted">${rows.length ? w.noneNow : w.noneEver}</p>`}
      <p class="muted small medicines-known">${w.elsewhere}</p>`;
  }

  /** @param {Line[]} lines @param {string} end what the last column is called */
  renderTable(lines, end) {
    return html`<table class="chart-rows medicines-rows"><thead><tr><th scope="col">${w.what}</th><th scope="col">${w.how}</th><th scope="col">${w.by}</th><th scope="col">${end}</th><td></td></tr></thead>
      <tbody>${lines.map((line) => this.renderLine(line))}</tbody></table>`;
  }

  /** @param {Line} line */
  renderLine(line) {
    const name = nameOf(line);
    return html`<tr class=${line.struck ? 'chart-struck' : line.is_current ? '' : 'chart-over'}>
      <td><span class="chart-text medicine-name">${line.medicine}</span> <span class="chart-text">${[line.strength, line.form].filter(Boolean).join(' ')}</span>
        ${line.override_reason ? html`<span class="medicine-why">${icon('warning', { size: 13 })}${w.allTheSame(line.override_reason)}</span>` : nothing}</td>
      <td><span class="chart-text">${howOf(line)}</span>${line.instructions ? html`<span class="medicine-more">${line.instructions}</span>` : nothing}</td>
      <td><span class="number nowrap">${date(line.prescribed_on)}</span><span class="medicine-more">${line.practitioner}${line.visit_id ? `, ${w.fromVisit}` : ''}</span></td>
      <td><span class="medicine-end">${untilOf(line)}</span>${line.struck ?? line.stopped?.reason ? html`<span class="medicine-more">${line.struck ?? line.stopped?.reason}</span>` : nothing}</td>
      <td class="medicine-do">${line.struck ? nothing : this.renderDo(line, name)}</td></tr>`;
  }

  /** @param {Line} line @param {string} name */
  renderDo(line, name) {
    const may = app.can('prescription.write');
    const print = words.documents.openPrescription(name, date(line.prescribed_on));
    return html`<div>${mayStop(line) ? html`<button type="button" class="button small" aria-label=${w.stopOne(name)} @click=${() => this.stop(line)}>${w.stop}</button>` : nothing}
      ${line.stopped ? nothing : html`<button type="button" class="icon-button" aria-label=${print} title=${print} @click=${() => openPrescription(line)}>${icon('print')}</button>`}
      ${may ? html`<button type="button" class="icon-button" aria-label=${w.repeat(name)} title=${w.repeat(name)} @click=${() => this.prescribe([line])}>${icon('repeat')}</button>
      <button type="button" class="icon-button" aria-label=${w.strikeOne(name)} title=${words.entries.inError} @click=${() => this.strike(line)}>${icon('cancel')}</button>` : nothing}</div>`;
  }
}

customElements.define('cd-medicines', Medicines);
