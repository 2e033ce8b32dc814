import { html, nothing } from 'lit';
import { app } from '../app.js';
import { date, dateTime } from '../format.js';
import { ask } from '../ipc.js';
import { icon } from '../icons.js';
import { words } from '../words/en.js';
import { chartRead } from './chart-read.js';
import { openDocument } from './document-dialog.js';
import { OfPatient } from './of-patient.js';
import { StrikeDialog, openStrike } from './strike-dialog.js';
import './letters.css';

/** @typedef {import('../bindings/LetterLine').LetterLine} Line */
/** @typedef {import('../bindings/LetterKind').LetterKind} LetterKind */

const w = words.letters;
export const LETTERS = /** @type {const} */ (['referral', 'sick_note']);

/** What was written about a patient, the newest first; what was entered in error stays, struck through. */
class Letters extends OfPatient {
  /** @type {import('lit').PropertyDeclarations} */
  static properties = { ...OfPatient.properties, diagnoses: {}, rows: { state: true } };

  constructor() {
    super();
    /** What a letter may state when it is asked for. @type {string[]} */
    this.diagnoses = [];
    /** @type {Line[] | null} */
    this.rows = null;
  }

  get kinds() {
    return ['letter', 'patient'];
  }

  forget() {
    this.rows = null;
  }

  /** @param {string} patient_id */
  look(patient_id) {
    return ask({ ask: 'patient_letters', patient_id });
  }

  /** @param {Line[]} rows */
  take(rows) {
    this.rows = rows;
  }

  /** @param {LetterKind} kind */
  write(kind) {
    import('./letter-dialog.js').then((part) => part.openLetter(kind, { patient_id: this.patientId, name: this.name, diagnoses: this.diagnoses }));
  }

  /** @param {Line} line */
  strike(line) {
    openStrike('cd-strike-letter', line);
  }

  render() {
    const { rows } = this;
    return html`<section class="chart-section" aria-labelledby="letters-title">
      <div class="chart-section-head"><h2 id="letters-title">${w.title}</h2>
        ${app.can('letter.write') && rows ? html`<div class="button-row">${LETTERS.map((kind) => html`<button type="button" class="button" @click=${() => this.write(kind)}>${icon('plus')}${w.write[kind]}</button>`)}</div>` : nothing}</div>
      ${chartRead(this, rows, (read) => (read.length ? this.renderTable(read) : html`<p class="muted">${w.none}</p>`))}
    </section>`;
  }

  /** @param {Line[]} rows */
  renderTable(rows) {
    return html`<table class="chart-rows letter-rows">
      <thead><tr><th scope="col">${w.number}</th><th scope="col">${w.what}</th><th scope="col">${w.about}</th><th scope="col">${w.by}</th><td></td></tr></thead>
      <tbody>${rows.map((line) => this.renderLine(line))}</tbody></table>`;
  }

  /** @param {Line} line */
  renderLine(line) {
    const span = line.from && line.until ? w.days(date(line.from), date(line.until)) : '';
    return html`<tr class=${line.struck ? 'chart-struck' : ''}>
      <td><span class="chart-text number nowrap">${line.number}</span><span class="letter-more number">${date(line.written_on)}</span></td>
      <td><span class="chart-text letter-kind">${w.kinds[line.kind]}</span>${span ? html`<span class="letter-more number">${span}</span>` : nothing}</td>
      <td>${line.addressee ? html`<span class="chart-text letter-to">${w.toWhom(line.addressee)}</span>` : nothing}${line.text ? html`<span class="letter-text">${line.text}</span>` : nothing}
        ${line.diagnosis ? html`<span class="letter-more">${w.withDiagnosis(line.diagnosis)}</span>` : nothing}
        ${line.struck ? html`<span class="chart-why">${line.struck}</span>` : nothing}</td>
      <td><span class="chart-text">${line.practitioner}</span>${line.visited_at ? html`<span class="letter-more">${w.atVisit(dateTime(line.visited_at))}</span>` : nothing}</td>
      <td class="letter-do">${line.struck ? nothing : this.renderDo(line)}</td></tr>`;
  }

  /** @param {Line} line */
  renderDo(line) {
    return html`<div><button type="button" class="icon-button" aria-label=${w.print(line.number)} title=${w.print(line.number)} @click=${() => openDocument({ ask: 'letter_document', letter_id: line.letter_id }, line.number)}>${icon('print')}</button>
      ${app.can('letter.write') ? html`<button type="button" class="icon-button" aria-label=${w.strikeOne(line.number)} title=${words.entries.inError} @click=${() => this.strike(line)}>${icon('cancel')}</button>` : nothing}</div>`;
  }
}

/** A letter that was entered in error, with the reason. */
class StrikeLetter extends StrikeDialog {
  subheading() {
    const line = /** @type {Line | null} */ (this.line);
    return line ? html`<p class="muted"><strong>${w.kinds[line.kind]} ${line.number}</strong> · <span class="number">${date(line.written_on)}</span> · ${line.practitioner}</p>` : html``;
  }

  operation() {
    return this.line && { op: 'strike_letter', letter_id: this.line.letter_id };
  }
}

customElements.define('cd-letters', Letters);
customElements.define('cd-strike-letter', StrikeLetter);
