import { html } from 'lit';
import { command } from '../ipc.js';
import { words } from '../words/en.js';
import { Modal } from './modal.js';

/** Version and where things lie, for whoever helps from afar. */
class About extends Modal {
  static properties = { facts: { state: true } };

  constructor() {
    super();
    /** @type {{version: string, log_folder: string, data_folder: string}|null} */
    this.facts = null;
  }

  heading() {
    return words.shell.about;
  }

  size() {
    return 'small';
  }

  body() {
    return html`<dl class="about">
      <dt>${words.shell.aboutText(this.facts?.version ?? '')}</dt>
      <dt class="muted">${words.shell.dataFolder}</dt><dd>${this.facts?.data_folder}</dd>
      <dt class="muted">${words.shell.logFolder}</dt><dd>${this.facts?.log_folder}</dd></dl>`;
  }

  foot() {
    return html`<button type="button" class="button" data-first @click=${() => this.close()}>${words.common.close}</button>`;
  }
}
customElements.define('cd-about', About);

export async function openAbout() {
  const about = /** @type {About} */ (document.createElement('cd-about'));
  about.open();
  about.facts = await command('about');
}
