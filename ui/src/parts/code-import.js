// A list of diagnosis codes from a table.
import { html, nothing } from 'lit';
import { say } from '../messages.js';
import { words } from '../words/en.js';
import { textInput } from './inputs.js';
import { packed } from './table-file.js';
import { TableImport } from './table-import.js';

/** @typedef {import('../bindings/CodeImport').CodeImport} Found */
/** @typedef {import('../bindings/ImportedCode').ImportedCode} Line */

const w = words.codeImport;

/** @param {string} [name] of the list whose next edition it is @returns {Promise<import('../bindings/CodesImported').CodesImported | undefined>} */
export function openCodeImport(name = '') {
  const dialog = /** @type {CodeImportDialog} */ (document.createElement('cd-code-import'));
  dialog.values.name = name;
  return dialog.open();
}

/** @augments {TableImport<Found>} */
class CodeImportDialog extends TableImport {
  constructor() {
    super();
    this.values = { name: '', edition: '' };
    /** @type {Record<string, string>} */
    this.errors = {};
  }

  get words() {
    return w;
  }

  get question() {
    return 'code_import';
  }

  get count() {
    return this.found?.codes ?? 0;
  }

  async operation() {
    const name = this.values.name.trim();
    const edition = this.values.edition.trim();
    this.errors = { ...(name ? {} : { name: say({ code: 'field.required' }) }), ...(edition ? {} : { edition: say({ code: 'field.required' }) }) };
    return Object.keys(this.errors).length ? null : { op: 'import_codes', name, edition, packed: await packed(this.table) };
  }

  /** @param {any} outcome */
  doneCount(outcome) {
    return outcome.codes;
  }

  /** @param {any} error */
  showsAtField(error) {
    const field = error.details?.field;
    if (field !== 'name' && field !== 'edition') return false;
    this.errors = { [field]: say(error) };
    this.requestUpdate();
    this.updateComplete.then(() => /** @type {HTMLElement | null} */ (this.querySelector('[aria-invalid="true"]'))?.focus());
    return true;
  }

  fields() {
    const field = (/** @type {'name' | 'edition'} */ name, /** @type {string} */ label, /** @type {string} */ hint, first = false) => textInput({ name: `codes-${name}`, label, hint, first, required: true, value: this.values[name], error: this.errors[name], on: (value) => {
      this.values[name] = value;
      delete this.errors[name];
      this.requestUpdate();
    } });
    return html`<div class="import-fields">${field('name', w.name, w.nameHint, true)}${field('edition', w.edition, w.editionHint)}</div>`;
  }

  /** @param {Found} found */
  look(found) {
    const row = (/** @type {Line} */ line, /** @type {any} */ what, cls = 'is-new') => html`<tr class=${cls}><td class="number">${line.line}</td><td>${line.code}</td><td>${line.title}</td><td>${what}</td></tr>`;
    return html`<p class="import-sum" role="status">${w.sum(found.codes, found.left_out)}</p>
      ${found.codes + found.left_out ? html`<div class="import-lines" tabindex="0" role="region" aria-label=${w.lines}><table class="rows">
        <thead><tr><th scope="col" class="number">${words.medicineImport.line}</th><th scope="col">${w.code}</th><th scope="col">${w.what}</th><th scope="col">${words.medicineImport.standing}</th></tr></thead>
        <tbody>${found.wrong.map((line) => row(line, line.problem ? this.problem(line.problem, { code: w.code, title: w.what }) : w.twice, line.problem ? 'is-wrong' : 'is-twice'))}
          ${found.first.map((line) => row(line, w.taken))}</tbody></table></div>
        ${found.codes > found.first.length ? html`<p class="muted small">${words.medicineImport.more(found.codes - found.first.length)}</p>` : nothing}` : nothing}`;
  }
}

customElements.define('cd-code-import', CodeImportDialog);
