// Billing → To bill: visits without an invoice, and drafts.
import { html, nothing } from 'lit';
import { app, toast } from '../../app.js';
import { date, dateTime, money } from '../../format.js';
import { perform, uuid7 } from '../../ipc.js';
import { say } from '../../messages.js';
import { addDays } from '../../wall.js';
import { words } from '../../words/en.js';
import { openInvoice } from '../../parts/invoice-dialog.js';
import { BillingList, cutLine, emptyLine } from './list.js';

const w = words.billing;
/** What was forgotten last week is still in sight. */
const DAYS_BACK = 7;

class ToBill extends BillingList {
  constructor() {
    super();
    this.from = addDays(app.today(), -DAYS_BACK);
    /** Made when its button is pressed, and the same for a second press. @type {Map<string, string>} */
    this.ids = new Map();
  }

  get question() {
    return { ask: 'to_bill', from: this.from, to: this.to };
  }

  get title() {
    return w.tabs['to-bill'];
  }

  get lead() {
    return w.toBillLead;
  }

  tools() {
    return this.span();
  }

  /** @param {import('../../bindings/UnbilledVisit').UnbilledVisit} visit */
  async bill(visit) {
    const { appointment_id, patient_id } = visit;
    const invoice_id = this.ids.get(appointment_id) ?? uuid7();
    this.ids.set(appointment_id, invoice_id);
    try {
      await perform({ op: 'draft_invoice', invoice_id, patient_id, appointment_id });
      await openInvoice(invoice_id);
    } catch (reason) {
      const error = /** @type {import('../../ipc.js').WireError} */ (reason);
      if (error.code === 'invoice.already_made' && error.details.invoice_id) await openInvoice(error.details.invoice_id);
      else toast(say(error), { kind: 'error' });
    }
    this.load();
  }

  /** @param {import('../../bindings/ToBill').ToBill} answer */
  list({ visits, drafts }) {
    if (!visits.length && !drafts.length) return emptyLine(w.toBillNone);
    const may = app.can('billing.invoice');
    const who = (/** @type {string} */ id) => app.lists.practitioners.find((one) => one.practitioner_id === id)?.short_name ?? '';
    return html`
      ${drafts.length ? html`<section aria-labelledby="drafts-title"><h2 id="drafts-title">${w.drafts} <span class="queue-count">${drafts.length}</span></h2>
        <table class="rows"><thead><tr><th scope="col">${w.patient}</th><th scope="col">${w.visit}</th><th scope="col" class="number">${w.total}</th></tr></thead>
        <tbody>${drafts.map((draft) => html`<tr>
          <td><button type="button" class="row-button" @click=${() => openInvoice(draft.invoice_id)}>${draft.name}</button> <span class="muted">${draft.mrn}</span>${draft.payer ? html` <span class="muted">· ${words.payers.paidBy(draft.payer)}</span>` : nothing}</td>
          <td>${draft.starts_at ? dateTime(draft.starts_at) : w.withoutVisit} <span class="muted">· ${w.lines(draft.lines)}</span></td>
          <td class="number">${money(draft.total_minor)}</td></tr>`)}</tbody></table></section>` : nothing}
      ${visits.length ? html`<section aria-labelledby="visits-title"><h2 id="visits-title">${w.visits} <span class="queue-count">${visits.length}</span></h2>
        <table class="rows billing-visits"><thead><tr><th scope="col">${w.date}</th><th scope="col">${w.patient}</th><th scope="col">${w.services}</th><th scope="col" class="number">${w.price}</th>${may ? html`<th scope="col"><span class="visually-hidden">${w.makeInvoice}</span></th>` : nothing}</tr></thead>
        <tbody>${visits.map((visit) => html`<tr>
          <td class="nowrap">${date(visit.starts_at)}</td>
          <td><a href="/patients/${visit.patient_id}">${visit.name}</a> <span class="muted">${visit.mrn}</span></td>
          <td>${visit.services} <span class="muted nowrap">· ${who(visit.practitioner_id)}</span></td>
          <td class="number">${money(visit.price_minor)}</td>
          ${may ? html`<td class="billing-do"><button type="button" class="button small" aria-label=${w.makeInvoiceFor(visit.name)} @click=${() => this.bill(visit)}>${w.makeInvoice}</button></td>` : nothing}</tr>`)}</tbody></table>${cutLine(visits)}</section>` : nothing}
    `;
  }
}

customElements.define('cd-billing-to-bill', ToBill);
