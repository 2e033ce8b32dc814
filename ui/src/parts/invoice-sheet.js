// An issued invoice as it reads: to whom, its lines, what they come to, and what settles it.
import { html, nothing } from 'lit';
import { app } from '../app.js';
import { date, money, personName } from '../format.js';
import { icon } from '../icons.js';
import { words } from '../words/en.js';
import { openDocument, openReceipt } from './document-dialog.js';
import { openCreditNote, openUndoWriteOff, openWriteOff } from './correct-invoice.js';
import { hasLists } from './patient-prices.js';
import { methodName } from './pay-method.js';
import { openPayment } from './payment-dialog.js';

/** @typedef {import('../bindings/InvoiceView').InvoiceView} InvoiceView */

const w = words.invoice;
const c = words.corrections;

/** @param {InvoiceView} view @param {(other?: string) => void} again reads it anew after something was done, or another one */
export function invoiceSheet(view, again) {
  const { frozen } = view;
  const pay = async () => {
    if (await openPayment({ patient_id: view.patient_id, name: view.name, invoice_id: view.invoice_id, ...(view.payer ? { payer_id: view.payer.payer_id } : {}) })) again();
  };
  const credit = async () => {
    const done = await openCreditNote(view);
    if (done) again(done.again ?? undefined);
  };
  const writeOff = async () => {
    if (await openWriteOff(view)) again();
  };
  const left = view.left.reduce((sum, one) => sum + one.total_minor, 0);
  return html`
    ${frozen ? html`<div class="invoice-parties"><address><strong>${frozen.clinic.name}</strong>${frozen.clinic.address_lines.map((line) => html`<br />${line}`)}${frozen.clinic.tax_number ? html`<br />${frozen.clinic.tax_number}` : nothing}</address>
      <address><span class="label">${w.to}</span><br />${frozen.payer ? addressee(frozen.payer.name, frozen.payer.address_lines) : addressee(personName(frozen.patient.names), frozen.patient.address_lines)}</address></div>` : nothing}
    <table class="invoice-lines is-read"><thead><tr><th scope="col">${w.description}</th><th scope="col" class="number">${w.quantity}</th><th scope="col" class="number">${w.unit}</th><th scope="col">${w.tax}</th><th scope="col" class="number">${w.lineTotal}</th></tr></thead>
      <tbody>${view.lines.map((line) => html`<tr>
        <td>${line.kind === 'rounding' ? w.roundingLine : line.description}${line.price_list && hasLists() ? html`<br /><span class="muted small">${w.priceOf(line.price_list)}</span>` : nothing}${line.share_of_minor ? html`<br /><span class="muted small">${words.payers.shareOf(money(line.share_of_minor))}</span>` : nothing}${line.discount_minor ? html`<br /><span class="muted small">${w.discounted(money(line.discount_minor), line.discount_reason ?? view.discount?.reason ?? '')}</span>` : nothing}${line.tax_reason ? html`<br /><span class="muted small">${line.tax_reason}</span>` : nothing}</td>
        <td class="number">${line.quantity}</td><td class="number">${money(line.unit_minor)}</td><td>${line.tax_name ? w.taxLine(line.tax_name, line.tax_inclusive) : w.noTax}</td><td class="number">${money(line.net_minor + line.tax_minor)}</td></tr>`)}</tbody></table>
    <div class="invoice-foot">
      <div class="invoice-more">
        ${view.note ? html`<p>${view.note}</p>` : nothing}
        ${frozen?.terms ? html`<p class="muted small"><span class="label">${w.terms}</span><br />${frozen.terms}</p>` : nothing}
        ${frozen?.legal ? html`<p class="muted small">${frozen.legal}</p>` : nothing}
        ${view.void_reason ? html`<p>${view.void_reason}</p>` : nothing}
        ${settledBy(view, again)}
      </div>
      <div class="invoice-sums"><dl>
        <div><dt>${w.net}</dt><dd class="number">${money(view.net_minor)}</dd></div>
        ${view.tax_minor ? html`<div><dt>${w.taxSum}</dt><dd class="number">${money(view.tax_minor)}</dd></div>` : nothing}
        <div class="is-total"><dt>${w.total}</dt><dd class="number">${money(view.total_minor)}</dd></div>
        ${view.status === 'issued' ? html`<div><dt>${w.open}</dt><dd class="number"><b>${money(view.open_minor)}</b></dd></div>` : nothing}
        </dl>
        ${view.open_minor > 0 && app.can('billing.pay') ? html`<button type="button" class="button" @click=${pay}>${words.billing.takePayment}</button>` : nothing}
        <div class="button-row">
          ${view.open_minor > 0 && app.can('billing.write_off') ? html`<button type="button" class="button small" @click=${writeOff}>${c.writeOff}</button>` : nothing}
          ${view.status === 'issued' && left > 0 && app.can('billing.correct') ? html`<button type="button" class="button small" @click=${credit}>${c.creditNote}</button>` : nothing}
        </div>
      </div>
    </div>
  `;
}

