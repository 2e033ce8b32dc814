// What the pages of figures share: another report is another answer, and each is saved as a file.
import { html, nothing } from 'lit';
import { toast } from '../../app.js';
import { icon } from '../../icons.js';
import { keyOf } from '../../keys.js';
import { say } from '../../messages.js';
import { words } from '../../words/en.js';
import { LongWork } from '../../parts/long-work.js';
import '../../parts/modal.css';
import { BillingList } from './list.js';
import './reports.css';

/** Subclasses say, beside what a list says: `fileQuestion`, and the id of the command that saves. */
export class ReportPage extends BillingList {
  constructor() {
    super();
    this.writing = new LongWork(this);
    /** @type {() => void} */
    this.removeCommands = () => {};
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.writing.leave();
    this.removeCommands();
  }

  /** @returns {Record<string, any>} */
  get fileQuestion() {
    return {};
  }

  /** Another report is another answer: the old one is not read as the new. @param {Record<string, any>} change */
  choose(change) {
    Object.assign(this, change, { answer: null, problem: '' });
    this.load();
  }

  get saving() {
    return this.writing.running !== null;
  }

  async save() {
    if (this.saving) return;
    try {
      const done = await this.writing.run('save_export', { question: this.fileQuestion });
      if (done?.saved) toast(words.reports.saved(done.count));
    } catch (error) {
      toast(say(/** @type {any} */ (error)), { kind: 'error' });
    }
  }

  /** @param {string} command the id of the command that saves */
  saveButton(command) {
    return html`<button type="button" class="button reports-save" aria-keyshortcuts=${keyOf(command) ?? nothing} ?disabled=${this.saving} @click=${this.save}>${icon('file')}${words.reports.save}</button>
      ${this.writing.render(words.longWork.writing)}`;
  }
}
