import { expect } from '@playwright/test';
import { expectAccessible, said, test } from './checks.js';

/** @typedef {import('@playwright/test').Page} Page */

/** @param {Page} page */
async function openCalls(page) {
  await page.goto('/calendar/calls');
  await expect(page.locator('table.calls tbody tr')).toHaveCount(5);
}

const rows = (/** @type {Page} */ page) => page.locator('table.calls tbody tr');

test('the next working day, by time, with phones; no reminders means no phone', async ({ page }) => {
  await openCalls(page);
  expect((await said(page, 'ask:to_confirm'))[0]).toEqual({ ask: 'to_confirm', date: '2026-11-24' });
  await expect(rows(page).nth(0)).toContainText('08:30');
  await expect(rows(page).nth(1)).toContainText('Speaks Igbo, English');
  const silent = rows(page).filter({ hasText: 'Mbeki, Thandiwe' });
  await expect(silent).toContainText('Wants no reminders: do not call');
  await expect(silent).not.toContainText('900171');
  await expect(silent.getByRole('button', { name: /^No answer/ })).toHaveCount(0);
  await expectAccessible(page);
});

test('before a holiday it opens on the next day that is worked', async ({ page }) => {
  await page.goto('/today');
  await page.evaluate(() => {
    const { fake } = /** @type {any} */ (window);
    fake.world.exceptions.push({ exception_id: fake.world.id(9060), version: 1, kind: 'holiday', block: null, practitioner_id: null, room_id: null, from: '2026-11-24', to: '2026-11-25', starts: null, ends: null, weekdays: [], replaces: false, label: null });
  });
  await page.getByRole('link', { name: 'Calendar' }).click();
  await page.getByRole('link', { name: 'To call' }).click();
  await expect(page.locator('.calls-tools cd-date input')).toHaveValue('26/11/2026');
  expect((await said(page, 'ask:next_open_day'))[0]).toEqual({ ask: 'next_open_day', after: '2026-11-23' });
  expect((await said(page, 'ask:to_confirm')).map((one) => one.date)).toEqual(['2026-11-26']);
});

test('the steps of the day stand beside its date, and no line breaks inside a fact', async ({ page }) => {
  await openCalls(page);
  const middle = async (/** @type {import('@playwright/test').Locator} */ one) => {
    const box = await one.boundingBox();
    return box ? Math.round(box.y + box.height / 2) : null;
  };
  const tools = page.locator('.calls-tools');
  const date = await middle(tools.locator('cd-date input'));
  for (const button of await tools.locator(':scope > button').all()) expect(await middle(button)).toBe(date);
  const facts = page.locator('table.calls .fact');
  expect(await facts.evaluateAll((all) => all.filter((one) => one.getBoundingClientRect().height > 16).length)).toBe(0);
  expect(await facts.count()).toBeGreaterThan(10);
});

test('one tap confirms; undo brings the row back and says so', async ({ page }) => {
  await openCalls(page);
  await page.getByRole('button', { name: 'Confirmed García, Luis' }).click();
  await expect(rows(page)).toHaveCount(4);
  expect((await said(page, 'op:record_call'))[0]).toMatchObject({ version: 1, outcome: 'confirmed' });
  await expect(page.getByText('4 to call · 1 confirmed')).toBeVisible();
  await page.locator('.toast').getByRole('button', { name: 'Undo' }).click();
  await expect(rows(page)).toHaveCount(5);
  await expect(rows(page).nth(0)).toContainText('Confirmed, then taken back');
});

test('by keys alone: C, O, M walk down the list', async ({ page }) => {
  await openCalls(page);
  await page.keyboard.press('o');
  await expect(rows(page).nth(0)).toContainText('No answer');
  await expect(rows(page).nth(1).locator('.row-button')).toBeFocused();
  await page.keyboard.press('c');
  await expect(rows(page)).toHaveCount(4);
  await expect(rows(page).nth(1).locator('.row-button')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('m');
  await expect(page.locator('cd-move dialog')).toBeVisible();
  await page.keyboard.type('25/11/2026', { delay: 45 });
  await page.keyboard.press('Enter');
  await expect(rows(page)).toHaveCount(3);
  expect((await said(page, 'op:record_call')).map((call) => call.outcome)).toEqual(['no_answer', 'confirmed', 'moved']);
  expect((await said(page, 'op:record_call'))[2].version).toBe(2);
});

test('what was changed meanwhile is refused in words', async ({ page }) => {
  await openCalls(page);
  await page.evaluate(() => {
    const { fake } = /** @type {any} */ (window);
    fake.handle('op:record_call', () => {
      throw fake.refusal('appointment.wrong_status', { from: 'arrived' });
    });
  });
  await page.getByRole('button', { name: 'Confirmed García, Luis' }).click();
  await expect(page.getByText('The appointment has another status by now, so this cannot be done.')).toBeVisible();
});

test('a day without anything says so', async ({ page }) => {
  await openCalls(page);
  await page.getByLabel('Day', { exact: true }).fill('29/11/2026');
  await expect(page.getByText('Nothing is booked on this day.')).toBeVisible();
  await expectAccessible(page);
});

test('the reminder is copied, by mouse and by key', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openCalls(page);
  await page.getByRole('button', { name: 'Copy text Okafor, Ada' }).click();
  await expect(page.getByText('The reminder for Okafor, Ada is copied')).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('Dear Okafor, Ada, see you on 24/11/2026 at 08:45.');
  await expect(page.getByRole('button', { name: 'Copy text Mbeki, Thandiwe' })).toHaveCount(0);
  await rows(page).nth(0).locator('.row-button').focus();
  await page.keyboard.press('y');
  await expect(page.getByText('The reminder for García, Luis is copied')).toBeVisible();
});

test('reminder texts: a preview, and a placeholder that means nothing is said at once', async ({ page }) => {
  await page.goto('/admin/messages?as=admin');
  await page.getByRole('button', { name: 'English' }).press('Enter');
  await expect(page.locator('.reads-like')).toHaveText('Dear Ada Okafor, see you on 24/11/2026 at 10:45. Northside Clinic, +44 20 7946 0100');
  await expectAccessible(page);
  await page.getByLabel('Text').fill('Hello {name}');
  await expect(page.locator('.reads-like')).toHaveText('{name} means nothing here. Use {patient} {date} {time} {practitioner} {clinic} {phone}.');
  await page.getByLabel('Text').fill('Hello {patient}');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.locator('.admin-panel')).toHaveCount(0);
  expect((await said(page, 'op:edit_message_template'))[0]).toMatchObject({ version: 1, language: 'English', text: 'Hello {patient}', active: true });
});

test('a reminder by e-mail, and everybody’s in one file: what is left out is counted', async ({ page }) => {
  await openCalls(page);
  await page.getByRole('button', { name: 'E-mail Okafor, Ada' }).press('Enter');
  await expect(page.getByText('The mail program has the reminder for Okafor, Ada')).toBeVisible();
  expect((await said(page, 'mail_reminder'))[0]).toMatchObject({ day: { date: '2026-11-24' } });
  await page.getByRole('button', { name: 'Save texts as CSV' }).click();
  await expect(page.getByText('4 reminders saved · 1 want none')).toBeVisible();
  await page.evaluate(() => {
    const { fake } = /** @type {any} */ (window);
    fake.handle('export_reminders', () => {
      throw fake.refusal('message.no_text');
    });
  });
  await page.getByRole('button', { name: 'Save texts as CSV' }).click();
  await expect(page.getByText('There is no reminder text yet. An administrator writes one under Admin, Messages.')).toBeVisible();
});
