// The first window: three ways to begin. And the one form that makes a clinic, in a file here or in an empty database.
import { html, nothing } from 'lit';
import { app, toast } from '../app.js';
import { View } from '../element.js';
import { icon } from '../icons.js';
import { command, on } from '../ipc.js';
import { say as sayError } from '../messages.js';
import { entrance } from '../parts/entrance.js';
import { words } from '../words/en.js';

const say = words.firstRun;

/** @typedef {{done: number, total: number}} Progress */

export class FirstRun extends View {
  static properties = { view: { state: true }, progress: { state: true }, making: { state: true }, problem: { state: true } };

  constructor() {
    super();
    /** @type {'choices'|'start'|'connect'} */
    this.view = 'choices';
    this.making = false;
    /** @type {Progress|null} */
    this.progress = null;
    /** @type {string|null} */
    this.problem = null;
    /** A connection file that was opened from the first window. @type {any} */
    this.imported = null;
    this.phase = '';
    /** @type {() => void} */
    this.stopListening = () => {};
  }

  connectedCallback() {
    super.connectedCallback();
    this.listen(app, 'boot', () => this.phaseChanged());
    this.stopListening = on('sample_progress', (progress) => (this.progress = progress));
    this.phaseChanged();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.stopListening();
  }

  phaseChanged() {
    const phase = app.boot?.phase ?? '';
    if (phase !== this.phase) {
      this.phase = phase;
      if (phase === 'new_clinic') this.show('start');
      else if (this.view === 'start') this.view = 'choices';
    }
    this.requestUpdate();
  }

  /** @param {'choices'|'start'|'connect'} view */
  async show(view) {
    this.problem = null;
    if (view === 'start') await import('../parts/start-form.js');
    if (view === 'connect') await import('./connections.js');
    if (view !== 'connect') this.imported = null;
    this.view = view;
    await this.updateComplete;
    if (view === 'choices') /** @type {HTMLElement|null} */ (this.querySelector('.choice'))?.focus();
  }

  async startSample() {
    if (this.making) return;
    this.making = true;
    this.problem = null;
    try {
      app.accept(await command('start_sample'));
    } catch (error) {
      this.problem = sayError(/** @type {any} */ (error));
    } finally {
      this.making = false;
      this.progress = null;
    }
  }

  async openFile() {
    this.problem = null;
    try {
      const connection = await command('import_connection');
      if (!connection) return;
      this.imported = connection;
      await this.show('connect');
      const { importedWords } = await import('./connections.js');
      toast(importedWords(connection));
    } catch (error) {
      this.problem = sayError(/** @type {any} */ (error));
    }
  }

  render() {
    if (this.view === 'start') return this.renderStart();
    if (this.view === 'connect') return this.renderConnect();
    return entrance({
      title: say.welcome,
      lead: say.lead,
      size: 'wide',
      above: html`<div class="brand-mark" aria-hidden="true">${icon('today')}</div>`,
      body: html`
        ${this.problem ? html`<div class="f-summary" role="alert">${icon('warning')}<p>${this.problem}</p></div>` : nothing}
        <div class="choices">
          ${this.renderChoice('sparkle', say.sample, () => this.startSample(), this.making)}
          ${this.renderChoice('file', say.here, () => this.show('start'))}
          ${this.renderChoice('server', say.server, () => this.show('connect'))}
        </div>
      `,
      foot: html`
        <p class="entrance-way"><span>${say.imported}</span> <button type="button" class="f-link" @click=${this.openFile}>${say.import}</button></p>
        <p class="entrance-way"><span>${say.copy}</span> <button type="button" class="f-link" @click=${this.openFile}>${say.openCopy}</button></p>
      `,
    });
  }

  /**
   * @param {import('../icons.js').IconName} mark
   * @param {{title: string, text: string}} about
   * @param {() => void} run
   * @param {boolean} [busy]
   */
  renderChoice(mark, about, run, busy = false) {
    return html`
      <button type="button" class="choice" ?disabled=${this.making} aria-busy=${busy} @click=${run}>
        <span class="choice-mark">${icon(mark)}</span>
        <span class="choice-title">${about.title}</span>
        <span class="choice-text">${about.text}</span>
        ${busy ? this.renderProgress() : nothing}
      </button>
    `;
  }

  renderProgress() {
    const { progress } = this;
    return html`
      <progress class="progress" max=${progress?.total ?? 1} value=${progress?.done ?? nothing} aria-label=${say.makingSample}></progress>
      <span class="progress-text" role="status">${progress ? say.sampleProgress(progress.done, progress.total) : say.makingSample}</span>
    `;
  }

  renderStart() {
    const onServer = app.boot?.phase === 'new_clinic' && app.boot.connection?.kind === 'server';
    return entrance({
      title: say.startTitle,
      lead: onServer ? say.startServerLead : say.startHereLead,
      size: 'medium',
      body: html`<cd-start-form></cd-start-form>`,
      foot: html`<button type="button" class="button quiet" @click=${() => this.show('choices')}>${say.back}</button>`,
    });
  }

  renderConnect() {
    const file = this.imported?.kind === 'file';
    return entrance({
      title: file ? words.connections.newFileTitle : say.server.title,
      lead: file ? words.connections.newFileLead : say.server.text,
      size: 'medium',
      body: html`<cd-connections .startWith=${this.imported ?? 'new'}></cd-connections>`,
      foot: html`<button type="button" class="button quiet" @click=${() => this.show('choices')}>${say.back}</button>`,
    });
  }
}

customElements.define('cd-first-run', FirstRun);
