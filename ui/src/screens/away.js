// When the clinic's data cannot be used: server away, data from another version, or something else in the way.
import { html, nothing } from 'lit';
import { app } from '../app.js';
import { View } from '../element.js';
import { icon } from '../icons.js';
import { command } from '../ipc.js';
import { say as sayError } from '../messages.js';
import { technical } from '../parts/diagnosis.js';
import { entrance } from '../parts/entrance.js';
import '../parts/upgrade.js';
import { words } from '../words/en.js';

const say = words.connections.away;
/** How often it tries by itself while the server is away. */
const RETRY_MS = 8000;

class Away extends View {
  static properties = { trying: { state: true }, connecting: { state: true }, failure: { state: true }, found: { state: true } };

  constructor() {
    super();
    this.trying = false;
    this.connecting = false;
    /** @type {any} */
    this.failure = null;
    /** What a test of the connection says, for the upgrade. @type {any} */
    this.found = null;
    /** The connection whose key is to be typed. @type {any} */
    this.keyless = null;
    /** @type {ReturnType<typeof setInterval>|undefined} */
    this.timer = undefined;
    this.state = '';
  }

  connectedCallback() {
    super.connectedCallback();
    this.listen(app, 'boot', () => this.phaseChanged());
    this.timer = setInterval(() => app.boot?.phase === 'away' && !this.connecting && this.retry(), RETRY_MS);
    this.phaseChanged();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.timer);
  }

  phaseChanged() {
    this.failure = null;
    const state = `${app.boot?.phase} ${app.boot?.connection?.id}`;
    if (state !== this.state) {
      this.state = state;
      this.connecting = false;
      this.found = null;
    }
    if (app.boot?.phase === 'older' && !this.found) this.lookAtOlder();
    this.requestUpdate();
  }

  /** Which desks still run what: the test of this connection knows. */
  async lookAtOlder() {
    try {
      const connections = await command('connections');
      const connection = connections.find((/** @type {any} */ one) => one.current) ?? connections.find((/** @type {any} */ one) => one.id === app.boot?.connection?.id);
      if (!connection) return;
      const diagnosis = await command('test_connection', { connection, password: null });
      this.found = { connection, workstations: diagnosis.workstations ?? [] };
    } catch (error) {
      this.failure = error;
    }
  }

  async retry() {
    if (this.trying) return;
    this.trying = true;
    try {
      app.accept(await command('reconnect'));
    } catch (error) {
      this.failure = error;
    } finally {
      this.trying = false;
    }
  }

  async choose() {
    await import('./connections.js');
    this.connecting = true;
  }

  /** The file is there, and nothing here opens it: its recovery key does. */
  async giveKey() {
    try {
      const connections = await command('connections');
      this.keyless = connections.find((/** @type {any} */ one) => one.id === app.boot?.connection?.id) ?? null;
      await this.choose();
    } catch (error) {
      this.failure = error;
    }
  }

  back() {
    this.connecting = false;
    this.keyless = null;
  }

  get headline() {
    const { phase, connection } = app.boot ?? {};
    if (phase === 'newer') return say.newerTitle;
    if (phase === 'older') return say.olderTitle;
    if (phase === 'away') return connection?.kind === 'file' ? say.fileTitle : say.title;
    return say.problemTitle;
  }

  get text() {
    const { phase, problem, connection } = app.boot ?? {};
    if (phase === 'newer') return say.newerText;
    if (phase === 'older') return nothing;
    if (phase === 'away') return connection?.kind === 'file' ? say.fileText : say.text;
    return problem ? sayError(problem) : nothing;
  }

  render() {
    const boot = app.boot;
    if (!boot) return nothing;
    if (this.connecting) {
      return entrance({
        title: words.signIn.changeTitle,
        size: 'medium',
        body: html`<cd-connections .startWith=${this.keyless}></cd-connections>`,
        foot: html`<button type="button" class="button quiet" @click=${this.back}>${say.back}</button>`,
      });
    }
    return entrance({
      above: html`<div class="lock-mark" aria-hidden="true">${icon(boot.phase === 'away' ? 'server' : boot.phase === 'newer' ? 'info' : 'warning')}</div>`,
      title: this.headline,
      lead: this.text,
      size: 'medium',
      body: html`<div class="card f-form">${boot.phase === 'older' ? this.renderOlder() : this.renderProblem(boot)}</div>`,
      foot: html`<button type="button" class="f-link" @click=${this.choose}>${say.other}</button>`,
    });
  }

  /** @param {import('../app.js').Boot} boot */
  renderProblem(boot) {
    const { problem, connection } = boot;
    // When the phase has its own sentence, the reason in plain words stands here; a bare "away" adds nothing to it.
    const reason = boot.phase === 'away' && problem && problem.code !== 'store.away' ? problem : null;
    return html`
      ${connection ? html`<p class="f-person">${icon(connection.kind === 'file' ? 'file' : 'server')}<span>${say.connection(connection.name, connection.address ?? '')}</span></p>` : nothing}
      ${reason ? html`<p>${sayError(reason)}</p>` : nothing}
      ${boot.phase === 'newer' ? html`<p>${say.newerVersion(boot.version ?? '')}</p>` : nothing}
      ${this.failure ? html`<p class="error" role="alert">${sayError(this.failure)}</p>` : nothing}
      <div class="button-row">
        <button type="button" class="button primary" ?disabled=${this.trying} @click=${this.retry}>${this.trying ? say.retrying : say.retry}</button>
        ${problem?.code === 'connection.wrong_key' && connection?.kind === 'file' ? html`<button type="button" class="button" @click=${this.giveKey}>${icon('key')}${say.key}</button>` : nothing}
      </div>
      ${problem ? technical(problem) : nothing}
    `;
  }

  renderOlder() {
    if (this.found) return html`<cd-upgrade .connection=${this.found.connection} .workstations=${this.found.workstations}></cd-upgrade>`;
    if (this.failure) return html`<p class="error" role="alert">${sayError(this.failure)}</p><div class="button-row"><button type="button" class="button" @click=${this.lookAtOlder}>${say.retry}</button></div>`;
    return html`<p class="muted" role="status">${words.common.loading}</p>`;
  }
}

customElements.define('cd-away', Away);
