// Files of a patient: listed, dropped or chosen, sent in pieces, shown, struck; and what the desk may.
import { expect } from '@playwright/test';
import { expectAccessible, said, test } from './checks.js';

/** @typedef {import('@playwright/test').Page} Page */

const ADA = '01934f00-0000-7000-8000-000000001001';
const PIECE = 256 * 1024;

/** @param {Page} page @param {string} [query] */
async function open(page, query = 'as=gupta') {
  await page.goto(`/patients/${ADA}/files?${query}`);
  await expect(page.locator('cd-files h2')).toBeVisible();
}

/** @param {Page} page @param {string} title */
const row = (page, title) => page.locator('.file-rows tbody tr', { hasText: title });

/** @param {Page} page */
async function attach(page) {
  await page.getByRole('button', { name: 'Attach file' }).first().press('Enter');
  const dialog = page.locator('cd-file-dialog');
  await expect(dialog.getByRole('button', { name: 'Choose a file' })).toBeFocused();
  return dialog;
}

/** @param {Page} page @param {string} name @param {number} size */
const choose = (page, name, size) => page.locator('cd-file-dialog input[type=file]').setInputFiles({ name, mimeType: 'application/pdf', buffer: Buffer.alloc(size, 'x') });

test('the newest document comes first; what was attached in error stays, struck through', async ({ page }) => {
  await open(page);
  await expect(page.locator('.file-rows tbody tr')).toHaveCount(6);
  await expect(page.locator('.file-rows tbody tr').first()).toContainText('Notes from home');
  await expect(row(page, 'Blood count')).toHaveClass(/chart-struck/);
  await expect(row(page, 'Blood count')).toContainText('Entered in error: Her sister’s');
  await expect(row(page, 'Mole on the left arm')).toContainText('2.3 MB');
  await expect(row(page, 'Mole on the left arm').getByRole('link', { name: 'with a visit' })).toBeVisible();
  await expectAccessible(page);
  await page.goto(`/patients/${ADA}/files?as=gupta&files=none`);
  await expect(page.getByText('No file has been attached yet.')).toBeVisible();
  await expectAccessible(page);
});

test('a file is attached by keys: what is missing is said, it is sent in pieces, and then it is there', async ({ page }) => {
  await open(page);
  const dialog = await attach(page);
  await dialog.getByRole('button', { name: 'Attach', exact: true }).press('Enter');
  await expect(dialog.locator('.f-error', { hasText: 'Choose a file first.' })).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Choose a file' })).toBeFocused();
  await expectAccessible(page, 'cd-file-dialog');
  await choose(page, 'liver_values.pdf', 2 * PIECE + 10);
  await expect(dialog.getByLabel('Title')).toHaveValue('liver values');
  await dialog.getByLabel('Kind').selectOption('result');
  await dialog.getByLabel('Date on the document').fill('20.11.2026');
  await dialog.getByLabel('Note').fill('From the laboratory');
  await dialog.getByLabel('Title').press('Enter');
  await expect(dialog).toHaveCount(0);
  await expect(row(page, 'liver values')).toContainText('From the laboratory');
  const pieces = await said(page, 'send_file_piece');
  expect(pieces.map((piece) => [piece.length, piece['x-file-position'], piece['x-file-size']])).toEqual([[PIECE, '0', '524298'], [PIECE, '1', '524298'], [10, '2', '524298']]);
  const [operation] = await said(page, 'op:attach_file');
  expect(operation).toMatchObject({ file_id: pieces[0]['x-file-id'], patient_id: ADA, visit_id: null, kind: 'result', title: 'liver values', name: 'liver_values.pdf', size_bytes: 524298, dated_on: '2026-11-20', note: 'From the laboratory', confirmed: false });
});

