import { html } from 'lit';
import { toast } from '../app.js';
import { uuid7 } from '../ipc.js';
import { words } from '../words/en.js';
import { areaField, textField } from './fields.js';
import { Form } from './form.js';
import { formSummary } from './form-view.js';
import { caps } from './menu.js';
import { Modal } from './modal.js';
import { takeUpForm, formTyping } from './typed-offer.js';
import './notes.css';

const w = words.snippets;

/** "/chest clear" is typed, and the slash is no part of the name. @param {string} name */
export const snippetName = (name) => name.trim().replace(/^\/+\s*/, '');

/** A snippet of one's own, begun with what was selected. @param {string} text */
export function openSnippet(text) {
  if (document.querySelector('cd-snippet')) return Promise.resolve(undefined);
  const dialog = /** @type {SnippetDialog} */ (document.createElement('cd-snippet'));
  dialog.form.start({ name: '', text });
  return dialog.open();
}

class SnippetDialog extends Modal {
  constructor() {
    super();
    this.newId = uuid7();
    this.form = new Form(this, { name: '', text: '' });
  }

  heading() {
    return w.newTitle;
  }

  keptAs() {
    return 'snippet new';
  }

  typing() {
    return formTyping(this.form);
  }

  /** @param {any} typing */
  takeUp(typing) {
    takeUpForm(this.form, typing);
  }

  dirty() {
    return this.form.dirty;
  }

  async submit() {
    const { form } = this;
    if (!form.check({ name: form.missing('name'), text: form.missing('text') })) return;
    const name = snippetName(form.values.name);
    if (!(await form.perform({ op: 'add_snippet', snippet_id: this.newId, name, text: form.values.text.trim(), clinic: false }))) return;
    toast(w.saved(name));
    this.close(true);
  }

  body() {
    const { form } = this;
    return html`${formSummary(form, { name: w.name, text: w.text })}
      ${textField({ ...form.bind('name'), label: w.name, hint: w.nameHint, first: true, maxlength: 40 })}
      ${areaField({ ...form.bind('text'), label: w.text, hint: w.textHint, rows: 5 })}`;
  }

  foot() {
    return html`<span class="grow"></span><button type="button" class="button" @click=${this.askToClose}>${words.modal.cancel}</button>
      <button type="submit" class="button primary" ?disabled=${this.form.busy}>${words.admin.save}${caps('Enter')}</button>`;
  }
}

customElements.define('cd-snippet', SnippetDialog);
