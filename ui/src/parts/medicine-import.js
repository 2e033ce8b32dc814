// Medicines from a table: chosen, looked at line by line, then taken.
import { html, nothing } from 'lit';
import { toast } from '../app.js';
import { icon } from '../icons.js';
import { ask } from '../ipc.js';
import { say } from '../messages.js';
import { words } from '../words/en.js';
import { caps } from './menu.js';
import { Modal } from './modal.js';
import { Sender } from './sender.js';
import { textOf } from './table-file.js';
import './medicine-import.css';

/** @typedef {import('../bindings/ImportedMedicine').ImportedMedicine} Line */

const w = words.medicineImport;
/** More lines are counted, not shown. */
const MOST_SHOWN = 200;
/** What needs a look stands first. */
const ORDER = ['wrong', 'new', 'twice', 'there'];

/** @returns {Promise<import('../bindings/MedicinesImported').MedicinesImported | undefined>} */
export function openMedicineImport() {
  return /** @type {MedicineImport} */ (document.createElement('cd-medicine-import')).open();
}

class MedicineImport extends Modal {
  constructor() {
    super();
    this.fileName = '';
    this.table = '';
    /** @type {Line[] | null} */
    this.lines = null;
    this.refusal = '';
    this.reading = false;
    this.sender = new Sender(() => this.requestUpdate());
  }

  heading() {
    return w.title;
  }

  size() {
    return 'wide';
  }

  firstField() {
    return /** @type {HTMLElement | null} */ (this.querySelector(this.fresh ? '[data-submit]' : '[data-choose]'));
  }

  get fresh() {
    return (this.lines ?? []).filter((line) => line.standing === 'new').length;
  }

  choose() {
    /** @type {HTMLInputElement | null} */ (this.querySelector('input[type=file]'))?.click();
  }

  /** @param {File | undefined} file */
  async take(file) {
    if (!file || this.reading || this.sender.busy) return;
    this.reading = true;
    this.refusal = '';
    this.lines = null;
    this.fileName = file.name;
    this.requestUpdate();
    try {
      this.table = await textOf(file);
      this.lines = await ask({ ask: 'medicine_import', table: this.table });
    } catch (error) {
      this.refusal = say(/** @type {any} */ (error));
    }
    this.reading = false;
    this.requestUpdate();
    this.updateComplete.then(() => this.firstField()?.focus());
  }

  async submit() {
    if (!this.fresh || this.sender.busy) return;
    this.refusal = '';
    try {
      const { outcome } = await this.sender.send({ op: 'import_medicines', table: this.table });
      toast(w.done(outcome.added));
      this.close(outcome);
    } catch (error) {
      this.refusal = say(/** @type {any} */ (error));
      if (this.shut) toast(this.refusal, { kind: 'error' });
    }
    this.requestUpdate();
  }

  body() {
    return html`
      <p>${w.lead}</p>
      <p class="import-head"><code>${w.head}</code></p>
      <div class="import-choose">
        <button type="button" class="button" data-choose ?disabled=${this.reading || this.sender.busy} @click=${this.choose}>${icon('file')}${this.fileName ? w.chooseOther : w.choose}</button>
        ${this.fileName ? html`<span class="import-file">${this.fileName}</span>` : nothing}
        <input type="file" accept=".csv,.tsv,.txt,text/csv" hidden @change=${(/** @type {any} */ { target }) => {
          this.take(target.files[0]);
          target.value = '';
        }} />
      </div>
      ${this.refusal ? html`<div class="f-summary" role="alert">${icon('warning')}<p>${this.refusal}</p></div>` : nothing}
      ${this.reading ? html`<div class="skeleton" role="status" aria-label=${w.reading}><i></i><i></i><i></i></div>` : nothing}
      ${this.lines ? this.found(this.lines) : nothing}`;
  }

  /** @param {Line[]} lines */
  found(lines) {
    const count = (/** @type {Line['standing']} */ standing) => lines.filter((line) => line.standing === standing).length;
    const sorted = [...lines].sort((a, b) => ORDER.indexOf(a.standing) - ORDER.indexOf(b.standing) || a.line - b.line);
    return html`<p class="import-sum" role="status">${w.sum(count('new'), count('there') + count('twice'), count('wrong'))}</p>
      ${lines.length ? html`<div class="import-lines" tabindex="0" role="region" aria-label=${w.lines}><table class="rows">
        <thead><tr><th scope="col" class="number">${w.line}</th><th scope="col">${words.medicineList.name}</th><th scope="col">${words.medicineList.strength}</th><th scope="col">${words.medicineList.form}</th><th scope="col">${w.standing}</th></tr></thead>
        <tbody>${sorted.slice(0, MOST_SHOWN).map((line) => html`<tr class="is-${line.standing}"><td class="number">${line.line}</td><td>${line.name}</td><td>${line.strength}</td><td>${line.form}</td>
          <td>${line.standing === 'wrong' && line.problem ? html`${icon('warning')} ${this.problem(line.problem)}` : w.standings[line.standing]}</td></tr>`)}</tbody></table></div>
        ${sorted.length > MOST_SHOWN ? html`<p class="muted small">${w.more(sorted.length - MOST_SHOWN)}</p>` : nothing}` : nothing}`;
  }

  /** @param {{code: string, details?: any}} problem */
  problem(problem) {
    const field = /** @type {Record<string, any>} */ (words.medicineList)[problem.details?.field ?? ''];
    return `${field ? `${field}: ` : ''}${say(problem)}`;
  }

  foot() {
    const checking = this.sender.state === 'checking';
    return html`<span class="grow"></span><button type="button" class="button quiet" @click=${this.askToClose}>${words.modal.close}</button>
      <button type="submit" class="button primary" data-submit ?disabled=${!this.fresh || this.sender.busy}>${checking ? words.book.checkingShort : w.submit(this.fresh)}${caps('Enter')}</button>`;
  }
}

customElements.define('cd-medicine-import', MedicineImport);
