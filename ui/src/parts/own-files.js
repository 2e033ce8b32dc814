import { html, nothing } from 'lit';
import { app } from '../app.js';
import { dateTime } from '../format.js';
import { ask } from '../ipc.js';
import { icon } from '../icons.js';
import { words } from '../words/en.js';
import { cutLine } from './cut-line.js';
import { factsOf } from './file-text.js';
import { OfPatient } from './of-patient.js';
import './files.css';

/** @typedef {import('../bindings/OwnFile').OwnFile} OwnFile */

const w = words.files;

/** At the desk: attaching what came by post, and what one attached oneself; what is in it is not the desk's to read. */
class OwnFiles extends OfPatient {
  /** @type {import('lit').PropertyDeclarations} */
  static properties = { ...OfPatient.properties, rows: { state: true } };

  constructor() {
    super();
    /** @type {OwnFile[]} */
    this.rows = [];
  }

  get kinds() {
    return ['file'];
  }

  forget() {
    this.rows = [];
  }

  /** The page stands without it: what is away says so itself. @param {string} patient_id */
  async look(patient_id) {
    return ask({ ask: 'own_files', patient_id }).catch(() => []);
  }

  /** @param {OwnFile[]} rows */
  take(rows) {
    this.rows = rows;
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
