// Everybody the clinic knows: search as you type, one row each, however many there are.
import { html, nothing } from 'lit';
import '@vaadin/grid/vaadin-grid.js';
import '@vaadin/grid/vaadin-grid-column.js';
import { columnBodyRenderer } from '@vaadin/grid/lit.js';
import { app } from '../app.js';
import { Screen } from '../element.js';
import { date, dateTime, phone } from '../format.js';
import { ask } from '../ipc.js';
import { icon } from '../icons.js';
import { dotted } from '../words/isolate.js';
import { addCommands, isField, keyOf } from '../keys.js';
import { caps } from '../parts/menu.js';
import { openRegister } from '../parts/patient-form.js';
import { ageText, bornText, sexShort } from '../parts/patient-text.js';
import { rememberPatient } from '../parts/recent-patients.js';
import { go } from '../router.js';
import { words } from '../words/en.js';
import './patients.css';

/** @typedef {import('../wire-types.js').PatientLine} PatientLine */

const PAGE = 50;
const PAUSE_MS = 140;

class Patients extends Screen {
  static properties = { text: { state: true }, total: { state: true }, capped: { state: true }, failed: { state: true }, answered: { state: true } };

  constructor() {
    super();
    this.text = '';
    this.total = 0;
    this.capped = false;
    this.failed = false;
    /** The text which the rows on screen answer; null before the first answer. @type {string | null} */
    this.answered = null;
    /** What the grid shows; one behind `text` while somebody types. */
    this.asked = '';
    this.turn = 0;
    /** Enter came before the answer: open the first row when it is there. */
    this.entered = false;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    /** @type {() => void} */
    this.removeCommands = () => {};
    this.read = this.read.bind(this);
  }

