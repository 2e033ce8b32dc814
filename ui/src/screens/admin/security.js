// Sign-ins, failures, refusals and locks, newest first.
import { html, nothing } from 'lit';
import { app } from '../../app.js';
import { View } from '../../element.js';
import * as format from '../../format.js';
import { icon } from '../../icons.js';
import { ask } from '../../ipc.js';
import { say as sayError } from '../../messages.js';
import { words } from '../../words/en.js';

const say = words.admin.securityTab;
const PAGE = 100;
const BAD = new Set(['sign_in_failed', 'denied']);

/** @typedef {{at: string, kind: string, user: string|null, login: string|null, workstation: string, detail: string|null}} SecurityEvent */

class AdminSecurity extends View {
  static properties = { rows: { state: true }, next: { state: true }, problem: { state: true }, onlyBad: { state: true }, loading: { state: true } };

  constructor() {
    super();
    /** @type {SecurityEvent[]|null} */
    this.rows = null;
    /** @type {any} */
    this.next = null;
    /** @type {any} */
    this.problem = null;
    this.onlyBad = false;
    this.loading = false;
  }

  connectedCallback() {
    super.connectedCallback();
    this.load();
  }

  /** @param {any} [before] */
  async load(before = null) {
    this.loading = true;
    try {
      const answer = await ask({ ask: 'security_events', ...(before ? { before } : {}), limit: PAGE });
      this.rows = before ? [...(this.rows ?? []), ...answer.rows] : answer.rows;
      this.next = answer.next;
      this.problem = null;
    } catch (error) {
      this.problem = error;
    }
    this.loading = false;
  }

  render() {
    const { rows } = this;
    return html`
      <section class="admin-page" aria-labelledby="admin-title">
        <div class="admin-list">
          <header class="admin-head"><div class="grow"><h1 id="admin-title">${words.admin.tabs.security}</h1><p class="muted">${say.lead}</p></div></header>
          ${this.problem ? html`<div class="f-summary" role="alert">${icon('warning')}<p>${sayError(this.problem)}</p></div>` : nothing}
          ${rows ? this.renderRows(rows) : nothing}
        </div>
      </section>
    `;
  }

  /** @param {SecurityEvent[]} rows */
  renderRows(rows) {
    if (rows.length === 0) return html`<div class="empty"><p>${say.empty}</p></div>`;
    const shown = this.onlyBad ? rows.filter((row) => BAD.has(row.kind)) : rows;
    return html`
      <div class="admin-tools">
        <label class="f-check"><input type="checkbox" .checked=${this.onlyBad} @change=${(/** @type {any} */ event) => (this.onlyBad = event.target.checked)} /><span>${say.only}</span></label>
      </div>
      ${shown.length === 0
        ? html`<div class="empty"><p>${say.none}</p></div>`
        : html`
            <table class="rows">
              <thead><tr><th scope="col">${say.when}</th><th scope="col">${say.what}</th><th scope="col">${say.who}</th><th scope="col">${say.where}</th><th scope="col">${say.detail}</th></tr></thead>
              <tbody>${shown.map((row) => this.renderRow(row))}</tbody>
            </table>
          `}
      ${this.next ? html`<p class="more-rows"><button type="button" class="button" ?disabled=${this.loading} @click=${() => this.load(this.next)}>${say.older}</button></p>` : nothing}
    `;
  }

  /** @param {SecurityEvent} row */
  renderRow(row) {
    const bad = BAD.has(row.kind);
    return html`
      <tr>
        <td class="number nowrap">${format.dateTime(app.wall(row.at))}</td>
        <td class=${bad ? 'bad' : ''}>${bad ? icon('warning', { size: 14 }) : nothing}${/** @type {Record<string, string>} */ (say.kinds)[row.kind] ?? row.kind.replaceAll('_', ' ')}</td>
        <td>${row.user ?? (row.login ? html`<span class="muted">${say.unknownUser(row.login)}</span>` : '')}</td>
        <td>${row.workstation}</td>
        <td class="muted">${detailWords(row.detail)}</td>
      </tr>
    `;
  }
}

/** A refusal names the permission that was missing. @param {string|null} detail */
function detailWords(detail) {
  if (!detail) return '';
  const { permissionPhrases, operations, securityTab } = /** @type {Record<string, Record<string, any>>} */ (/** @type {any} */ (words.admin));
  return permissionPhrases[detail] ?? operations[detail] ?? securityTab.details[detail] ?? detail.replaceAll(/[._]/g, ' ');
}

customElements.define('cd-admin-security', AdminSecurity);
