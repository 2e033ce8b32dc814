// What the web view brings along and no clinic wants: its own menu (Reload, Back) and its own keys. A reload would throw away what everybody who
// sits at this desk has open and typed.
import { isField } from './keys.js';

const MAC = /Mac/.test(navigator.platform);

/** Keys with Ctrl (on a Mac the command key) that reload, go back, search in the page, print it, open or save it, show its source. */
const WITH_CTRL = /^([rfgpsou[\]]|F5|Home)$/i;
/** Named keys that do the same. */
const ALONE = /^(F3|F5|F7|BrowserBack|BrowserForward|BrowserRefresh|BrowserSearch|BrowserHome)$/;

/** @param {KeyboardEvent} event @param {EventTarget|undefined} target */
function isBrowserKey(event, target) {
  const { key, altKey } = event;
  if (ALONE.test(key)) return true;
  if (MAC ? event.metaKey : event.ctrlKey) return !altKey && WITH_CTRL.test(key);
  // On a Mac these move the caret by a word.
  if (altKey && (key === 'ArrowLeft' || key === 'ArrowRight')) return !(MAC && isField(target));
  return key === 'Backspace' && !isField(target);
}

// On the way out, after every key of our own: what is prevented already was wanted here.
addEventListener('keydown', (event) => {
  if (isBrowserKey(event, event.composedPath()[0])) event.preventDefault();
});

// The thumb keys of a mouse.
for (const type of /** @type {const} */ (['mousedown', 'mouseup', 'auxclick'])) {
  addEventListener(type, (event) => {
    if (event.button === 3 || event.button === 4) event.preventDefault();
  });
}

/** Whether the pointer is on text that is selected: its menu copies. @param {EventTarget|undefined} target */
function isSelected(target) {
  const selection = getSelection();
  return Boolean(selection && !selection.isCollapsed && target instanceof Node && selection.containsNode(target, true));
}

addEventListener('contextmenu', (event) => {
  const target = event.composedPath()[0];
  if (!isField(target) && !isSelected(target)) event.preventDefault();
});
