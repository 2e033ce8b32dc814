// What the stories ask of the page, in a person's words: the button that says this, the field with this label.
// Sent along with every question; the first one sets it up.
window.story ??= (() => {
  /** What went wrong since it was last asked: from the first paint on, for nobody can listen earlier here. */
  const wrong = [];
  const refused = (what, where) => wrong.push(`refused by the content policy: ${what} ${where}`);
  addEventListener('securitypolicyviolation', (event) => refused(event.effectiveDirective, event.blockedURI));
  addEventListener('error', (event) => /ResizeObserver loop/.test(event.message) || wrong.push(`error: ${event.message}`));
  addEventListener('unhandledrejection', (event) => wrong.push(`error: ${event.reason?.message ?? event.reason?.code ?? event.reason}`));
  const clean = (text) => text.replace(/\s+/g, ' ').trim();
  const UNREAD = '.kbds, [aria-hidden="true"], .visually-hidden, .f-optional, svg';
  const textOf = (element) => {
    const copy = element.cloneNode(true);
    for (const one of copy.querySelectorAll(UNREAD)) one.remove();
    return clean(copy.textContent);
  };
  const nameOf = (element) => clean(element.getAttribute('aria-label') ?? textOf(element));
  const isDrawn = (element) => element.checkVisibility({ visibilityProperty: true }) && element.getBoundingClientRect().width > 0;
  // What only holds a dialog has no size of its own.
  const isSeen = (element) => isDrawn(element) || [...element.children].some(isSeen);
  // A dialog or a menu keeps everything else away.
  const top = () => [...document.querySelectorAll('dialog[open], [popover]:popover-open')].at(-1) ?? document.body;

  const places = new WeakMap();
  /** In view, still since it was last asked for, and not under something else. */
  const ready = (element) => {
    if (!element || !isSeen(element) || element.disabled) return null;
    element.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    const { x, y, width, height } = element.getBoundingClientRect();
    const place = [x, y, width, height].map(Math.round).join();
    const isStill = places.get(element) === place;
    places.set(element, place);
    const hit = document.elementFromPoint(x + width / 2, y + height / 2);
    return isStill && hit && (element.contains(hit) || hit.contains(element)) ? element : null;
  };

  const PRESSABLE = 'button, a[href], summary, [role="option"], [role="menuitem"], label.f-check';
  const named = (name, within) => {
    const all = [...within.querySelectorAll(PRESSABLE)].filter(isSeen);
    return all.find((one) => nameOf(one) === name) ?? all.find((one) => nameOf(one).startsWith(name)) ?? null;
  };
  const labelled = (label, css = '') => {
    const within = (css && top().querySelector(css)) || top();
    const words = [...within.querySelectorAll('label')].filter(isSeen).find((one) => textOf(one) === label);
    const combo = [...within.querySelectorAll('vaadin-combo-box')].find((one) => one.label === label);
    const bare = [...within.querySelectorAll('input, select, textarea')].find((one) => one.getAttribute('aria-label') === label && isSeen(one));
    return words?.control ?? combo?.querySelector('input') ?? bare ?? null;
  };

  return {
    theme: () => document.documentElement.dataset.theme,
    wrong: () => wrong.splice(0),
    seen: (css) => [...document.querySelectorAll(css)].find(isSeen) ?? null,
    count: (css) => document.querySelectorAll(css).length,
    ready: (css) => ready([...document.querySelectorAll(css)].find(isSeen)),
    pressable: (name) => ready(named(name, top())),
    field: (label) => ready(labelled(label)),
    value: (label) => labelled(label)?.value ?? null,
    /** All of what is in the field is selected: typing takes its place. */
    isWhole: (label) => {
      const field = labelled(label);
      return field && (field.selectionStart === null || field.selectionEnd - field.selectionStart === field.value.length);
    },
    says: (css, words) => [...document.querySelectorAll(css)].some((one) => isSeen(one) && textOf(one).includes(words)),
    texts: (css) => [...document.querySelectorAll(css)].map(textOf),
    focus: () => {
      const at = document.activeElement;
      return !document.hasFocus() ? 'another window' : at === document.body ? 'nothing' : nameOf(at) || clean([...(at.labels ?? [])].map(textOf).join(' ')) || at.localName;
    },
    began: () => performance.timeOrigin,
    focused: (css) => document.activeElement?.matches(css) ?? false,
    /** A picture that came and has a size of its own. */
    painted: (css) => [...document.querySelectorAll(css)].some((one) => isSeen(one) && one.complete && one.naturalWidth > 0),
    holds: (words) => document.documentElement.outerHTML.includes(words),
    links: (css) => [...document.querySelectorAll(css)].map((link) => link.getAttribute('href')),

    /** The card of one appointment: by a part of the name, and when it starts. */
    card: (who, time) =>
      ready([...document.querySelectorAll('cd-day-grid .ec-event[data-id]:not(.ec-preview)')].find((card) => {
        const label = card.getAttribute('aria-label') ?? '';
        return label.includes(who) && label.includes(`, ${time}–`);
      })),
    cardSays: (who, words) => [...document.querySelectorAll('cd-day-grid .ec-event[data-id]')].some((card) => [who, words].every((part) => card.getAttribute('aria-label')?.includes(part))),
    /** Where a time of a column (the first, or the one of this name) is on screen, from the hours written at the side. */
    slot: (hour, minute, name = '') => {
      const hours = [...document.querySelectorAll('cd-day-grid time')].filter((one) => /^\d\d:00$/.test(clean(one.textContent)));
      const mark = (n) => hours.find((one) => clean(one.textContent) === `${String(n).padStart(2, '0')}:00`);
      const [from, to] = [mark(hour), mark(hour + 1)];
      const column = [...document.querySelectorAll('.head[data-column]')].find((one) => textOf(one).includes(name));
      if (!from || !to || !column) return null;
      from.scrollIntoView({ block: 'center', inline: 'nearest' });
      const middle = (one) => {
        const { x, y, width, height } = one.getBoundingClientRect();
        return { x: x + width / 2, y: y + height / 2 };
      };
      const start = middle(from).y;
      const height = middle(to).y - start;
      return { x: middle(column).x, y: start + (height * minute) / 60, hour: height };
    },
    /** The one of a list of choices that begins like this. */
    option: (label, words, css = '') => [...(ready(labelled(label, css))?.options ?? [])].find((one) => clean(one.textContent).startsWith(words)) ?? null,
    chosen: (label) => clean(labelled(label)?.selectedOptions?.[0]?.textContent ?? ''),
    /** What stands under a field because it is wrong. */
    wrongAt: (label) => {
      const field = labelled(label);
      const says = (field?.getAttribute('aria-describedby') ?? '').split(' ').map((id) => document.getElementById(id)).filter(Boolean);
      return field?.getAttribute('aria-invalid') === 'true' ? says.map(textOf).join(' ') : null;
    },
    box: (css) => ready([...document.querySelectorAll(css)].find(isSeen))?.getBoundingClientRect().toJSON() ?? null,
    rect: (element) => element.getBoundingClientRect().toJSON(),
    middle: (element) => {
      const { x, y, width, height } = element.getBoundingClientRect();
      return { x: x + width / 2, y: y + height / 2 };
    },

    focusOn: (css) => {
      const element = ready([...document.querySelectorAll(css)].find(isSeen));
      element?.focus();
      return element !== null && document.activeElement === element;
    },
    /** What the page itself would be told. */
    answer: (question, done) => window.__TAURI_INTERNALS__.invoke('ask', { question }).then(done, done),
    /** The page as the printer gets it: the rules for paper are made to hold on screen for a moment. */
    onPaper: () => {
      const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]).filter((rule) => rule.media?.mediaText === 'print');
      for (const rule of rules) rule.media.mediaText = 'all';
      const paper = document.querySelector('.print-root .paper');
      const style = paper && getComputedStyle(paper);
      const found = {
        printed: window.printed, shown: [...document.body.children].filter((one) => getComputedStyle(one).display !== 'none').map((one) => one.className || one.localName),
        colours: style && [style.color, style.backgroundColor], sheets: [...(paper?.querySelectorAll('article') ?? [])].map(textOf),
      };
      for (const rule of rules) rule.media.mediaText = 'print';
      return found;
    },

    /** Loaded, its fonts there, and painted. Answers `done`. */
    settled: (done) => {
      const painted = () => requestAnimationFrame(() => requestAnimationFrame(() => done(true)));
      const loaded = () => document.fonts.ready.then(painted);
      if (document.readyState === 'complete') loaded();
      else addEventListener('load', loaded, { once: true });
    },
    /** Axe in one theme, as checks.js does it in the browser. Answers `done` with what it found. */
    axe: (theme, done) => {
      document.documentElement.setAttribute('data-theme', theme);
      document.documentElement.classList.toggle('ec-dark', theme === 'dark');
      // What is not drawn does not move either, and a spinner never ends.
      const ends = ({ effect }) => effect.target.checkVisibility() && effect.getComputedTiming().endTime !== Infinity;
      const still = () => Promise.all(document.getAnimations().filter(ends).map((one) => one.finished.catch(() => {})));
      const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
      still()
        .then(() => window.axe.run(document, { runOnly: tags, resultTypes: ['violations'], preload: false }))
        .then(({ violations }) => done(violations.map((one) => `${theme} ${one.id}: ${one.nodes.map((node) => node.target.join(' ')).join(' | ')}`)))
        .catch((error) => done([`axe itself: ${error?.message ?? error}`]));
    },
  };
})();
