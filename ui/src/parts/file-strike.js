import { html } from 'lit';
import { words } from '../words/en.js';
import { factsOf } from './file-text.js';
import { StrikeDialog } from './strike-dialog.js';

/** @typedef {{file_id: string, title: string, kind: string, dated_on: string | null}} Struck */

/** A file that was attached in error, with the reason. @param {Struck} file */
export function openStrikeFile(file) {
  if (document.querySelector('cd-strike-file')) return Promise.resolve(undefined);
  const dialog = /** @type {StrikeFile} */ (document.createElement('cd-strike-file'));
  dialog.file = file;
  return dialog.open();
}

class StrikeFile extends StrikeDialog {
  constructor() {
    super();
    /** @type {Struck | null} */
    this.file = null;
  }

  heading() {
    return words.entries.struckTitle;
  }

  subheading() {
    const { file } = this;
    return file ? html`<p class="muted"><strong>${file.title}</strong> · ${factsOf(file)}</p>` : html``;
  }

  operation() {
    return this.file && { op: 'strike_file', file_id: this.file.file_id };
  }
}

customElements.define('cd-strike-file', StrikeFile);
