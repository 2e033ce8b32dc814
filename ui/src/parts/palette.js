import { html, nothing } from 'lit';
import { app } from '../app.js';
import { dateTime } from '../format.js';
import { icon } from '../icons.js';
import { allCommands, lettersOn } from '../keys.js';
import { go } from '../router.js';
import { words } from '../words/en.js';
import { caps } from './menu.js';
import { Modal } from './modal.js';
import { PatientSearch } from './patient-search.js';
import { patientFacts } from './patient-text.js';
import { recentPatients } from './recent-patients.js';
import './palette.css';

/** @typedef {import('../wire-types.js').PatientLine} PatientLine */
/** @typedef {import('../keys.js').Command} Command */
/** @typedef {{id: string, run: () => void, row: any}} Choice */

const ROW_PX = 40;
/** The box, the two headings and what stays visible around them. */
const REST_PX = 230;

/** Whole rows, never half ones, also when everything is twice as large: what does not fit is found by typing one more letter. */
const rowsThatFit = () => Math.max(3, Math.min(8, Math.floor((innerHeight - REST_PX) / ROW_PX)));
const PATIENT_ROWS = 5;

/**
 * One box over patients and commands.
 * @param {{text?: string}} [options] what was typed already, in the field of the top bar
 */
export function openPalette({ text = '' } = {}) {
  const already = /** @type {Palette | null} */ (document.querySelector('cd-palette'));
  if (already) {
    if (text) already.type(text);
    return Promise.resolve();
  }
  const palette = /** @type {Palette} */ (document.createElement('cd-palette'));
  palette.initial = text;
  return palette.open();
}

export class Palette extends Modal {
  constructor() {
    super();
    this.initial = '';
    this.text = '';
    this.active = 0;
    this.entered = false;
    /** Taken when it opens: while it is open it has the keys. */
    this.commands = allCommands().filter((command) => !command.hidden);
    this.search = new PatientSearch(() => this.answered(), { limit: PATIENT_ROWS, pause: 90 });
  }

  connectedCallback() {
    super.connectedCallback();
    if (!this.hasUpdated && this.initial) this.type(this.initial);
  }

  size() {
    return 'palette';
  }

  heading() {
    return words.palette.title;
  }

  firstField() {
    const input = this.querySelector('input');
    input?.setSelectionRange(input.value.length, input.value.length);
    return input;
  }

  /** @param {string} text */
  type(text) {
    this.text = text;
    this.active = 0;
    if (app.can('patient.view')) this.search.type(text);
    this.requestUpdate();
  }

  answered() {
    if (this.search.state === 'waiting') return;
    this.active = 0;
    this.requestUpdate();
    if (!this.entered) return;
    this.entered = false;
    this.choices()[0]?.run();
  }

  /** @returns {PatientLine[]} */
  patients() {
    if (!app.can('patient.view')) return [];
    return this.text.trim() ? this.search.rows.slice(0, rowsThatFit()) : recentPatients().slice(0, Math.min(3, rowsThatFit() - 1));
  }

  /** Every typed word begins some word of the command. @returns {Command[]} */
  matchingCommands() {
    const wanted = this.text.trim().toLowerCase().split(/\s+/).filter(Boolean);
    return this.commands.filter((command) => wanted.every((part) => command.words.toLowerCase().split(/[\s:()]+/).some((word) => word.startsWith(part))));
  }

  /** @returns {Choice[]} */
  choices() {
    const patients = this.patients().map((line) => ({ id: line.patient_id, run: () => this.go(() => go(`/patients/${line.patient_id}`)), row: patientRow(line) }));
    const commands = this.matchingCommands().map((command) => ({ id: command.id, run: () => this.go(() => command.run()), row: commandRow(command) }));
    return [...patients, ...commands.slice(0, rowsThatFit() - patients.length)];
  }

  /** Closed first, so that what runs finds the focus where it was. @param {() => void} run */
  go(run) {
    this.close();
    run();
  }

