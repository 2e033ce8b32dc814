// Medicines from a table.
import { html, nothing } from 'lit';
import { words } from '../words/en.js';
import { packed } from './table-file.js';
import { TableImport } from './table-import.js';

/** @typedef {import('../bindings/ImportedMedicine').ImportedMedicine} Line */

const w = words.medicineImport;
/** More lines are counted, not shown. */
const MOST_SHOWN = 200;
/** Lines that one operation takes, as the core has it. */
const MOST_LINES = 5000;
/** What needs a look stands first. */
const ORDER = ['wrong', 'new', 'twice', 'there'];

/** @returns {Promise<import('../bindings/MedicinesImported').MedicinesImported | undefined>} */
export function openMedicineImport() {
  return /** @type {MedicineImport} */ (document.createElement('cd-medicine-import')).open();
}

/** @augments {TableImport<Line[]>} */
class MedicineImport extends TableImport {
  get words() {
    return w;
  }

  get question() {
    return 'medicine_import';
  }

  get count() {
    return this.of('new');
  }

  /** @param {Line['standing']} standing */
  of(standing) {
    return (this.found ?? []).filter((line) => line.standing === standing).length;
  }

  /** Each with the table's head, as many lines as one operation takes; where nothing is new there is nothing to send. */
  async operations() {
    const found = this.found ?? [];
    const lines = this.table.split(/\r\n|\r|\n/);
    const head = lines.slice(0, found[0].line - 1);
    const operations = [];
    for (let at = 0; at < found.length; at += MOST_LINES) {
      const part = found.slice(at, at + MOST_LINES);
      if (!part.some((line) => line.standing === 'new')) continue;
      const end = found[at + MOST_LINES]?.line;
      const text = [...head, ...lines.slice(part[0].line - 1, end ? end - 1 : undefined)].join('\n');
      operations.push({ op: 'import_medicines', packed: await packed(text) });
    }
    return operations;
  }

  /** @param {any} outcome */
  doneCount(outcome) {
    return outcome.added;
  }

  /** @param {Line[]} lines */
  look(lines) {
    const sorted = [...lines].sort((a, b) => ORDER.indexOf(a.standing) - ORDER.indexOf(b.standing) || a.line - b.line);
    const names = words.medicineList;
    return html`<p class="import-sum" role="status">${w.sum(this.of('new'), this.of('there') + this.of('twice'), this.of('wrong'))}</p>
      ${lines.length ? html`<div class="import-lines" tabindex="0" role="region" aria-label=${w.lines}><table class="rows">
        <thead><tr><th scope="col" class="number">${w.line}</th><th scope="col">${names.name}</th><th scope="col">${names.strength}</th><th scope="col">${names.form}</th><th scope="col">${w.standing}</th></tr></thead>
        <tbody>${sorted.slice(0, MOST_SHOWN).map((line) => html`<tr class="is-${line.standing}"><td class="number">${line.line}</td><td>${line.name}</td><td>${line.strength}</td><td>${line.form}</td>
          <td>${line.problem ? this.problem(line.problem, names) : w.standings[line.standing]}</td></tr>`)}</tbody></table></div>
        ${sorted.length > MOST_SHOWN ? html`<p class="muted small">${w.more(sorted.length - MOST_SHOWN)}</p>` : nothing}` : nothing}`;
  }
}

customElements.define('cd-medicine-import', MedicineImport);
