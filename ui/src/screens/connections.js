// The connections of this computer: which clinics it knows, which one is in use. Shown at first run, from the sign-in
// screen, while a server is away, and in Admin.
import { html, nothing } from 'lit';
import { app, toast } from '../app.js';
import { View } from '../element.js';
import { icon } from '../icons.js';
import { command } from '../ipc.js';
import { say as sayError } from '../messages.js';
import { blankConnection } from '../parts/connection-form.js';
import { canKeepSafe } from '../parts/keep-safe.js';
import { Modal } from '../parts/modal.js';
import { words } from '../words/en.js';

const say = words.connections;

/** @typedef {import('../parts/connection-form.js').Connection} Connection */

/** @param {Connection} connection */
export const addressOf = (connection) => {
  if (connection.kind === 'file') return connection.path ?? '';
  if (connection.kind === 'sample') return '';
  return `${connection.hosts.join(', ')} · ${connection.database}`;
};

/** What is said of a connection that was read from a file, or of a clinic's file. @param {Connection} connection */
export function importedWords({ name, kind, has_password: known }) {
  if (kind !== 'file') return say.imported(name);
  return known ? say.importedKnown(name) : say.importedFile(name);
}

class Connections extends View {
  static properties = { startWith: { attribute: false }, connections: { state: true }, editing: { state: true }, problem: { state: true }, opening: { state: true } };

  constructor() {
    super();
    /** 'new': begin with an empty form; a Connection: begin with that one. @type {'new'|Connection|null} */
    this.startWith = null;
    /** @type {Connection[]|null} */
    this.connections = null;
    /** @type {Connection|null} */
    this.editing = null;
    /** @type {any} */
    this.problem = null;
    /** @type {string|null} */
    this.opening = null;
  }

  connectedCallback() {
    super.connectedCallback();
    if (!this.hasUpdated && this.startWith) this.editing = this.startWith === 'new' ? blankConnection() : this.startWith;
    this.load();
  }

  async load() {
    await this.#try(async () => (this.connections = await command('connections')));
  }

