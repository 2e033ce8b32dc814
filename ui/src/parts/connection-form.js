// One connection: where the clinic's data is and how to reach it. Test says in plain words what works and what does not.
import { html, nothing } from 'lit';
import { app, toast } from '../app.js';
import { View } from '../element.js';
import { icon } from '../icons.js';
import { command, uuid7 } from '../ipc.js';
import { say as sayError } from '../messages.js';
import { words } from '../words/en.js';
import { diagnosisView } from './diagnosis.js';
import { passwordField, radioField, textField } from './fields.js';
import { Form, same } from './form.js';
import { formSummary } from './form-view.js';
import './upgrade.js';
import './connections.css';

const say = words.connections;

/** @typedef {{id: string, name: string, kind: 'sample'|'file'|'server', path: string|null, hosts: string[], port: number, database: string, user: string, tls: 'identity'|'own_ca'|'off', ca_file: string|null, current: boolean, has_password: boolean}} Connection */
/** @typedef {import('./diagnosis.js').Diagnosis} Diagnosis */

/** @type {Record<string, string>} */
const LABELS = {
  name: say.name, path: say.path, hosts: say.hosts, port: say.port, database: say.database, user: say.user, password: say.password, tls: say.tls, ca_file: say.caFile,
};

/** Which field of a file's is to blame. @type {Record<string, string>} */
const OF_FILE = { 'key.unreadable': 'password', 'connection.wrong_key': 'password', 'connection.file_not_found': 'path', 'connection.network_share': 'path' };

/** Names of this computer itself: only to these may a connection go without encryption. */
const HERE = /^(localhost|127(\.\d{1,3}){3}|::1)$/i;
/** @param {string[]} hosts */
export const onlyHere = (hosts) => hosts.length > 0 && hosts.every((host) => HERE.test(host.trim()));

/** @returns {Connection} */
export const blankConnection = () => ({
  id: uuid7(), name: '', kind: 'server', path: null, hosts: [''], port: 3306, database: 'clinic', user: '', tls: 'identity', ca_file: null, current: false, has_password: false,
});

export class ConnectionForm extends View {
  static properties = { connection: { attribute: false }, fresh: { type: Boolean }, diagnosis: { state: true }, testing: { state: true } };

  constructor() {
    super();
    /** @type {Connection} */
    this.connection = blankConnection();
    /** Not saved yet. */
    this.fresh = false;
    /** @type {Diagnosis|null} */
    this.diagnosis = null;
    /** @type {'test'|'create'|null} */
    this.testing = null;
    /** What was tested last: a change since then is said. @type {any} */
    this.tested = null;
    this.form = new Form(this, {});
  }

  /** @param {Map<PropertyKey, unknown>} changed */
  willUpdate(changed) {
    if (!changed.has('connection')) return;
    const { name, kind, path, hosts, port, database, user, tls, ca_file } = this.connection;
    this.form.start({ name, kind, path: path ?? '', hosts: hosts?.length ? hosts : [''], port: String(port ?? 3306), database, user, password: '', tls, ca_file: ca_file ?? '' });
    this.diagnosis = null;
    this.tested = null;
  }

  firstUpdated() {
    /** @type {HTMLElement|null} */ (this.querySelector('[data-first]'))?.focus();
  }

  /** As the wire has it. @returns {Connection} */
  get entered() {
    const { values } = this.form;
    const server = values.kind === 'server';
    return {
      ...this.connection, name: values.name.trim() || this.usualName, kind: values.kind, path: server ? null : values.path.trim(),
      hosts: server ? values.hosts.map((/** @type {string} */ host) => host.trim()).filter(Boolean) : [], port: Number(values.port) || 3306,
      database: values.database.trim(), user: values.user.trim(), tls: values.tls, ca_file: values.tls === 'own_ca' ? values.ca_file.trim() : null,
    };
  }

  /** Called after the server or the file, until somebody gives it a name. */
  get usualName() {
    const { kind, hosts, path } = this.form.values;
    return kind === 'server' ? hosts[0].trim() : (path.trim().split(/[\\/]/).pop() ?? '');
  }

  /** null: the saved one. */
  get password() {
    const { kind, password } = this.form.values;
    // Only a server may have an empty one; a file's key may be known here by its path.
    return password === '' && (this.connection.has_password || kind !== 'server') ? null : password;
  }

