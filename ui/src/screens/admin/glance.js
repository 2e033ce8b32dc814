// Admin → At a glance: a few figures of the clinic's day, each a way to where it comes from.
import { html, nothing } from 'lit';
import { app } from '../../app.js';
import { View } from '../../element.js';
import { dateInWords, money } from '../../format.js';
import { icon } from '../../icons.js';
import { ask } from '../../ipc.js';
import { say } from '../../messages.js';
import { words } from '../../words/en.js';
import './glance.css';

/** @typedef {import('../../bindings/Glance').Glance} Glance */

const w = words.glance;
const MOVES = new Set(['appointment', 'waitlist', 'invoice', 'payment', 'visit_record', 'patient']);

class AdminGlance extends View {
  static properties = { answer: { state: true }, problem: { state: true } };

  constructor() {
    super();
    /** @type {Glance|null} */
    this.answer = null;
    this.problem = '';
    this.turn = 0;
  }

  connectedCallback() {
    super.connectedCallback();
    this.listen(app, 'changes', ({ detail }) => {
      if (detail.touches.some((/** @type {any} */ touch) => MOVES.has(touch.kind))) this.load();
    });
    this.load();
  }

  async load() {
    this.turn += 1;
    const { turn } = this;
    try {
      const answer = await ask({ ask: 'glance' });
      if (turn === this.turn) Object.assign(this, { answer, problem: '' });
    } catch (error) {
      if (turn === this.turn) this.problem = say(/** @type {any} */ (error));
    }
  }

  /** @param {string} label @param {any} figure @param {any} beside @param {string} path where it comes from, for whoever may open it */
  figure(label, figure, beside, path = '') {
    return html`<div class="glance-figure"><dt>${path ? html`<a href=${path}>${label}</a>` : label}</dt><dd class="glance-number">${figure}</dd><dd class="muted">${beside}</dd></div>`;
  }

  /** @param {Glance} now */
  visits({ visits }) {
    const all = visits.reduce((sum, one) => sum + one.count, 0);
    return html`<section class="glance-visits" aria-labelledby="glance-visits"><h2 id="glance-visits"><a href="/today">${w.visits}</a> <span class="queue-count">${all}</span></h2>
      ${all ? html`<ul>${visits.map((one) => html`<li class="glance-status is-${one.status.replace('_', '-')}">${icon(/** @type {'booked'} */ (one.status))}<span class="grow">${words.common.status[/** @type {'booked'} */ (one.status)]}</span><b class="number">${one.count}</b></li>`)}</ul>` : html`<p class="muted">${w.noVisits}</p>`}</section>`;
  }

  /** @param {Glance} now */
  figures(now) {
    const calendar = app.can('appointment.view');
    return html`<dl class="glance-figures">
      ${this.figure(w.noShows, now.no_shows_week, w.ofExpected(now.expected_week), app.can('work.reports') ? '/billing/work' : '')}
      ${this.figure(w.confirm, now.to_confirm, w.confirmed(now.confirmed), calendar ? '/calendar/calls' : '')}
      ${this.figure(w.waiting, now.waiting, w.urgent(now.urgent), calendar ? '/calendar/waitlist' : '')}
      ${this.figure(w.owed, money(now.owed_minor), w.invoices(now.owing_invoices), app.can('billing.view') ? '/billing/unpaid' : '')}
      ${this.figure(w.unsigned, now.unsigned, w.unsignedLead, '')}
    </dl>`;
  }

  render() {
    const { answer, problem } = this;
    return html`
      <section class="admin-page" aria-labelledby="admin-title">
        <div class="admin-list">
          <header class="admin-head"><div class="grow"><h1 id="admin-title">${w.title}</h1>${answer ? html`<p class="muted">${w.lead(dateInWords(answer.today))}</p>` : nothing}</div></header>
          ${problem ? html`<div class="f-summary" role="alert">${icon('warning')}<div><p>${problem}</p><button type="button" class="f-link" @click=${this.load}>${words.admin.retry}</button></div></div>` : nothing}
          ${answer ? html`<div class="glance">${this.visits(answer)}${this.figures(answer)}</div>` : problem ? nothing : html`<div class="skeleton list-skeleton" role="status" aria-label=${words.admin.loading}><i></i><i></i><i></i></div>`}
        </div>
      </section>`;
  }
}

customElements.define('cd-admin-glance', AdminGlance);
