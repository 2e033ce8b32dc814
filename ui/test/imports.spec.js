import { expect } from '@playwright/test';
import { expectAccessible, said, test } from './checks.js';

/** What was sent, as it was before it was packed. @param {import('@playwright/test').Page} page @param {{packed: string}} operation */
const tableOf = (page, { packed }) => page.evaluate((text) => new Response(new Blob([Uint8Array.from(atob(text), (one) => one.charCodeAt(0))]).stream().pipeThrough(new DecompressionStream('gzip'))).text(), packed);

const file = (/** @type {string} */ text, /** @type {BufferEncoding} */ encoding = 'utf-8') => ({ name: 'table.csv', mimeType: 'text/csv', buffer: Buffer.from(text, encoding) });

test('medicines from a table are looked at before they are taken', async ({ page }) => {
  await page.goto('/admin/medicines?as=admin');
  await page.getByRole('button', { name: 'From a table…' }).click();
  const dialog = page.locator('cd-medicine-import dialog');
  await expect(dialog.getByRole('button', { name: 'Choose a file…' })).toBeFocused();
  await expectAccessible(page, 'cd-medicine-import');
  await dialog.locator('input[type=file]').setInputFiles(file('title,form\nA,b\n'));
  await expect(dialog.getByRole('alert')).toContainText('The table has no column called “name” in its first line.');
  await expectAccessible(page, 'cd-medicine-import');
  // As old spreadsheets write it: not UTF-8.
  await dialog.locator('input[type=file]').setInputFiles(file('name,ingredient,strength,form\nAugmentin,amoxicillin + clavulanic acid,500 mg/125 mg,tablet\nZäpfchen,glycerol,1 g,suppository\nNothing in it\n', 'latin1'));
  await expect(dialog.locator('.import-sum')).toContainText('left out, because something is wrong');
  await expect(dialog.locator('tbody tr').first()).toContainText('Ingredient: Please fill this in.');
  await expect(dialog.locator('tr.is-new')).toContainText('Zäpfchen');
  await expect(dialog.locator('[data-submit]')).toBeFocused();
  await expectAccessible(page, 'cd-medicine-import');
  await page.keyboard.press('Enter');
  await expect(page.locator('cd-medicine-import')).toHaveCount(0);
  await expect(page.locator('.rows')).toContainText('Zäpfchen');
  expect(await tableOf(page, (await said(page, 'op:import_medicines'))[0])).toContain('Zäpfchen,glycerol');
});

test('a country’s list is taken in several steps, each with its head', async ({ page }) => {
  await page.goto('/admin/medicines?as=admin');
  await page.getByRole('button', { name: 'From a table…' }).click();
  const dialog = page.locator('cd-medicine-import dialog');
  const note = 'x'.repeat(120);
  const lines = Array.from({ length: 12_001 }, (_, n) => `Medicine ${n},thing ${n},5 mg,tablet,${note}`);
  // As a program on Windows writes it.
  const table = `name,ingredient,strength,form,note\r\n${lines.join('\r\n')}\r\n`;
  expect(table.length).toBeGreaterThan(1 << 20);
  await dialog.locator('input[type=file]').setInputFiles(file(table));
  await expect(dialog.locator('.import-sum')).toContainText('12001 new');
  await page.keyboard.press('Enter');
  await expect(page.locator('cd-medicine-import')).toHaveCount(0);
  const sent = await said(page, 'op:import_medicines');
  expect(sent).toHaveLength(3);
  const tables = await Promise.all(sent.map((one) => tableOf(page, one)));
  expect(tables.every((one) => one.startsWith('name,ingredient,strength,form,note\nMedicine '))).toBe(true);
  expect(tables.map((one) => one.trim().split('\n').length - 1)).toEqual([5000, 5000, 2001]);
  expect(tables[2]).toContain('Medicine 12000,');
});

test('of a long list the first are drawn, and more on demand', async ({ page }) => {
  await page.goto('/admin/medicines?as=admin');
  await expect(page.locator('.row-button').first()).toBeVisible();
  await page.evaluate(() => {
    const list = /** @type {any} */ (document.querySelector('cd-admin-medicines'));
    const [one] = list.rows;
    list.rows = Array.from({ length: 12_000 }, (_, n) => ({ ...one, medicine_id: `m${n}`, name: `Medicine ${n}` }));
  });
  await expect(page.locator('.row-button')).toHaveCount(300);
  await expect(page.getByText('300 of 12,000 are shown.')).toBeVisible();
  await page.getByRole('button', { name: 'Show more' }).click();
  await expect(page.locator('.row-button')).toHaveCount(600);
  await page.getByRole('searchbox', { name: /Find in/ }).fill('Medicine 11999');
  await expect(page.locator('.row-button')).toHaveCount(1);
  await expect(page.locator('.admin-rest')).toHaveCount(0);
  await expectAccessible(page, 'cd-admin-medicines');
});

