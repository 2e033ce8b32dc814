import { html, nothing } from 'lit';
import { date, phone } from '../format.js';
import { ask } from '../ipc.js';
import { cutLine } from './cut-line.js';
import { words } from '../words/en.js';
import { textField } from './fields.js';
import { Form } from './form.js';
import { formSummary } from './form-view.js';
import { caps } from './menu.js';
import { Modal } from './modal.js';
import { byOf, nameOf } from './vaccination-text.js';
import './vaccinations.css';

/** @typedef {import('../bindings/BatchLine').BatchLine} BatchLine */

/** As many as the clinic tells at once. */
const MOST = 5000;
const w = words.batches;

/** Who received a batch. Looking is recorded with each of them. @param {string} [batch] looked up at once */
export function openBatch(batch = '') {
  if (document.querySelector('cd-batch-dialog')) return Promise.resolve(undefined);
  const dialog = /** @type {BatchDialog} */ (document.createElement('cd-batch-dialog'));
  dialog.form.start({ batch });
  const decided = dialog.open();
  if (batch) dialog.submit();
  return decided;
}

class BatchDialog extends Modal {
  constructor() {
    super();
    this.form = new Form(this, { batch: '' });
    /** @type {{batch: string, rows: BatchLine[]} | null} */
    this.found = null;
  }

  heading() {
    return w.title;
  }

  size() {
    return 'wide';
  }

  async submit() {
    const { form } = this;
    const batch = form.values.batch.trim();
    if (!form.check({ batch: form.missing('batch') })) return;
    this.found = null;
    if (!(await form.perform({ op: 'look_up_batch', batch }))) return;
    const rows = await form.send(() => ask({ ask: 'batch', batch }));
    if (rows) this.found = { batch, rows };
    this.requestUpdate();
  }

  body() {
    const { form, found } = this;
    return html`${formSummary(form, { batch: w.label })}
      <div class="batch-find">${textField({ ...form.bind('batch'), label: w.label, hint: w.hint, first: true, maxlength: 60 })}
        <button type="submit" class="button primary" ?disabled=${form.busy}>${w.find}${caps('Enter')}</button></div>
      <div role="status">${found ? html`<p class="batch-none">${found.rows.length ? w.found(found.rows.length, found.batch) : w.nobody(found.batch)}</p>` : nothing}</div>
      ${found?.rows.length ? html`${cutLine(found.rows, MOST)}${this.renderRows(found.rows)}` : nothing}`;
  }

  /** @param {BatchLine[]} rows */
  renderRows(rows) {
    const v = words.vaccinations;
    return html`<table class="batch-rows"><thead><tr><th scope="col">${w.patient}</th><th scope="col">${w.phones}</th><th scope="col">${v.what}</th><th scope="col">${v.when}</th><th scope="col">${v.by}</th></tr></thead>
      <tbody>${rows.map((row) => html`<tr>
        <td><a href="/patients/${row.patient_id}/vaccinations" @click=${() => this.close()}>${row.name}</a><span class="vaccination-more number">${[row.birth_date ? date(row.birth_date) : '', row.mrn].filter(Boolean).join(' · ')}</span>
          ${row.died_on ? html`<strong class="batch-died">${w.died(date(row.died_on))}</strong>` : nothing}</td>
        <td class="number">${row.phones.length ? row.phones.map((one) => html`<span class="nowrap">${phone(one.number)}</span><br />`) : html`<span class="muted">${w.noPhone}</span>`}</td>
        <td>${nameOf(row)}<span class="vaccination-more">${row.batch}</span></td><td class="number nowrap">${date(row.given_on)}</td><td>${byOf(row)}</td></tr>`)}</tbody></table>`;
  }

  foot() {
    return html`<span class="grow"></span><button type="button" class="button" @click=${this.askToClose}>${words.modal.close}</button>`;
  }
}

customElements.define('cd-batch-dialog', BatchDialog);
