// Who signs in, with which roles, and a one-time password for whoever forgot theirs.
import { html, nothing } from 'lit';
import { app, toast } from '../../app.js';
import * as format from '../../format.js';
import { perform } from '../../ipc.js';
import { say as sayError } from '../../messages.js';
import { checkList, textField } from '../../parts/fields.js';
import { Form } from '../../parts/form.js';
import { formSummary } from '../../parts/form-view.js';
import { oneTimePassword } from '../../parts/one-time-password.js';
import { words } from '../../words/en.js';
import { AdminList } from './list.js';

const say = words.admin.people;
const ROLES = /** @type {const} */ (['admin', 'receptionist', 'doctor', 'nurse', 'accountant']);

const roleOptions = () => ROLES.map((role) => ({ value: role, label: words.common.roles[role], hint: say.about[role] }));
/** @param {string[]} roles */
const rolesInWords = (roles) => roles.map((role) => /** @type {Record<string, string>} */ (words.common.roles)[role] ?? role).join(', ');

class People extends AdminList {
  /** @type {import('lit').PropertyDeclarations} */
  static properties = { giving: { state: true } };

  constructor() {
    super();
    /** The form for a one-time password, while it is open. @type {Form|null} */
    this.giving = null;
  }

  get words() {
    return say;
  }

  get heading() {
    return words.admin.tabs.people;
  }

  get source() {
    return { question: 'people', key: 'user_id', kind: 'user' };
  }

  columns() {
    return [
      { head: say.name, cell: (/** @type {any} */ row) => html`${row.name}${row.user_id === app.me?.user_id ? html` <span class="muted">(${say.you})</span>` : nothing}` },
      { head: say.roles, cell: (/** @type {any} */ row) => rolesInWords(row.roles) },
      { head: say.login, cell: (/** @type {any} */ row) => row.login, extra: true },
      { head: say.lastSignIn, cell: (/** @type {any} */ row) => this.lastSeen(row), extra: true },
    ];
  }

  /** @param {any} row */
  lastSeen(row) {
    if (row.must_change_password) return html`<span class="muted">${say.waitingForChange}</span>`;
    return row.last_sign_in ? format.dateTime(app.wall(row.last_sign_in)) : html`<span class="muted">${say.never}</span>`;
  }

  /** @param {any} row */
  findText(row) {
    return `${row.name} ${row.login} ${rolesInWords(row.roles)}`;
  }

  blank() {
    return { name: '', login: '', roles: [], password: '' };
  }

  /** @param {any} row */
  toValues(row) {
    return { name: row.name, roles: row.roles };
  }

  names() {
    return { one_time_password: 'password', 'password.length': 'password', 'password.common': 'password', 'person.login_taken': 'login', 'person.last_admin': 'roles' };
  }

  /** @param {string} field @param {any} value */
  shown(field, value) {
    return field === 'roles' ? rolesInWords(value) : String(value);
  }

  /** @param {string|null} id */
  async select(id) {
    this.giving = null;
    await super.select(id);
  }

  /** @param {any} form @param {any} row */
  fields(form, row) {
    return html`
      ${textField({ ...form.bind('name'), label: say.name, hint: say.nameHint, first: true, spellcheck: false })}
      ${row
        ? html`<p class="f-static"><span>${say.login}</span>${row.login}</p>`
        : textField({ ...form.bind('login'), label: say.login, hint: say.loginHint, spellcheck: false })}
      ${checkList({ ...form.bind('roles'), label: say.roles, options: roleOptions() })}
      ${row ? nothing : oneTimePassword(form)}
    `;
  }

  /** @param {any} form @param {any} row */
  check(form, row) {
    const always = { name: form.missing('name'), roles: form.values.roles.length ? null : say.noRole };
    return form.check(row ? always : { ...always, login: form.missing('login'), password: form.missing('password') ?? tooShort(form.values.password) });
  }

  /** @param {any} form @param {any} row */
  steps(form, row) {
    const { name, login, roles, password } = form.values;
    if (row) return [(/** @type {number} */ version) => ({ op: 'edit_person', user_id: row.user_id, version, name: name.trim(), roles, active: row.active })];
    return [() => ({ op: 'add_person', user_id: form.rowId, login: login.trim(), name: name.trim(), roles, one_time_password: password })];
  }

  /** @param {any} row @param {boolean} active */
  hiding(row, active) {
    return (/** @type {number} */ version) => ({ op: 'edit_person', user_id: row.user_id, version, name: row.name, roles: row.roles, active });
  }

  /** @param {any} row */
  more(row) {
    if (!row.active) return nothing;
    const { giving } = this;
    if (!giving) return html`<section class="admin-panel-more"><button type="button" class="button" @click=${() => (this.giving = new Form(this, { password: '' }))}>${say.give}</button></section>`;
    return html`
      <form class="admin-panel-more f-form" novalidate @submit=${(/** @type {Event} */ event) => this.give(event, row, giving)}>
        <h3>${say.give}</h3>
        ${formSummary(giving)} ${oneTimePassword(giving)}
        <div class="button-row">
          <button type="submit" class="button" ?disabled=${giving.busy}>${say.giveButton}</button>
          <button type="button" class="button quiet" @click=${() => (this.giving = null)}>${words.admin.cancel}</button>
        </div>
      </form>
    `;
  }

  /** @param {Event} event @param {any} row @param {Form} form */
  async give(event, row, form) {
    event.preventDefault();
    if (!form.check({ password: form.missing('password') ?? tooShort(form.values.password) })) return;
    const done = await form.send(() => perform({ op: 'give_one_time_password', user_id: row.user_id, password: form.values.password }), { names: this.names() });
    if (!done) return;
    this.giving = null;
    toast(say.given(row.name));
    // Its version may have moved on; an untouched form follows.
    await this.load();
  }
}

/** @param {string} password */
const tooShort = (password) => ([...password].length < 12 ? sayError({ code: 'password.length', details: { min: 12 } }) : null);

customElements.define('cd-admin-people', People);