test('dropped on the list it is asked about at once', async ({ page }) => {
  await open(page);
  const data = await page.evaluateHandle(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(['first'], 'first.pdf', { type: 'application/pdf' }));
    transfer.items.add(new File(['second'], 'rash.png', { type: 'image/png' }));
    return transfer;
  });
  await page.dispatchEvent('.files', 'dragover', { dataTransfer: data });
  await expect(page.getByText('Drop it to attach it')).toBeVisible();
  await page.dispatchEvent('.files', 'drop', { dataTransfer: data });
  const dialog = page.locator('cd-file-dialog');
  await expect(dialog.getByLabel('Title')).toHaveValue('first');
  await dialog.getByRole('button', { name: 'Attach', exact: true }).click();
  await expect(dialog.getByLabel('Title')).toHaveValue('rash');
  await expect(dialog.getByLabel('Kind')).toHaveValue('picture');
  await dialog.getByRole('button', { name: 'Attach', exact: true }).click();
  await expect(row(page, 'rash')).toBeVisible();
  await expect(row(page, 'first')).toBeVisible();
});

test('sending is stopped, and what was sent is dropped; it goes again', async ({ page }) => {
  await open(page);
  const dialog = await attach(page);
  await choose(page, 'long.pdf', 8 * PIECE);
  await page.evaluate(() => {
    const { fake } = /** @type {any} */ (window);
    fake.held = new Promise((done) => Object.assign(window, { letGo: done }));
  });
  await dialog.getByRole('button', { name: 'Attach', exact: true }).click();
  await expect(dialog.locator('progress')).toBeVisible();
  await expectAccessible(page, 'cd-file-dialog');
  await dialog.getByRole('button', { name: 'Stop sending' }).click();
  // What is on its way arrives before it is dropped.
  expect(await said(page, 'drop_file_pieces')).toEqual([]);
  await page.evaluate(() => {
    const { fake, letGo } = /** @type {any} */ (window);
    fake.held = undefined;
    letGo();
  });
  await expect(dialog.getByText('Sending was stopped. Nothing was attached.')).toBeVisible();
  const [first, second] = await said(page, 'send_file_piece');
  expect(second).toBeUndefined();
  await expect.poll(() => said(page, 'drop_file_pieces')).toEqual([{ fileId: first['x-file-id'] }]);
  expect(await said(page, 'op:attach_file')).toEqual([]);
  await dialog.getByRole('button', { name: 'Attach', exact: true }).click();
  await expect(dialog).toHaveCount(0);
  const [operation] = await said(page, 'op:attach_file');
  expect(operation.file_id).not.toBe(first['x-file-id']);
});

test('a program is refused, a file that is too large is not even sent', async ({ page }) => {
  await open(page);
  const dialog = await attach(page);
  await choose(page, 'result.pdf.exe', 20);
  await dialog.getByRole('button', { name: 'Attach', exact: true }).click();
  await expect(dialog.locator('.f-error', { hasText: 'Programs are never taken, and .exe is one or can hold one.' })).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Choose another' })).toBeFocused();
  await choose(page, 'film.pdf', 20 * 1024 * 1024 + 1);
  await expect(dialog.locator('.f-error', { hasText: 'This file is too large: at most 20 MB are taken.' })).toBeVisible();
  await dialog.getByRole('button', { name: 'Attach', exact: true }).click();
  await expect(dialog.getByRole('button', { name: 'Choose another' })).toBeFocused();
  expect(await said(page, 'send_file_piece')).toHaveLength(1);
  expect(await said(page, 'op:attach_file')).toEqual([]);
});

test('the same file twice is asked, and sent once', async ({ page }) => {
  await open(page);
  for (const again of [false, true]) {
    const dialog = await attach(page);
    await choose(page, 'twice.pdf', 12);
    await dialog.getByRole('button', { name: 'Attach', exact: true }).click();
    if (again) {
      await expect(dialog.getByRole('alert')).toContainText('The same file was attached to this patient on');
      await expectAccessible(page, 'cd-file-dialog');
      await dialog.getByRole('button', { name: 'Attach it once more' }).press('Enter');
    }
    await expect(dialog).toHaveCount(0);
  }
  expect((await said(page, 'op:attach_file')).map((one) => one.confirmed)).toEqual([false, false, true]);
  expect(await said(page, 'send_file_piece')).toHaveLength(2);
});

