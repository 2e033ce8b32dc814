// A key means one thing: on no screen do two commands that may be used share one, whatever is selected.
import { expect } from '@playwright/test';
import { test } from './checks.js';

/** @typedef {import('@playwright/test').Page} Page */

const ADA = '01934f00-0000-7000-8000-000000001001';
const SCREENS = [
  '/today', '/waiting', '/consult', '/patients', `/patients/${ADA}`, '/tasks', '/calendar/week', '/calendar/month', '/calendar/hours', '/calendar/leave', '/calendar/waitlist', '/calendar/calls',
  '/calendar/recalls', '/calendar/overbooked', '/billing/work', '/billing/reports', '/admin/people',
];

/** Keys with which two commands would begin now, with what they would do. @param {Page} page @param {string} [screen] its element, of which each appointment is selected in turn */
const clashes = (page, screen) =>
  page.evaluate(async (name) => {
    const { fake } = /** @type {any} */ (window);
    const element = /** @type {any} */ (name && document.querySelector(name));
    const known = (/** @type {string} */ id) => (element.day ?? element.state)?.get(id);
    const chosen = element ? fake.world.appointments.map((/** @type {any} */ one) => one.id).filter(known) : [null];
    /** @type {Set<string>} */
    const found = new Set();
    for (const id of chosen) {
      if (element) element[name === 'cd-consult' ? 'appointmentId' : 'selected'] = id;
      /** @type {Map<string, string[]>} */
      const by = new Map();
      for (const command of await fake.commands()) for (const keys of command.keys ?? []) by.set(keys.toLowerCase(), [...(by.get(keys.toLowerCase()) ?? []), command.id]);
      for (const [keys, ids] of by) if (ids.length > 1) found.add(`${keys}: ${ids.join(', ')}`);
    }
    return { count: chosen.length, found: [...found] };
  }, screen);

for (const as of ['novak', 'chen', 'gupta']) {
  test(`no two commands share a key, for ${as}`, async ({ page }) => {
    for (const path of SCREENS) {
      await page.goto(`${path}?as=${as}`);
      await expect(page.locator('main')).toBeVisible();
      await expect.poll(() => page.evaluate(async () => (await /** @type {any} */ (window).fake.commands()).length)).toBeGreaterThan(10);
      expect((await clashes(page)).found, path).toEqual([]);
    }
  });
}

for (const [screen, path] of [['cd-today', '/today'], ['cd-waiting', '/waiting'], ['cd-consult', '/consult']]) {
  test(`nor with any appointment selected: ${path}`, async ({ page }) => {
    await page.goto(`${path}?as=chen`);
    await expect(page.locator(screen)).toBeVisible();
    await expect.poll(async () => (await clashes(page, screen)).count).toBeGreaterThan(3);
    expect((await clashes(page, screen)).found).toEqual([]);
  });
}

test('a free time for the waitlist and waiting for the next have keys of their own', async ({ page }) => {
  await page.goto('/today?as=chen');
  await page.locator('.ec-event[aria-label*="14:00–14:15"]').first().click();
  await page.keyboard.press('x');
  await expect(page.locator('cd-cancel dialog')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByText(/on the waitlist would fit/)).toBeVisible();
  expect((await clashes(page, 'cd-today')).found).toEqual([]);
  await expect(page.locator('.lead-today')).toHaveAttribute('title', 'Shift T');
});

test('in the waiting room I switches the list, also with somebody selected', async ({ page }) => {
  await page.goto('/waiting?as=chen');
  const rows = page.locator('.waiting-row');
  await expect(rows.first()).toBeVisible();
  const mine = await rows.count();
  await page.locator('main').focus();
  await page.keyboard.press('ArrowDown');
  await page.waitForTimeout(60);
  await page.keyboard.press('i');
  await expect.poll(() => rows.count()).toBeGreaterThan(mine);
  await expect(page).toHaveURL(/\/waiting/);
});
