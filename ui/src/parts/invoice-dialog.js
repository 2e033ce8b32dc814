import { html, nothing } from 'lit';
import { app, toast } from '../app.js';
import { date, money } from '../format.js';
import { icon } from '../icons.js';
import { ask } from '../ipc.js';
import { say } from '../messages.js';
import { words } from '../words/en.js';
import { openApproval } from './approve-dialog.js';
import { caps } from './menu.js';
import { Modal } from './modal.js';
import { openDocument } from './document-dialog.js';
import { InvoiceDraft } from './invoice-draft.js';
import { invoiceSheet } from './invoice-sheet.js';
import { textInput } from './inputs.js';
import { pricesFor } from './patient-prices.js';
import { openShare } from './share-dialog.js';
import { Sender } from './sender.js';
import './fields.css';
import './invoice-dialog.css';

/** @typedef {import('../bindings/InvoiceView').InvoiceView} InvoiceView */

const w = words.invoice;
/** While it is typed: asked once the fingers rest. */
const PAUSE_MS = 250;

/**
 * One invoice: a draft to be changed and issued, or an issued one to be read.
 * @param {string} invoiceId
 */
export function openInvoice(invoiceId) {
  const dialog = /** @type {InvoiceDialog} */ (document.createElement('cd-invoice'));
  dialog.invoiceId = invoiceId;
  return dialog.open();
}

export class InvoiceDialog extends Modal {
  constructor() {
    super();
    this.invoiceId = '';
    /** @type {InvoiceView | null} */
    this.view = null;
    /** What is typed into a draft. @type {InvoiceDraft | null} */
    this.draft = null;
    this.refusal = '';
    this.working = false;
    /** Asked why it is to be void; null: not asked. @type {string | null} */
    this.voiding = null;
    this.voidError = '';
    /** Who changed it, and who approved. */
    this.history = false;
    this.sender = new Sender(() => this.requestUpdate());
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    this.asking = undefined;
    this.turn = 0;
  }

  connectedCallback() {
    super.connectedCallback();
    this.listen(app, 'changes', ({ detail }) => {
      if (detail.touches.some((/** @type {any} */ touch) => touch.id === this.invoiceId) && !this.working && !this.draft?.changed) this.read();
    });
    if (!this.hasUpdated) this.read();
  }

  size() {
    return 'wide';
  }

  isRead() {
    return !this.draft;
  }

  dirty() {
    return Boolean(this.draft?.changed || this.voiding?.trim());
  }

  keptAs() {
    return this.draft ? `invoice ${this.invoiceId}` : '';
  }

  typing() {
    return { ...this.draft?.typing, voiding: this.voiding };
  }

  /** @param {any} typing */
  takeUp({ voiding, ...typing }) {
    this.voiding = voiding;
    this.draft?.takeUp(typing);
  }

  heading() {
    return this.view?.number ? w.title(this.view.number) : w.draftTitle;
  }

  subheading() {
    const { view } = this;
    if (!view) return nothing;
    const when = view.status === 'issued' ? [w.issuedOn(date(view.issued_on), view.issued_by ?? ''), view.due_on ? w.dueOn(date(view.due_on)) : ''] : [words.billing.status[/** @type {'draft'} */ (view.status)]];
    return html`<p class="muted"><strong>${view.name}</strong> · ${view.mrn} · ${when.filter(Boolean).join(', ')}</p>${view.payer ? html`<p>${words.payers.goesTo(view.payer.payer, view.payer.member_number ?? '')}</p>` : nothing}${view.shares.map((one) => html`<p class="muted">${words.payers.insurerPays(one.payer, money(one.total_minor))} · <button type="button" class="f-link" @click=${() => this.leaveFor(one.invoice_id)}>${one.number ?? words.payers.draftShare}</button></p>`)}`;
  }

  get editable() {
    return this.view?.status === 'draft' && app.can('billing.invoice');
  }

  get isIssued() {
    return this.view?.status === 'issued';
  }

  /** The pages as they will be printed. */
  preview() {
    if (this.view?.number) openDocument({ ask: 'invoice_document', invoice_id: this.invoiceId }, this.view.number);
  }

  async openHistory() {
    await import('./record-history.js');
    this.history = !this.history;
    this.requestUpdate();
    if (this.history) this.updateComplete.then(() => this.querySelector('.invoice-history')?.scrollIntoView({ block: 'nearest' }));
  }

  historyButton() {
    if (!this.view || !(app.can('history.record') || app.can('history.view'))) return nothing;
    return html`<button type="button" class="button quiet" aria-expanded=${this.history} @click=${this.openHistory}>${words.admin.history}</button>`;
  }

