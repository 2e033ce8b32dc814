// Billing → Unpaid: issued invoices that still ask for money, and for how long they have.
import { html, nothing } from 'lit';
import { app } from '../../app.js';
import { date, money } from '../../format.js';
import { daysBetween } from '../../wall.js';
import { words } from '../../words/en.js';
import { openInvoice } from '../../parts/invoice-dialog.js';
import { openPayment } from '../../parts/payment-dialog.js';
import { BillingList, emptyLine } from './list.js';

const w = words.billing;
const AGES = /** @type {const} */ (['not_due', 'days_1_30', 'days_31_60', 'days_61_90', 'days_over_90']);

class UnpaidInvoices extends BillingList {
  get question() {
    return { ask: 'unpaid' };
  }

  get title() {
    return w.tabs.unpaid;
  }

  get lead() {
    return w.unpaidLead;
  }

  /** @param {import('../../bindings/Unpaid').Unpaid} answer */
  list({ lines, ageing, count }) {
    if (!lines.length) return emptyLine(w.unpaidNone);
    const may = app.can('billing.pay');
    return html`
      <dl class="billing-ages" aria-label=${w.ageing}>
        ${AGES.map((age) => html`<div class=${age === 'days_over_90' && ageing.days_over_90_minor ? 'is-late' : ''}><dt>${w.ages[age]}</dt><dd class="number">${money(ageing[`${age}_minor`])}</dd></div>`)}
        <div class="is-total"><dt>${w.allOpen}</dt><dd class="number">${money(ageing.total_minor)}</dd></div>
      </dl>
      <table class="rows billing-unpaid"><thead><tr><th scope="col">${w.number}</th><th scope="col">${w.patient}</th><th scope="col">${w.due}</th><th scope="col" class="number billing-extra">${w.total}</th><th scope="col" class="number">${w.open}</th>${may ? html`<th scope="col"><span class="visually-hidden">${w.takePayment}</span></th>` : nothing}</tr></thead>
      <tbody>${lines.map((line) => html`<tr>
        <td class="nowrap"><button type="button" class="row-button" @click=${() => openInvoice(line.invoice_id)}>${line.number}</button></td>
        <td><a href="/patients/${line.patient_id}">${line.name}</a> <span class="muted">${line.mrn}</span>${line.payer ? html`<br /><span class="muted small">${words.payers.paidBy(line.payer)}</span>` : nothing}</td>
        <td class="nowrap">${date(line.due_on)}${this.over(line.due_on)}</td>
        <td class="number billing-extra">${money(line.total_minor)}</td>
        <td class="number"><b>${money(line.open_minor)}</b></td>
        ${may ? html`<td class="billing-do"><button type="button" class="button small" aria-label=${w.payFor(line.payer ?? line.name)} @click=${() => openPayment({ patient_id: line.patient_id, name: line.name, invoice_id: line.invoice_id, ...(line.payer_id ? { payer_id: line.payer_id } : {}) })}>${w.takePayment}</button></td>` : nothing}</tr>`)}</tbody></table>
      ${count > lines.length ? html`<p class="muted">${w.more(lines.length, count)}</p>` : nothing}
    `;
  }

  /** @param {string|null} due */
  over(due) {
    const days = due ? daysBetween(due, app.today()) : 0;
    return days > 0 ? html`<p class="small warn">${w.overdue(days)}</p>` : nothing;
  }
}

customElements.define('cd-billing-unpaid', UnpaidInvoices);
