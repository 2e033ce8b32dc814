// Billing → Payments: what was taken and given back, with receipts, and how much by which method.
import { html, nothing } from 'lit';
import { app } from '../../app.js';
import { date, money, time } from '../../format.js';
import { words } from '../../words/en.js';
import { correctable, openPaymentMenu } from '../../parts/correct-payment.js';
import { openReceipt } from '../../parts/document-dialog.js';
import { icon } from '../../icons.js';
import { methodName } from '../../parts/pay-method.js';
import { correctedNote, paymentKind, signed } from '../../parts/payment-text.js';
import { BillingList, emptyLine } from './list.js';

const w = words.billing;

class Payments extends BillingList {
  get question() {
    return { ask: 'payments', from: this.from, to: this.to };
  }

  get title() {
    return w.tabs.payments;
  }

  get lead() {
    return w.paymentsLead;
  }

  tools() {
    return this.span();
  }

  /** @param {import('../../bindings/Payments').Payments} answer */
  list({ lines, methods, count, total_minor }) {
    if (!lines.length) return emptyLine(w.paymentsNone);
    const days = new Set(lines.map((line) => line.taken_on)).size > 1;
    const sum = (/** @type {string} */ name, /** @type {number} */ entries, /** @type {number} */ minor, cls = '') =>
      html`<div class=${cls}><dt>${name} <span class="muted">· ${w.sumOf(entries)}</span></dt><dd class="number">${money(minor)}</dd></div>`;
    return html`
      <dl class="billing-ages" aria-label=${w.byMethod}>
        ${methods.map((one) => sum(methodName(one), one.entries, one.taken_minor - one.returned_minor))}
        ${sum(w.total, count, total_minor, 'is-total')}
      </dl>
      <table class="rows billing-payments"><thead><tr><th scope="col">${w.receipt}</th><th scope="col">${w.time}</th><th scope="col">${w.patient}</th><th scope="col">${w.method}</th><th scope="col" class="billing-extra">${w.by}</th><th scope="col" class="number">${w.amount}</th><th scope="col"><span class="visually-hidden">${words.corrections.more('')}</span></th></tr></thead>
      <tbody>${lines.map((line) => html`<tr class=${line.is_reversed ? 'is-hidden' : ''}>
        <td class="billing-receipt"><span class="nowrap">${line.receipt}</span>${paymentKind(line)}${correctedNote(line)}</td>
        <td class="nowrap">${days ? `${date(line.taken_on)}, ` : ''}${time(app.wall(line.taken_at))}</td>
        <td><a href="/patients/${line.patient_id}">${line.name}</a> <span class="muted">${line.mrn}</span>${line.payer ? html` <span class="muted">· ${words.payers.paidBy(line.payer)}</span>` : nothing}</td>
        <td>${methodName(line)}${line.note ? html` <span class="muted">${line.note}</span>` : nothing}</td>
        <td class="billing-extra">${line.cashier} <span class="muted">${w.at(line.workstation)}</span></td>
        <td class="number">${money(signed(line))}</td><td class="billing-do"><button type="button" class="icon-button" aria-label=${words.documents.previewOf(line.receipt)} title=${words.documents.previewOf(line.receipt)} @click=${() => openReceipt(line)}>${icon('print')}</button>${correctable(line) ? html`<button type="button" class="icon-button" aria-haspopup="menu" aria-label=${words.corrections.more(line.receipt)} @click=${(/** @type {Event} */ event) => openPaymentMenu(event, line)}>${icon('more')}</button>` : nothing}</td></tr>`)}</tbody></table>${count > lines.length ? html`<p class="muted">${w.more(lines.length, count)}</p>` : nothing}
    `;
  }
}

customElements.define('cd-billing-payments', Payments);
