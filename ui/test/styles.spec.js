// All stylesheets count everywhere, and which of them are there depends on the screens seen before. So a class belongs to
// one of them: what one part calls its own must not look different because another part was opened first.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from '@playwright/test';
import { test } from './checks.js';

const SRC = fileURLToPath(new URL('../src/', import.meta.url));
/** What every screen is made of: others may say how it stands with them. */
const BASE = ['theme.css', 'shell.css', 'parts/modal.css', 'parts/fields.css', 'parts/rows.css'];
/** Pages that only ever stand inside a screen which is there already. */
const INSIDE = /^screens\/admin\//;
/** @type {Record<string, string>} class → why it needs no sheet of its own where it is used */
const HOOKS = { typed: 'says what the field is, for a form that hides its label' };

/** @param {string} name @returns {string} */
const sheet = (name) => readFileSync(SRC + name, 'utf8').replace(/\/\*.*?\*\//gs, '');
const sheets = readdirSync(SRC, { recursive: true }).map(String).filter((name) => name.endsWith('.css')).sort();

/** A list cut at its commas, not at those inside brackets. @param {string} list @param {RegExp} at */
const cut = (list, at) => list.split(new RegExp(`(?:${at.source})(?![^()]*\\))`)).map((one) => one.trim()).filter(Boolean);

/** Each selector of a sheet as its parts, from the outermost to the one that is dressed. @param {string} css */
const selectors = (css) =>
  [...css.matchAll(/([^{};]+)\{/g)].map(([, list]) => list.trim()).filter((list) => !list.startsWith('@') && !/^(from|to|\d+%)$/.test(list))
    .flatMap((list) => cut(list, /,/)).map((one) => cut(one, /\s*[>+~]\s*|\s+/));

/** The classes of one part of a selector; not those it only asks about. @param {string} part */
const classes = (part) => [...part.replace(/:(not|has|where)\([^)]*\)/g, '').matchAll(/\.([\w-]+)/g)].map(([, name]) => name);

/** @returns {Map<string, {bare: Set<string>, all: Set<string>}>} */
function owners() {
  /** @type {Map<string, {bare: Set<string>, all: Set<string>}>} */
  const found = new Map();
  for (const name of sheets) {
    for (const parts of selectors(sheet(name))) {
      const dressed = classes(parts.at(-1) ?? '');
      for (const one of dressed) {
        const entry = found.get(one) ?? { bare: new Set(), all: new Set() };
        entry.all.add(name);
        // Nothing but its own name (and a tag) makes it so: this holds wherever the class stands.
        if (parts.length === 1 && dressed.length === 1) entry.bare.add(name);
        found.set(one, entry);
      }
    }
  }
  return found;
}

test('each class belongs to one stylesheet', () => {
  const torn = [...owners()].filter(([, { bare, all }]) => bare.size > 0 && all.size > 1 && !(bare.size === 1 && BASE.includes([...bare][0])));
  expect(torn.map(([name, { bare, all }]) => `.${name}: dressed by itself in ${[...bare].join(', ')}; also in ${[...all].filter((one) => !bare.has(one)).join(', ')}`)).toEqual([]);
});

const scripts = readdirSync(SRC, { recursive: true }).map(String).filter((name) => name.endsWith('.js'));
/** @param {string} name */
const script = (name) => readFileSync(SRC + name, 'utf8').replace(/\/\*\*.*?\*\//gs, '');

/** What comes with a script at once, sheets too. @param {string} name @param {Set<string>} [seen] */
function brought(name, seen = new Set()) {
  if (seen.has(name) || !existsSync(SRC + name)) return seen;
  seen.add(name);
  if (!name.endsWith('.js')) return seen;
  for (const [, from] of script(name).matchAll(/^(?:import|export)\s(?:[^'"]*?from\s*)?'(\.[^']+)'/gm)) brought(join(dirname(name), from), seen);
  return seen;
}

test('what is opened brings the stylesheets of the classes it uses', () => {
  const known = owners();
  const opened = new Set(scripts.flatMap((name) => [...script(name).matchAll(/import\('(\.[^']+)'\)/g)].map(([, to]) => join(dirname(name), to))));
  const always = [...brought('main.js')];
  const naked = new Set();
  for (const entry of [...opened].filter((name) => !INSIDE.test(name))) {
    const there = new Set([...always, ...brought(entry)]);
    for (const name of [...there].filter((one) => one.endsWith('.js'))) {
      const used = [...script(name).matchAll(/class="([^"]*)"/g)].flatMap(([, list]) => list.replace(/\$\{[^}]*\}?/g, ' ').split(/\s+/));
      for (const one of used) if (known.has(one) && !(one in HOOKS) && ![...(known.get(one)?.all ?? [])].some((owner) => there.has(owner))) naked.add(`${entry}: .${one} of ${name}`);
    }
  }
  expect(opened.size).toBeGreaterThan(30);
  expect([...naked]).toEqual([]);
});

/** @param {import('@playwright/test').Page} page @param {string} path */
const goTo = (page, path) =>
  page.evaluate((to) => {
    history.pushState({}, '', to);
    dispatchEvent(new PopStateEvent('popstate'));
  }, path);

test('the lists of Admin are tables after a patient was registered, and a form stays one after them', async ({ page }) => {
  await page.goto('/patients?as=admin');
  const register = page.locator('cd-patients button', { hasText: 'New patient' }).first();
  await register.click();
  await expect(page.locator('dialog[open] [data-rows=phones]')).toBeVisible();
  await page.keyboard.press('Escape');
  await goTo(page, '/admin/people');
  const table = page.locator('cd-admin table').first();
  await expect(table).toBeVisible();
  expect(await table.evaluate((it) => getComputedStyle(it).display)).toBe('table');
  expect(await table.evaluate((it) => new Set([...it.querySelectorAll('tbody tr')].map((row) => row.children[1]?.getBoundingClientRect().left)).size)).toBe(1);
  await goTo(page, '/patients');
  await register.click();
  expect(await page.locator('dialog[open] [data-rows=phones]').evaluate((it) => getComputedStyle(it).display)).toBe('flex');
});
