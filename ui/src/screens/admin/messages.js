// Reminder texts: one per language, with a preview of how each reads.
import { html, nothing } from 'lit';
import { ask } from '../../ipc.js';
import { say as sayError } from '../../messages.js';
import { areaField, textField } from '../../parts/fields.js';
import { words } from '../../words/en.js';
import { AdminList } from './list.js';

const say = words.messages;
const PAUSE_MS = 200;

class Messages extends AdminList {
  static properties = { ...AdminList.properties, preview: { state: true } };

  constructor() {
    super();
    /** How the text reads, or why it cannot. @type {{text: string, reads: string, wrong: boolean}} */
    this.preview = { text: '', reads: '', wrong: false };
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    this.asking = undefined;
  }

  get words() {
    return say;
  }

  get heading() {
    return say.title;
  }

  get source() {
    return { question: 'message_templates', key: 'message_template_id', kind: 'message_template' };
  }

  async load() {
    await super.load();
    const page = /** @type {any} */ (this);
    page.rows = page.rows?.map((/** @type {any} */ row) => ({ ...row, name: row.language })) ?? null;
  }

  columns() {
    return [
      { head: say.name, cell: (/** @type {any} */ row) => row.language },
      { head: say.text, cell: (/** @type {any} */ row) => row.text, extra: true },
    ];
  }

  blank() {
    return { name: '', text: say.start };
  }

  /** @param {any} row */
  toValues(row) {
    return { name: row.language, text: row.text };
  }

  names() {
    return { language: 'name' };
  }

  /** @param {import('./list.js').RowForm} form */
  check(form) {
    return form.check({ name: form.missing('name'), text: form.missing('text') });
  }

  /** @param {import('./list.js').RowForm} form @param {any} row */
  steps(form, row) {
    const { name: language, text } = form.values;
    const fields = { message_template_id: form.rowId, language, text };
    return [(/** @type {number} */ version) => (row ? { op: 'edit_message_template', version, ...fields, active: row.active } : { op: 'add_message_template', ...fields })];
  }

  /** @param {any} row @param {boolean} active */
  hiding({ message_template_id, language, text }, active) {
    return (/** @type {number} */ version) => ({ op: 'edit_message_template', message_template_id, version, language, text, active });
  }

  /** @param {string} text */
  look(text) {
    if (text === this.preview.text) return;
    this.preview = { ...this.preview, text };
    clearTimeout(this.asking);
    this.asking = setTimeout(async () => {
      if (!text.trim()) return;
      const answer = await ask({ ask: 'message_preview', text }).then((reads) => ({ reads, wrong: false }), (error) => ({ reads: sayError(error), wrong: true }));
      if (text === this.preview.text) this.preview = { text, ...answer };
    }, PAUSE_MS);
  }

  /** @param {import('./list.js').RowForm} form */
  fields(form) {
    const text = form.values.text ?? '';
    queueMicrotask(() => this.look(text));
    const { reads, wrong } = this.preview;
    return html`
      ${textField({ ...form.bind('name'), label: say.name, hint: say.nameHint, first: true })}
      ${areaField({ ...form.bind('text'), label: say.text, hint: say.textHint, rows: 6 })}
      <div class="f-static" role="status"><span>${say.preview}</span>
        <p class="reads-like ${wrong ? 'error' : ''}">${text.trim() ? reads || nothing : say.previewEmpty}</p></div>
    `;
  }
}

customElements.define('cd-admin-messages', Messages);
