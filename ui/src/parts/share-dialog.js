// Two payers for one visit: how much of each line of a draft an insurer or another payer pays.
import { html, nothing } from 'lit';
import { app } from '../app.js';
import { money, moneyTyped, parseMoney } from '../format.js';
import { icon } from '../icons.js';
import { ask, uuid7 } from '../ipc.js';
import { say } from '../messages.js';
import { words } from '../words/en.js';
import { selectInput, textInput } from './inputs.js';
import { caps } from './menu.js';
import { Modal } from './modal.js';
import { Sender } from './sender.js';
import './payment-dialog.css';

/** @typedef {import('../bindings/InvoiceView').InvoiceView} InvoiceView */
/** @typedef {import('../bindings/InvoiceItem').InvoiceItem} InvoiceItem */

const w = words.payers;

/** What a line costs after its own discount; the whole's is left out. @param {InvoiceItem} line */
function priceOf(line) {
  const list = line.quantity * line.unit_minor;
  if (!line.discount_kind) return list;
  return list - (line.discount_kind === 'percent' ? Math.floor((list * (line.discount_value ?? 0) + 5_000) / 10_000) : (line.discount_value ?? 0));
}

/**
 * @param {InvoiceView} view a draft of the patient's
 * @returns {Promise<(import('../bindings/InvoiceShared').InvoiceShared & {payer: string}) | undefined>}
 */
export function openShare(view) {
  return Object.assign(/** @type {ShareDialog} */ (document.createElement('cd-share-invoice')), { view }).open();
}

export class ShareDialog extends Modal {
  constructor() {
    super();
    /** @type {InvoiceView} */
    this.view = /** @type {any} */ (null);
    this.payer = '';
    /** @type {string | null} as typed; null: as it stands with the patient */
    this.member = null;
    this.percent = '';
    /** By line, as typed. @type {Record<string, string>} */
    this.parts = {};
    /** @type {Record<string, string>} */
    this.errors = {};
    this.refusal = '';
    this.typed = false;
    /** The patient's usual payer and their number there. @type {{payer_id: string|null, member_number: string|null}} */
    this.usual = { payer_id: null, member_number: null };
    this.ready = false;
    this.shareId = uuid7();
    this.sender = new Sender(() => this.requestUpdate());
  }

  connectedCallback() {
    super.connectedCallback();
    if (!this.hasUpdated) this.read();
  }

  async read() {
    try {
      const [patient] = await Promise.all([ask({ ask: 'patient', id: this.view.patient_id }).catch(() => null), app.load('payers')]);
      this.usual = { payer_id: patient?.details.payer_id ?? null, member_number: patient?.details.member_number ?? null };
      if (!this.typed) this.payer = (this.usual.payer_id && this.payers.some((one) => one.payer_id === this.usual.payer_id) ? this.usual.payer_id : this.payers.length === 1 ? this.payers[0].payer_id : '') ?? '';
    } catch (error) {
      this.refusal = say(/** @type {any} */ (error));
    }
    this.ready = true;
    this.requestUpdate();
    this.updateComplete.then(() => this.firstField()?.focus());
  }

  size() {
    return 'medium';
  }

  heading() {
    return w.shareTitle;
  }

  subheading() {
    return html`<p class="muted"><strong>${this.view.name}</strong> · ${w.shareLead}</p>`;
  }

  dirty() {
    return this.typed;
  }

  keptAs() {
    return `share ${this.view.invoice_id}`;
  }

  typing() {
    return { payer: this.payer, member: this.member, percent: this.percent, parts: this.parts };
  }

  /** Lines that are there no longer have no part. @param {any} typing */
  takeUp({ payer, member, percent, parts }) {
    const known = new Set(this.lines.map((line) => line.item_id));
    Object.assign(this, { payer: this.payers.some((one) => one.payer_id === payer) ? payer : '', member, percent, parts: Object.fromEntries(Object.entries(parts).filter(([id]) => known.has(id))), typed: true });
    this.requestUpdate();
  }

  firstField() {
    return /** @type {HTMLElement | null} */ (this.querySelector(this.payer ? '#f-share-percent' : 'select'));
  }

  get payers() {
    return app.lists.payers.filter((one) => one.active);
  }

  get lines() {
    return this.view.lines.filter((line) => line.kind !== 'rounding' && priceOf(line) > 0);
  }

  get memberShown() {
    return this.member ?? (this.payer === this.usual.payer_id ? (this.usual.member_number ?? '') : '');
  }

  /** What the payer pays as it is typed. */
  get sum() {
    return this.lines.reduce((sum, line) => sum + (parseMoney(this.parts[line.item_id] ?? '') ?? 0), 0);
  }

  get all() {
    return this.lines.reduce((sum, line) => sum + priceOf(line), 0);
  }

  /** @param {string} text */
  putPercent(text) {
    this.percent = text;
    this.typed = true;
    const plain = text.trim().replace('%', '').trim().replace(',', '.');
    const fine = /^\d{1,3}(\.\d{1,2})?$/.test(plain) && Number(plain) <= 100;
    this.errors = plain && !fine ? { percent: w.percentBad } : {};
    if (fine) this.parts = Object.fromEntries(this.lines.map((line) => [line.item_id, moneyTyped(Math.round((priceOf(line) * Number(plain)) / 100))]));
    this.requestUpdate();
  }

