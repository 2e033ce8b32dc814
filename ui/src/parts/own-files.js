import { html, nothing } from 'lit';
import { app } from '../app.js';
import { View } from '../element.js';
import { dateTime } from '../format.js';
import { ask } from '../ipc.js';
import { icon } from '../icons.js';
import { words } from '../words/en.js';
import { cutLine } from './cut-line.js';
import { factsOf } from './file-text.js';
import './files.css';

/** @typedef {import('../bindings/OwnFile').OwnFile} OwnFile */

const w = words.files;

/** At the desk: attaching what came by post, and what one attached oneself; what is in it is not the desk's to read. */
class OwnFiles extends View {
  static properties = { patientId: {}, name: {}, rows: { state: true } };

  constructor() {
    super();
    this.patientId = '';
    this.name = '';
    /** @type {OwnFile[]} */
    this.rows = [];
  }

  connectedCallback() {
    super.connectedCallback();
    this.listen(app, 'changes', ({ detail }) => {
      if (detail.touches.some((/** @type {any} */ touch) => touch.kind === 'file')) this.read();
    });
  }

  /** @param {Map<PropertyKey, unknown>} changed */
  willUpdate(changed) {
    if (!changed.has('patientId')) return;
    this.rows = [];
    this.read();
  }

  async read() {
    const id = this.patientId;
    // The page stands without it: what is away says so itself.
    const rows = await ask({ ask: 'own_files', patient_id: id }).catch(() => []);
    if (id === this.patientId) this.rows = rows;
  }

  /** @param {FileList} [files] */
  attach(files) {
    const whose = { patient_id: this.patientId, name: this.name };
    import('./file-dialog.js').then((part) => (files ? part.attachAll(whose, files) : part.openAttach(whose)));
  }

  /** @param {OwnFile} line */
  strike(line) {
    import('./file-strike.js').then((part) => part.openStrikeFile(line));
  }

  render() {
    return html`<section class="files-own" aria-label=${w.own} @dragover=${(/** @type {DragEvent} */ event) => event.preventDefault()} @drop=${(/** @type {DragEvent} */ event) => {
      event.preventDefault();
      if (event.dataTransfer?.files.length) this.attach(event.dataTransfer.files);
    }}>
      <div class="files-own-head"><h2>${w.own}</h2><button type="button" class="button small" @click=${() => this.attach()}>${icon('plus')}${w.attach}</button></div>
      ${cutLine(this.rows, 100)}
      ${this.rows.length ? html`<ul>${this.rows.map((line) => this.renderLine(line))}</ul>` : html`<p class="muted">${w.ownNone}</p>`}</section>`;
  }

  /** @param {OwnFile} line */
  renderLine(line) {
    return html`<li class=${line.struck ? 'chart-struck' : ''}><div class="grow"><p>${line.struck ? html`<s>${line.title}</s>` : html`<strong>${line.title}</strong>`}</p>
        <p class="muted small number">${factsOf(line)} · ${dateTime(app.wall(line.added_at))}</p>${line.struck ? html`<p class="chart-why">${words.entries.struckTitle}: ${line.struck}</p>` : nothing}</div>
      ${line.struck ? nothing : html`<button type="button" class="icon-button" aria-label=${w.strikeOne(line.title)} title=${words.entries.inError} @click=${() => this.strike(line)}>${icon('cancel')}</button>`}</li>`;
  }
}

customElements.define('cd-own-files', OwnFiles);