  submit() {
    if (this.search.state === 'waiting') {
      this.entered = true;
      this.search.hurry();
      return;
    }
    this.choices()[this.active]?.run();
  }

  /** @param {KeyboardEvent} event */
  onKeys(event) {
    const { length } = this.choices();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && length) {
      event.preventDefault();
      this.active = (this.active + step + length) % length;
      this.requestUpdate();
    }
  }

  render() {
    const choices = this.choices();
    const patientCount = this.patients().length;
    return html`
      <dialog class="modal palette" aria-label=${words.palette.title} @keydown=${this.onKeydown} @close=${() => this.close()}
        @cancel=${(/** @type {Event} */ event) => event.preventDefault()}
        @mousedown=${(/** @type {Event} */ event) => event.target === this.dialog && this.close()}>
        <form class="modal-form" novalidate autocomplete="off" @submit=${(/** @type {Event} */ event) => {
          event.preventDefault();
          this.submit();
        }}>
          <div class="palette-box">
            ${icon('search', { size: 18 })}
            <input type="text" role="combobox" aria-label=${words.palette.placeholder} aria-autocomplete="list" aria-expanded=${choices.length ? 'true' : 'false'} aria-controls="palette-list"
              aria-activedescendant=${choices.length ? `palette-${this.active}` : nothing} placeholder=${words.palette.placeholder} spellcheck="false" data-scanner .value=${this.text}
              @input=${(/** @type {any} */ event) => this.type(event.target.value)} @keydown=${this.onKeys} />
            <kbd class="kbd" aria-hidden="true">Esc</kbd>
          </div>
          <div id="palette-list" role="listbox" aria-label=${words.palette.title} class="palette-list">
            ${this.renderGroup(words.palette[this.text.trim() ? 'patients' : 'recent'], choices.slice(0, patientCount), 0)}
            ${this.renderGroup(words.palette.commands, choices.slice(patientCount), patientCount)}
          </div>
          ${choices.length || this.search.state === 'waiting' ? nothing : html`<p class="palette-none">${words.palette.nothing(this.text.trim())}</p>`}
          <p class="visually-hidden" role="status">${this.text.trim() && this.search.state === 'ready' ? words.palette.results(choices.length) : ''}</p>
        </form>
      </dialog>
    `;
  }

  /** @param {string} name @param {Choice[]} choices @param {number} offset */
  renderGroup(name, choices, offset) {
    if (!choices.length) return nothing;
    return html`<div role="group" aria-label=${name}>
      <p class="palette-group" aria-hidden="true">${name}</p>
      ${choices.map((choice, i) => {
        const index = offset + i;
        return html`<div role="option" id="palette-${index}" aria-selected=${index === this.active ? 'true' : 'false'} class="palette-row ${index === this.active ? 'active' : ''}"
          @mousemove=${() => {
            if (this.active === index) return;
            this.active = index;
            this.requestUpdate();
          }} @mousedown=${(/** @type {Event} */ event) => event.preventDefault()} @click=${choice.run}>${choice.row}</div>`;
      })}
    </div>`;
  }
}

/** @param {PatientLine} line */
function patientRow(line) {
  return html`${icon('patient')}<span class="palette-name ellipsis">${line.name}</span><span class="palette-facts number ellipsis">${patientFacts({ ...line, phone: null })}</span>
    <span class="palette-end number">${line.next_visit ? words.palette.next(dateTime(line.next_visit)) : ''}</span>`;
}

/** @param {Command} command */
function commandRow(command) {
  const keys = command.keys?.[0] ?? null;
  const works = keys && (keys.split(' ')[0].length > 1 || lettersOn());
  return html`<span class="palette-mark" aria-hidden="true"></span><span class="palette-name ellipsis grow">${command.words}</span>${caps(works ? keys : null)}`;
}

customElements.define('cd-palette', Palette);
