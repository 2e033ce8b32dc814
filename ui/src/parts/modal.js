import { html, nothing } from 'lit';
import { View } from '../element.js';
import { icon } from '../icons.js';
import { words } from '../words/en.js';
import { TypedOffer } from './typed-offer.js';
import './modal.css';

/**
 * Where dialogs live: inside what belongs to the signed-in person, so that locking the screen takes them off it with what was typed
 * in them, and unlocking brings them back.
 */
function home() {
  return document.querySelector('[data-workspace]') ?? document.querySelector('cd-shell') ?? document.body;
}

/**
 * A dialog that asks for one decision. Subclasses say what stands in it; `open()` answers with what was decided, or undefined.
 * The native element keeps the focus inside, makes the rest inert and gives the focus back on closing.
 */
export class Modal extends View {
  constructor() {
    super();
    /** Asked to close while something was typed: the foot asks first. */
    this.leaving = false;
    /** @type {(result: any) => void} */
    this.decided = () => {};
    this.shut = false;
    this.offer = new TypedOffer(this);
  }

  /** Under what name typing is kept on this workstation until it is saved or thrown away; '' where none of it is worth that. */
  keptAs() {
    return '';
  }

  /** What is typed, as `takeUp` takes it. @returns {Record<string, any>} */
  typing() {
    return {};
  }

  /** Puts back what was typed another time, maybe into an older state of the record. @param {Record<string, any>} _typing */
  takeUp(_typing) {}

  /** What the dialog is about. */
  heading() {
    return '';
  }

  /** Second line of the head, under the title. @returns {any} */
  subheading() {
    return nothing;
  }

  /** @returns {any} */
  body() {
    return nothing;
  }

  /** @returns {any} */
  foot() {
    return nothing;
  }

  /** Width class: small, medium, wide. */
  size() {
    return 'medium';
  }

  /** Nothing in it takes the focus, so that it is scrolled by keys itself. */
  isRead() {
    return false;
  }

  /** Would closing lose typing? */
  dirty() {
    return false;
  }

  /** Enter in a field, or the main button. */
  submit() {}

  /** The element that takes the focus first. @returns {HTMLElement | null} */
  firstField() {
    return /** @type {HTMLElement | null} */ (this.querySelector('[data-first]'));
  }

  /** @returns {Promise<any>} */
  open() {
    home().append(this);
    return new Promise((resolve) => {
      this.decided = resolve;
    });
  }

  /** @param {any} [result] */
  close(result) {
    if (this.shut) return;
    this.shut = true;
    this.offer.end();
    // Closed before it is removed, so that the browser gives the focus back.
    this.dialog?.close();
    this.remove();
    this.decided(result);
  }

  get dialog() {
    return /** @type {HTMLDialogElement | null} */ (this.querySelector(':scope > dialog'));
  }

  connectedCallback() {
    super.connectedCallback();
    // Coming back after a lock: an element that left the document left the top layer too.
    if (!this.hasUpdated) return;
    this.#raise();
    this.firstField()?.focus();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.offer.flush();
  }

  firstUpdated() {
    this.#raise();
    this.updateComplete.then(() => this.firstField()?.focus());
    this.lookForTyping();
  }

  /** Offers what was typed here before: when it opens, or once what it is about has been read. */
  lookForTyping() {
    this.offer.start(this.keptAs(), () => this.typing());
  }

  updated() {
    this.keepTyped();
  }

  /** Not every field draws the dialog anew. */
  keepTyped() {
    if (!this.shut && this.dirty()) this.offer.keep(() => this.typing());
  }

  #raise() {
    const { dialog } = this;
    if (!dialog) return;
    dialog.removeAttribute('open');
    dialog.showModal();
    // The browser focuses the first button, which closes: Enter, typed ahead, would press it before the first field is there.
    dialog.tabIndex = -1;
    dialog.focus({ preventScroll: true });
  }

  /** Once the parts inside are painted too: they follow a moment after their dialog. @param {string} selector */
  focusFirst(selector) {
    this.requestUpdate();
    requestAnimationFrame(() => /** @type {HTMLElement | null} */ (this.querySelector(selector))?.focus());
  }

  askToClose() {
    if (!this.dirty()) {
      this.close();
      return;
    }
    this.leaving = true;
    this.requestUpdate();
    this.updateComplete.then(() => /** @type {HTMLElement | null} */ (this.querySelector('[data-keep]'))?.focus());
  }

  keepTyping() {
    this.leaving = false;
    this.requestUpdate();
    this.updateComplete.then(() => this.firstField()?.focus());
  }

  /**
   * Esc is taken as a key: the browser's own `cancel` may be refused only once, and the second Esc would throw typing away.
   * @param {KeyboardEvent} event
   */
  onKeydown(event) {
    // Enter held down is one Enter: it must not pick, and then decide.
    if (event.key === 'Enter' && event.repeat) event.preventDefault();
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    // An open list inside the dialog closes first.
    if (this.querySelector('[opened]')) return;
    event.preventDefault();
    event.stopPropagation();
    if (this.leaving) this.keepTyping();
    else this.askToClose();
  }

  render() {
    return html`
      <dialog class="modal ${this.size()}" aria-labelledby="${this.localName}-title" @keydown=${this.onKeydown}
        @cancel=${(/** @type {Event} */ event) => event.preventDefault()} @close=${() => this.close()}>
        <form class="modal-form" novalidate autocomplete="off" @input=${this.keepTyped} @change=${this.keepTyped} @submit=${(/** @type {Event} */ event) => {
          event.preventDefault();
          this.submit();
        }}>
          <header class="modal-head">
            <div class="modal-titles">
              <h2 id="${this.localName}-title">${this.heading()}</h2>
              ${this.subheading()}
            </div>
            <button type="button" class="icon-button" aria-label=${words.modal.close} title=${`${words.modal.close} (Esc)`} @click=${this.askToClose}>${icon('close')}</button>
          </header>
          <div class="modal-body" tabindex=${this.isRead() ? '0' : nothing}>${this.offer.render((typing) => this.takeUp(typing))} ${this.body()}</div>
          <footer class="modal-foot">${this.leaving ? this.renderLeaving() : this.foot()}</footer>
        </form>
      </dialog>
    `;
  }

  renderLeaving() {
    return html`
      <p class="modal-ask" role="alert">${words.modal.discard}</p>
      <button type="button" class="button" @click=${() => this.close()}>${words.modal.throwAway}</button>
      <button type="button" class="button primary" data-keep @click=${this.keepTyping}>${words.modal.keepTyping}</button>
    `;
  }
}
