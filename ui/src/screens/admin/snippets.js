// Snippets: one's own, and the clinic's, which only those change who keep the note templates.
import { html, nothing } from 'lit';
import { app } from '../../app.js';
import { icon } from '../../icons.js';
import { areaField, radioField, textField } from '../../parts/fields.js';
import { snippetName } from '../../parts/snippet-dialog.js';
import { words } from '../../words/en.js';
import { AdminList } from './list.js';
import '../../parts/notes.css';

const say = words.snippets;

class Snippets extends AdminList {
  get words() {
    return say;
  }

  get heading() {
    return words.admin.tabs.snippets;
  }

  get source() {
    return { question: 'snippets', key: 'snippet_id', kind: 'snippet' };
  }

  get keepsClinics() {
    return app.can('note_template.edit');
  }

  columns() {
    return [
      { head: say.name, cell: (/** @type {any} */ row) => `/${row.name}` },
      { head: say.whose, cell: (/** @type {any} */ row) => (row.clinic ? say.everybody : say.mine) },
      { head: say.text, cell: (/** @type {any} */ row) => row.text, extra: true },
    ];
  }

  /** @param {any} row */
  findText(row) {
    return `${row.name} ${row.text}`;
  }

  blank() {
    return { name: '', text: '', whose: this.keepsClinics ? 'clinic' : 'mine' };
  }

  /** @param {any} row */
  toValues(row) {
    return { name: row.name, text: row.text, whose: row.clinic ? 'clinic' : 'mine' };
  }

  /** @param {any} form @param {any} row */
  fields(form, row) {
    return html`
      ${textField({ ...form.bind('name'), label: say.name, hint: say.nameHint, first: true, maxlength: 40 })}
      ${areaField({ ...form.bind('text'), label: say.text, hint: say.textHint, rows: 6 })}
      ${row || !this.keepsClinics ? nothing : radioField({ ...form.bind('whose'), label: say.whose, options: [{ value: 'clinic', label: say.everybody }, { value: 'mine', label: say.mine }], inline: true })}
    `;
  }

  /** @param {any} form */
  check(form) {
    return form.check({ name: form.missing('name'), text: form.missing('text') });
  }

  /** @param {any} form @param {any} row */
  steps(form, row) {
    const snippet = { snippet_id: form.rowId, name: snippetName(form.values.name), text: form.values.text.trim() };
    const clinic = form.values.whose === 'clinic';
    return [(/** @type {number} */ version) => (row ? { op: 'edit_snippet', ...snippet, version, active: row.active } : { op: 'add_snippet', ...snippet, clinic })];
  }

  /** @param {any} row @param {boolean} active */
  hiding(row, active) {
    return (/** @type {number} */ version) => ({ op: 'edit_snippet', snippet_id: row.snippet_id, name: row.name, text: row.text, version, active });
  }

  /** The clinic's is read by who may not change it. @param {string} selected */
  renderPanel(selected) {
    const row = this.find(selected);
    if (!row?.clinic || this.keepsClinics) return super.renderPanel(selected);
    return html`<aside class="admin-panel" aria-labelledby="panel-title" @keydown=${this.onPanelKeydown}>
      <header class="admin-panel-head"><h2 id="panel-title">/${row.name}</h2>
        <button type="button" class="icon-button" aria-label=${words.admin.close} title=${words.admin.close} @click=${this.close}>${icon('close')}</button></header>
      <p class="snippet-read">${row.text}</p>
      <p class="muted">${say.kept}</p>
    </aside>`;
  }
}

customElements.define('cd-admin-snippets', Snippets);
