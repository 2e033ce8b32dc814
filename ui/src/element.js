// What every screen and part extends: Lit without shadow roots, so that one style sheet, one focus order and one
// accessibility tree serve the whole window.
import { LitElement, render } from 'lit';

/** @typedef {{on: (target: EventTarget, type: string, handler: (event: any) => void) => void}} Listening */

export class View extends LitElement {
  constructor() {
    super();
    /** @type {[EventTarget, string, (event: any) => void][]} */
    this.listening = [];
  }

  createRenderRoot() {
    return this;
  }

  /**
   * Listen while on screen: call it in `connectedCallback`; leaving the document ends it.
   * @param {EventTarget} target
   * @param {string} type
   * @param {(event: any) => void} handler
   */
  listen(target, type, handler) {
    target.addEventListener(type, handler);
    this.listening.push([target, type, handler]);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    for (const [target, type, handler] of this.listening) target.removeEventListener(type, handler);
    this.listening = [];
  }
}

/** A whole screen: what `lead()` returns stands left in the top bar (the title, the date). */
export class Screen extends View {
  /** @returns {any} */
  lead() {
    return '';
  }

  /** @param {Map<PropertyKey, unknown>} changed */
  updated(changed) {
    super.updated(changed);
    const place = document.getElementById('lead');
    if (place && this.isConnected) render(this.lead(), place);
  }
}
