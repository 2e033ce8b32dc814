// What a patient was given or refused: read, entered, struck; and who received a batch.
import { expect } from '@playwright/test';
import { expectAccessible, said, test } from './checks.js';

/** @typedef {import('@playwright/test').Page} Page */

const ADA = '01934f00-0000-7000-8000-000000001001';
const JAN = '01934f00-0000-7000-8000-000000001002';

/** @param {Page} page @param {string} [who] @param {string} [as] */
async function open(page, who = ADA, as = 'gupta') {
  await page.goto(`/patients/${who}/vaccinations?as=${as}`);
  await expect(page.locator('cd-vaccinations h2')).toBeVisible();
}

/** @param {Page} page */
async function enter(page) {
  await page.getByRole('button', { name: 'Enter vaccination' }).press('Enter');
  await expect(page.locator('cd-vaccination-dialog').getByLabel('Vaccine', { exact: true })).toBeFocused();
  return page.locator('cd-vaccination-dialog');
}

/** @param {Page} page @param {string} name */
const row = (page, name) => page.locator('.vaccination-rows tbody tr', { hasText: name });

test('the newest comes first; refused, expired and struck say why', async ({ page }) => {
  await open(page);
  await expect(page.locator('.vaccination-rows tbody tr')).toHaveCount(5);
  await expect(page.locator('.vaccination-rows tbody tr').first()).toContainText('FLU26-204');
  await expect(row(page, 'Shingles')).toContainText('Refused: Wants to read about it first');
  await expect(row(page, 'Tetanus')).toContainText('The batch was over: The maker had prolonged it');
  await expect(row(page, 'Measles')).toContainText('elsewhere: Vaccination card of 1980');
  await expect(row(page, 'Her husband’s')).toHaveClass(/chart-struck/);
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Vitals' }).click();
  await page.getByRole('link', { name: 'Vaccinations' }).click();
  await expect(page.locator('.vaccination-rows')).toBeVisible();
});

