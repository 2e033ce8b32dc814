// What each role may do: one table, a tick per role and permission. What differs from the preset is marked.
import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { app, toast } from '../../app.js';
import { View } from '../../element.js';
import { icon } from '../../icons.js';
import { ask, perform } from '../../ipc.js';
import { say as sayError } from '../../messages.js';
import { words } from '../../words/en.js';

const say = words.admin.permissionsTab;

/** @typedef {{permission: string, allowed: Record<string, boolean>, changed?: Record<string, boolean>, adjustable?: boolean}} Line */

/** So that nobody can lock the last door behind everybody, these stay as they are. */
const FIXED = new Set(['signed_in', 'people.edit', 'permission.edit', 'system']);

/** @param {string} permission */
const phrase = (permission) => /** @type {Record<string, string>} */ (words.admin.permissionPhrases)[permission] ?? permission.replaceAll(/[._]/g, ' ');
/** @param {string} text */
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
/** @param {string} role */
const roleName = (role) => /** @type {Record<string, string>} */ (words.common.roles)[role] ?? role;

class AdminPermissions extends View {
  static properties = { table: { state: true }, problem: { state: true }, busy: { state: true }, onlyChanged: { state: true } };

  constructor() {
    super();
    /** @type {{roles: string[], permissions: Line[]}|null} */
    this.table = null;
    /** @type {any} */
    this.problem = null;
    /** The cell under way: "role permission". @type {string|null} */
    this.busy = null;
    this.onlyChanged = false;
  }

  connectedCallback() {
    super.connectedCallback();
    this.listen(app, 'changes', (/** @type {CustomEvent} */ event) => {
      if (event.detail.touches.some((/** @type {{kind: string}} */ touch) => touch.kind === 'permission')) this.load();
    });
    this.load();
  }

  async load() {
    try {
      this.table = await ask({ ask: 'permissions' });
      this.problem = null;
    } catch (error) {
      this.problem = error;
    }
  }

  /** @param {string} role @param {string} permission @param {boolean} allowed */
  async set(role, permission, allowed) {
    this.busy = `${role} ${permission}`;
    try {
      await perform({ op: 'set_permission', role, permission, allowed });
      toast(allowed ? say.allowed(roleName(role), phrase(permission)) : say.refused(roleName(role), phrase(permission)));
      this.problem = null;
    } catch (error) {
      this.problem = error;
    }
    this.busy = null;
    const { problem } = this;
    await this.load();
    this.problem ??= problem;
  }

  /** @param {Line[]} lines by area, in the order they come */
  groups(lines) {
    /** @type {Map<string, Line[]>} */
    const groups = new Map();
    for (const line of lines) {
      const area = line.permission.split('.')[0];
      const name = /** @type {Record<string, string>} */ (say.groups)[area] ?? say.groups.other;
      groups.set(name, [...(groups.get(name) ?? []), line]);
    }
    return [...groups];
  }

  /** @param {Line} line */
  isChanged(line) {
    return Object.values(line.changed ?? {}).some(Boolean);
  }

  render() {
    const { table } = this;
    return html`
      <section class="admin-page" aria-labelledby="admin-title">
        <div class="admin-list">
          <header class="admin-head"><div class="grow"><h1 id="admin-title">${words.admin.tabs.permissions}</h1><p class="muted">${say.lead}</p></div></header>
          ${this.problem ? html`<div class="f-summary" role="alert">${icon('warning')}<p>${sayError(this.problem)}</p></div>` : nothing}
          ${table ? this.renderTable(table) : nothing}
        </div>
      </section>
    `;
  }

  /** @param {{roles: string[], permissions: Line[]}} table */
  renderTable({ roles, permissions }) {
    const shown = permissions.filter((line) => line.permission !== 'signed_in' && line.permission !== 'system' && (!this.onlyChanged || this.isChanged(line)));
    return html`
      <div class="admin-tools">
        <label class="f-check"><input type="checkbox" .checked=${this.onlyChanged} @change=${(/** @type {any} */ event) => (this.onlyChanged = event.target.checked)} /><span>${say.onlyChanged}</span></label>
      </div>
      ${shown.length === 0
        ? html`<div class="empty"><p>${this.onlyChanged ? say.nothingChanged : say.empty}</p></div>`
        : html`
            <table class="rows matrix">
              <thead><tr><th scope="col">${say.permission}</th>${roles.map((role) => html`<th scope="col">${roleName(role)}</th>`)}</tr></thead>
              ${this.groups(shown).map(
                ([name, lines]) => html`
                  <tbody>
                    <tr class="matrix-group"><th scope="rowgroup" colspan=${roles.length + 1}>${name}</th></tr>
                    ${lines.map((line) => this.renderLine(line, roles))}
                  </tbody>
                `,
              )}
            </table>
          `}
    `;
  }

  /** @param {Line} line @param {string[]} roles */
  renderLine(line, roles) {
    const fixed = FIXED.has(line.permission) || line.adjustable === false;
    return html`
      <tr>
        <th scope="row">${capital(phrase(line.permission))}${fixed ? html`<span class="tag" title=${say.fixed}>${icon('lock', { size: 12 })}<span class="visually-hidden">${say.fixed}</span></span>` : nothing}</th>
        ${roles.map((role) => {
          const changed = line.changed?.[role] ?? false;
          return html`
            <td class=${changed ? 'is-changed' : ''}>
              <label title=${changed ? say.changedHint : ''}>
                <input
                  type="checkbox"
                  aria-label=${say.cell(roleName(role), phrase(line.permission))}
                  ?disabled=${fixed || this.busy === `${role} ${line.permission}`}
                  .checked=${live(line.allowed[role] ?? false)}
                  @change=${(/** @type {any} */ event) => this.set(role, line.permission, event.target.checked)}
                />
                ${changed ? html`<span class="changed-mark">${say.changed}</span>` : nothing}
              </label>
            </td>
          `;
        })}
      </tr>
    `;
  }
}

customElements.define('cd-admin-permissions', AdminPermissions);
