// A screen of several pages: their names on the left in groups, one of them on the right. A page keeps what was typed while another
// one is open. Admin and Calendar are such screens.
import { html, nothing } from 'lit';
import { app } from '../app.js';
import { Screen } from '../element.js';
import { go } from '../router.js';
import './pages.css';
import './queue.css';

/** `may`: the permission that opens it, or null for everybody. @typedef {{name: string, may: string|null, load: () => Promise<any>, element: string}} Page */
/** @typedef {{group: string, pages: Page[]}[]} Groups */

/** @param {Page} page */
const may = (page) => page.may === null || app.can(page.may);

/** Whether there is anything to open for the person at the desk. @param {Groups} groups */
export const anyPage = (groups) => groups.some(({ pages }) => pages.some(may));

/** Subclasses say: `path`, `groups`, `say` ({title, groups, tabs, notAllowed}). */
export class Pages extends Screen {
  static properties = { tab: {} };

  constructor() {
    super();
    /** @type {string|null} */
    this.tab = null;
    /** Pages that were opened: they keep their state. @type {Map<string, HTMLElement>} */
    this.opened = new Map();
  }

  /** Where this screen is, e.g. "/admin". @returns {string} */
  get path() {
    return '/';
  }

  /** @returns {Groups} */
  get groups() {
    return [];
  }

  /** @returns {{title: string, notAllowed: string, groups: Record<string, string>, tabs: Record<string, string>}} */
  get say() {
    return { title: '', notAllowed: '', groups: {}, tabs: {} };
  }

  /** How much there is to do on a page, where that is known. @returns {Record<string, number>} */
  get counts() {
    return {};
  }

  connectedCallback() {
    super.connectedCallback();
    this.listen(app, 'boot', () => this.requestUpdate());
  }

  lead() {
    return html`<span class="screen-title">${this.say.title}</span>`;
  }

  get current() {
    const all = this.groups.flatMap((group) => group.pages).filter(may);
    return all.find((page) => page.name === this.tab) ?? (this.tab ? null : all[0]) ?? null;
  }

  /** @param {Map<PropertyKey, unknown>} changed */
  willUpdate(changed) {
    const { current } = this;
    if (changed.has('tab') && !this.tab && current && location.pathname.startsWith(this.path)) go(`${this.path}/${current.name}`, { replace: true });
    if (current && !this.opened.has(current.name)) this.#open(current);
  }

  /** In one line at large zoom: the page that is open stays in sight. */
  /** @param {Map<PropertyKey, unknown>} changed */
  updated(changed) {
    super.updated(changed);
    const here = /** @type {HTMLElement|null} */ (this.querySelector('.pages-nav [aria-current]'));
    const line = here?.closest('nav');
    if (!here || !line || line.scrollWidth <= line.clientWidth) return;
    const hidden = here.offsetLeft < line.scrollLeft || here.offsetLeft + here.offsetWidth > line.scrollLeft + line.clientWidth;
    if (hidden) line.scrollLeft = here.offsetLeft - 24;
  }

  /** @param {Page} page */
  async #open(page) {
    await page.load();
    if (!this.opened.has(page.name)) this.opened.set(page.name, document.createElement(page.element));
    this.requestUpdate();
  }

  render() {
    const { current, say } = this;
    const id = this.path.slice(1);
    return html`
      <div class="pages">
        <nav class="pages-nav" aria-label=${say.title}>
          ${this.groups.filter(({ pages }) => pages.some(may)).map(
            ({ group, pages }) => html`
              <h2 id="${id}-${group}">${say.groups[group]}</h2>
              <ul aria-labelledby="${id}-${group}">
                ${pages.filter(may).map((page) => html`<li><a href="${this.path}/${page.name}" aria-current=${page === current ? 'page' : nothing}>${say.tabs[page.name]}${this.counts[page.name] ? html` <span class="queue-count">${this.counts[page.name]}</span>` : nothing}</a></li>`)}
              </ul>
            `,
          )}
        </nav>
        <div class="pages-main">
          ${current ? (this.opened.get(current.name) ?? nothing) : html`<div class="empty"><p>${say.notAllowed}</p></div>`}
        </div>
      </div>
    `;
  }
}
