// Nothing for axe to find on what the other specs do not look at: dialogs about oneself, menus, other days, forms with
// something wrong, and what differs between a window that has just begun and one that was opened later.
import { expect } from '@playwright/test';
import { expectAccessible, test } from './checks.js';

/** @typedef {import('@playwright/test').Page} Page */

/** @param {Page} page @param {string} [path] */
async function open(page, path = '/today?as=novak') {
  await page.goto(path);
  await expect(page.locator('.top .me')).toBeVisible();
}

/** @param {Page} page @param {RegExp} item */
async function fromMe(page, item) {
  await page.locator('.me').click();
  await page.getByRole('menuitem', { name: item }).click();
  await expect(page.locator('dialog[open]')).toBeVisible();
}

for (const [name, item] of /** @type {[string, RegExp][]} */ ([['set my PIN', /PIN/], ['change my password', /password/], ['about', /About/]])) {
  test(`${name}: accessible in both themes`, async ({ page }) => {
    await open(page);
    await fromMe(page, item);
    await expectAccessible(page, 'dialog');
    const save = page.locator('dialog[open] .button.primary');
    if (!(await save.count())) return;
    await save.click();
    await expect(page.locator('dialog[open] [aria-invalid=true]').first()).toBeVisible();
    await expectAccessible(page, 'dialog');
  });
}

test('switch person, and the PIN asked for: accessible in both themes', async ({ page }) => {
  await open(page);
  await page.keyboard.press('Control+Shift+L');
  await expect(page.locator('dialog[open] .person-tile').first()).toBeVisible();
  await expectAccessible(page, 'dialog');
  await page.locator('dialog[open] .person-tile').first().click();
  await expect(page.locator('dialog[open] .f-pin')).toBeFocused();
  await expectAccessible(page, 'dialog');
});

test('menus: of a person, of a card, of recent changes', async ({ page }) => {
  await open(page);
  await page.locator('.me').click();
  await expect(page.getByRole('menu')).toBeVisible();
  await expectAccessible(page, '[role=menu]');
  await page.keyboard.press('Escape');
  await page.locator('.card-box.is-booked').first().click({ button: 'right' });
  await expect(page.getByRole('menu')).toBeVisible();
  await expectAccessible(page, '[role=menu]');
  await page.keyboard.press('Escape');
  await page.locator('.status button', { hasText: 'Recent changes' }).click();
  await expect(page.locator('[role=menu], dialog[open]').first()).toBeVisible();
  await expectAccessible(page);
});

test('the selected appointment, its history, and the dialog that edits it', async ({ page }) => {
  await open(page);
  await page.locator('.card-box.is-arrived').first().click();
  await page.locator('.panel-history summary').click();
  await expectAccessible(page, '.today-side');
  await page.locator('.panel [data-act=edit]').click();
  await expect(page.locator('dialog[open] textarea')).toBeVisible();
  await expectAccessible(page, 'dialog');
});

for (const [name, path] of [['a day with nothing booked', '/today/2027-09-21?as=novak'], ['a day on which the clinic is closed', '/today/2026-11-29?as=novak'], ['a clinic without practitioners', '/today?as=admin&bare']]) {
  test(`${name}: says so, accessible in both themes`, async ({ page }) => {
    await open(page, path);
    await expect(page.locator('.today-note, .today-empty').first()).toBeVisible();
    await expectAccessible(page);
  });
}

test('the server is away: the band, accessible in both themes', async ({ page }) => {
  await open(page);
  await page.evaluate(() => /** @type {any} */ (window).fake.tell('connection', { state: 'away' }));
  await expect(page.locator('.away-band')).toBeVisible();
  await expect(page.locator('.status')).toContainText('No answer from');
  await expect(page.locator('.status')).not.toContainText(/Connected|All saved/);
  await expectAccessible(page);
});

test('Book: empty, with who was found, and with a patient', async ({ page }) => {
  await open(page);
  await page.locator('.top .book').click();
  await expect(page.getByRole('combobox', { name: 'Patient' })).toBeFocused();
  await expectAccessible(page, 'cd-book');
  await page.keyboard.type('oka', { delay: 40 });
  await expect(page.locator('cd-book').getByRole('option').first()).toBeVisible();
  await expectAccessible(page, 'cd-book');
  await page.keyboard.press('Enter');
  await expect(page.locator('.patient-card-name')).toBeVisible();
  await expectAccessible(page, 'cd-book');
});

test('in a window that began with the first screen, who was found stands one row under the other', async ({ page }) => {
  await page.goto('/?phase=first_run');
  await page.getByRole('button', { name: /Look around with a sample/ }).click();
  await page.locator('.sample-tile').first().click();
  await page.locator('.top .book').click();
  await expect(page.locator('cd-book cd-patient-picker input')).toBeFocused();
  await page.keyboard.type('oka', { delay: 40 });
  const rows = page.locator('cd-book').getByRole('option');
  await expect(rows.nth(1)).toBeVisible();
  const [list, first] = [await page.locator('cd-book .choices').boundingBox(), await rows.first().boundingBox()];
  expect(first?.height).toBeLessThan(80);
  expect(first?.width).toBeGreaterThan((list?.width ?? 0) * 0.9);
});

test('the form for a new patient has no more air between its parts than it should', async ({ page }) => {
  await open(page, '/patients?as=novak');
  await page.locator('main').focus();
  await page.keyboard.press('n');
  await expect(page.getByLabel('Given names')).toBeFocused();
  const gaps = await page.locator('.form-section').evaluateAll((parts) => parts.slice(1).map((part, i) => Math.round(part.getBoundingClientRect().top - parts[i].getBoundingClientRect().bottom)));
  expect(new Set(gaps)).toEqual(new Set([0]));
  await page.getByRole('button', { name: 'Register' }).click();
  await expect(page.getByText('One name is enough, but there must be one.')).toBeVisible();
  await expectAccessible(page, 'cd-patient-form');
});

for (const [tab, add] of [['people', 'Add a person'], ['practitioners', 'Add a practitioner'], ['services', 'Add a service'], ['rooms', 'Add a room'], ['specialties', 'Add a specialty'], ['identifiers', 'Add'], ['connections', 'Add']]) {
  test(`${tab}: a new one with something missing, accessible in both themes`, async ({ page }) => {
    await page.goto(`/admin/${tab}?as=admin`);
    await page.locator('cd-admin').getByRole('button', { name: new RegExp(`^${add}`) }).first().click();
    const save = page.locator('cd-admin form').getByRole('button', { name: /^(Save|Test)$/ }).first();
    await save.click();
    await expect(page.locator('cd-admin [aria-invalid=true]').first()).toBeVisible();
    await expectAccessible(page);
  });
}
