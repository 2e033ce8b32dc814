// The screen on the wall of the waiting room: numbers or initials, large. The workstation is locked meanwhile: what stands here is all that
// the app tells a locked screen (src-tauri/commands/wall.rs). No name is ever in this page.
import { html, nothing } from 'lit';
import { app } from '../app.js';
import { View } from '../element.js';
import { time } from '../format.js';
import { icon } from '../icons.js';
import { command } from '../ipc.js';
import { wallShow } from '../parts/wall-start.js';
import { words } from '../words/en.js';
import './wall.css';

/** @typedef {import('../wire-types.js').WallScreen} WallScreen */
/** @typedef {import('../wire-types.js').WallRow} WallRow */

const ASK_MS = 4000;
/** Called within this time: marked, so that it is seen from afar. */
const FRESH_MINUTES = 2;
const CALLED = 5;
const WAITING = 24;

class Wall extends View {
  static properties = { now: { state: true }, stale: { state: true } };

  constructor() {
    super();
    /** @type {WallScreen|null} */
    this.now = null;
    this.stale = false;
    this.show = wallShow();
    this.leaving = false;
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    this.timer = undefined;
  }

  connectedCallback() {
    super.connectedCallback();
    this.show = wallShow();
    this.leaving = false;
    this.listen(window, 'keydown', (event) => {
      if (event.key === 'Escape') this.leave();
    });
    this.listen(app, 'tick', () => this.requestUpdate());
    this.read();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.timer);
    this.now = null;
  }

  async read() {
    clearTimeout(this.timer);
    try {
      this.now = await command('wall');
      this.stale = false;
    } catch (error) {
      this.stale = true;
      // Ended, or left elsewhere: the app says what is shown instead.
      if (/^session\./.test(/** @type {any} */ (error).code)) await app.reload().catch(() => {});
    }
    if (this.isConnected) this.timer = setTimeout(() => this.read(), ASK_MS);
  }

  async leave() {
    if (this.leaving) return;
    this.leaving = true;
    try {
      const boot = await command('leave_wall');
      history.replaceState(null, '', `/waiting${location.search}`);
      app.accept(boot);
    } catch {
      this.leaving = false;
    }
  }

  /** @param {WallRow} row */
  mark(row) {
    return this.show === 'initials' ? row.initials : String(row.ticket);
  }

  render() {
    const { now } = this;
    const w = words.wall;
    const called = (now?.called ?? []).slice(0, CALLED);
    const waiting = now?.waiting ?? [];
    return html`<main class="wall" data-show=${this.show}>
      <header class="wall-head"><h1>${app.clinic?.name ?? app.boot?.clinic?.name}</h1><span class="number">${time(app.now())}</span></header>
      <section class="wall-called" aria-labelledby="wall-called"><h2 id="wall-called">${w.called}</h2>
        ${called.length
          ? html`<ul aria-live="polite">${called.map((row) => html`<li class=${app.minutesSince(row.since) < FRESH_MINUTES ? 'fresh' : ''}><span class="wall-mark number">${this.mark(row)}</span><span class="wall-room">${row.room ?? w.noRoom}</span></li>`)}</ul>`
          : html`<p class="wall-none">${now ? (this.show === 'initials' ? w.nobodyCalledInitials : w.nobodyCalled) : nothing}</p>`}
      </section>
      <section class="wall-waiting" aria-labelledby="wall-waiting"><h2 id="wall-waiting">${w.waiting}</h2>
        <ul>${waiting.slice(0, WAITING).map((row) => html`<li class="number">${this.mark(row)}</li>`)}</ul>
        ${waiting.length > WAITING ? html`<p class="wall-more">${w.more(waiting.length - WAITING)}</p>` : nothing}
      </section>
      <footer class="wall-foot">${this.stale && now ? html`<span role="status">${icon('warning')}${w.asOf(time(app.wall(now.at)))}</span>` : nothing}<span class="grow"></span>
        <button type="button" class="wall-leave" title=${w.leaveHint} @click=${this.leave}>${icon('lock', { size: 14 })}${w.leave} (Esc)</button></footer>
    </main>`;
  }
}
customElements.define('cd-wall', Wall);
