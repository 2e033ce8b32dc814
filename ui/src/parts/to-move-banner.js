// "3 appointments are to be moved", above the day until there are none.
import { html, nothing } from 'lit';
import { app } from '../app.js';
import { View } from '../element.js';
import { icon } from '../icons.js';
import { ask } from '../ipc.js';
import { words } from '../words/en.js';
import './to-move.css';

/** News come in bursts: one question for all of them. */
const SOON_MS = 300;

class ToMoveBanner extends View {
  static properties = { total: { state: true } };

  constructor() {
    super();
    this.total = 0;
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    this.soon = undefined;
  }

  connectedCallback() {
    super.connectedCallback();
    this.listen(app, 'changes', ({ detail }) => {
      if (detail.touches.some((/** @type {{kind: string}} */ { kind }) => kind === 'appointment' || kind === 'exception')) this.later();
    });
    this.count();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.soon);
  }

  later() {
    clearTimeout(this.soon);
    this.soon = setTimeout(() => this.count(), SOON_MS);
  }

  async count() {
    try {
      this.total = (await ask({ ask: 'to_be_moved', exception_id: null, limit: 0 })).total;
    } catch {
      // What is away says so itself; the next news ask again.
    }
  }

  render() {
    if (!this.total) return nothing;
    return html`<a class="to-move-banner" href="/calendar/to-be-moved">${icon('warning')}<span>${words.schedule.banner(this.total)}</span><span>${words.schedule.bannerShow}</span></a>`;
  }
}

customElements.define('cd-to-move-banner', ToMoveBanner);
