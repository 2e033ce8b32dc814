import { html, nothing } from 'lit';
import { app } from '../app.js';
import { View } from '../element.js';
import { date, dateTime } from '../format.js';
import { ask } from '../ipc.js';
import { icon } from '../icons.js';
import { say } from '../messages.js';
import { words } from '../words/en.js';
import { cutLine } from './cut-line.js';
import { kindOf, sizeOf } from './file-text.js';
import './files.css';

/** @typedef {import('../bindings/FileLine').FileLine} FileLine */

const w = words.files;
const KINDS = new Set(['file', 'patient']);

/** A patient's files, or with `.visitId` those of a visit: dropped on it or chosen, opened by their title; what was attached in error stays, struck through. */
class Files extends View {
  static properties = { patientId: {}, visitId: {}, shut: { type: Boolean }, name: {}, openId: {}, begin: {}, rows: { state: true }, problem: { state: true }, isOver: { state: true } };

  constructor() {
    super();
    this.patientId = '';
    /** @type {string | null} */
    this.visitId = null;
    /** Nothing is added any more: the visit was entered in error. */
    this.shut = false;
    this.name = '';
    /** The file that is to be opened once: the path names it. */
    this.openId = '';
    /** Begins the visit that these will be the files of. @type {(() => Promise<{visit_id: string, patient: string} | null>) | null} */
    this.begin = null;
    /** @type {FileLine[] | null} */
    this.rows = null;
    this.problem = '';
    /** Something is held over it that could be dropped. */
    this.isOver = false;
  }

  connectedCallback() {
    super.connectedCallback();
    this.listen(app, 'changes', ({ detail }) => {
      if (detail.touches.some((/** @type {any} */ touch) => KINDS.has(touch.kind) && (touch.kind !== 'patient' || touch.id === this.patientId))) this.read();
    });
  }

  /** @param {Map<PropertyKey, unknown>} changed */
  willUpdate(changed) {
    if (!changed.has('patientId') && !changed.has('visitId')) {
      if (changed.has('openId')) this.openNamed();
      return;
    }
    if (this.willBegin) {
      this.rows = [];
      return;
    }
    this.rows = null;
    this.read();
  }

  /** Of a visit that is not stored yet: there can be none. */
  get willBegin() {
    return !this.visitId && this.begin !== null;
  }

  async read() {
    const { patientId: id, visitId } = this;
    if (this.willBegin) return;
    try {
      const rows = await ask({ ask: 'files', patient_id: id, ...(visitId ? { visit_id: visitId } : {}) });
      if (id !== this.patientId || visitId !== this.visitId) return;
      const isFirst = this.rows === null;
      this.rows = rows;
      this.problem = '';
      if (isFirst) this.openNamed();
    } catch (error) {
      if (id === this.patientId) this.problem = say(/** @type {import('../ipc.js').WireError} */ (error));
    }
  }

  openNamed() {
    const line = this.openId && this.rows?.find((one) => one.file_id === this.openId);
    if (line) this.open(line);
  }

  get mayAttach() {
    return !this.shut && app.can('file.attach');
  }

  /** @param {FileList} [files] */
  async attach(files) {
    // What was dropped is gone once the event is over.
    const dropped = files && [...files];
    const begun = this.willBegin ? await this.begin?.() : null;
    if (this.willBegin && !begun) return;
    const whose = { patient_id: this.patientId, name: this.name || (begun?.patient ?? ''), visit_id: this.visitId ?? begun?.visit_id ?? null };
    const part = await import('./file-dialog.js');
    if (dropped) part.attachAll(whose, dropped);
    else part.openAttach(whose);
  }

  /** @param {FileLine} line */
  open(line) {
    import('./file-view.js').then((part) => part.openFile({ ...line, patient_id: this.patientId }));
  }

  /** @param {FileLine} line */
  strike(line) {
    import('./file-strike.js').then((part) => part.openStrikeFile(line));
  }

