import { expect } from '@playwright/test';
import { expectAccessible, said, test } from './checks.js';

/** @typedef {import('@playwright/test').Page} Page */

/** @param {Page} page @param {string} key */
async function press(page, key) {
  await page.waitForTimeout(60);
  await page.keyboard.press(key);
  await page.waitForTimeout(60);
}
/** @param {Page} page @param {string} tab @param {string} [query] */
async function open(page, tab, query = '') {
  await page.goto(`/calendar/${tab}${query}`);
  await expect(page.locator('h1')).toBeVisible();
}
/** @param {Page} page @param {string} name */
const weekCard = (page, name) => page.locator('.week-card', { hasText: name }).first();

test('a week: one’s own first, seven days by the clinic’s first weekday, closed times hatched', async ({ page }) => {
  await open(page, 'week', '?as=chen');
  await expect(page.getByLabel('Whose week')).toHaveValue(/103$/);
  await expect(page.locator('.week-day-head a')).toHaveText([/Mon\s+23 Nov/, /Tue/, /Wed/, /Thu/, /Fri/, /Sat/, /Sun\s+29 Nov/]);
  await expect(page.locator('.week-day-head').last()).toContainText('Closed');
  await expect(weekCard(page, 'Okafor Ada')).toBeVisible();
  expect(await page.locator('.week-card[tabindex="0"]').count()).toBe(1);
  await expectAccessible(page);
  // Two at one time stand beside each other.
  const [first, second] = await page.locator('.week-card[title*="11:15–"]').evaluateAll((cards) => cards.map((one) => one.getBoundingClientRect().toJSON()));
  expect(first.right).toBeLessThanOrEqual(second.left + 1);
  const heights = await page.locator('.week-card').evaluateAll((cards) => cards.map((one) => one.getBoundingClientRect().height));
  expect(Math.min(...heights)).toBeGreaterThanOrEqual(24);
});

test('a week says who is away and what stands in it, and follows what is entered elsewhere', async ({ page }) => {
  await open(page, 'week', '?as=chen&leave');
  const heads = page.locator('.week-day-head');
  await expect(heads.first()).toContainText(/\d booked, Leave/);
  await expect(page.locator('.week-standing.is-leave')).toHaveCount(5);
  await expect(page.locator('.week-day').nth(5).locator('.week-standing')).toHaveCount(0);
  // What is drawn as leave is not hatched as well.
  await expect(page.locator('.week-day').first().locator('.week-closed')).toHaveCount(0);
  await expectAccessible(page);
  await page.getByLabel('Whose week').selectOption({ label: 'Dr Ada Adeyemi' });
  await expect(page.locator('.week-standing.is-lunch')).toHaveCount(5);
  const lunch = page.locator('.week-standing.is-lunch').first();
  await expect(lunch).toHaveText('Lunch');
  const [block, hour] = await Promise.all([lunch.boundingBox(), page.locator('.week').evaluate((week) => parseFloat(/** @type {HTMLElement} */ (week).style.getPropertyValue('--hour-height')))]);
  expect(Math.abs((block?.height ?? 0) - hour)).toBeLessThan(2);
  // Ill from Thursday, entered at another desk.
  await page.evaluate(() => {
    const { fake } = /** @type {any} */ (window);
    const [training] = fake.world.exceptions;
    fake.world.exceptions.push({ ...training, exception_id: fake.world.id(9050), practitioner_id: fake.world.id(101), from: '2026-11-26', to: '2026-11-27', label: 'Ill' });
    fake.news([{ kind: 'exception', id: fake.world.id(9050) }]);
  });
  await expect(heads.nth(3)).toContainText('Leave');
  await expect(page.locator('.week-day').nth(3)).toContainText('Leave: Ill');
  await expect(heads.nth(2)).not.toContainText('Leave');
});

test('a month is counted again when leave is entered elsewhere', async ({ page }) => {
  await open(page, 'month');
  await expect(page.locator('.month-name')).toBeVisible();
  const asked = (await said(page, 'ask:month')).length;
  await page.evaluate(() => /** @type {any} */ (window).fake.news([{ kind: 'exception', id: 'elsewhere' }]));
  await expect.poll(async () => (await said(page, 'ask:month')).length).toBe(asked + 1);
});