  check() {
    const { form } = this;
    const { values } = form;
    if (values.kind !== 'server') return form.check({ path: form.missing('path') });
    const { hosts } = this.entered;
    const port = /^\d+$/.test(values.port.trim()) && Number(values.port) >= 1 && Number(values.port) <= 65535;
    return form.check({
      hosts: hosts.length ? null : sayError({ code: 'field.required' }),
      port: port ? null : sayError({ code: 'field.out_of_range', details: { min: 1, max: 65535 } }),
      database: form.missing('database'),
      user: form.missing('user'),
      tls: values.tls === 'off' && !onlyHere(hosts) ? say.tlsOffRefused : null,
      ca_file: values.tls === 'own_ca' ? form.missing('ca_file') : null,
    });
  }

  /** @param {'test_connection'|'create_database'} name */
  async test(name = 'test_connection') {
    if (this.testing || !this.check()) return;
    this.testing = name === 'test_connection' ? 'test' : 'create';
    const snapshot = structuredClone(this.form.values);
    const diagnosis = await this.form.send(() => command(name, { connection: this.entered, password: this.password }), { names: OF_FILE });
    this.testing = null;
    if (!diagnosis) return;
    this.diagnosis = diagnosis;
    this.tested = snapshot;
    await this.updateComplete;
    /** @type {HTMLElement|null} */ (this.querySelector('.diagnosis'))?.focus();
  }

  /** @param {boolean} open also open it */
  async save(open) {
    if (!this.check()) return;
    const connections = await this.form.send(() => command('save_connection', { connection: this.entered, password: this.password }), { names: OF_FILE });
    if (!connections) return;
    this.dispatchEvent(new CustomEvent('saved', { detail: { connections, name: this.entered.name } }));
    if (!open) return;
    const boot = await this.form.send(() => command('open_connection', { id: this.connection.id }));
    if (boot) app.accept(boot);
  }

  /** @param {Event} event */
  submit(event) {
    event.preventDefault();
    this.save(this.canOpen);
  }

  async openKeyFile() {
    const { form } = this;
    // What it answers is typed into the form, so nothing is kept until it is saved.
    const key = await form.send(() => command('read_key_file'), { names: OF_FILE });
    if (!key) return;
    form.set('password', key);
    toast(say.keyRead);
  }

  get stale() {
    return this.tested !== null && !same({ ...this.tested, name: '' }, { ...this.form.values, name: '' });
  }

  /** The test passed, and nothing was changed since. */
  get canOpen() {
    const { diagnosis } = this;
    return Boolean(diagnosis && !this.stale && (diagnosis.data === 'ready' || diagnosis.data === 'empty') && diagnosis.ok) && (!this.connection.current || this.isShut);
  }

  /** It should be open, and is not: the key that is kept does not fit. */
  get isShut() {
    return this.connection.current && app.boot?.phase === 'problem';
  }

  render() {
    const { form } = this;
    const server = form.values.kind === 'server';
    return html`
      <form class="f-form connection-form" novalidate @submit=${this.submit}>
        ${formSummary(form, server ? LABELS : { ...LABELS, password: say.key })}
        ${radioField({
          ...form.bind('kind'), label: say.kind, inline: true, onInput: (kind) => this.turnTo(kind),
          options: [
            { value: 'server', label: say.kindServer, disabled: !this.fresh && !server },
            { value: 'file', label: say.kindFile, disabled: !this.fresh && server },
          ],
        })}
        ${server ? this.renderServer() : this.renderFile()}
        ${textField({ ...form.bind('name'), label: say.name, hint: say.nameHint, optional: true, spellcheck: false })}
        ${this.renderButtons()}
      </form>
      ${this.renderDiagnosis()}
    `;
  }

  /** A server's password is no key. @param {string} kind */
  turnTo(kind) {
    this.form.set('kind', kind);
    this.form.set('password', '');
  }

  renderFile() {
    const { form } = this;
    const kept = this.connection.has_password && !this.isShut;
    return html`
      ${textField({ ...form.bind('path'), label: say.path, hint: say.kindFileHint, spellcheck: false, first: true })}
      <div class="key-of-file">
        ${passwordField({ ...form.bind('password'), label: say.key, hint: kept ? say.keyKept : say.keyHint, optional: kept, autocomplete: 'off', placeholder: kept ? '••••••••' : undefined })}
        <button type="button" class="f-link" ?disabled=${form.busy} @click=${this.openKeyFile}>${say.keyFile}</button>
      </div>
    `;
  }

