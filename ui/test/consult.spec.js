// My patients: the doctor's and the nurse's own screen.
import { expect } from '@playwright/test';
import { expectAccessible, said, test } from './checks.js';

/** @typedef {import('@playwright/test').Page} Page */

/** @param {Page} page @param {string} who */
async function open(page, who) {
  await page.goto(`/consult?as=${who}`);
  await expect(page.locator('.consult-list .queue-part').first()).toBeVisible();
}
/** @param {Page} page @param {string} title */
const part = (page, title) => page.locator('.consult-list .queue-part', { has: page.getByRole('heading', { name: title }) });
/** @param {Page} page */
const head = (page) => page.locator('.consult-head');

test('a doctor sees who is in the room, who waits for them and who is still to come, and nobody else’s', async ({ page }) => {
  await open(page, 'chen');
  await expect(part(page, 'In the room').locator('.queue-row')).toHaveCount(1);
  await expect(part(page, 'Waiting').locator('.queue-row')).toContainText('Wiśniewski');
  await expect(page.locator('.consult-next')).toContainText('Wiśniewski, Tomasz, waiting 24 min');
  const coming = part(page, 'Still to come').locator('.queue-row');
  const asked = (await said(page, 'ask:day')).at(-1);
  expect(asked.practitioner_id).toBe('01934f00-0000-7000-8000-000000000103');
  const times = await coming.locator('.queue-time').allTextContents();
  expect(times).toEqual([...times].sort());
  await page.getByRole('button', { name: 'Everyone' }).click();
  await expect(part(page, 'Waiting').locator('.queue-row')).toHaveCount(7);
  await expectAccessible(page);
});

test('R calls in who has waited longest: in the room, and the record is there to write in', async ({ page }) => {
  await open(page, 'chen');
  await page.locator('main').focus();
  await page.keyboard.press('r');
  await expect(head(page)).toContainText('Tomasz Wiśniewski');
  await expect(head(page).locator('.panel-status')).toContainText('In room');
  await expect(page.locator('cd-visit-form textarea').first()).toBeFocused();
  expect((await said(page, 'op:change_status')).at(-1).to).toBe('in_room');
  await expect(part(page, 'In the room').locator('.queue-row')).toHaveCount(2);
  await expect(page.locator('.consult-next')).toContainText('No one is waiting');
  await page.keyboard.type('Headache for two days');
  await page.keyboard.press('Control+Enter');
  // Finished: at the desk to pay, and the list is there for the next one.
  await expect(page).toHaveURL(/\/consult(\?|$)/);
  await expect(part(page, 'In the room').locator('.queue-row')).toHaveCount(1);
  expect((await said(page, 'op:start_visit')).at(-1).text.reason).toBe('Headache for two days');
  await expectAccessible(page);
});

test('before the room the chart is read, not written; arrows walk and keep the focus', async ({ page }) => {
  await open(page, 'chen');
  await part(page, 'Still to come').locator('.queue-row').first().click();
  await expect(page.locator('cd-chart-summary')).toBeVisible();
  await expect(page.locator('cd-visit-form')).toHaveCount(0);
  await expect(head(page).locator('[data-act="arrive"]')).toBeVisible();
  await page.locator('main').focus();
  await page.keyboard.press('ArrowUp');
  await expect(head(page)).toContainText('Wiśniewski');
  await expect(page.locator(':focus')).toContainText('Wiśniewski');
  await page.keyboard.press('ArrowUp');
  await expect(head(page)).toContainText('Eva Müller');
  await expect(page.locator('cd-visit-form')).toBeVisible();
  await expect(page.locator(':focus')).toContainText('Müller');
  await expectAccessible(page);
});

test('a nurse measures where she stands: fields first, what is far from usual is asked, then empty again', async ({ page }) => {
  await open(page, 'gupta');
  await part(page, 'Waiting').locator('.queue-row', { hasText: 'Kowalski' }).click();
  const card = page.locator('cd-vitals-card');
  await expect(card.getByLabel('Systolic')).toBeFocused();
  await expect(page.getByRole('button', { name: 'Enter vitals' })).toHaveCount(0);
  await page.keyboard.press('Enter');
  await expect(card).toContainText('Enter at least one number.');
  await card.getByLabel('Temperature', { exact: true }).fill('41.5');
  await page.keyboard.press('Enter');
  await expect(card.getByRole('alert')).toContainText('Far from usual: Temperature 41.5 °C');
  await expectAccessible(page);
  await card.getByRole('button', { name: 'It is right, save it' }).click();
  await expect(card.getByLabel('Temperature', { exact: true })).toHaveValue('');
  await expect(card.getByLabel('Systolic')).toBeFocused();
  const { values, confirmed } = (await said(page, 'op:enter_vitals')).at(-1);
  expect([confirmed, values.map((/** @type {any} */ one) => [one.kind, one.value_scaled])]).toEqual([true, [['temperature', 41500]]]);
  // What is typed for one never stands in another's fields.
  await card.getByLabel('Pulse').fill('77');
  await part(page, 'Waiting').locator('.queue-row', { hasText: 'Wiśniewski' }).click();
  await expect(head(page)).toContainText('Wiśniewski');
  await expect(card.getByLabel('Pulse')).toHaveValue('');
  await part(page, 'Waiting').locator('.queue-row', { hasText: 'Kowalski' }).click();
  await page.getByRole('button', { name: 'Take it over' }).click();
  await expect(card.getByLabel('Pulse')).toHaveValue('77');
});