  /** @param {KeyboardEvent} event */
  onKeydown(event) {
    if ((event.ctrlKey || event.metaKey) && event.key === 'p' && this.isIssued) {
      event.preventDefault();
      this.preview();
      return;
    }
    super.onKeydown(event);
  }

  async read() {
    try {
      const [view, rates, rules] = await Promise.all([ask({ ask: 'invoice', invoice_id: this.invoiceId }), ask({ ask: 'tax_rates' }), ask({ ask: 'billing_rules' }), app.load('services'), app.load('price_lists').catch(() => [])]);
      const prices = view.status === 'draft' ? await pricesFor(view.patient_id, view.priced_on) : new Map();
      this.view = view;
      this.draft = this.editable ? new InvoiceDraft(view, { rates, limit: rules.own_limit, prices, changed: () => this.typed() }) : null;
      this.refusal = '';
      if (this.draft) this.addUp();
      this.lookForTyping();
    } catch (error) {
      this.refusal = say(/** @type {any} */ (error));
    }
    this.requestUpdate();
    this.updateComplete.then(() => this.firstField()?.focus());
  }

  firstField() {
    // Never the button that voids the draft, which stands before the others.
    const first = ['[data-first]', '.modal-body input', '[data-submit]', '.modal-foot .button'].map((css) => this.querySelector(css)).find(Boolean);
    return /** @type {HTMLElement | null} */ (first ?? null);
  }

  typed() {
    this.refusal = '';
    this.requestUpdate();
    clearTimeout(this.asking);
    this.asking = setTimeout(() => this.addUp(), PAUSE_MS);
  }

  /** The sums as they would be saved; while something cannot be read, those of before stand. */
  async addUp() {
    const { draft } = this;
    if (!draft || draft.isUnclear) return;
    this.turn += 1;
    const { turn } = this;
    try {
      const sums = await ask({ ask: 'invoice_sums', invoice_id: this.invoiceId, ...draft.sent(true) });
      if (turn === this.turn) draft.sums = sums;
    } catch {
      // Saving says what is wrong; the sums wait.
    }
    this.requestUpdate();
  }

  /** Reads it anew, or goes on with the one that was written instead. @param {string} [other] */
  turnTo(other) {
    if (other) this.invoiceId = other;
    return this.read();
  }

  /** Saves what was typed. @returns {Promise<boolean>} */
  async save() {
    const { draft, view } = this;
    if (!draft || !view) return false;
    if (!draft.changed) return true;
    if (!draft.check()) {
      this.requestUpdate();
      this.updateComplete.then(() => /** @type {HTMLElement | null} */ (this.querySelector('[aria-invalid="true"]'))?.focus());
      return false;
    }
    const outcome = await this.write({ op: 'edit_invoice', invoice_id: view.invoice_id, version: view.version, ...draft.sent() });
    if (!outcome) return false;
    this.view = { ...view, version: outcome.version };
    draft.saved();
    this.offer.saved();
    return true;
  }

  /** Saves it, with somebody's approval where its discounts need one. @param {{op: string} & Record<string, any>} operation @returns {Promise<any>} nothing when nobody approved */
  async write(operation) {
    try {
      return (await this.sender.send(operation)).outcome;
    } catch (error) {
      const { code, details } = /** @type {import('../ipc.js').WireError} */ (error);
      if (code !== 'invoice.discount_above_limit' || details.approved_by) throw error;
      const approved = await openApproval(this.invoiceId, details.limit_basis_points);
      if (!approved) return null;
      const { outcome } = await this.sender.send({ ...operation, approval_id: approved.approval_id });
      toast(words.approve.by(approved.by));
      return outcome;
    }
  }

  /** @param {() => Promise<void>} work */
  async run(work) {
    if (this.working) return;
    this.working = true;
    this.refusal = '';
    this.requestUpdate();
    try {
      await work();
    } catch (error) {
      this.refusal = say(/** @type {any} */ (error));
      if (this.shut) toast(this.refusal, { kind: 'error' });
    } finally {
      this.working = false;
      this.requestUpdate();
    }
  }

  keep() {
    return this.run(async () => {
      if (await this.save()) {
        toast(w.saved);
        this.close({ invoice_id: this.invoiceId });
      }
    });
  }

  submit() {
    if (this.voiding !== null) return this.voidIt();
    if (!this.draft) return this.close();
    return this.run(async () => {
      if (!(await this.save()) || !this.view) return;
      const { outcome } = await this.sender.send({ op: 'issue_invoice', invoice_id: this.view.invoice_id, version: this.view.version });
      toast(w.issued(outcome.number, this.view.name));
      await this.read();
    });
  }

