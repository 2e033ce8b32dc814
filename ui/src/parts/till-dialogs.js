// What is done at a till besides taking payments: counting the float, and moving cash in or out.
import { html } from 'lit';
import { app } from '../app.js';
import { money, moneyTyped, parseMoney } from '../format.js';
import { words } from '../words/en.js';
import { selectInput, textInput } from './inputs.js';
import { MoneyDialog } from './money-dialog.js';

const w = words.till;

/** The till of an earlier day that another page wants counted and closed, until the till's page shows it. */
export const leftOpen = { wanted: /** @type {string|null} */ (null) };

class TillMoveDialog extends MoneyDialog {
  constructor() {
    super();
    this.into = false;
    /** @type {import('../bindings/CashPurpose').CashPurpose} */
    this.purpose = 'bank';
    this.amount = '';
  }

  get typedNames() {
    return ['into', 'purpose', 'amount'];
  }

  heading() {
    return w.moveTitle;
  }

  check() {
    /** @type {Record<string, string>} */
    const errors = {};
    if (!parseMoney(this.amount)) errors.amount = words.checkout.notMoney(moneyTyped(4500));
    return errors;
  }

  operation() {
    return { op: 'move_cash', into: this.into, amount_minor: parseMoney(this.amount) ?? 0, purpose: this.purpose, reason: this.reason.trim() };
  }

  /** @param {import('../bindings/TillSaved').TillSaved} outcome */
  told(outcome) {
    return w.movedDone(money(outcome.cash_minor));
  }

  get doing() {
    return w.moveSubmit;
  }

  fields() {
    const choice = (/** @type {boolean} */ into, /** @type {string} */ label) => html`<label class="segment"><input type="radio" name="till-way" .checked=${this.into === into} @change=${() => { this.into = into; this.requestUpdate(); }} /><span>${label}</span></label>`;
    return html`<div class="segments" role="radiogroup" aria-label=${w.moveTitle}>${choice(false, w.outOf)}${choice(true, w.into)}</div>
      ${textInput({ name: 'move-amount', label: words.checkout.amount(app.clinic?.currency ?? ''), value: this.amount, mode: 'decimal', className: 'checkout-amount', error: this.errors.amount, first: true, on: (value) => { this.amount = value; delete this.errors.amount; } })}
      ${selectInput({ name: 'move-purpose', label: this.into ? w.comesFrom : w.goesTo, value: this.purpose, options: Object.entries(w.purposes).map(([value, label]) => ({ value, label })), on: (value) => { this.purpose = value; } })}
      <p class="muted small">${w.moveReasonHint}</p>`;
  }
}
customElements.define('cd-till-move', TillMoveDialog);

export const openMove = () => /** @type {TillMoveDialog} */ (document.createElement('cd-till-move')).open();

class FloatDialog extends MoneyDialog {
  constructor() {
    super();
    this.amount = '';
  }

  get typedNames() {
    return ['amount'];
  }

  heading() {
    return w.floatTitle;
  }

  get asksWhy() {
    return false;
  }

  check() {
    /** @type {Record<string, string>} */
    const errors = {};
    if (parseMoney(this.amount) === null) errors.amount = words.checkout.notMoney(moneyTyped(10_000));
    return errors;
  }

  operation() {
    return { op: 'set_float', float_minor: parseMoney(this.amount) ?? 0 };
  }

  told() {
    return w.floatSaved;
  }

  get doing() {
    return w.save;
  }

  fields() {
    return textInput({ name: 'float-amount', label: words.checkout.amount(app.clinic?.currency ?? ''), value: this.amount, mode: 'decimal', className: 'checkout-amount', error: this.errors.amount, first: true, on: (value) => { this.amount = value; delete this.errors.amount; } });
  }
}
customElements.define('cd-till-float', FloatDialog);

/** @param {number} minor what it is now */
export function openFloat(minor) {
  return Object.assign(/** @type {FloatDialog} */ (document.createElement('cd-till-float')), { amount: minor ? moneyTyped(minor) : '' }).open();
}
