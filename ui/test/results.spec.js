// Results: they wait for whoever ordered them, are reviewed beside the file, and ask the desk; tests that were requested, and overdue ones.
import { expect } from '@playwright/test';
import { expectAccessible, said, test } from './checks.js';

/** @typedef {import('@playwright/test').Page} Page */

const ADA = '01934f00-0000-7000-8000-000000001001';
const CHEN = '01934f00-0000-7000-8000-000000000103';

/** @param {Page} page */
async function review(page) {
  await page.goto('/to-review?as=chen');
  await page.getByRole('link', { name: 'Review the result of Okafor, Ada' }).click();
  const view = page.locator('cd-file-view');
  await expect(view.getByRole('group', { name: 'What is to be done about it?' })).toBeVisible();
  return view;
}

test('what waits stays in sight, and is opened from its list; the nurse has none', async ({ page }) => {
  await page.goto('/today?as=chen');
  const link = page.getByRole('link', { name: /^To review/ });
  await expect(link).toContainText('3');
  await link.click();
  await expect(page.locator('.unsigned-rows').first().locator('tbody tr')).toHaveCount(1);
  await expect(page.locator('.overdue-rows tbody tr')).toHaveCount(2);
  // What nobody with an account of their own waits for waits for every doctor, with whose it is.
  await expect(page.locator('.overdue-rows tbody tr').first()).toContainText('You');
  await expect(page.locator('.overdue-rows tbody tr').last()).toContainText('Dr Ada Adeyemi');
  await expect(page.locator('.overdue-rows')).toContainText('2 Nov 2026');
  // What it is called is read in the chart alone.
  await expect(page.locator('.to-review')).not.toContainText('Kidney values');
  await expectAccessible(page);
  await page.goto('/today?as=gupta');
  await expect(page.getByRole('link', { name: 'Tasks' })).toBeVisible();
  await expect(page.getByRole('link', { name: /To review/ })).toHaveCount(0);
  expect(await said(page, 'ask:to_review')).toEqual([]);
});

test('a normal result is reviewed with two steps, and leaves the list', async ({ page }) => {
  const view = await review(page);
  await expectAccessible(page, 'cd-file-view');
  await view.getByLabel('Normal').check();
  await view.getByRole('button', { name: 'Review', exact: true }).click();
  await expect(view).toHaveCount(0);
  await expect(page.getByRole('link', { name: /^To review/ })).toContainText('2');
  await expect(page.locator('.file-rows tbody tr', { hasText: 'Kidney values' })).toContainText('Normal');
  const [operation] = await said(page, 'op:review_result');
  expect(operation).toMatchObject({ outcome: 'normal', note: null, request_id: null });
  expect(operation).not.toHaveProperty('task_text');
});

test('to call asks the desk, with a text of its own; what is typed there stays when the choice changes', async ({ page }) => {
  const view = await review(page);
  await view.getByLabel('Call patient').check();
  const text = view.getByLabel('What the desk is asked');
  await expect(text).toHaveValue(/^Please call the patient/);
  await view.getByLabel('Book', { exact: true }).check();
  await expect(text).toHaveValue(/^Please book the patient/);
  await text.fill('');
  await view.getByRole('button', { name: 'Review and ask the desk' }).click();
  await expect(view.locator('[data-field=task_text] .f-error')).toBeVisible();
  await text.fill('Book with me this week');
  await view.getByLabel('Call patient').check();
  await expect(text).toHaveValue('Book with me this week');
  await view.getByLabel('Book', { exact: true }).check();
  await view.getByLabel('Note for the record').fill('Creatinine up');
  await expectAccessible(page, 'cd-file-view');
  await view.getByRole('button', { name: 'Review and ask the desk' }).click();
  await expect(view).toHaveCount(0);
  const [operation] = await said(page, 'op:review_result');
  expect(operation).toMatchObject({ outcome: 'book', task_text: 'Book with me this week', note: 'Creatinine up', urgent: false });
  expect(operation.task_id).toMatch(/^[0-9a-f-]{36}$/);
});

test('a result needs whoever ordered it, or the request that it answers', async ({ page }) => {
  await page.goto(`/patients/${ADA}/files?as=gupta`);
  await page.getByRole('button', { name: 'Attach file' }).click();
  const dialog = page.locator('cd-file-dialog');
  await dialog.locator('input[type=file]').setInputFiles({ name: 'thyroid.pdf', mimeType: 'application/pdf', buffer: Buffer.from('values') });
  await dialog.getByLabel('Kind').selectOption('result');
  await dialog.getByLabel('Ordered by').selectOption('');
  await dialog.getByRole('button', { name: 'Attach', exact: true }).click();
  await expect(dialog.locator('[data-field=practitioner_id] .f-error')).toBeVisible();
  await expectAccessible(page, 'cd-file-dialog');
  await dialog.getByLabel('Ordered by').selectOption(CHEN);
  await dialog.getByLabel('Answers the request').selectOption({ label: 'Thyroid values' });
  await expect(dialog.getByLabel('Ordered by')).toHaveCount(0);
  await dialog.getByRole('button', { name: 'Attach', exact: true }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.locator('.test-requests li', { hasText: 'Thyroid values' })).toContainText('result attached');
  const [operation] = await said(page, 'op:attach_file');
  expect(operation).toMatchObject({ kind: 'result', practitioner_id: null, request_id: '01934f00-0000-7000-8000-000000008903' });
});

test('after a night behind the lock what is waited for is read again, once the chart is open', async ({ page }) => {
  await page.goto('/patients/01934f00-0000-7000-8000-000000001002/files?as=chen');
  await expect(page.locator('.test-requests')).toContainText('X-ray of the spine');
  const before = (await said(page, 'ask:test_requests')).length;
  await page.evaluate(() => {
    const shell = /** @type {HTMLElement} */ (document.querySelector('cd-shell'));
    shell.remove();
    /** @type {any} */ (window).fakeChartShut('01934f00-0000-7000-8000-000000001002');
    document.body.append(shell);
  });
  // Refused at first, and asked again.
  await expect.poll(async () => (await said(page, 'ask:test_requests')).length).toBe(before + 2);
  await expect(page.locator('.test-requests')).toContainText('X-ray of the spine');
});

test('a test is requested, and withdrawn with a reason', async ({ page }) => {
  await page.goto(`/patients/${ADA}/files?as=chen`);
  await page.getByRole('button', { name: 'Request test' }).press('Enter');
  const dialog = page.locator('cd-test-dialog');
  await expect(dialog.getByLabel('What is requested')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(dialog.locator('[data-field=what] .f-error')).toBeVisible();
  await expectAccessible(page, 'cd-test-dialog');
  await dialog.getByLabel('What is requested').fill('Blood count');
  await dialog.getByLabel('Result expected by').fill('1.12.2026');
  await dialog.getByLabel('What is requested').press('Enter');
  await expect(dialog).toHaveCount(0);
  const [operation] = await said(page, 'op:request_test');
  expect(operation).toMatchObject({ patient_id: ADA, practitioner_id: CHEN, what: 'Blood count', due_on: '2026-12-01' });
  const line = page.locator('.test-requests li', { hasText: 'Blood count' });
  await expect(line).toContainText('expected by 1 Dec 2026');
  await expectAccessible(page, 'cd-test-requests');
  await line.getByRole('button', { name: 'Withdraw: Blood count' }).click();
  const withdraw = page.locator('cd-withdraw-test');
  await withdraw.getByLabel('Why is it not wanted any more?').fill('Done elsewhere');
  await page.keyboard.press('Enter');
  await expect(line).toContainText('withdrawn: Done elsewhere');
});