test('nothing was entered yet; the desk has no such tab', async ({ page }) => {
  await open(page, JAN);
  await expect(page.getByText('No vaccination has been entered yet.')).toBeVisible();
  await expectAccessible(page);
  await page.goto(`/patients/${ADA}?as=novak`);
  await expect(page.locator('.patient-head')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Vaccinations' })).toHaveCount(0);
  expect(await said(page, 'ask:vaccinations')).toEqual([]);
});

test('a vaccination is entered by keys alone; what is missing is said at its field', async ({ page }) => {
  await open(page, JAN);
  const dialog = await enter(page);
  await page.keyboard.press('Enter');
  await expect(dialog.getByLabel('Vaccine', { exact: true })).toBeFocused();
  await expect(dialog.locator('[data-field=batch] .f-error')).toBeVisible();
  await expectAccessible(page, 'cd-vaccination-dialog');
  await page.keyboard.type('Tetanus', { delay: 45 });
  await page.keyboard.press('Tab');
  await page.keyboard.type('x', { delay: 45 });
  await page.keyboard.press('Tab');
  await page.keyboard.type('TD-1', { delay: 45 });
  await page.keyboard.press('Tab');
  await page.keyboard.type('30.6.2027', { delay: 45 });
  await page.keyboard.press('Enter');
  await expect(dialog.locator('[data-field=dose_number] .f-error')).toHaveText('A dose is a whole number from 1 to 20.');
  await dialog.getByLabel(/^Dose/).fill('2');
  await dialog.getByLabel('Given on').fill('24.11.2026');
  await page.keyboard.press('Enter');
  await expect(dialog).toContainText('This day is still to come.');
  await dialog.getByLabel('Given on').fill('1.1.1930');
  await page.keyboard.press('Enter');
  await expect(dialog).toContainText('The patient was born on');
  await dialog.getByLabel('Given on').fill('23.11.2026');
  await dialog.getByLabel('Site').selectOption('left_arm');
  await dialog.getByLabel('Given on').focus();
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  await expect(row(page, 'Tetanus')).toContainText('dose 2');
  expect((await said(page, 'op:enter_vaccination')).at(-1)).toMatchObject({ patient_id: JAN, vaccine: 'Tetanus', dose_number: 2, given_on: '2026-11-23', batch: 'TD-1', expires_on: '2027-06-30', site: 'left_arm', refused: false, given_elsewhere: null, confirmed: false });
});

test('what was given lately is filled in; the same one twice on a day is asked', async ({ page }) => {
  await open(page);
  for (const [again, count] of [[false, 1], [true, 2]]) {
    const dialog = await enter(page);
    await dialog.getByLabel('As given here lately').selectOption({ label: 'Influenza · FLU26-204 · until 30 Jun 2027' });
    await expect(dialog.getByLabel('Batch')).toHaveValue('FLU26-204');
    await dialog.getByLabel('Batch').press('Enter');
    if (again) {
      await expect(dialog.getByRole('alert')).toContainText('Influenza was entered for 23 Nov 2026 already');
      await expect(dialog.getByRole('button', { name: 'It is a second one, save it' })).toBeFocused();
      await expectAccessible(page, 'cd-vaccination-dialog');
      await page.keyboard.press('Enter');
    }
    await expect(dialog).toHaveCount(0);
    await expect(page.locator('.vaccination-rows tbody tr', { hasText: '23 Nov 2026' })).toHaveCount(Number(count));
  }
  expect((await said(page, 'op:enter_vaccination')).map((one) => one.confirmed)).toEqual([false, false, true]);
});

test('a batch that was over takes a reason', async ({ page }) => {
  await open(page, JAN);
  const dialog = await enter(page);
  await dialog.getByLabel('Vaccine', { exact: true }).fill('Influenza');
  await dialog.getByLabel('Batch').fill('OLD-1');
  await dialog.getByLabel('Expires on').fill('22.11.2026');
  await expect(dialog.getByRole('alert')).toContainText('This batch was over on 22 Nov 2026.');
  await dialog.getByLabel('Expires on').press('Enter');
  const why = dialog.getByLabel('Given all the same, because');
  await expect(why).toBeFocused();
  await expectAccessible(page, 'cd-vaccination-dialog');
  await why.fill('The maker prolonged it');
  await page.keyboard.press('Enter');
  await expect(row(page, 'Influenza')).toContainText('The batch was over: The maker prolonged it');
});

test('what was given elsewhere, and what was refused', async ({ page }) => {
  await open(page, JAN, 'chen');
  let dialog = await enter(page);
  await dialog.getByLabel('Given elsewhere').check();
  await expect(dialog.getByLabel('Given by')).toHaveCount(0);
  await dialog.getByLabel('Vaccine', { exact: true }).fill('BCG');
  await dialog.getByLabel('Given on').fill('12.3.2001');
  await dialog.getByLabel('Where, or from which papers').fill('Vaccination card');
  await expectAccessible(page, 'cd-vaccination-dialog');
  await page.keyboard.press('Enter');
  await expect(row(page, 'BCG')).toContainText('elsewhere: Vaccination card');
  dialog = await enter(page);
  await dialog.getByLabel('Refused', { exact: true }).check();
  await dialog.getByLabel('Vaccine', { exact: true }).fill('Shingles');
  await page.keyboard.press('Enter');
  const why = dialog.getByLabel('Why it was refused');
  await expect(why).toBeFocused();
  await expectAccessible(page, 'cd-vaccination-dialog');
  await why.fill('Afraid of needles');
  await page.keyboard.press('Enter');
  await expect(row(page, 'Shingles')).toContainText('Refused: Afraid of needles');
  expect((await said(page, 'op:enter_vaccination')).at(-1)).toMatchObject({ refused: true, refused_reason: 'Afraid of needles', batch: null, expires_on: null, site: null, given_by: null });
});

test('what is typed is offered again after a crash', async ({ page }) => {
  await open(page, JAN);
  const dialog = await enter(page);
  await page.keyboard.type('Yellow fever', { delay: 45 });
  await expect.poll(async () => (await said(page, 'keep_typed')).length).toBeGreaterThan(0);
  await page.reload();
  await expect(page.locator('cd-vaccinations h2')).toBeVisible();
  await enter(page);
  await page.locator('.typed-offer').getByRole('button', { name: 'Take it over' }).click();
  await expect(dialog.getByLabel('Vaccine', { exact: true })).toHaveValue('Yellow fever');
});

test('entered in error it stays, struck through; a nurse strikes her own alone', async ({ page }) => {
  await open(page);
  await expect(page.getByRole('button', { name: /^Entered in error:/ })).toHaveCount(0);
  await open(page, ADA, 'chen');
  await page.getByRole('button', { name: 'Entered in error: Influenza, 12 Oct 2026' }).click();
  await expect(page.getByLabel('Why is it wrong?')).toBeFocused();
  await page.keyboard.type('Her sister’s', { delay: 45 });
  await expectAccessible(page, 'cd-strike-vaccination');
  await page.keyboard.press('Enter');
  await expect(row(page, 'Her sister’s')).toHaveClass(/chart-struck/);
  await expect(row(page, 'Her sister’s').getByRole('button')).toHaveCount(0);
});

test('who received a batch: from the line, from the palette, however it is written', async ({ page }) => {
  await open(page);
  await page.getByRole('button', { name: 'Who received batch FLU26-204' }).click();
  const dialog = page.locator('cd-batch-dialog');
  await expect(dialog.getByRole('status')).toHaveText('2 vaccinations with batch FLU26-204');
  await expect(dialog.locator('.batch-rows tbody tr').nth(1)).toContainText('flu26 204');
  await expectAccessible(page, 'cd-batch-dialog');
  expect(await said(page, 'op:look_up_batch')).toHaveLength(1);
  await dialog.getByLabel('Batch', { exact: true }).fill('nobody 1');
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('status')).toHaveText('Nobody received batch nobody 1.');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('received a batch', { delay: 45 });
  await page.keyboard.press('Enter');
  await expect(dialog.getByLabel('Batch', { exact: true })).toBeFocused();
  await page.keyboard.type('FLU26204', { delay: 45 });
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('status')).toHaveText('2 vaccinations with batch FLU26204');
  await dialog.getByRole('link').first().click();
  await expect(dialog).toHaveCount(0);
});
