// How a service's prices came to be: who set which, in what list, from when on.
import { html, nothing } from 'lit';
import { app } from '../app.js';
import { View } from '../element.js';
import * as format from '../format.js';
import { ask } from '../ipc.js';
import { say as sayError } from '../messages.js';
import { daysOf } from './service-prices.js';
import { words } from '../words/en.js';

const say = words.admin.prices;

/** @typedef {import('../bindings/PriceChange').PriceChange} PriceChange */

/** @param {PriceChange} one */
function whatOf({ before_minor: before, after_minor: after, valid_from: from, valid_to: to, ended }) {
  const days = from ? daysOf({ valid_from: from, valid_to: to }) : '';
  if (after === null) return say.taken(format.money(before ?? 0), days);
  if (before === null) return say.set(format.money(after), days);
  if (before === after && ended) return say.ended(format.money(after), days);
  return say.changed(format.money(before), format.money(after), days);
}

class PriceHistory extends View {
  static properties = { service: {}, rows: { state: true }, problem: { state: true } };

  constructor() {
    super();
    this.service = '';
    /** @type {PriceChange[]|null} */
    this.rows = null;
    /** @type {any} */
    this.problem = null;
  }

  connectedCallback() {
    super.connectedCallback();
    this.listen(app, 'changes', (/** @type {CustomEvent} */ event) => {
      if (event.detail.touches.some((/** @type {{kind: string, id: string}} */ touch) => touch.id === this.service || touch.kind === 'price_list')) this.load();
    });
  }

  /** @param {Map<PropertyKey, unknown>} changed */
  willUpdate(changed) {
    if (changed.has('service') && this.service) this.load();
  }

  async load() {
    try {
      this.rows = await ask({ ask: 'price_history', service_id: this.service });
      this.problem = null;
    } catch (error) {
      this.problem = error;
    }
  }

  render() {
    if (this.problem) return html`<p class="error" role="alert">${sayError(this.problem)}</p>`;
    const { rows } = this;
    if (!rows) return html`<div class="skeleton list-skeleton" role="status" aria-label=${words.admin.loading}><i></i><i></i></div>`;
    if (rows.length === 0) return html`<p class="muted">${say.noHistory}</p>`;
    return html`<div class="price-history"><ol>${rows.map((one) => html`<li>
      <p><strong>${one.price_list}</strong> <span class="number">${whatOf(one)}</span></p>
      <p class="muted small">${format.dateTime(app.wall(one.at))}${one.by ? html` · ${one.by}` : nothing}</p></li>`)}</ol></div>`;
  }
}

customElements.define('cd-price-history', PriceHistory);
