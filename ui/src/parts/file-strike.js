import { html } from 'lit';
import { factsOf } from './file-text.js';
import { StrikeDialog, openStrike } from './strike-dialog.js';

/** @typedef {{file_id: string, title: string, kind: string, dated_on: string | null}} Struck */

/** A file that was attached in error, with the reason. @param {Struck} file */
export const openStrikeFile = (file) => openStrike('cd-strike-file', file);

class StrikeFile extends StrikeDialog {
  subheading() {
    const file = /** @type {Struck | null} */ (this.line);
    return file ? html`<p class="muted"><strong>${file.title}</strong> · ${factsOf(file)}</p>` : html``;
  }

  operation() {
    return this.line && { op: 'strike_file', file_id: this.line.file_id };
  }
}

customElements.define('cd-strike-file', StrikeFile);
