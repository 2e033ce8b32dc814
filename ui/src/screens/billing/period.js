// Billing → Lock the books: up to which day they are locked, what stands before the next lock, and the lock.
import { html, nothing } from 'lit';
import { app, toast } from '../../app.js';
import { date, dateTime, money } from '../../format.js';
import { icon } from '../../icons.js';
import { say } from '../../messages.js';
import { openInvoice } from '../../parts/invoice-dialog.js';
import { leftOpen } from '../../parts/till-dialogs.js';
import { Sender } from '../../parts/sender.js';
import { addDays } from '../../wall.js';
import { words } from '../../words/en.js';
import { BillingList, cutLine } from './list.js';

/** @typedef {import('../../bindings/Period').Period} Period */

const w = words.period;
const lastMonth = () => addDays(`${app.today().slice(0, 8)}01`, -1);

class PeriodPage extends BillingList {
  static properties = { ...BillingList.properties, sure: { state: true }, error: { state: true } };

  constructor() {
    super();
    this.to = lastMonth();
    this.sure = false;
    this.error = '';
    this.sender = new Sender(() => this.requestUpdate());
  }

  get question() {
    return { ask: 'period', to: this.to };
  }

  get title() {
    return w.title;
  }

  get lead() {
    return w.lead;
  }

  get lockedTo() {
    return /** @type {Period|null} */ (this.answer)?.locks[0]?.locked_to ?? null;
  }

  /** @param {Event} event */
  ask(event) {
    event.preventDefault();
    const { lockedTo } = this;
    this.error = this.to > app.today() ? w.future : lockedTo && this.to <= lockedTo ? w.notForward(date(lockedTo)) : '';
    this.sure = !this.error;
    this.updateComplete.then(() => /** @type {HTMLElement | null} */ (this.querySelector(this.sure ? '[data-lock]' : '#period-to, .period-form input'))?.focus());
  }

  async lock() {
    const { to } = this;
    try {
      await this.sender.send({ op: 'lock_period', to });
      toast(w.done(date(to)));
    } catch (error) {
      this.error = say(/** @type {any} */ (error));
    }
    this.sure = false;
    await this.load();
  }

  /** @param {Period} answer */
  list(answer) {
    const [newest] = answer.locks;
    return html`
      <p class="period-now">${icon('lock')}<span>${newest ? w.lockedTo(date(newest.locked_to), newest.locked_by, dateTime(app.wall(newest.locked_at))) : w.none}</span></p>
      <form class="f-form period-form" novalidate autocomplete="off" @submit=${this.ask}>
        ${this.error ? html`<div class="f-summary" role="alert">${icon('warning')}<p>${this.error}</p></div>` : nothing}
        <cd-date class="billing-date" .label=${w.to} .value=${this.to} @change=${this.choose}></cd-date>
        ${this.standing(answer)}
        ${this.sure ? this.confirm() : html`<button type="submit" class="button primary" ?disabled=${answer.tills.length > 0}>${w.lock(date(this.to))}</button>`}
      </form>
      ${answer.drafts.length ? this.drafts(answer) : nothing}
      ${answer.locks.length ? this.locks(answer) : nothing}`;
  }

  /** @param {CustomEvent} event */
  choose({ detail }) {
    if (!detail.value) return;
    Object.assign(this, { to: detail.value, sure: false, error: '' });
    this.load();
  }

  /** @param {Period} answer */
  standing({ tills }) {
    if (!tills.length) return html`<p class="muted">${icon('check')} ${w.ready}</p>`;
    return html`<section aria-labelledby="period-tills"><h2 id="period-tills">${w.tills} <span class="queue-count">${tills.length}</span></h2><p class="muted">${w.tillsLead}</p>
      <ul class="period-tills">${tills.map((till) => html`<li><span class="grow"><b>${date(till.day)}</b> ${till.cashier}</span>${till.day < app.today() ? html`<a class="button small" href="/billing/till" aria-label=${words.till.countOf(till.cashier, date(till.day))} @click=${() => { leftOpen.wanted = till.till_id; }}>${words.till.count}</a>` : nothing}</li>`)}</ul></section>`;
  }

  confirm() {
    return html`<div class="till-sure" role="alert"><p>${w.sure(date(this.to))}${this.to === app.today() ? ` ${w.sureToday}` : ''}</p>
      <div class="button-row"><button type="button" class="button primary" data-lock ?disabled=${this.sender.busy} @click=${this.lock}>${w.lockNow}</button><button type="button" class="button" @click=${() => (this.sure = false)}>${w.notYet}</button></div></div>`;
  }

  /** @param {Period} answer */
  drafts({ drafts }) {
    const b = words.billing;
    return html`<section aria-labelledby="period-drafts"><h2 id="period-drafts">${w.drafts} <span class="queue-count">${drafts.length}</span></h2><p class="muted">${w.draftsLead}</p>
      <table class="rows"><thead><tr><th scope="col">${b.patient}</th><th scope="col">${b.visit}</th><th scope="col" class="number">${b.total}</th></tr></thead>
      <tbody>${drafts.map((draft) => html`<tr>
        <td><button type="button" class="row-button" @click=${() => openInvoice(draft.invoice_id)}>${draft.name}</button> <span class="muted">${draft.mrn}</span></td>
        <td>${draft.starts_at ? dateTime(draft.starts_at) : b.withoutVisit}</td>
        <td class="number">${money(draft.total_minor)}</td></tr>`)}</tbody></table>${cutLine(drafts)}</section>`;
  }

  /** @param {Period} answer */
  locks({ locks }) {
    return html`<section aria-labelledby="period-locks"><h2 id="period-locks">${w.earlier}</h2>
      <table class="rows"><thead><tr><th scope="col">${w.to}</th><th scope="col">${w.lockedOn}</th><th scope="col">${w.by}</th><th scope="col">${w.seal}</th></tr></thead>
      <tbody>${locks.map((one) => html`<tr><td class="nowrap">${date(one.locked_to)}</td><td class="nowrap">${dateTime(app.wall(one.locked_at))}</td><td>${one.locked_by}</td><td class="till-seal">${one.seal.slice(0, 8)}</td></tr>`)}</tbody></table></section>`;
  }
}

customElements.define('cd-billing-period', PeriodPage);
