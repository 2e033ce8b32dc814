import { expect } from '@playwright/test';
import { expectAccessible, said, test } from './checks.js';

/** @typedef {import('@playwright/test').Page} Page */

/** A key pressed as a person does: a scanner's pace would mean nothing. @param {Page} page @param {string} key */
async function press(page, key) {
  await page.waitForTimeout(60);
  await page.keyboard.press(key);
  await page.waitForTimeout(60);
}
/** @param {Page} page @param {string} [query] */
async function open(page, query = '') {
  await page.goto(`/waiting${query}`);
  await expect(page.locator('.waiting-part').first()).toBeVisible();
}
/** @param {Page} page @param {string} stage */
const part = (page, stage) => page.locator(`.waiting-part.is-${stage}`);
/** @param {Page} page @param {string} name */
const row = (page, name) => page.locator('.waiting-row', { hasText: name });

test('everybody in the house by stage, with number, room, person and minutes; past the limit is marked', async ({ page }) => {
  await open(page);
  await expect(part(page, 'arrived').locator('h2')).toHaveText('Waiting 7');
  await expect(part(page, 'in-room').locator('h2')).toHaveText('In room 6');
  await expect(part(page, 'to-pay').locator('h2')).toHaveText('To pay 3');
  const first = part(page, 'arrived').locator('.waiting-row').first();
  await expect(first).toContainText('Kowalski');
  await expect(first.locator('.waiting-ticket')).toHaveText(/^\d+$/);
  await expect(first.locator('.queue-late')).toContainText('32 min');
  await expect(part(page, 'arrived').locator('.queue-late')).toHaveCount(2);
  await expect(row(page, 'Müller')).toContainText('Room 3 · Dr Chen');
  const tickets = await page.locator('.waiting-ticket').allTextContents();
  expect(new Set(tickets).size).toBe(tickets.length);
  await expect(page.locator('.waiting-head')).toContainText('Longest wait 32 min, limit 20 min');
});

test('nothing for axe to find: the list, the forms, the wall', async ({ page }) => {
  await open(page);
  await expectAccessible(page);
  await press(page, 'w');
  await expect(page.locator('dialog[open]')).toBeVisible();
  await expectAccessible(page, 'dialog[open]');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Wall screen…' }).click();
  await expectAccessible(page, 'dialog[open]');
  await page.locator('dialog[open] button[type=submit]').click();
  await expect(page.locator('.wall')).toBeVisible();
  await expectAccessible(page);
});