test('what stopped in the middle goes on from there, and sends nothing twice', async ({ page }) => {
  await page.goto('/admin/medicines?as=admin');
  await page.getByRole('button', { name: 'From a table…' }).click();
  const dialog = page.locator('cd-medicine-import dialog');
  const lines = Array.from({ length: 12_001 }, (_, n) => `Medicine ${n},thing ${n},5 mg,tablet`);
  await dialog.locator('input[type=file]').setInputFiles(file(`name,ingredient,strength,form\n${lines.join('\n')}\n`));
  await expect(dialog.locator('.import-sum')).toContainText('12001 new');
  await page.evaluate(() => {
    const { fake } = /** @type {any} */ (window);
    let sent = 0;
    fake.handle('op:import_medicines', () => {
      sent += 1;
      if (sent === 2) throw fake.refusal('store.busy');
      return { added: sent === 4 ? 2001 : 5000, left_out: 0 };
    });
  });
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('alert')).toContainText('It stopped at part 2 of 3. 5,000 were taken and stay. The database is busy.');
  const goOn = dialog.getByRole('button', { name: 'Continue from part 2 of 3' });
  await expect(goOn).toBeEnabled();
  await expectAccessible(page, 'cd-medicine-import');
  await goOn.click();
  await expect(page.locator('cd-medicine-import')).toHaveCount(0);
  await expect(page.getByText(/12,?001/)).toBeVisible();
  const tables = await Promise.all((await said(page, 'op:import_medicines')).map((one) => tableOf(page, one)));
  // The second one twice: it was not taken the first time. The first one once.
  expect(tables.map((one) => one.split('\n')[1].split(',')[0])).toEqual(['Medicine 0', 'Medicine 5000', 'Medicine 5000', 'Medicine 10000']);
});

test('another table that is chosen begins anew', async ({ page }) => {
  await page.goto('/admin/medicines?as=admin');
  await page.getByRole('button', { name: 'From a table…' }).click();
  const dialog = page.locator('cd-medicine-import dialog');
  const table = (/** @type {string} */ name) => file(`name,ingredient\n${Array.from({ length: 5001 }, (_, n) => `${name} ${n},thing ${n}`).join('\n')}\n`);
  await dialog.locator('input[type=file]').setInputFiles(table('Medicine'));
  await page.evaluate(() => {
    const { fake } = /** @type {any} */ (window);
    let sent = 0;
    fake.handle('op:import_medicines', () => {
      sent += 1;
      if (sent === 2) throw fake.refusal('store.busy');
      return { added: 5000, left_out: 0 };
    });
  });
  await expect(dialog.locator('.import-sum')).toContainText('5001 new');
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('button', { name: 'Continue from part 2 of 2' })).toBeVisible();
  await dialog.locator('input[type=file]').setInputFiles(table('Other'));
  await expect(dialog.locator('.import-sum')).toContainText('5001 new');
  await expect(dialog.getByRole('button', { name: /^Continue/ })).toHaveCount(0);
  await expect(dialog.getByRole('alert')).toHaveCount(0);
});

test('a list of diagnosis codes is taken, replaced, and left out of the search', async ({ page }) => {
  await page.goto('/admin/codes?as=admin');
  await expect(page.locator('.rows tbody tr')).toHaveCount(1);
  await expect(page.locator('.rows')).toContainText('46,881');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Add a list' }).click();
  const dialog = page.locator('cd-code-import dialog');
  await dialog.locator('input[type=file]').setInputFiles(file('code,title\nA04,Weakness\nA05,\n'));
  await expect(dialog.locator('.import-sum')).toContainText('1 code · 1 left out');
  await expect(dialog.locator('.is-wrong')).toContainText('Words: Please fill this in.');
  await expect(dialog.getByLabel('Name of the list')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(dialog.getByText('Please fill this in.', { exact: true })).toHaveCount(2);
  await dialog.getByLabel('Name of the list').fill('ICD10CM');
  await dialog.getByLabel('Edition').fill('7');
  await page.keyboard.press('Enter');
  await expect(dialog.getByText('This is the name of the list that comes with the program.')).toBeVisible();
  await expect(dialog.getByLabel('Name of the list')).toBeFocused();
  await expectAccessible(page, 'cd-code-import');
  await dialog.getByLabel('Name of the list').fill('ICPC-2');
  await page.keyboard.press('Enter');
  await expect(page.locator('cd-code-import')).toHaveCount(0);
  await expect(page.locator('.rows tbody tr')).toHaveCount(2);
  await page.getByLabel('Search ICD-10-CM').uncheck();
  await expect(page.getByText('ICD-10-CM is no longer searched')).toBeVisible();
  expect((await said(page, 'op:use_codes'))[0]).toEqual({ op: 'use_codes', code_list: 'icd10cm', active: false });
  await page.getByRole('button', { name: 'Replace ICPC-2' }).click();
  await dialog.locator('input[type=file]').setInputFiles(file('code,title\nA04,Weakness\n'));
  await expect(dialog.getByLabel('Name of the list')).toHaveValue('ICPC-2');
  await expectAccessible(page);
});
