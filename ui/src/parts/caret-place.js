// Where the caret of a text area is on the screen: measured in a copy of it, because a text area does not say.

/** What decides where its lines break. */
const SAME = /** @type {const} */ ([
  'boxSizing', 'width', 'borderTopWidth', 'borderRightWidth', 'borderBottomWidth', 'borderLeftWidth', 'paddingTop', 'paddingRight', 'paddingBottom', 'paddingLeft',
  'fontFamily', 'fontSize', 'fontWeight', 'fontStyle', 'fontVariantNumeric', 'fontFeatureSettings', 'lineHeight', 'letterSpacing', 'wordSpacing', 'textIndent', 'tabSize', 'direction',
]);

/** Inside the text area, as if it were not scrolled. @param {HTMLTextAreaElement} area @param {number} at */
function offset(area, at) {
  const copy = document.createElement('div');
  const style = getComputedStyle(area);
  for (const name of SAME) copy.style[name] = style[name];
  Object.assign(copy.style, { position: 'absolute', top: '0', left: '-9999px', visibility: 'hidden', whiteSpace: 'pre-wrap', overflowWrap: 'break-word', borderStyle: 'solid' });
  const mark = document.createElement('span');
  mark.textContent = '\u200b';
  copy.append(area.value.slice(0, at), mark, area.value.slice(at) || '\u200b');
  document.body.append(copy);
  const { offsetLeft: left, offsetTop: top, offsetHeight: height } = mark;
  copy.remove();
  return { left, top, height };
}

/** @param {HTMLTextAreaElement} area @param {number} at @returns {{left: number, top: number, bottom: number}} */
export function caretPlace(area, at) {
  const box = area.getBoundingClientRect();
  const caret = offset(area, at);
  const top = Math.min(Math.max(box.top + caret.top - area.scrollTop, box.top), box.bottom - caret.height);
  return { left: Math.min(box.left + caret.left - area.scrollLeft, box.right), top, bottom: top + caret.height };
}

/** Selects, and scrolls to it. @param {HTMLTextAreaElement} area @param {number} start @param {number} end */
export function selectIn(area, start, end) {
  area.focus({ preventScroll: true });
  area.setSelectionRange(start, end);
  const { top, height } = offset(area, start);
  if (top < area.scrollTop || top + height > area.scrollTop + area.clientHeight) area.scrollTop = Math.max(0, top - height);
  area.scrollIntoView({ block: 'nearest' });
}

/**
 * Puts a text in as if it had been typed, so that Ctrl+Z takes it back.
 * @param {HTMLTextAreaElement} area @param {number} start @param {number} end what it replaces @param {string} text
 */
export function typeInto(area, start, end, text) {
  area.focus({ preventScroll: true });
  area.setSelectionRange(start, end);
  if (document.execCommand('insertText', false, text)) return;
  area.setRangeText(text, start, end, 'end');
  area.dispatchEvent(new InputEvent('input', { bubbles: true }));
}
