// How papers look: as they come with the app, or as the clinic wrote it itself.
import { html, nothing } from 'lit';
import { app } from '../../app.js';
import { View } from '../../element.js';
import { dateTime } from '../../format.js';
import { icon } from '../../icons.js';
import { ask, command } from '../../ipc.js';
import { say as sayError } from '../../messages.js';
import { openPaperEditor } from '../../parts/paper-editor.js';
import { words } from '../../words/en.js';

const say = words.papers;

/** @typedef {import('../../bindings/PaperTemplateLine').PaperTemplateLine} Line */
/** @typedef {{paper: import('../../bindings/PaperTemplateName').PaperTemplateName, error: any}} Fault */

class AdminPapers extends View {
  static properties = { rows: { state: true }, faults: { state: true }, problem: { state: true } };

  constructor() {
    super();
    /** @type {Line[]|null} */
    this.rows = null;
    /** What cannot be printed as things are. @type {Fault[]} */
    this.faults = [];
    /** @type {any} */
    this.problem = null;
  }

  connectedCallback() {
    super.connectedCallback();
    this.listen(app, 'changes', (/** @type {CustomEvent} */ event) => {
      if (event.detail.touches.some((/** @type {{kind: string}} */ touch) => touch.kind === 'paper_template')) this.load();
    });
    this.load();
  }

  async load() {
    try {
      this.rows = await ask({ ask: 'paper_templates' });
      this.problem = null;
      this.faults = await command('template_faults', {});
    } catch (error) {
      this.problem = error;
    }
  }

  /** @param {Line} row */
  async edit(row) {
    if (await openPaperEditor(row)) await this.load();
  }

  /** @param {Line} row */
  standing(row) {
    if (!row.changed_at) return html`<span class="muted">${say.shipped}</span>`;
    return (row.text === null ? say.wasOwn : say.own)(dateTime(row.changed_at), row.changed_by);
  }

  render() {
    const { rows, problem } = this;
    return html`
      <section class="admin-page" aria-labelledby="admin-title">
        <div class="admin-list">
          <header class="admin-head"><div class="grow"><h1 id="admin-title">${words.admin.tabs.papers}</h1><p class="muted">${say.lead}</p></div></header>
          ${problem ? html`<div class="f-summary" role="alert">${icon('warning')}<div><p>${sayError(problem)}</p><button type="button" class="f-link" @click=${this.load}>${words.admin.retry}</button></div></div>` : nothing}
          ${this.faults.map(({ paper, error }) => html`<div class="f-summary" role="alert">${icon('warning')}<p>${say.fault(say.names[paper], sayError(error))}</p></div>`)}
          ${rows ? this.renderRows(rows) : problem ? nothing : html`<div class="skeleton list-skeleton" role="status" aria-label=${words.admin.loading}><i></i><i></i><i></i></div>`}
        </div>
      </section>
    `;
  }

  /** @param {Line[]} rows */
  renderRows(rows) {
    const about = /** @type {Record<string, string>} */ (say.about);
    return html`<table class="rows paper-rows">
      <thead><tr><th scope="col">${say.paper}</th><th scope="col">${say.standing}</th><td></td></tr></thead>
      <tbody>${rows.map((row) => html`<tr>
        <td>${say.names[row.template]}${about[row.template] ? html` <span class="muted small">${about[row.template]}</span>` : nothing}</td>
        <td>${this.standing(row)}</td>
        <td class="code-do"><button type="button" class="button small" aria-label=${say.editOne(say.names[row.template])} @click=${() => this.edit(row)}>${say.edit}</button></td>
      </tr>`)}</tbody>
    </table>`;
  }
}

customElements.define('cd-admin-papers', AdminPapers);