  /** @template T @param {() => Promise<T>} work @returns {Promise<T|undefined>} */
  async #try(work) {
    this.problem = null;
    try {
      return await work();
    } catch (error) {
      this.problem = error;
      return undefined;
    }
  }

  /** @param {Connection} connection */
  async open(connection) {
    this.opening = connection.id;
    const boot = await this.#try(() => command('open_connection', { id: connection.id }));
    this.opening = null;
    if (boot) app.accept(boot);
  }

  /** @param {Connection} connection */
  async export(connection) {
    const answer = await this.#try(() => command('export_connection', { id: connection.id }));
    if (answer?.saved) toast(say.exported);
  }

  async import() {
    const connection = await this.#try(() => command('import_connection'));
    if (!connection) return;
    this.editing = connection;
    toast(importedWords(connection));
  }

  /** @param {Connection} connection */
  async removeOne(connection) {
    if (!(await new RemoveConnection(connection).open())) return;
    const done = await this.#try(() => command('remove_connection', { id: connection.id }));
    if (done === undefined) return;
    toast(say.removed(connection.name));
    await this.load();
  }

  /** @param {CustomEvent} event */
  saved(event) {
    this.connections = event.detail.connections;
    this.editing = null;
    toast(say.saved(event.detail.name));
  }

  render() {
    if (this.editing) return this.renderForm(this.editing);
    const { connections } = this;
    if (!connections) return this.problem ? this.renderProblem() : html`<p class="muted" role="status">${words.common.loading}</p>`;
    return html`
      ${this.renderProblem()}
      <section class="card connection-list" aria-label=${say.title}>
        ${connections.length === 0
          ? html`<div class="empty"><p>${say.empty}</p></div>`
          : html`<ul>
              ${connections.map((connection) => this.renderRow(connection))}
            </ul>`}
        <div class="button-row">
          <button type="button" class="button ${connections.length ? '' : 'primary'}" @click=${() => (this.editing = blankConnection())}>${icon('plus')}${say.add}</button>
          <button type="button" class="button" @click=${this.import}>${say.import}</button>
        </div>
        ${connections.length > 1 ? html`<p class="f-hint">${say.switchNote}</p>` : nothing}
      </section>
      ${canKeepSafe() ? html`<section class="card" aria-labelledby="keep-safe-title"><h2 class="form-head" id="keep-safe-title">${words.keepSafe.title}</h2><cd-keep-safe></cd-keep-safe></section>` : nothing}
    `;
  }

  renderProblem() {
    if (!this.problem) return nothing;
    return html`<div class="f-summary" role="alert">${icon('warning')}<p>${sayError(this.problem)}</p></div>`;
  }

  /** @param {Connection} connection */
  renderRow(connection) {
    const sample = connection.kind === 'sample';
    return html`
      <li class="connection-row ${connection.current ? 'current' : ''}">
        <span class="connection-mark" aria-hidden="true">${icon(sample ? 'sparkle' : connection.kind === 'file' ? 'file' : 'server')}</span>
        <div class="connection-what">
          <p class="connection-name">${connection.name}${connection.current ? html`<span class="tag">${say.current}</span>` : nothing}</p>
          <p class="muted small">${say.kinds[connection.kind]}${addressOf(connection) ? ` · ${addressOf(connection)}` : ''}</p>
        </div>
        <div class="button-row">
          ${connection.current ? nothing : html`<button type="button" class="button small" aria-label=${`${say.open}: ${connection.name}`} ?disabled=${this.opening !== null} @click=${() => this.open(connection)}>${this.opening === connection.id ? say.opening : say.open}</button>`}
          ${sample
            ? nothing
            : html`
                <button type="button" class="icon-button" aria-label=${`${say.edit}: ${connection.name}`} title=${say.edit} @click=${() => (this.editing = connection)}>${icon('edit')}</button>
                ${connection.kind === 'server' ? html`<button type="button" class="icon-button" aria-label=${`${say.export}: ${connection.name}`} title=${say.export} @click=${() => this.export(connection)}>${icon('note')}</button>` : nothing}
              `}
          ${connection.current ? nothing : html`<button type="button" class="icon-button" aria-label=${`${say.remove}: ${connection.name}`} title=${say.remove} @click=${() => this.removeOne(connection)}>${icon('trash')}</button>`}
        </div>
      </li>
    `;
  }

  /** @param {Connection} editing */
  renderForm(editing) {
    const fresh = !this.connections?.some((connection) => connection.id === editing.id);
    return html`
      <section class="card" aria-label=${fresh ? (editing.kind === 'file' ? say.newFileTitle : say.newTitle) : say.editTitle(editing.name)}>
        ${fresh ? nothing : html`<h2 class="form-head">${say.editTitle(editing.name)}</h2>`}
        <cd-connection-form .connection=${editing} .fresh=${fresh} @saved=${this.saved} @cancel=${() => (this.editing = null)}></cd-connection-form>
      </section>
    `;
  }
}

/** Removing forgets the password, which cannot be undone: so it asks. */
class RemoveConnection extends Modal {
  /** @param {Connection} connection */
  constructor(connection) {
    super();
    this.connection = connection;
  }

  heading() {
    return say.removeTitle(this.connection.name);
  }

  size() {
    return 'small';
  }

  body() {
    return html`<p>${say.removeText}</p>`;
  }

  foot() {
    return html`
      <button type="button" class="button" data-first @click=${() => this.close()}>${say.keep}</button>
      <button type="submit" class="button danger">${say.removeYes}</button>
    `;
  }

  submit() {
    this.close(true);
  }
}

customElements.define('cd-remove-connection', RemoveConnection);
customElements.define('cd-connections', Connections);