  check() {
    /** @type {Record<string, string>} */
    const errors = {};
    if (this.errors.percent) errors.percent = this.errors.percent;
    if (!this.payer) errors.payer = w.chooseNeeded;
    for (const line of this.lines) {
      const text = this.parts[line.item_id]?.trim() ?? '';
      const minor = parseMoney(text);
      if (text && (minor === null || minor > priceOf(line))) errors[line.item_id] = w.partBad(money(priceOf(line)));
    }
    if (!Object.keys(errors).length && this.sum === 0) errors.percent = w.nothingShared;
    this.errors = errors;
    return Object.keys(errors).length === 0;
  }

  async submit() {
    if (!this.check()) {
      this.requestUpdate();
      this.updateComplete.then(() => /** @type {HTMLElement | null} */ (this.querySelector('[aria-invalid="true"]'))?.focus());
      return;
    }
    this.refusal = '';
    const shares = this.lines.map((line) => ({ item_id: line.item_id, minor: parseMoney(this.parts[line.item_id] ?? '') ?? 0 })).filter((one) => one.minor > 0);
    const member = this.memberShown.trim();
    try {
      const { outcome } = await this.sender.send({ op: 'share_invoice', invoice_id: this.view.invoice_id, version: this.view.version, share_id: this.shareId, payer_id: this.payer, member_number: member, shares });
      this.close({ ...outcome, payer: this.payers.find((one) => one.payer_id === this.payer)?.name ?? '' });
    } catch (error) {
      const { code, details } = /** @type {import('../ipc.js').WireError} */ (error);
      this.refusal = code === 'field.out_of_range' && details.field === 'discount' ? w.discountTooLarge : say(/** @type {any} */ (error));
      this.requestUpdate();
    }
  }

  body() {
    const alert = this.refusal ? html`<section class="clash" role="alert"><p class="clash-title">${icon('warning')}${this.refusal}</p></section>` : nothing;
    if (!this.ready) return html`<div class="skeleton" role="status" aria-label=${words.invoice.loading}><i class="checkout-line"></i></div>`;
    if (!this.payers.length) return html`${alert}<p>${w.noPayers}</p>`;
    const put = (/** @type {Partial<ShareDialog>} */ change) => { Object.assign(this, change, { typed: true }); this.requestUpdate(); };
    return html`${alert}<fieldset class="plain" ?disabled=${this.sender.state === 'checking'}>
      <div class="grid-2">
        ${selectInput({ name: 'share-payer', label: w.payer, value: this.payer, error: this.errors.payer, options: [...(this.payer ? [] : [{ value: '', label: w.choose }]), ...this.payers.map((one) => ({ value: one.payer_id, label: one.name }))], on: (value) => { delete this.errors.payer; put({ payer: value, member: null }); } })}
        ${textInput({ name: 'share-member', label: w.member, value: this.memberShown, on: (value) => put({ member: value }) })}
      </div>
      ${textInput({ name: 'share-percent', label: w.percent, value: this.percent, mode: 'decimal', className: 'narrow', error: this.errors.percent, hint: w.percentHint, on: (value) => this.putPercent(value) })}
      <div class="payment-parts">${this.lines.map((line) => this.line(line))}</div>
      <p><span class="muted">${w.payerPays}</span> <b class="number">${money(this.sum)}</b> · <span class="muted">${w.patientPays}</span> <b class="number">${money(Math.max(0, this.all - this.sum))}</b></p>
      <p class="muted small">${w.beforeTax}</p>
    </fieldset>`;
  }

  /** @param {InvoiceItem} line */
  line(line) {
    const error = this.errors[line.item_id];
    const id = `share-${line.item_id}`;
    const price = priceOf(line);
    return html`<div class="payment-part"><label for=${id}>${line.quantity > 1 ? `${line.quantity} × ${line.description}` : line.description}</label>
      <input id=${id} class="input" inputmode="decimal" autocomplete="off" aria-label=${w.linePart(line.description)} aria-invalid=${error ? 'true' : nothing} aria-describedby="${id}-of" .value=${this.parts[line.item_id] ?? ''}
        @input=${(/** @type {any} */ event) => { this.parts = { ...this.parts, [line.item_id]: event.target.value }; this.typed = true; delete this.errors[line.item_id]; this.requestUpdate(); }} />
      <span id="${id}-of" class=${error ? 'error' : 'muted number'}>${error ?? w.ofPrice(money(price))}</span></div>`;
  }

  foot() {
    const checking = this.sender.state === 'checking';
    return html`<p class="modal-carried" role="status">${checking ? html`<span class="spinner"></span>${words.book.checking}` : nothing}</p>
      <button type="button" class="button" @click=${this.askToClose}>${words.checkout.close}</button>
      <button type="submit" class="button primary" data-submit ?disabled=${checking || !this.payers.length}>${checking ? words.book.checkingShort : this.sum > 0 && this.sum >= this.all ? w.wholeSubmit : w.shareSubmit}${caps('Enter')}</button>`;
  }
}

customElements.define('cd-share-invoice', ShareDialog);