/** @param {string} name @param {string[]} lines */
const addressee = (name, lines) => html`<strong>${name}</strong>${lines.map((line) => html`<br />${line}`)}`;

/** @param {InvoiceView} view @param {() => void} again */
function settledBy(view, again) {
  const { payments, credit_notes: notes, write_offs: offs, roundings } = view;
  const entry = (/** @type {any} */ what, /** @type {string} */ why, /** @type {number} */ minor, /** @type {any} */ tool = nothing) => html`<li><span class="grow">${what}${why ? html`<br /><span class="muted small">${why}</span>` : nothing}</span><span class="number">${money(minor)}</span>${tool}</li>`;
  const print = (/** @type {string} */ number, /** @type {() => any} */ open) => html`<button type="button" class="icon-button" aria-label=${words.documents.previewOf(number)} title=${words.documents.previewOf(number)} @click=${open}>${icon('print')}</button>`;
  const undo = (/** @type {import('../bindings/InvoiceWriteOff').InvoiceWriteOff} */ one) => (one.undone_on || !app.can('billing.write_off') ? nothing : html`<button type="button" class="icon-button" aria-label=${c.undoWriteOff} title=${c.undoWriteOff} @click=${async () => { if (await openUndoWriteOff(view, one)) again(); }}>${icon('undo')}</button>`);
  const more = html`${notes.length ? html`<h3>${c.creditNotes}</h3><ul class="invoice-paid">${notes.map((one) => entry(`${date(one.issued_on)} · ${one.number}`, one.reason, one.total_minor, print(one.number, () => openDocument({ ask: 'credit_note_document', credit_note_id: one.credit_note_id }, one.number))))}</ul>` : nothing}
    ${offs.length ? html`<h3>${c.writeOffs}</h3><ul class="invoice-paid">${offs.map((one) => entry(html`${date(one.written_on)}${one.undone_on ? html` <span class="tag">${c.undoneBy(one.undone_by ?? '', date(one.undone_on))}</span>` : nothing}`, [one.reason, one.undone_reason].filter(Boolean).join(' · '), one.undone_on ? 0 : one.amount_minor, undo(one)))}</ul>` : nothing}
    ${roundings.length ? html`<h3>${c.roundings}</h3><ul class="invoice-paid">${roundings.map((one) => entry(`${date(one.written_on)} · ${one.receipt}`, '', -one.amount_minor))}</ul>` : nothing}`;
  if (!payments.length) return more;
  return html`<h3>${w.payments}</h3><ul class="invoice-paid">${payments.map((one) => html`<li><span class="grow">${date(one.taken_on)} · ${w.paidPart(methodName(one), one.receipt)}</span><span class="number">${money(one.amount_minor)}</span>${print(one.receipt, () => openReceipt(one))}</li>`)}</ul>${more}`;
}
