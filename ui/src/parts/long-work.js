import { html, nothing } from 'lit';
import { stoppable } from '../ipc.js';
import { words } from '../words/en.js';
import './long-work.css';

/** Sooner than this, nobody has begun to wait. */
const SHOWN_AFTER = 1;

/** One long question at a time: how long it has taken and how far it has come is said, and it can be stopped. The next one stops the one before. */
export class LongWork {
  /** @param {{requestUpdate: () => void}} host whose render() shows it */
  constructor(host) {
    this.host = host;
    this.seconds = 0;
    /** Parts that are done, of how many: months. Null where that is not known. @type {[number, number] | null} */
    this.far = null;
    /** Stopped by the person, and nothing asked since. */
    this.stopped = false;
    /** @type {(() => void) | null} */
    this.running = null;
    this.turn = 0;
  }

  /**
   * @param {string} name @param {Record<string, any>} args
   * @returns {Promise<any>} null when it was stopped or another was asked meanwhile
   */
  async run(name, args) {
    this.running?.();
    this.turn += 1;
    const { turn } = this;
    const { answer, stop, howFar } = stoppable(name, args);
    this.running = stop;
    this.stopped = false;
    this.seconds = 0;
    this.far = null;
    this.host.requestUpdate();
    const clock = setInterval(async () => {
      this.seconds += 1;
      this.host.requestUpdate();
      const far = await howFar();
      if (turn !== this.turn || !this.running) return;
      this.far = far;
      this.host.requestUpdate();
    }, 1000);
    try {
      const answered = await answer;
      return turn === this.turn ? answered : null;
    } catch (error) {
      if (turn !== this.turn) return null;
      throw error;
    } finally {
      clearInterval(clock);
      if (turn === this.turn) this.running = null;
      this.host.requestUpdate();
    }
  }

  /** The person waits no longer. */
  stop() {
    this.leave();
    this.stopped = true;
    this.host.requestUpdate();
  }

  /** Nobody looks any more. */
  leave() {
    this.running?.();
    this.running = null;
    this.turn += 1;
  }

  /** @param {string} what e.g. "Adding up" @param {() => void} [stopped] what becomes of the screen; the button is gone */
  render(what, stopped = () => {}) {
    if (!this.running || this.seconds < SHOWN_AFTER) return nothing;
    const [done, of] = this.far ?? [0, 0];
    // The seconds go on in silence: said aloud each second they would drown everything else.
    return html`<p class="long-work"><span class="spinner" aria-hidden="true"></span><span role="status">${what}</span>${of > 1 ? html`<progress max=${of} .value=${done} aria-label=${what}></progress><span class="number">${words.longWork.months(done, of)}</span>` : nothing}<span class="number">${words.longWork.seconds(this.seconds)}</span>
      <button type="button" class="button small" @click=${() => {
        this.stop();
        stopped();
      }}>${words.longWork.stop}</button></p>`;
  }
}
