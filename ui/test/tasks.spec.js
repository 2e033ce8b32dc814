// Tasks: asked from anywhere, answered, passed on, done.
import { expect } from '@playwright/test';
import { expectAccessible, said, test } from './checks.js';

/** @typedef {import('@playwright/test').Page} Page */

const ADA = '01934f00-0000-7000-8000-000000001001';
const dialog = (/** @type {Page} */ page) => page.locator('cd-task dialog');
const group = (/** @type {Page} */ page, /** @type {string} */ title) => page.locator('.tasks section', { has: page.getByRole('heading', { name: title }) });
const count = (/** @type {Page} */ page) => page.locator('.rail a[href="/tasks"] .rail-count');

test('what is asked of one stays in sight; the urgent first, what is late said in words', async ({ page }) => {
  await page.goto('/tasks');
  await expect(count(page)).toHaveText('2');
  const rows = group(page, 'To do').locator('.task');
  await expect(rows.nth(0)).toContainText('Urgent');
  await expect(rows.nth(0)).toContainText('Okafor, Ada');
  await expect(rows.nth(0)).toContainText('due today');
  await expect(rows.nth(1)).toContainText('was due 20 Nov 2026');
  await expect(group(page, 'Asked of others').locator('.task-notes')).toContainText('Asked them again this morning');
  await expectAccessible(page);
});

test('asking by keys, from a patient’s page: it is about them', async ({ page }) => {
  await page.goto(`/patients/${ADA}`);
  await expect(page.locator('.patient-head')).toBeVisible();
  await page.locator('main').focus();
  await page.keyboard.press('t');
  await expect(dialog(page).locator('cd-patient-card')).toContainText('Ada');
  await expect(dialog(page).locator('textarea')).toBeFocused();
  await dialog(page).getByRole('button', { name: 'Ask' }).click();
  await expect(dialog(page).locator('.has-error')).toHaveCount(2);
  await expectAccessible(page, 'cd-task');
  await dialog(page).locator('textarea').fill('Please send the report again');
  await dialog(page).getByLabel('For').selectOption({ label: 'Doctor' });
  await dialog(page).getByLabel('Due').fill('1/12/2026');
  await dialog(page).getByLabel('Urgent').check();
  await dialog(page).getByRole('button', { name: 'Ask' }).click();
  await expect(dialog(page)).toHaveCount(0);
  expect((await said(page, 'op:add_task')).at(-1)).toMatchObject({ text: 'Please send the report again', to: { role: 'doctor' }, patient_id: ADA, due_on: '2026-12-01', urgent: true });
  await page.goto('/tasks');
});

test('answered, passed on, done, and opened again', async ({ page }) => {
  await page.goto('/tasks');
  const cards = page.locator('.task', { hasText: 'Order more appointment cards' });
  await cards.getByRole('button', { name: 'Answer' }).click();
  await expect(cards.locator('textarea')).toBeFocused();
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(cards.locator('.message')).toBeVisible();
  await expect(cards.locator('textarea')).toBeFocused();
  await page.keyboard.type('Which kind?', { delay: 20 });
  await cards.locator('textarea').fill('Which kind?');
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(cards.locator('.task-notes')).toContainText('Which kind?');
  await cards.getByRole('button', { name: 'Pass on' }).click();
  await expect(cards.getByLabel('Pass on to')).toBeFocused();
  await cards.getByLabel('Pass on to').selectOption({ label: 'R. Lindqvist' });
  await expectAccessible(page);
  await cards.locator('form').getByRole('button', { name: 'Pass on' }).click();
  await expect(cards).toHaveCount(0);
  await expect(count(page)).toHaveText('1');

  const call = page.locator('.task', { hasText: 'Please call Ms Okafor' });
  await call.getByRole('button', { name: 'Done' }).focus();
  await page.keyboard.press('Enter');
  await expect(group(page, 'To do')).toHaveCount(0);
  await expect(count(page)).toHaveCount(0);
  await page.getByRole('button', { name: 'Show what is done' }).click();
  await expect(group(page, 'Done').locator('.task')).toContainText('Please call Ms Okafor');
  await page.getByRole('button', { name: 'Not done after all' }).click();
  await expect(group(page, 'To do').locator('.task')).toHaveCount(1);
});

test('what somebody else did meanwhile is said, and the list is as it is now', async ({ page }) => {
  await page.goto('/tasks');
  await expect(group(page, 'To do').locator('.task')).toHaveCount(2);
  await page.evaluate(() => {
    const { fake } = /** @type {any} */ (window);
    fake.handle('op:finish_task', () => {
      throw fake.refusal('task.done');
    });
  });
  await page.locator('.task', { hasText: 'Order more' }).getByRole('button', { name: 'Done' }).click();
  await expect(page.getByRole('alert')).toContainText('This is done already.');
});

test('nothing asked: one sentence', async ({ page }) => {
  await page.goto('/tasks?as=silva');
  await expect(page.locator('.empty')).toContainText('Nothing is asked of you.');
  await expectAccessible(page);
});