  connectedCallback() {
    super.connectedCallback();
    this.listen(app, 'changes', ({ detail }) => this.heard(detail.touches));
    this.listen(app, 'clinic', () => this.grid?.clearCache());
    this.removeCommands = addCommands([
      { id: 'patients.search', words: words.patients.search, keys: ['f'], where: words.patients.title, run: () => this.box?.focus() },
    ]);
    this.updateComplete.then(() => this.box?.focus());
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.timer);
    this.removeCommands();
  }

  get box() {
    return /** @type {HTMLInputElement | null} */ (this.querySelector('.patients-search input'));
  }

  get grid() {
    return /** @type {import('@vaadin/grid').Grid<PatientLine> | null} */ (this.querySelector('vaadin-grid'));
  }

  /** @param {{kind: string}[]} touches */
  heard(touches) {
    if (touches.some((touch) => touch.kind === 'patient' || touch.kind === 'appointment')) this.grid?.clearCache();
  }

  /** @param {string} text */
  type(text) {
    this.text = text;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.lookUp(), PAUSE_MS);
  }

  lookUp() {
    clearTimeout(this.timer);
    if (this.asked === this.text.trim()) return;
    this.asked = this.text.trim();
    this.turn += 1;
    this.grid?.clearCache();
    this.grid?.scrollToIndex(0);
  }

  /**
   * The grid asks for the rows it is about to show. An answer to an older text is dropped.
   * @param {{page: number, pageSize: number}} wanted
   * @param {(rows: PatientLine[], total?: number) => void} give
   */
  async read({ page, pageSize }, give) {
    const { turn, asked } = this;
    try {
      const answer = await ask({ ask: 'patients_page', text: asked || null, offset: page * pageSize, limit: pageSize });
      if (turn !== this.turn) return;
      this.total = answer.total;
      this.capped = answer.total_is_capped;
      this.failed = false;
      this.answered = asked;
      give(answer.rows, answer.total);
      if (page === 0) this.arrived(answer.rows[0]);
    } catch {
      if (turn !== this.turn) return;
      this.failed = true;
      give([], 0);
    }
  }

  /** @param {PatientLine | undefined} first */
  arrived(first) {
    if (!this.entered) return;
    this.entered = false;
    if (first) this.openPatient(first);
  }

  /** @param {PatientLine} line */
  openPatient(line) {
    rememberPatient(line);
    go(`/patients/${line.patient_id}`);
  }

  /** @param {KeyboardEvent} event */
  onBoxKey(event) {
    if (event.key === 'ArrowDown' && this.total) {
      event.preventDefault();
      this.focusGrid();
    } else if (event.key === 'Escape' && this.text) {
      event.preventDefault();
      this.clear();
    } else if (event.key === 'Enter' && this.text.trim()) {
      event.preventDefault();
      if (this.answered === this.text.trim()) {
        const first = /** @type {any} */ (this.grid)?._dataProviderController?.rootCache?.items?.[0];
        if (first) this.openPatient(first);
        return;
      }
      this.entered = true;
      this.lookUp();
    }
  }

  clear() {
    this.type('');
    this.lookUp();
    this.box?.focus();
  }

  focusGrid() {
    const cell = this.grid?.shadowRoot?.querySelector('#items [tabindex="0"], #items td');
    if (cell instanceof HTMLElement) cell.focus();
  }

  /** @param {KeyboardEvent} event */
  onGridKey(event) {
    if (event.key !== 'Enter' || isField(event.composedPath()[0])) return;
    const { item } = /** @type {any} */ (this.grid)?.getEventContext(event) ?? {};
    if (!item) return;
    event.preventDefault();
    this.openPatient(item);
  }

  /** @param {MouseEvent} event */
  onGridClick(event) {
    const { item, section } = /** @type {any} */ (this.grid)?.getEventContext(event) ?? {};
    if (item && section === 'body') this.openPatient(item);
  }

  /** @param {string} [text] */
  async register(text) {
    const made = await openRegister({ text });
    if (made) go(`/patients/${made.patient_id}`);
  }

  lead() {
    return html`<h1>${words.patients.title}</h1>${this.answered === null ? nothing : html`<span class="muted number" role="status">${this.countText()}</span>`}`;
  }

  countText() {
    return words.patients.count(this.total.toLocaleString('en-GB'), this.capped);
  }

  render() {
    return html`
      <div class="patients">
        <div class="patients-bar">
          <div class="patients-search">
            ${icon('search')}
            <input class="input" type="text" role="searchbox" data-scanner aria-label=${words.patients.search} placeholder=${words.patients.searchHint} autocomplete="off" spellcheck="false"
              .value=${this.text} @input=${(/** @type {any} */ event) => this.type(event.target.value)} @keydown=${this.onBoxKey} />
            ${this.text ? html`<button class="icon-button" type="button" aria-label=${words.patients.clear} title="${words.patients.clear} (Esc)" @click=${this.clear}>${icon('close')}</button>` : nothing}
          </div>
          ${app.can('patient.edit') ? html`<button class="button" type="button" @click=${() => this.register()}>${icon('plus')}${words.patients.register}${caps(keyOf('shell.new_patient'))}</button>` : nothing}
        </div>
        ${this.renderNone()}
        ${this.renderGrid()}
      </div>
    `;
  }

  renderNone() {
    if (this.failed) {
      return html`<div class="patients-none" role="alert"><p>${words.patients.unread}</p><button class="button" type="button" @click=${() => this.grid?.clearCache()}>${words.patients.retry}</button></div>`;
    }
    if (this.answered === null || this.total > 0) return nothing;
    const may = app.can('patient.edit');
    if (!this.answered) {
      return html`<div class="patients-none"><p>${words.patients.empty}</p>${may ? html`<button class="button" type="button" @click=${() => this.register()}>${words.patients.emptyAction}</button>` : nothing}</div>`;
    }
    const { answered } = this;
    return html`<div class="patients-none">
      <p>${words.patients.none(answered)}</p><p class="muted">${words.patients.noneHint}</p>
      ${may && /\p{L}/u.test(answered) ? html`<button class="button" type="button" @click=${() => this.register(answered)}>${icon('plus')}${words.patients.createNamed(answered)}</button>` : nothing}
    </div>`;
  }

  renderGrid() {
    const w = words.patients;
    return html`
      <vaadin-grid class="patients-grid" theme="no-border" accessible-name=${w.gridLabel} .pageSize=${PAGE} .dataProvider=${this.read} ?hidden=${this.answered !== null && this.total === 0}
        @keydown=${this.onGridKey} @click=${this.onGridClick}>
        <vaadin-grid-column header=${w.name} flex-grow="3" width="200px" resizable ${columnBodyRenderer(nameCell)}></vaadin-grid-column>
        <vaadin-grid-column header=${w.born} flex-grow="1" width="196px" resizable ${columnBodyRenderer(bornCell)}></vaadin-grid-column>
        <vaadin-grid-column header=${app.clinic?.patient_number_name ?? ''} flex-grow="0" width="130px" resizable ${columnBodyRenderer(numberCell)}></vaadin-grid-column>
        <vaadin-grid-column header=${w.phone} flex-grow="1" width="150px" resizable ${columnBodyRenderer(phoneCell)}></vaadin-grid-column>
        <vaadin-grid-column header=${w.lastVisit} flex-grow="0" width="120px" resizable ${columnBodyRenderer(lastCell)}></vaadin-grid-column>
        <vaadin-grid-column header=${w.nextVisit} flex-grow="0" width="170px" resizable ${columnBodyRenderer(nextCell)}></vaadin-grid-column>
      </vaadin-grid>
    `;
  }
}

const nameCell = (/** @type {PatientLine} */ line) =>
  html`<span class="patient-name ${line.died_on ? 'died' : ''}">${line.name}</span>${line.preferred ? html` <span class="muted">“${line.preferred}”</span>` : nothing}${line.died_on ? html` <span class="muted">† ${words.patientForm.deceased}</span>` : nothing}`;
const bornCell = (/** @type {PatientLine} */ line) => html`<span class="number">${bornText(line)}</span> <span class="muted number">${dotted([ageText(line), line.sex === 'unknown' ? '' : sexShort(line.sex)])}</span>`;
const numberCell = (/** @type {PatientLine} */ line) => html`<span class="number">${line.mrn}</span>`;
const phoneCell = (/** @type {PatientLine} */ line) => html`<span class="number">${phone(line.phone)}</span>`;
const lastCell = (/** @type {PatientLine} */ line) => (line.last_visit ? html`<span class="muted number">${date(line.last_visit)}</span>` : nothing);
const nextCell = (/** @type {PatientLine} */ line) => (line.next_visit ? html`<span class="number">${dateTime(line.next_visit)}</span>` : nothing);

customElements.define('cd-patients', Patients);