test('pages, pictures and texts are shown; what is in them does not run; others are opened outside', async ({ page }) => {
  await open(page);
  await row(page, 'Kidney values').getByRole('button', { name: 'Open Kidney values' }).click();
  const view = page.locator('cd-file-view');
  await expect(view.getByRole('img', { name: 'Page 1 of 3' })).toBeVisible();
  await expect(view.locator('.file-pages')).toBeFocused();
  await expectAccessible(page, 'cd-file-view');
  await view.locator('.file-page').last().scrollIntoViewIfNeeded();
  await expect(view.getByRole('img', { name: 'Page 3 of 3' })).toBeVisible();
  expect((await said(page, 'file_page')).map((one) => one.page).sort()).toEqual([0, 1, 2]);
  await page.keyboard.press('Escape');
  await expect(view).toHaveCount(0);
  expect(await said(page, 'close_file')).toHaveLength(1);
  await row(page, 'Mole').getByRole('button', { name: 'Open Mole on the left arm' }).click();
  await expect(view.getByRole('img', { name: 'Picture: Mole on the left arm' })).toBeVisible();
  await page.keyboard.press('Escape');
  await row(page, 'Notes from home').getByRole('button', { name: 'Open Notes from home' }).click();
  await expect(view.locator('pre')).toContainText('<script>alert(1)</script>');
  await page.keyboard.press('Escape');
  await row(page, 'Diet table').getByRole('button', { name: 'Open Diet table' }).click();
  await expect(view.getByText('This type of file is not shown here.')).toBeVisible();
  await expect(view.getByRole('button', { name: 'Open outside…' })).toBeFocused();
  await expectAccessible(page, 'cd-file-view');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Diet table is open in another program')).toBeVisible();
  await view.getByRole('button', { name: 'Save as…' }).click();
  expect(await said(page, 'save_file')).toHaveLength(1);
  expect(await said(page, 'op:open_file')).toHaveLength(4);
});

test('what is damaged is said, and can be tried again', async ({ page }) => {
  await open(page);
  await page.evaluate(() => {
    const { fake } = /** @type {any} */ (window);
    fake.handle('file_pages', () => { throw fake.refusal('file.damaged'); });
  });
  await row(page, 'Kidney values').getByRole('button', { name: 'Open Kidney values' }).click();
  const view = page.locator('cd-file-view');
  await expect(view.getByRole('alert')).toContainText('What is stored is not the file that was attached');
  await expect(view.getByRole('button', { name: 'Try again' })).toBeFocused();
});

test('a file is marked as attached in error with a reason', async ({ page }) => {
  await open(page);
  await row(page, 'Kidney values').getByRole('button', { name: 'Attached in error: Kidney values' }).click();
  const dialog = page.locator('cd-strike-file');
  await dialog.getByLabel('Why is it wrong?').fill('Another patient’s');
  await page.keyboard.press('Enter');
  await expect(row(page, 'Kidney values')).toHaveClass(/chart-struck/);
  await expect(row(page, 'Kidney values').getByRole('button', { name: 'Open Kidney values' })).toBeVisible();
});

test('the desk attaches, sees what it attached itself, and reads nothing', async ({ page }) => {
  await page.goto(`/patients/${ADA}?as=novak`);
  const own = page.locator('cd-own-files');
  await expect(own.getByText('Letter of the eye clinic')).toBeVisible();
  await expect(own.locator('li')).toHaveCount(1);
  await expect(page.getByRole('link', { name: 'Files' })).toHaveCount(0);
  await expect(own.getByRole('button', { name: /^Open/ })).toHaveCount(0);
  await expectAccessible(page, 'cd-own-files');
  await attach(page);
  await choose(page, 'by_post.pdf', 30);
  await page.locator('cd-file-dialog').getByRole('button', { name: 'Attach', exact: true }).click();
  await expect(own.getByText('by post')).toBeVisible();
  expect(await said(page, 'ask:files')).toEqual([]);
});

test('a visit has its files, signed or not', async ({ page }) => {
  await page.goto(`/patients/${ADA}/visits/01934f00-0000-7000-8000-000000007201?as=chen`);
  const files = page.locator('cd-visit-read cd-files');
  await expect(files.locator('.file-rows tbody tr')).toHaveCount(1);
  await attach(page);
  await choose(page, 'later.pdf', 30);
  await page.locator('cd-file-dialog').getByRole('button', { name: 'Attach', exact: true }).click();
  await expect(files.locator('.file-rows tbody tr')).toHaveCount(2);
  const [operation] = await said(page, 'op:attach_file');
  expect(operation.visit_id).toBe('01934f00-0000-7000-8000-000000007201');
  await expectAccessible(page, 'cd-files');
});