test('a week by keys: arrows walk, Enter opens the day; another week and person by mouse', async ({ page }) => {
  await open(page, 'week');
  await weekCard(page, 'Wolfeschlegel').focus();
  await press(page, 'ArrowDown');
  await expect(page.locator(':focus')).toContainText('11:00 Kowalski Jan');
  await press(page, 'ArrowRight');
  await expect(page.locator(':focus')).toContainText(/10:00 Müller Eva[^]*Tue 24 Nov 2026/);
  await press(page, 'Enter');
  await expect(page).toHaveURL(/\/today\/2026-11-24/);
  await page.goBack();
  await page.getByRole('button', { name: 'Next week' }).click();
  await expect(page.locator('.week-span')).toHaveText('Mon 30 Nov 2026 to Sun 6 Dec 2026');
  await expect(page.locator('.week-note')).toContainText('Nothing is booked');
  await page.getByRole('button', { name: 'This week' }).click();
  await page.getByLabel('Whose week').selectOption({ label: 'Dr Luca Bianchi' });
  await expect(weekCard(page, 'Mbeki')).toBeVisible();
  expect((await said(page, 'ask:week')).at(-1).practitioner_id).toMatch(/102$/);
});

test('free time in a week is booked, by mouse and by keys; a change elsewhere moves one card', async ({ page }) => {
  await open(page, 'week');
  const day = await page.locator('.week-day').nth(2).boundingBox();
  if (!day) throw new Error('not on screen');
  await page.mouse.click(day.x + 40, day.y + 150);
  await expect(page.locator('cd-book dialog[open]')).toContainText('Dr Ada Adeyemi');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Book on Thursday 26 November 2026' }).focus();
  await press(page, 'Enter');
  await expect(page.locator('cd-book dialog[open]')).toBeVisible();
  await page.keyboard.press('Escape');
  const id = await weekCard(page, 'Müller Eva').getAttribute('data-id');
  await page.evaluate((wanted) => /** @type {any} */ (window).elsewhere(wanted, { starts_at: '2026-11-26T09:00:00', ends_at: '2026-11-26T09:30:00' }), id);
  await expect(page.locator(`.week-card[data-id="${id}"]`)).toContainText('Thu 26 Nov 2026');
  expect((await said(page, 'ask:week')).length).toBe(1);
});

test('a month says in number and word how full each day is; keys walk and open it', async ({ page }) => {
  await open(page, 'month');
  const day = (/** @type {string} */ date) => page.locator(`.month-day[href="/today/${date}"]`);
  await expect(page.locator('.month-name')).toHaveText('November 2026');
  await expect(day('2026-11-09')).toContainText('Over');
  await expect(day('2026-11-09')).toContainText('109%');
  await expect(day('2026-11-08')).toContainText('Closed');
  await expectAccessible(page);
  expect(await page.locator('.month-day[tabindex="0"]').count()).toBe(1);
  await day('2026-11-23').focus();
  await press(page, 'ArrowRight');
  await press(page, 'ArrowUp');
  await expect(page.locator(':focus')).toHaveAttribute('href', '/today/2026-11-17');
  await press(page, 'PageDown');
  await expect(page.locator('.month-name')).toHaveText('December 2026');
  await expect(page.locator(':focus')).toHaveAttribute('href', '/today/2026-12-01');
  await page.getByLabel('Whose time').selectOption({ label: 'Dr Wei Chen' });
  await expect.poll(async () => (await said(page, 'ask:month')).at(-1).practitioner_id).toMatch(/103$/);
  await day('2026-12-02').focus();
  await press(page, 'Enter');
  await expect(page).toHaveURL(/\/today\/2026-12-02/);
});

test('where the week begins on Sunday, so do both', async ({ page }) => {
  await open(page, 'week');
  await page.evaluate(() => {
    const { fake } = /** @type {any} */ (window);
    fake.world.clinic.week_start = 7;
    fake.news([{ kind: 'clinic', id: 'c' }]);
  });
  await expect(page.locator('.week-day-head a').first()).toHaveText(/Sun\s+22 Nov/);
  await page.getByRole('link', { name: 'Month' }).click();
  await expect(page.locator('.month th').first()).toHaveText('Sun');
});