  /** To the other share of the same services; what is typed here is saved first. @param {string} other */
  leaveFor(other) {
    return this.run(async () => {
      if (await this.save()) await this.turnTo(other);
    });
  }

  /** A part of it, or all, for a payer. */
  share() {
    return this.run(async () => {
      if (!(await this.save()) || !this.view) return;
      const shared = await openShare(await ask({ ask: 'invoice', invoice_id: this.invoiceId }));
      await this.read();
      if (shared?.own) toast(words.payers.shared(shared.payer));
      else if (shared) toast(words.payers.whole(shared.payer));
    });
  }

  toPatient() {
    return this.run(async () => {
      if (!(await this.save()) || !this.view) return;
      await this.sender.send({ op: 'address_invoice', invoice_id: this.view.invoice_id, version: this.view.version });
      toast(words.payers.toPatientDone);
      await this.read();
    });
  }

  payerButton() {
    const busy = this.working || this.sender.state === 'checking';
    if (this.view?.payer?.shares_id) return nothing;
    if (this.view?.payer) return html`<button type="button" class="button quiet" ?disabled=${busy} @click=${this.toPatient}>${words.payers.toPatient}</button>`;
    return this.draft?.lines.length ? html`<button type="button" class="button quiet" ?disabled=${busy} @click=${this.share}>${words.payers.share}</button>` : nothing;
  }

  voidIt() {
    const reason = (this.voiding ?? '').trim();
    this.voidError = reason ? '' : w.reasonNeeded;
    this.requestUpdate();
    if (!reason) return undefined;
    return this.run(async () => {
      if (!this.view) return;
      await this.sender.send({ op: 'void_invoice', invoice_id: this.view.invoice_id, version: this.view.version, reason });
      toast(w.voided);
      this.close({ invoice_id: this.invoiceId });
    });
  }

  body() {
    const { view, draft } = this;
    return html`
      ${this.refusal ? html`<section class="clash" role="alert"><p class="clash-title">${icon('warning')}${this.refusal}</p></section>` : nothing}
      ${view ? (draft ? draft.render() : invoiceSheet(view, (other) => this.turnTo(other))) : this.refusal ? nothing : html`<div class="skeleton" role="status" aria-label=${w.loading}><i class="checkout-line"></i><i class="checkout-line"></i></div>`}
      ${view && this.history ? html`<section class="invoice-history"><h3>${words.admin.history}</h3><cd-record-history kind="invoice" .rowId=${this.invoiceId}></cd-record-history></section>` : nothing}
      ${this.voiding === null ? nothing : textInput({ name: 'void-reason', label: w.voidReason, value: this.voiding, error: this.voidError, on: (value) => { this.voiding = value; } })}
      ${this.voiding !== null && (view?.payer?.shares_id || view?.shares.length) ? html`<p class="muted">${words.payers.voidsBoth}</p>` : nothing}
    `;
  }

  foot() {
    const { draft } = this;
    const busy = this.working || this.sender.state === 'checking';
    if (!draft) {
      return html`<span class="grow"></span>${this.historyButton()}${this.isIssued ? html`<button type="button" class="button" @click=${this.preview}>${icon('print')}${words.documents.preview}${caps('Ctrl+P')}</button>` : nothing}
        <button type="button" class="button" data-submit @click=${() => this.close()}>${w.close}</button>`;
    }
    if (this.voiding !== null) {
      return html`<p class="modal-carried"></p><button type="button" class="button" @click=${() => { this.voiding = null; this.requestUpdate(); }}>${w.keep}</button>
        <button type="submit" class="button danger" ?disabled=${busy}>${w.voidSubmit}</button>`;
    }
    return html`<p class="modal-carried" role="status">${this.sender.state === 'checking' ? html`<span class="spinner"></span>${words.book.checking}` : w.issueHint}</p>
      ${this.historyButton()}${this.payerButton()}
      <button type="button" class="button quiet" ?disabled=${busy} @click=${() => { this.voiding = ''; this.requestUpdate(); this.updateComplete.then(() => /** @type {HTMLElement|null} */ (this.querySelector('#f-void-reason'))?.focus()); }}>${w.void}</button>
      <button type="button" class="button" ?disabled=${busy} @click=${this.keep}>${w.save}</button>
      <button type="submit" class="button primary" data-submit ?disabled=${busy || draft.lines.length === 0}>${w.issue}${caps('Enter')}</button>`;
  }
}

customElements.define('cd-invoice', InvoiceDialog);
