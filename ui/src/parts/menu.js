import { html, nothing, render } from 'lit';
import { icon } from '../icons.js';
import { keyCaps } from '../keys.js';
import './menu.css';

/**
 * @typedef {object} MenuItem
 * @property {string} [words] without words: a line between groups
 * @property {import('../icons.js').IconName} [icon]
 * @property {string|null} [keys]
 * @property {boolean} [checked] a choice among several
 * @property {boolean} [disabled]
 * @property {boolean} [danger]
 * @property {string} [heading] stands over what follows, instead of being an item
 * @property {() => void} [run]
 */

/** Key caps as they stand beside a word. @param {string|null|undefined} keys */
export const caps = (keys) =>
  keys ? html`<span class="kbds" aria-hidden="true">${keyCaps(keys).map((cap) => html`<kbd class="kbd">${cap}</kbd>`)}</span>` : nothing;

/** @param {MenuItem} item @param {(item: MenuItem) => void} choose */
function row(item, choose) {
  if (item.heading) return html`<div class="menu-heading">${item.heading}</div>`;
  if (!item.words) return html`<hr role="separator" />`;
  const role = item.checked === undefined ? 'menuitem' : 'menuitemradio';
  return html`<button type="button" role=${role} tabindex="-1" class=${item.danger ? 'danger' : ''} ?disabled=${item.disabled}
      aria-checked=${item.checked === undefined ? nothing : String(item.checked)} @click=${() => choose(item)}>
    <span class="menu-mark">${item.checked ? icon('check') : item.icon ? icon(item.icon) : nothing}</span>
    <span class="grow">${item.words}</span>${caps(item.keys)}
  </button>`;
}

/**
 * A menu at an element, or at the point of a right click. The focus comes back to where it was.
 * @param {Element|{x: number, y: number}} anchor
 * @param {MenuItem[]} items
 * @param {{label: string}} options
 */
export function openMenu(anchor, items, { label }) {
  document.querySelector('.menu[popover]')?.remove();
  const menu = document.createElement('div');
  const before = /** @type {HTMLElement|null} */ (document.activeElement);
  menu.className = 'menu';
  menu.popover = 'auto';
  menu.setAttribute('role', 'menu');
  menu.setAttribute('aria-label', label);
  const close = () => menu.matches(':popover-open') && menu.hidePopover();
  const choose = (/** @type {MenuItem} */ item) => {
    close();
    item.run?.();
  };
  render(items.map((item) => row(item, choose)), menu);
  document.querySelector('[data-workspace]')?.append(menu) ?? document.body.append(menu);
  menu.addEventListener('keydown', (event) => walk(menu, event));
  menu.addEventListener('toggle', (event) => {
    if (/** @type {ToggleEvent} */ (event).newState !== 'closed') return;
    if (menu.contains(document.activeElement) || document.activeElement === document.body) before?.focus();
    menu.remove();
  });
  menu.showPopover();
  put(menu, anchor);
  buttons(menu)[0]?.focus();
}

/** @param {HTMLElement} menu @returns {HTMLElement[]} */
const buttons = (menu) => [...menu.querySelectorAll('button:not([disabled])')].map((one) => /** @type {HTMLElement} */ (one));

/** @param {HTMLElement} menu @param {KeyboardEvent} event */
function walk(menu, event) {
  const all = buttons(menu);
  const at = all.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  const to = { ArrowDown: at + 1, ArrowUp: at - 1 + all.length, Home: 0, End: all.length - 1 }[event.key];
  if (to !== undefined) all[to % all.length]?.focus();
  else if (event.key.length === 1 && /\S/.test(event.key)) {
    const letter = event.key.toLowerCase();
    [...all.slice(at + 1), ...all].find((one) => one.textContent?.trim().toLowerCase().startsWith(letter))?.focus();
  } else if (event.key === 'Tab') menu.hidePopover();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

/** Under the anchor, or over it where there is no room; always inside the window. @param {HTMLElement} menu @param {Element|{x: number, y: number}} anchor */
function put(menu, anchor) {
  const at = anchor instanceof Element ? anchor.getBoundingClientRect() : { left: anchor.x, right: anchor.x, top: anchor.y, bottom: anchor.y };
  const { offsetWidth: width, offsetHeight: height } = menu;
  const left = anchor instanceof Element && at.left + width > innerWidth - 8 ? at.right - width : at.left;
  const top = at.bottom + 4 + height > innerHeight - 8 ? at.top - 4 - height : at.bottom + 4;
  menu.style.left = `${Math.max(8, Math.min(left, innerWidth - width - 8))}px`;
  menu.style.top = `${Math.max(8, Math.min(top, innerHeight - height - 8))}px`;
}
