import { html, nothing } from 'lit';
import { app } from '../app.js';
import { date } from '../format.js';
import { words } from '../words/en.js';
import { EntryDialog } from './entry-dialog.js';
import { selectField, textField } from './fields.js';
import './code-picker.js';
import './date-input.js';

/** @typedef {import('../wire-types.js').Problem} Problem */

const w = words.problems;

/** @param {string} patientId @param {Problem | null} [entry] */
export function openProblem(patientId, entry = null) {
  if (document.querySelector('cd-problem-dialog')) return Promise.resolve(undefined);
  const dialog = /** @type {ProblemDialog} */ (document.createElement('cd-problem-dialog'));
  dialog.patientId = patientId;
  dialog.entry = entry;
  return dialog.open();
}

class ProblemDialog extends EntryDialog {
  get kind() {
    return {
      list: 'problems', idName: 'problem_id', ops: { add: 'add_problem', edit: 'edit_problem', strike: 'strike_problem' }, addTitle: w.addTitle, editTitle: w.editTitle, added: w.added, saved: w.saved,
      labels: { title: w.what, code: w.code, since: w.since, until: w.until, status: w.status },
    };
  }

  /** @param {Record<string, any> | null} entry */
  valuesOf(entry) {
    const { title = '', code = '', since = null, until = null, status = 'active' } = entry ?? {};
    return { title, code: code ?? '', since: since ?? null, until: until ?? null, status };
  }

  details() {
    const { title, code, since, until, status } = this.form.values;
    return { title: title.trim(), code: code.trim() || null, since, until: status === 'active' ? null : until, status };
  }

  problems() {
    return { title: this.form.missing('title') };
  }

  name() {
    return this.form.values.title ?? '';
  }

  get mayStrike() {
    return app.can('record.write');
  }

  /** @param {string} field @param {any} value */
  show(field, value) {
    if (field === 'status') return /** @type {Record<string, string>} */ (w.statuses)[value];
    return field === 'since' || field === 'until' ? date(value) : String(value ?? '');
  }

  /** @param {{code: string, title: string}} picked */
  pick({ code, title }) {
    this.form.set('title', title);
    this.form.set('code', code);
    this.updateComplete.then(() => /** @type {HTMLElement | null} */ (this.querySelector('[data-submit]'))?.focus());
  }

  fields() {
    const { form } = this;
    const day = (/** @type {'since'|'until'} */ name) => html`<cd-date .label=${w[name]} .value=${form.values[name]} .error=${form.errors[name] ?? ''} past
      @change=${(/** @type {CustomEvent} */ event) => form.set(name, event.detail.value)}></cd-date>`;
    return html`
      ${this.entry ? nothing : html`<cd-code-picker .label=${w.find} @pick=${(/** @type {CustomEvent} */ event) => this.pick(event.detail)}></cd-code-picker>`}
      ${textField({ ...form.bind('title'), label: w.what, maxlength: 300 })}
      <div class="entry-pair">
        ${textField({ ...form.bind('code'), label: w.code, optional: true, maxlength: 20, spellcheck: false })}
        ${selectField({ ...form.bind('status'), label: w.status, options: ['active', 'resolved'].map((value) => ({ value, label: /** @type {any} */ (w.statuses)[value] })) })}
      </div>
      <div class="entry-pair">${day('since')} ${form.values.status === 'active' ? nothing : day('until')}</div>
    `;
  }
}

customElements.define('cd-problem-dialog', ProblemDialog);
