// The lists of diagnosis codes: the one that comes with the program and the clinic's own, and which of them are searched.
import { html, nothing } from 'lit';
import { toast } from '../../app.js';
import { View } from '../../element.js';
import { icon } from '../../icons.js';
import { ask } from '../../ipc.js';
import { say as sayError } from '../../messages.js';
import { openCodeImport } from '../../parts/code-import.js';
import { Sender } from '../../parts/sender.js';
import { words } from '../../words/en.js';
import '../../parts/table-import.css';

const say = words.codeLists;

/** @typedef {import('../../bindings/CodeListLine').CodeListLine} Line */

class AdminCodes extends View {
  static properties = { rows: { state: true }, problem: { state: true } };

  constructor() {
    super();
    /** @type {Line[]|null} */
    this.rows = null;
    /** @type {any} */
    this.problem = null;
    this.sender = new Sender(() => this.requestUpdate());
  }

  connectedCallback() {
    super.connectedCallback();
    this.load();
  }

  async load() {
    try {
      this.rows = await ask({ ask: 'code_lists' });
      this.problem = null;
    } catch (error) {
      this.problem = error;
    }
  }

  /** @param {string} [name] */
  async add(name) {
    if (await openCodeImport(name)) await this.load();
  }

  /** @param {Line} row @param {boolean} active */
  async use(row, active) {
    try {
      await this.sender.send({ op: 'use_codes', code_list: row.name, active });
      toast((active ? say.usedDone : say.unusedDone)(this.nameOf(row)));
      await this.load();
    } catch (error) {
      this.problem = error;
    }
  }

  /** @param {Line} row */
  nameOf(row) {
    return row.shipped ? say.shipped : row.name;
  }

  render() {
    const { rows, problem } = this;
    return html`
      <section class="admin-page" aria-labelledby="admin-title">
        <div class="admin-list">
          <header class="admin-head"><div class="grow"><h1 id="admin-title">${words.admin.tabs.codes}</h1><p class="muted">${say.lead}</p></div>
            <button type="button" class="button primary" @click=${() => this.add()}>${icon('plus')}${say.add}</button></header>
          ${problem ? html`<div class="f-summary" role="alert">${icon('warning')}<div><p>${sayError(problem)}</p><button type="button" class="f-link" @click=${this.load}>${words.admin.retry}</button></div></div>` : nothing}
          ${rows ? this.renderRows(rows) : problem ? nothing : html`<div class="skeleton list-skeleton" role="status" aria-label=${words.admin.loading}><i></i><i></i></div>`}
        </div>
      </section>
    `;
  }

  /** @param {Line[]} rows */
  renderRows(rows) {
    return html`<table class="rows">
      <thead><tr><th scope="col">${say.name}</th><th scope="col">${say.edition}</th><th scope="col" class="number">${say.codes}</th><th scope="col">${say.search}</th><td></td></tr></thead>
      <tbody>${rows.map((row) => html`<tr>
        <td>${this.nameOf(row)} ${row.shipped ? html`<span class="tag">${say.withProgram}</span>` : nothing}</td>
        <td>${row.edition}</td>
        <td class="number">${row.codes.toLocaleString('en-GB')}</td>
        <td><label class="code-use"><input type="checkbox" .checked=${row.active} ?disabled=${this.sender.busy} aria-label=${say.searchOne(this.nameOf(row))} @change=${(/** @type {any} */ { target }) => this.use(row, target.checked)} /> ${row.active ? say.searched : say.notSearched}</label></td>
        <td class="code-do">${row.shipped ? nothing : html`<button type="button" class="button small" aria-label=${say.replaceOne(row.name)} @click=${() => this.add(row.name)}>${say.replace}</button>`}</td>
      </tr>`)}</tbody>
    </table>`;
  }
}

customElements.define('cd-admin-codes', AdminCodes);