test('a nurse begins with her patients; the desk has no such place', async ({ page }) => {
  await page.goto('/?as=gupta');
  await expect(page).toHaveURL(/\/consult/);
  await page.goto('/?as=novak');
  await expect(page.locator('.rail')).toBeVisible();
  await expect(page.locator('.rail a[href="/consult"]')).toHaveCount(0);
});

test('who left the house is told, and nobody here is one sentence', async ({ page }) => {
  await page.goto('/consult/01934f00-0000-7000-8000-000000009999?as=chen');
  await expect(page.locator('.consult-empty')).toContainText('no longer among yours');
  await page.goto('/consult?as=gupta&nobody_here');
  await expect(page.locator('.consult-empty')).toContainText('No one is here for you');
  await expectAccessible(page);
});

test('what the desk does meanwhile takes no record away; F saves what is typed before it ends the visit', async ({ page }) => {
  await open(page, 'chen');
  await part(page, 'In the room').locator('.queue-row').click();
  const reason = page.locator('cd-visit-form textarea').first();
  await expect(reason).toBeFocused();
  await reason.fill('Cough');
  const id = new URL(page.url()).pathname.split('/').at(-1);
  await page.evaluate((one) => /** @type {any} */ (window).elsewhere(one, { status: 'done' }), id);
  await expect(head(page).locator('.panel-status')).toContainText('Done');
  await expect(part(page, 'In the room')).toHaveCount(0);
  await expect(reason).toHaveValue('Cough');
  await expect(reason).toBeFocused();
  await page.evaluate((one) => /** @type {any} */ (window).elsewhere(one, { status: 'in_room' }), id);
  await expect(head(page).locator('[data-act="finish"]')).toBeVisible();
  await page.locator('main').focus();
  await page.keyboard.press('f');
  await expect(page.locator('.consult-patient')).toHaveCount(0);
  expect((await said(page, 'op:start_visit')).at(-1).text.reason).toBe('Cough');
  expect((await said(page, 'op:change_status')).at(-1).to).toBe('to_pay');
});

test('of two patients chosen one after the other each has their own chart, and who is only passed has none opened', async ({ page }) => {
  await open(page, 'chen');
  await page.evaluate(() => ((/** @type {any} */ (window).fake).pace.slow = 400));
  const rows = part(page, 'Still to come').locator('.queue-row');
  await rows.nth(0).click();
  await rows.nth(1).click();
  await page.evaluate(() => ((/** @type {any} */ (window).fake).pace.slow = 0));
  await expect(page.locator('cd-chart-summary')).toBeVisible();
  await expect(page.locator('.chart-shut')).toHaveCount(0);
  const opened = (await said(page, 'op:open_chart')).length;
  await rows.nth(1).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(head(page)).toContainText('田中');
  await expect(page.locator('cd-chart-summary')).toBeVisible();
  expect((await said(page, 'op:open_chart')).length - opened).toBe(1);
});

test('beside the list the chart turns its tabs in place, and what is written stays', async ({ page }) => {
  await open(page, 'chen');
  await part(page, 'In the room').locator('.queue-row').click();
  const reason = page.locator('cd-visit-form textarea').first();
  await reason.fill('Cough');
  const address = page.url();
  const tabs = page.locator('.chart-tabs');
  await expect(tabs.getByRole('link', { name: 'This visit' })).toHaveAttribute('aria-current', 'page');
  await tabs.getByRole('link', { name: 'Medicines' }).press('Enter');
  await expect(page.locator('cd-medicines')).toBeVisible();
  await expect(tabs.locator('[aria-current]')).toHaveText('Medicines');
  await expect(reason).toBeHidden();
  expect(page.url()).toBe(address);
  await expectAccessible(page);
  await tabs.getByRole('link', { name: 'Visits' }).click();
  await expect(page.locator('cd-visit-list')).toBeVisible();
  await tabs.getByRole('link', { name: 'This visit' }).click();
  await expect(reason).toHaveValue('Cough');
  await expect(page.locator('.typed-offer')).toHaveCount(0);
  expect(page.url()).toBe(address);
  // Another patient is read from the beginning.
  await tabs.getByRole('link', { name: 'Vitals' }).click();
  await part(page, 'Still to come').locator('.queue-row').first().click();
  await expect(page.locator('cd-chart-summary')).toBeVisible();
  await tabs.getByRole('link', { name: 'Problems' }).click();
  await part(page, 'Still to come').locator('.queue-row').nth(1).click();
  await expect(page.locator('cd-chart-summary')).toBeVisible();
});

test('a task from my patients is about the one who is chosen; what is signed is still finished by keys', async ({ page }) => {
  await open(page, 'chen');
  await part(page, 'In the room').locator('.queue-row').click();
  await page.locator('cd-visit-form textarea').first().fill('Cough');
  await page.locator('main').focus();
  await page.keyboard.press('t');
  await expect(page.locator('cd-task cd-patient-card')).toContainText('Müller');
  await page.keyboard.press('Escape');
  await page.locator('cd-visit-form textarea').first().press('Control+Shift+Enter');
  await expect(page.locator('cd-sign-visit dialog')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.locator('.visit-seal')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Finish' }).last()).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Control+Enter');
  await expect(page).toHaveURL(/\/consult(\?|$)/);
  expect((await said(page, 'op:change_status')).at(-1).to).toBe('to_pay');
});
