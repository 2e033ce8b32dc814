// What the pages of Billing share: they ask one question, and ask it again when money moved anywhere.
import { html, nothing } from 'lit';
import { app, toast } from '../../app.js';
import { View } from '../../element.js';
import { icon } from '../../icons.js';
import { say } from '../../messages.js';
import { words } from '../../words/en.js';
import '../admin/admin.css';
import { LongWork } from '../../parts/long-work.js';
import '../../parts/date-input.js';
import '../../parts/fields.css';
import './billing.css';

const MONEY = new Set(['invoice', 'payment', 'payer', 'till', 'period', 'appointment', 'patient']);

/** As many as the clinic answers at once, see `MOST` in core/src/billing/lists.rs. */
const MOST = 500;

/** Said below a list that ends before all are told. @param {any[]} lines */
export const cutLine = (lines) => (lines.length >= MOST ? html`<p class="muted">${words.billing.cut(lines.length)}</p>` : nothing);

/** Subclasses say: `question`, `title`, `lead`, `tools()`, `list(answer)`. */
export class BillingList extends View {
  /** @type {import('lit').PropertyDeclarations} */
  static properties = { answer: { state: true }, problem: { state: true }, from: { state: true }, to: { state: true } };

  constructor() {
    super();
    /** @type {any} */
    this.answer = null;
    this.problem = '';
    this.from = app.today();
    this.to = app.today();
    this.asking = new LongWork(this);
    /** Something moved while it was added up. */
    this.again = false;
    /** What was asked for what is shown, so that stopping another question leaves the screen as it was. @type {Record<string, any> | null} */
    this.shown = null;
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.asking.leave();
  }

  /** @returns {{ask: string} & Record<string, any>} */
  get question() {
    return { ask: '' };
  }

  /** What is chosen on this page. @returns {Record<string, any>} */
  get chosen() {
    return { from: this.from, to: this.to };
  }

  get title() {
    return '';
  }

  get lead() {
    return '';
  }

  /** @returns {any} */
  tools() {
    return nothing;
  }

  /** @param {any} _answer @returns {any} */
  list(_answer) {
    return nothing;
  }

  connectedCallback() {
    super.connectedCallback();
    this.listen(app, 'lists', () => this.requestUpdate());
    this.listen(app, 'boot', () => this.requestUpdate());
    this.listen(app, 'changes', ({ detail }) => {
      if (detail.touches.some((/** @type {any} */ touch) => MONEY.has(touch.kind))) this.heard();
    });
    app.load('practitioners').catch(() => {});
    this.load();
  }

  /** Money moved: what was stopped stays so, and what is being added up is added up again afterwards. */
  heard() {
    if (this.asking.stopped) return;
    if (this.asking.running) this.again = true;
    else this.load();
  }

  async load() {
    this.again = false;
    const { chosen } = this;
    try {
      const answer = await this.asking.run('ask', { question: this.question });
      if (answer === null) return;
      this.answer = answer;
      this.problem = '';
      this.shown = { ...chosen, answer };
    } catch (error) {
      this.problem = say(/** @type {any} */ (error));
    }
    if (this.again) this.load();
  }

  /** Nobody waits any more: what was there before is there again; where nothing was, it can be begun again. */
  stopped() {
    if (!this.shown) {
      this.updateComplete.then(() => /** @type {HTMLElement | null} */ (this.querySelector('[data-again]'))?.focus());
      return;
    }
    Object.assign(this, this.shown);
    this.asking.stopped = false;
    toast(words.longWork.backAgain);
    this.updateComplete.then(() => /** @type {HTMLElement | null} */ (this.querySelector('.billing-tools input:checked, .billing-tools input'))?.focus());
  }

  /** From and to, both included. */
  span() {
    const set = (/** @type {'from'|'to'} */ which) => (/** @type {CustomEvent} */ { detail }) => {
      if (!detail.value) return;
      this[which] = detail.value;
      this.load();
    };
    return html`<cd-date class="billing-date" .label=${words.billing.from} .value=${this.from} @change=${set('from')}></cd-date>
      <cd-date class="billing-date" .label=${words.billing.to} .value=${this.to} @change=${set('to')}></cd-date>`;
  }

  render() {
    const { answer, problem } = this;
    return html`
      <section class="admin-page" aria-label=${this.title}>
        <div class="admin-list">
          <header class="admin-head"><div class="grow"><h1>${this.title}</h1><p class="muted">${this.lead}</p></div></header>
          <div class="billing-tools">${this.tools()}</div>
          ${problem ? html`<div class="f-summary" role="alert">${icon('warning')}<div><p>${problem}</p><button type="button" class="f-link" @click=${this.load}>${words.admin.retry}</button></div></div>` : nothing}
          ${this.asking.render(words.billing.adding, () => this.stopped())}
          ${this.asking.stopped ? html`<div class="empty" role="status"><p>${words.longWork.stopped}</p><button type="button" class="button" data-again @click=${this.load}>${words.longWork.again}</button></div>` : nothing}
          ${answer && !this.asking.stopped ? this.list(answer) : problem || this.asking.stopped ? nothing : html`<div class="skeleton list-skeleton" role="status" aria-label=${words.billing.loading}><i></i><i></i><i></i></div>`}
        </div>
      </section>
    `;
  }
}

/** @param {string} text */
export const emptyLine = (text) => html`<div class="empty"><p>${text}</p></div>`;
