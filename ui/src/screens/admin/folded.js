// A part of a panel that is loaded and drawn on a click.
import { html, nothing } from 'lit';
import { View } from '../../element.js';
import { icon } from '../../icons.js';

class Folded extends View {
  static properties = { of: {}, label: {}, load: {}, draw: {}, isOpen: { state: true } };

  constructor() {
    super();
    /** Which row it is about: of another one it is closed again. */
    this.of = '';
    this.label = '';
    /** @type {() => Promise<any>} */
    this.load = async () => {};
    /** @type {() => any} */
    this.draw = () => nothing;
    this.isOpen = false;
  }

  /** @param {Map<PropertyKey, unknown>} changed */
  willUpdate(changed) {
    if (changed.has('of')) this.isOpen = false;
  }

  async toggle() {
    await this.load();
    this.isOpen = !this.isOpen;
  }

  render() {
    return html`<section class="admin-panel-history">
      <button type="button" class="admin-panel-toggle" aria-expanded=${this.isOpen} @click=${this.toggle}>${icon(this.isOpen ? 'up' : 'down')}${this.label}</button>
      ${this.isOpen ? this.draw() : nothing}
    </section>`;
  }
}

customElements.define('cd-folded', Folded);