test('arrows walk, R calls in, F sends to pay, Ctrl+Z takes back: single rows are patched', async ({ page }) => {
  await open(page);
  await press(page, 'ArrowDown');
  await expect(page.locator(':focus')).toContainText('Kowalski');
  await press(page, 'ArrowDown');
  await press(page, 'ArrowUp');
  await press(page, 'r');
  await expect(part(page, 'in-room')).toContainText('Kowalski');
  await expect(page.locator('.toast')).toContainText('Jan Kowalski: In room');
  await expect(part(page, 'arrived').locator('h2')).toHaveText('Waiting 6');
  await expect(page.locator(':focus')).toContainText('Kowalski');
  await press(page, 'f');
  await expect(part(page, 'to-pay')).toContainText('Kowalski');
  // Paying is done at the checkout.
  await press(page, 'p');
  await expect(page.locator('cd-checkout dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.locator('cd-checkout')).toHaveCount(0);
  await press(page, 'Control+z');
  await expect(part(page, 'in-room')).toContainText('Kowalski');
  const asked = await said(page, 'ask:waiting_room');
  expect(asked.filter((one) => !one.ids).length).toBe(1);
});

test('by mouse: the button does what comes next, the menu the rest, the name opens the patient', async ({ page }) => {
  await open(page);
  await row(page, 'Rossi').getByRole('button', { name: /^In room/ }).click();
  await expect(part(page, 'in-room')).toContainText('Rossi');
  await row(page, 'Suharto').getByRole('button', { name: /^More for/ }).click();
  await page.getByRole('menuitem', { name: /Left/ }).click();
  await expect(page.locator('.waiting-parts')).not.toContainText('Suharto');
  await row(page, 'Kowalski').locator('.waiting-open').click();
  await expect(page.locator('.patient-head h1')).toContainText('Kowalski');
});

test('a doctor sees their own first, and that is remembered', async ({ page }) => {
  await open(page, '?as=chen');
  await expect(part(page, 'arrived').locator('.waiting-row')).toHaveCount(1);
  await expect(part(page, 'arrived')).toContainText('Wiśniewski');
  await page.getByRole('button', { name: 'Everyone' }).click();
  await expect(part(page, 'arrived').locator('.waiting-row')).toHaveCount(7);
  await page.reload();
  await expect(part(page, 'arrived').locator('.waiting-row')).toHaveCount(7);
  await press(page, 'i');
  await expect(part(page, 'arrived').locator('.waiting-row')).toHaveCount(1);
});

test('what another desk does moves one row; somebody who left is gone', async ({ page }) => {
  await open(page);
  await page.evaluate(() => {
    const { world } = /** @type {any} */ (window).fake;
    const [one, other] = world.appointments.filter((/** @type {any} */ row) => row.status === 'arrived' && row.ticket);
    /** @type {any} */ (window).elsewhere(one.id, { status: 'in_room' });
    /** @type {any} */ (window).elsewhere(other.id, { status: 'left' });
  });
  await expect(part(page, 'arrived').locator('h2')).toHaveText('Waiting 5');
  await expect(part(page, 'in-room').locator('h2')).toHaveText('In room 7');
});

test('a walk-in by keys: W, three letters, Enter, Enter; the number stands large', async ({ page }) => {
  await open(page);
  await press(page, 'w');
  await expect(page.locator('cd-walk-in :focus')).toBeVisible();
  await page.keyboard.type('Ingrid', { delay: 60 });
  await page.keyboard.press('Enter');
  await expect(page.locator('cd-walk-in .patient-card')).toContainText('Sørensen');
  await expect(page.locator(':focus')).toHaveAttribute('name', 'for');
  await page.locator('dialog[open] textarea').fill('Cut on the hand');
  await page.getByRole('button', { name: 'Give a ticket' }).click();
  await expect(page.locator('.walk-in-number')).toHaveText('17');
  await expect(page.locator(':focus')).toContainText('Close');
  await page.keyboard.press('Enter');
  await expect(row(page, 'Sørensen')).toContainText('Whoever is free');
  await expect(row(page, 'Sørensen')).toContainText('Cut on the hand');
  await expect(page.locator('.toast')).toContainText('Sørensen, Ingrid waits, ticket 17');
  // The desk says who is free; that person's room is where they go.
  await row(page, 'Sørensen').locator('.waiting-open').focus();
  await press(page, 'r');
  await page.getByRole('menuitemradio', { name: 'Dr Bianchi' }).click();
  await expect(part(page, 'in-room').locator('.waiting-row', { hasText: 'Sørensen' })).toContainText('Room 2 · Dr Bianchi');
});

test('somebody already here, or booked for today, is no second walk-in', async ({ page }) => {
  await open(page);
  await press(page, 'w');
  await expect(page.locator('cd-walk-in :focus')).toBeVisible();
  await page.keyboard.type('Kowalski', { delay: 60 });
  await page.keyboard.press('Enter');
  await expect(page.locator('cd-walk-in .banner')).toContainText('Is in the house already, ticket 10.');
  await page.getByRole('button', { name: 'Give a ticket' }).click();
  await expect(page.locator('dialog[open] .clash')).toContainText('in the house already, ticket');
  await page.keyboard.press('Escape');
  await expect(part(page, 'arrived').locator('.waiting-row')).toHaveCount(7);
  // Thandiwe is booked for today and not here yet: one click says that she came for that.
  await press(page, 'w');
  await expect(page.locator('cd-walk-in :focus')).toBeVisible();
  await page.keyboard.type('Mbeki', { delay: 60 });
  await page.keyboard.press('Enter');
  await expect(page.locator('.walk-in-booked')).toContainText('Booked today at 12:15 with Dr Luca Bianchi.');
  await page.getByRole('button', { name: 'Arrived for that' }).click();
  await expect(page.locator('.walk-in-number')).toHaveText('17');
  await page.keyboard.press('Enter');
  await expect(row(page, 'Mbeki')).toContainText('Dr Bianchi · 12:15');
});

test('a new patient is created inside the walk-in', async ({ page }) => {
  await page.goto('/today');
  await expect(page.locator('.ec-event[data-id]').first()).toBeVisible();
  await press(page, 'w');
  await expect(page.locator('cd-walk-in :focus')).toBeVisible();
  await page.keyboard.type('Zephyrine Quill', { delay: 30 });
  await page.locator('.choice .create').click();
  await page.getByRole('button', { name: 'Give a ticket' }).click();
  await expect(page.locator('.walk-in-number')).toHaveText(/^\d+$/);
  await page.keyboard.press('Enter');
  await expect(page.locator('cd-queue')).toContainText('Quill');
  // Waiting takes nobody's time: no card in the day until called in.
  await expect(page.locator('.ec-event[data-id][aria-label*="Quill"]')).toHaveCount(0);
});

test('the wall shows numbers alone, marks who was called, and leaving it asks for the password', async ({ page }) => {
  await open(page);
  await page.getByRole('button', { name: 'Wall screen…' }).click();
  await page.keyboard.press('Enter');
  await expect(page.locator('.wall-called li').first()).toBeVisible();
  await expect(page.locator('.wall-called li').first().locator('.wall-room')).not.toBeEmpty();
  await expect(page.locator('.wall-waiting li')).toHaveCount(7);
  const names = await page.evaluate(() => /** @type {any} */ (window).fake.world.appointments.flatMap((/** @type {any} */ one) => [one.family, one.given]).filter((/** @type {string} */ name) => name?.length > 2));
  const text = await page.evaluate(() => document.documentElement.outerHTML);
  expect(names.filter((/** @type {string} */ name) => text.includes(name))).toEqual([]);
  // Called in at another desk: seen here without news, because a locked screen gets none.
  await page.evaluate(() => {
    const { world } = /** @type {any} */ (window).fake;
    const one = world.appointments.find((/** @type {any} */ row) => row.status === 'arrived' && row.ticket === 10);
    Object.assign(one, { status: 'in_room', status_since: new Date(Date.parse('2026-11-23T10:47:00Z')).toISOString(), version: 2 });
  });
  await expect(page.locator('.wall-called li.fresh .wall-mark')).toHaveText('10');
  await page.keyboard.press('Escape');
  await expect(page.locator('cd-sign-in')).toBeVisible();
  await expect(page.locator('.wall')).toHaveCount(0);
  expect((await said(page, 'leave_wall')).length).toBe(1);
  await page.getByLabel('PIN of M. Novak').pressSequentially('246810');
  await expect(page.locator('.waiting-parts')).toBeVisible();
});

test('initials instead of numbers are this workstation’s choice', async ({ page }) => {
  await open(page);
  await page.getByRole('button', { name: 'Wall screen…' }).click();
  await page.getByRole('radio', { name: 'Initials' }).check();
  await page.locator('dialog[open] button[type=submit]').click();
  await expect(page.locator('.wall-waiting li').first()).toHaveText('J. K.');
});

test('an empty house says so and offers the walk-in', async ({ page }) => {
  await page.goto('/waiting?nobody_here');
  await expect(page.locator('.waiting-none')).toContainText('No one is in the house.');
  await page.locator('.waiting-none').getByRole('button', { name: 'Walk-in' }).click();
  await expect(page.locator('cd-walk-in dialog[open]')).toBeVisible();
});

test('what cannot be read says so, and Try again reads it', async ({ page }) => {
  await page.goto('/today');
  await expect(page.locator('.ec-event[data-id]').first()).toBeVisible();
  await page.evaluate(() => {
    const { handle, refusal } = /** @type {any} */ (window).fake;
    let tries = 0;
    handle('ask:waiting_room', () => {
      tries += 1;
      if (tries === 1) throw refusal('store.busy');
      return { at: '', limit_minutes: 20, rows: [] };
    });
  });
  await page.getByRole('link', { name: 'Waiting room' }).click();
  await expect(page.locator('.waiting-none')).toContainText('The waiting room could not be read.');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.locator('.waiting-none')).toContainText('No one is in the house.');
});

test('at the day’s end those who did not come are proposed; one click marks the chosen, each can be undone', async ({ page }) => {
  await page.goto('/today');
  await expect(page.locator('.ec-event[data-id]').first()).toBeVisible();
  await expect(page.locator('.no-shows')).toHaveCount(0);
  await page.goto('/today?now=2026-11-23T18:05:00');
  const banner = page.locator('.no-shows');
  await expect(banner).toContainText(/\d+ patients did not come/);
  await expectAccessible(page);
  await banner.getByRole('button', { name: 'Look' }).click();
  const boxes = page.locator('.no-show-list input');
  await expect(boxes.first()).toBeFocused();
  await expectAccessible(page, 'dialog[open]');
  expect((await said(page, 'op:change_status')).length).toBe(0);
  const all = await boxes.count();
  for (let n = 2; n < all; n += 1) await boxes.nth(n).uncheck();
  await page.getByRole('button', { name: 'Mark 2 as no-shows' }).click();
  await expect(page.locator('dialog[open]')).toHaveCount(0);
  await expect(banner).toContainText(`${all - 2} patients did not come`);
  expect((await said(page, 'op:change_status')).map((one) => one.to)).toEqual(['no_show', 'no_show']);
  await press(page, 'Control+z');
  await expect(banner).toContainText(`${all - 1} patients did not come`);
});

test('how often somebody did not come stands on their page and in the form that books', async ({ page }) => {
  await open(page);
  await row(page, 'Okafor, Ada').locator('.waiting-open').click();
  await expect(page.locator('.patient-head .missed-line')).toContainText(/6 no-shows, \d in 12 months/);
  await expect(page.locator('.patient-head .missed-line')).toContainText('1 late cancellation in 12 months');
  await press(page, 'b');
  await expect(page.locator('cd-book .missed-line')).toContainText('6 no-shows');
});