  /** @param {DragEvent} event */
  over(event) {
    if (!this.mayAttach || !event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
    this.isOver = true;
  }

  /** @param {DragEvent} event */
  left(event) {
    if (!(event.relatedTarget instanceof Node && this.contains(event.relatedTarget))) this.isOver = false;
  }

  /** @param {DragEvent} event */
  dropped(event) {
    if (!this.mayAttach || !event.dataTransfer?.files.length) return;
    event.preventDefault();
    this.isOver = false;
    this.attach(event.dataTransfer.files);
  }

  render() {
    const { rows } = this;
    const isOfVisit = Boolean(this.visitId) || this.willBegin;
    const button = this.mayAttach && rows ? html`<button type="button" class=${isOfVisit ? 'button small' : 'button primary'} @click=${() => this.attach()}>${icon('plus')}${w.attach}</button>` : nothing;
    return html`<section class="chart-section files ${this.isOver ? 'is-over' : ''}" aria-label=${w.title} @dragover=${this.over} @dragleave=${this.left} @drop=${this.dropped}>
      <div class="chart-section-head">${isOfVisit ? html`<h3>${w.title}</h3>` : html`<h2>${w.title}</h2>`}${button}</div>
      ${this.problem ? html`<div class="chart-shut" role="alert"><p>${this.problem}</p><button type="button" class="button" @click=${this.read}>${words.common.tryAgain}</button></div>` : nothing}
      ${rows === null ? (this.problem ? nothing : html`<div class="skeleton" aria-busy="true"><i></i><i></i></div>`) : this.renderRows(rows, isOfVisit)}
      ${this.isOver ? html`<p class="files-drop" role="status">${icon('file')}${w.drop}</p>` : nothing}
    </section>`;
  }

  /** @param {FileLine[]} rows @param {boolean} isOfVisit */
  renderRows(rows, isOfVisit) {
    if (!rows.length) return isOfVisit ? nothing : html`<p class="muted">${w.none}${this.mayAttach ? ` ${w.dropHint}` : ''}</p>`;
    return html`${cutLine(rows, 1000)}<table class="chart-rows file-rows">
      <thead><tr><th scope="col">${w.when}</th><th scope="col">${w.what}</th><th scope="col">${w.kind}</th><th scope="col">${w.by}</th><td></td></tr></thead>
      <tbody>${rows.map((line) => this.renderLine(line))}</tbody></table>`;
  }

  /** @param {FileLine} line */
  renderLine(line) {
    return html`<tr class=${line.struck ? 'chart-struck' : ''}>
      <td class="number nowrap"><span class="chart-text">${line.dated_on ? date(line.dated_on) : ''}</span></td>
      <td><button type="button" class="file-open" aria-label=${w.open(line.title)} title=${line.name} @click=${() => this.open(line)}><span class="chart-text">${line.title}</span></button>
        <span class="file-more number">${sizeOf(line.size_bytes)}${line.visit_id && !this.visitId ? html` · <a href="/patients/${this.patientId}/visits/${line.visit_id}">${w.atVisit}</a>` : nothing}</span>
        ${line.note ? html`<span class="file-note">${line.note}</span>` : nothing}
        ${line.struck ? html`<span class="chart-why">${words.entries.struckTitle}: ${line.struck}</span>` : nothing}</td>
      <td><span class="chart-text">${kindOf(line.kind)}</span>${line.practitioner && !line.struck ? this.renderReview(line) : nothing}</td>
      <td><span class="chart-text">${line.added_by}</span><span class="file-more number">${dateTime(app.wall(line.added_at))}</span></td>
      <td class="chart-do">${this.mayStrike(line) ? html`<button type="button" class="icon-button" aria-label=${w.strikeOne(line.title)} title=${words.entries.inError} @click=${() => this.strike(line)}>${icon('cancel')}</button>` : nothing}</td></tr>`;
  }

  /** What was made of a result, or for whom it waits. @param {FileLine} line */
  renderReview(line) {
    const r = words.results;
    const { review } = line;
    if (!review) return html`<span class="file-more warn">${r.waits}</span><span class="file-more">${r.waitsFor(line.practitioner ?? '')}</span>`;
    return html`<span class="file-more" title=${r.reviewedBy(r.outcomesDone[/** @type {'normal'} */ (review.outcome)], review.by ?? '', dateTime(app.wall(review.at)))}>${r.outcomesDone[/** @type {'normal'} */ (review.outcome)]}</span>`;
  }

  /** @param {FileLine} line */
  mayStrike(line) {
    return !line.struck && this.mayAttach && (line.added_by_id === app.me?.user_id || app.can('record.write'));
  }
}

customElements.define('cd-files', Files);