  renderServer() {
    const { form } = this;
    const kept = this.connection.has_password;
    return html`
      <div class="f-row">
        <div class="hosts" data-field="hosts">${this.renderHosts()}</div>
        ${textField({ ...form.bind('port'), label: say.port, inputmode: 'numeric', size: 'narrow' })}
      </div>
      <div class="f-row">
        ${textField({ ...form.bind('database'), label: say.database, spellcheck: false })}
        ${textField({ ...form.bind('user'), label: say.user, spellcheck: false })}
      </div>
      ${passwordField({ ...form.bind('password'), label: say.password, hint: kept ? say.passwordKept : say.passwordWhere, autocomplete: 'off', placeholder: kept ? '••••••••' : undefined })}
      ${this.renderTls()}
    `;
  }

  renderHosts() {
    const { form } = this;
    const { hosts } = form.values;
    const change = (/** @type {string[]} */ next) => form.set('hosts', next);
    return html`
      ${hosts.map((/** @type {string} */ host, /** @type {number} */ i) => {
        const bind = { ...form.bind('hosts'), id: `${form.uid}-host-${i}`, value: host, error: i === 0 ? form.errors.hosts : undefined };
        return html`
          <div class="host">
            ${textField({
              ...bind, label: say.host(i + 1), hint: i === 0 ? say.hostsHint : undefined, spellcheck: false, first: i === 0,
              onInput: (text) => change(hosts.map((/** @type {string} */ old, /** @type {number} */ n) => (n === i ? text : old))),
            })}
            ${i > 0
              ? html`
                  <button type="button" class="icon-button" aria-label=${say.earlier(i + 1)} title=${say.earlier(i + 1)} @click=${() => change(hosts.with(i, hosts[i - 1]).with(i - 1, host))}>${icon('up')}</button>
                  <button type="button" class="icon-button" aria-label=${say.removeHost(i + 1)} title=${say.removeHost(i + 1)} @click=${() => change(hosts.filter((/** @type {string} */ _, /** @type {number} */ n) => n !== i))}>${icon('trash')}</button>
                `
              : nothing}
          </div>
        `;
      })}
      ${hosts.length < 9 ? html`<p class="add-host"><button type="button" class="f-link" @click=${() => change([...hosts, ''])}>${say.addHost}</button> <span class="f-hint">${say.addHostHint}</span></p>` : nothing}
    `;
  }

  renderTls() {
    const { form } = this;
    const here = onlyHere(this.entered.hosts);
    return html`
      ${radioField({
        ...form.bind('tls'), label: say.tls,
        options: [
          { value: 'identity', label: say.tlsIdentity, hint: say.tlsIdentityHint },
          { value: 'own_ca', label: say.tlsOwnCa, hint: say.tlsOwnCaHint },
          { value: 'off', label: say.tlsOff, hint: say.tlsOffHint, disabled: !here && form.values.tls !== 'off' },
        ],
      })}
      ${form.values.tls === 'own_ca' ? textField({ ...form.bind('ca_file'), label: say.caFile, hint: say.caFileHint, spellcheck: false }) : nothing}
    `;
  }

  renderButtons() {
    const { form, testing, canOpen } = this;
    const tested = Boolean(this.diagnosis?.ok) && !this.stale;
    const saveLabel = canOpen ? say.saveAndOpen : say.save;
    return html`
      <div class="button-row form-buttons">
        <button type="button" class="button ${tested ? '' : 'primary'}" ?disabled=${form.busy} @click=${() => this.test()}>${testing === 'test' ? say.testing : say.test}</button>
        <button type="submit" class="button ${tested ? 'primary' : ''}" ?disabled=${form.busy}>${saveLabel}</button>
        <button type="button" class="button quiet" @click=${() => this.dispatchEvent(new CustomEvent('cancel'))}>${say.cancel}</button>
        <span class="muted small" role="status">${this.stale ? say.changedSinceTest : nothing}</span>
      </div>
    `;
  }

  renderDiagnosis() {
    const { diagnosis } = this;
    if (!diagnosis || this.stale) return nothing;
    return html`
      ${diagnosisView(diagnosis, { file: this.form.values.kind === 'file', creating: this.testing === 'create', create: () => this.test('create_database') })}
      ${diagnosis.data === 'older'
        ? html`<cd-upgrade .connection=${this.entered} .password=${this.password} .workstations=${diagnosis.workstations ?? []}></cd-upgrade>`
        : nothing}
    `;
  }
}

customElements.define('cd-connection-form', ConnectionForm);
