// What a visit's note can begin with: a text for each of its parts, for one specialty or for everybody.
import { html } from 'lit';
import { app } from '../../app.js';
import { areaField, selectField, textField } from '../../parts/fields.js';
import { LABELS, TEXTS } from '../../parts/visit-values.js';
import { words } from '../../words/en.js';
import { AdminList } from './list.js';

const say = words.noteTemplates;
/** Lines of each text before it scrolls. */
const ROWS = { reason: 2, history: 4, findings: 4, assessment: 3, plan: 4 };

class NoteTemplates extends AdminList {
  get words() {
    return say;
  }

  get heading() {
    return words.admin.tabs['note-templates'];
  }

  get source() {
    return { question: 'note_templates', key: 'note_template_id', kind: 'note_template', also: ['specialty'] };
  }

  async loadMore() {
    await app.load('specialties');
  }

  /** @param {any} id */
  specialty(id) {
    return id ? (app.lists.specialties.find((one) => one.specialty_id === id)?.name ?? '') : say.everybody;
  }

  columns() {
    return [
      { head: say.name, cell: (/** @type {any} */ row) => row.name },
      { head: say.specialty_id, cell: (/** @type {any} */ row) => this.specialty(row.specialty_id) },
      { head: say.parts, cell: (/** @type {any} */ row) => TEXTS.filter((name) => row[name]).map((name) => LABELS[name]).join(', '), extra: true },
    ];
  }

  /** @param {any} row */
  findText(row) {
    return [row.name, this.specialty(row.specialty_id), ...TEXTS.map((name) => row[name] ?? '')].join(' ');
  }

  blank() {
    return { name: '', specialty_id: '', ...Object.fromEntries(TEXTS.map((name) => [name, ''])) };
  }

  /** @param {any} row */
  toValues(row) {
    return { name: row.name, specialty_id: row.specialty_id ?? '', ...Object.fromEntries(TEXTS.map((name) => [name, row[name] ?? ''])) };
  }

  labels() {
    return { ...say, ...LABELS };
  }

  /** @param {string} field @param {any} value */
  shown(field, value) {
    return field === 'specialty_id' ? this.specialty(value) : String(value);
  }

  /** @param {any} form */
  fields(form) {
    const specialties = app.lists.specialties.filter((one) => one.active || one.specialty_id === form.values.specialty_id);
    return html`
      ${textField({ ...form.bind('name'), label: say.name, hint: say.nameHint, first: true, maxlength: 80 })}
      ${selectField({ ...form.bind('specialty_id'), label: say.specialty_id, empty: say.everybody, options: specialties.map((one) => ({ value: one.specialty_id, label: one.name })) })}
      ${TEXTS.map((name) => areaField({ ...form.bind(name), label: LABELS[name], rows: ROWS[name] }))}
    `;
  }

  /** @param {any} form */
  check(form) {
    const nothing = TEXTS.every((name) => !form.values[name].trim());
    return form.check({ name: form.missing('name'), reason: nothing && say.need });
  }

  /** @param {Record<string, string>} values */
  details(values) {
    const text = (/** @type {string} */ field) => values[field].trim() || null;
    return { name: values.name.trim(), specialty_id: values.specialty_id || null, ...Object.fromEntries(TEXTS.map((name) => [name, text(name)])) };
  }

  /** @param {any} form @param {any} row */
  steps(form, row) {
    const template = { note_template_id: form.rowId, details: this.details(form.values) };
    return [(/** @type {number} */ version) => (row ? { op: 'edit_note_template', ...template, version, active: row.active } : { op: 'add_note_template', ...template })];
  }

  /** @param {any} row @param {boolean} active */
  hiding(row, active) {
    return (/** @type {number} */ version) => ({ op: 'edit_note_template', note_template_id: row.note_template_id, details: this.details(this.toValues(row)), version, active });
  }
}

customElements.define('cd-admin-note-templates', NoteTemplates);
