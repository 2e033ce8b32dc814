// Names that are written from right to left stand in sentences, headings and lists without turning round what follows.
import { expect, test as plain } from '@playwright/test';
import { said, test } from './checks.js';
import { dotted, isolated, isolating } from '../src/words/isolate.js';

/** @typedef {import('@playwright/test').Page} Page */
const HEBREW = { family: 'אבוטבול־כהן', given: 'יעל' };
const ARABIC = { family: 'الزهراني', given: 'فاطمة' };

plain('only what is written from the right is marked, once, wherever a sentence is given it', () => {
  expect(isolated('Ada Okafor')).toBe('Ada Okafor');
  expect(isolated(isolated('יעל'))).toBe('\u2068יעל\u2069');
  expect(dotted(['10:45', null, 'יעל', 'Room 1'])).toBe('10:45 · \u2068יעל\u2069 · Room 1');
  const said = isolating({ moved: (/** @type {string} */ who, /** @type {string} */ to) => `Moved ${who} to ${to}`, deep: { taken: (/** @type {any} */ { by }) => `Taken by ${by.name}` } });
  expect(said.moved('יעל', '11:00')).toBe('Moved \u2068יעל\u2069 to 11:00');
  expect(said.deep.taken({ by: { name: 'יעל' } })).toBe('Taken by \u2068יעל\u2069');
});

/** A day on which somebody has another name. @param {Page} page @param {string} label whose card @param {{family: string, given: string}} names */
async function rename(page, label, names) {
  const card = page.locator(`.ec-event[data-id][aria-label^="${label}"]`).first();
  const id = await card.getAttribute('data-id');
  await page.evaluate(([wanted, family, given]) => {
    const { fake } = /** @type {any} */ (window);
    const one = fake.world.appointments.find((/** @type {any} */ other) => other.id === wanted);
    Object.assign(one, { family, given, name: `${family}, ${given}`, version: one.version + 1 });
    fake.news([{ kind: 'appointment', id: wanted }]);
  }, [String(id), names.family, names.given]);
  await expect(page.locator(`.ec-event[data-id="${id}"] .card-name`)).toContainText(names.family);
  return page.locator(`.ec-event[data-id="${id}"]`);
}

/** @param {Page} page */
async function open(page) {
  await page.goto('/today?as=novak');
  await expect(page.locator('.ec-event[data-id]').first()).toBeVisible();
}

/** Where words begin in an element, from left to right. @param {import('@playwright/test').Locator} place @param {string[]} wanted */
const order = (place, wanted) =>
  place.evaluate((element, list) => {
    const walk = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    /** @type {Text[]} */
    const nodes = [];
    while (walk.nextNode()) nodes.push(/** @type {Text} */ (walk.currentNode));
    const left = (/** @type {string} */ text) => {
      for (const node of nodes) {
        const at = node.data.indexOf(text);
        if (at < 0) continue;
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + text.length);
        return range.getBoundingClientRect().left;
      }
      return NaN;
    };
    return list.map((text) => [text, left(text)]).sort((a, b) => Number(a[1]) - Number(b[1])).map(([text]) => text);
  }, wanted);

test('a toast and the dialogs read in the order of their sentence', async ({ page }) => {
  await open(page);
  const card = await rename(page, 'Okafor Ada, 10:45', HEBREW);
  await card.focus();
  await page.keyboard.press('a');
  const toast = page.locator('.toast').last();
  await expect(toast).toContainText(HEBREW.family);
  expect(await order(toast, [': Arrived', HEBREW.family])).toEqual([HEBREW.family, ': Arrived']);
  await page.waitForTimeout(100);
  await page.keyboard.press('m');
  const head = page.locator('dialog[open] .modal-titles');
  await expect(head).toContainText(HEBREW.family);
  expect(await order(head, [', Dr', '23 Nov 2026', HEBREW.family])).toEqual([HEBREW.family, '23 Nov 2026', ', Dr']);
});

test('who has the time already is said in the order of the sentence', async ({ page }) => {
  await open(page);
  await rename(page, 'Wiśniewski Tomasz, 11:00', ARABIC);
  await page.locator('.ec-event[aria-label^="Okafor Ada, 10:45"]').focus();
  await page.waitForTimeout(100);
  await page.keyboard.press('Alt+ArrowDown');
  const clash = page.locator('dialog[open] .clash').getByText(ARABIC.family);
  await expect(clash).toBeVisible();
  const text = (await clash.innerText()).replace(/\s+/g, ' ');
  const [before, after] = text.split(/[\u2068\u2069]+/).filter((_, at) => at !== 1);
  expect(await order(clash, [after.trim().slice(0, 8), before.trim().slice(0, 8)])).toEqual([before.trim().slice(0, 8), after.trim().slice(0, 8)]);
});

test('where family names come first, a dialog writes the name so', async ({ page }) => {
  await page.goto('/admin/clinic?as=admin');
  await page.getByLabel('Names', { exact: true }).selectOption('family_first');
  await page.getByRole('button', { name: 'Save' }).first().click();
  await expect.poll(async () => (await said(page, 'op:edit_clinic')).length).toBe(1);
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: 'Today' }).click();
  const card = page.locator('.card-box.is-booked').first();
  await card.click();
  await page.keyboard.press('x');
  const name = page.locator('cd-cancel dialog strong').first();
  await expect(name).toBeVisible();
  const written = String(await name.textContent());
  expect(written).not.toContain(',');
  // As on its card.
  await expect(page.locator(`.ec-event[aria-label*="${written.replace(/[\u2066-\u2069]/g, '')}"]`).first()).toBeVisible();
});
