// The computers that work with this clinic's data: when each was last here, with which version; and the name of this one.
import { html, nothing } from 'lit';
import { app, toast } from '../../app.js';
import { View } from '../../element.js';
import * as format from '../../format.js';
import { icon } from '../../icons.js';
import { ask } from '../../ipc.js';
import { say as sayError } from '../../messages.js';
import { textField } from '../../parts/fields.js';
import { Form } from '../../parts/form.js';
import { formSummary } from '../../parts/form-view.js';
import { words } from '../../words/en.js';

const say = words.admin.workstations;

/** @typedef {import('../../wire-types.js').WorkstationLine} WorkstationLine */

class AdminWorkstations extends View {
  static properties = { rows: { state: true }, problem: { state: true }, naming: { state: true } };

  constructor() {
    super();
    /** @type {WorkstationLine[]|null} */
    this.rows = null;
    /** @type {any} */
    this.problem = null;
    this.naming = false;
    this.form = new Form(this, { name: '' });
  }

  connectedCallback() {
    super.connectedCallback();
    this.listen(app, 'changes', ({ detail }) => {
      if (detail.touches.some((/** @type {{kind: string}} */ touch) => touch.kind === 'workstation')) this.load();
    });
    this.load();
  }

  async load() {
    try {
      this.rows = await ask({ ask: 'workstations' });
      this.problem = null;
    } catch (error) {
      this.problem = error;
    }
  }

  async startNaming() {
    // What was typed before waits here.
    if (!this.form.dirty) this.form.start({ name: this.rows?.find((row) => row.current)?.name ?? '' });
    this.naming = true;
    await this.updateComplete;
    /** @type {HTMLElement|null} */ (this.querySelector('[data-first]'))?.focus();
  }

  async stopNaming() {
    this.form.start({ name: '' });
    this.naming = false;
    await this.updateComplete;
    /** @type {HTMLElement|null} */ (this.querySelector('.workstation-name'))?.focus();
  }

  /** @param {Event} event */
  async save(event) {
    event.preventDefault();
    const { form } = this;
    if (!form.check({ name: form.missing('name') })) return;
    const name = form.values.name.trim();
    if (!(await form.perform({ op: 'name_workstation', name }))) return;
    toast(words.admin.saved(name));
    await this.load();
    await app.reload().catch(() => {});
    await this.stopNaming();
  }

  render() {
    const { rows, problem } = this;
    return html`
      <section class="admin-page" aria-labelledby="admin-title">
        <div class="admin-list">
          <header class="admin-head"><div class="grow"><h1 id="admin-title">${words.admin.tabs.workstations}</h1><p class="muted">${say.lead}</p></div>
            ${rows && !this.naming ? html`<button type="button" class="button workstation-name" @click=${this.startNaming}>${icon('edit')}${say.rename}</button>` : nothing}</header>
          ${problem ? html`<div class="f-summary" role="alert">${icon('warning')}<div><p>${sayError(problem)}</p><button type="button" class="f-link" @click=${this.load}>${words.admin.retry}</button></div></div>` : nothing}
          ${this.naming ? this.renderForm() : nothing}
          ${rows ? this.renderRows(rows) : problem ? nothing : html`<div class="skeleton list-skeleton" role="status" aria-label=${words.admin.loading}><i></i><i></i></div>`}
        </div>
      </section>
    `;
  }

  renderForm() {
    const { form } = this;
    const cancel = (/** @type {KeyboardEvent} */ event) => {
      if (event.key === 'Escape') this.stopNaming();
    };
    return html`<form class="f-form workstation-form" novalidate @submit=${this.save} @keydown=${cancel}>
      ${formSummary(form, { name: say.name })}
      ${textField({ ...form.bind('name'), label: say.nameOfThis, hint: say.nameHint, maxlength: 80, first: true })}
      <div class="button-row form-buttons"><button type="submit" class="button primary" ?disabled=${form.busy}>${form.busy ? words.admin.saving : words.admin.save}</button>
        <button type="button" class="button" @click=${this.stopNaming}>${words.admin.cancel}</button></div>
    </form>`;
  }

  /** @param {WorkstationLine[]} rows */
  renderRows(rows) {
    const here = rows.find((row) => row.current)?.version;
    return html`<table class="rows">
      <thead><tr><th scope="col">${say.name}</th><th scope="col">${say.seen}</th><th scope="col">${say.version}</th></tr></thead>
      <tbody>${[...rows].sort((a, b) => b.seen_at.localeCompare(a.seen_at)).map((row) => html`<tr>
        <td>${row.name} ${row.current ? html`<span class="tag">${say.current}</span>` : nothing}</td>
        <td class="number nowrap">${format.dateTime(app.wall(row.seen_at))}</td>
        <td>${row.version} ${row.version === here ? nothing : html`<span class="tag">${say.otherVersion}</span>`}</td>
      </tr>`)}</tbody>
    </table>`;
  }
}

customElements.define('cd-admin-workstations', AdminWorkstations);
