// Repeat requests that a doctor answers in the list: approved as they were or changed, refused, with what speaks against them, and by keys alone.
import { expect } from '@playwright/test';
import { expectAccessible, said, test } from './checks.js';

/** @typedef {import('@playwright/test').Page} Page */

const ADA = '01934f00-0000-7000-8000-000000001001';
const AMLODIPINE = '01934f00-0000-7000-8000-000000007501';
const METFORMIN = '01934f00-0000-7000-8000-000000007502';

/** @param {Page} page */
async function list(page) {
  await page.goto('/repeats?as=chen&repeats');
  await expect(page.getByRole('table', { name: 'Waiting for an answer' }).locator('tbody tr')).toHaveCount(2);
}

/** @param {Page} page @param {string} who @param {'Open' | 'Close'} [what] */
const toggle = (page, who, what = 'Open') => page.getByRole('button', { name: `${what} the request of ${who}` });

/** @param {Page} page @param {string} who */
const answer = (page, who) => page.getByRole('form', { name: `Answer to ${who}` });

/** Opened by the mouse. @param {Page} page @param {string} who */
async function open(page, who) {
  await toggle(page, who).click();
  await expect(answer(page, who)).toBeVisible();
  return answer(page, who);
}

test('approved in the list, changed, by keys alone; then the next one has the focus', async ({ page }) => {
  await list(page);
  await expect(page.getByRole('table', { name: 'Waiting for an answer' })).not.toContainText('Metformin');
  await page.keyboard.press('ArrowDown');
  await expect(toggle(page, 'Okafor, Ada')).toBeFocused();
  expect(await said(page, 'op:open_chart')).toEqual([]);
  await page.keyboard.press('Enter');
  const form = answer(page, 'Okafor, Ada');
  await expect(form.getByRole('button', { name: 'Approve' })).toBeFocused();
  expect(await said(page, 'op:open_chart')).toEqual([{ op: 'open_chart', patient_id: ADA, reason: null }]);
  await expect(form).toContainText('Nothing that is known here speaks against it.');
  await expect(form.locator('.allergy-box')).toContainText('Penicillin');
  const metformin = form.getByRole('group', { name: /^Metformin/ });
  await expect(metformin).toContainText('17 Sep 2026, Dr Wei Chen');
  await expect(metformin).toContainText('With food');
  await expectAccessible(page);
  await metformin.getByLabel('Quantity').fill('180 tablets');
  await metformin.getByLabel('Days').fill('90');
  await expect(metformin).toContainText('was 360 tablets');
  await expect(metformin).toContainText('was 180');
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await expect(page.getByText('Approved: the desk sees that it is ready for Okafor, Ada')).toBeVisible();
  await expect(toggle(page, 'Kowalski, Jan')).toBeFocused();
  await expect(page).toHaveURL(/\/repeats/);
  await expect(page.getByRole('table', { name: 'For the desk' })).toContainText('Ready to collect');
  const [operation] = await said(page, 'op:approve_repeat');
  expect(operation).toMatchObject({ version: 1, prescription: { patient_id: ADA, visit_id: null, note: null } });
  const items = operation.prescription.items.map((/** @type {any} */ one) => [one.repeats_id, one.dose, one.days, one.quantity, one.all_the_same]);
  expect(items.sort()).toEqual([[AMLODIPINE, '1 tablet', null, null, null], [METFORMIN, '1 tablet', 90, '180 tablets', null]]);
});

test('one click approves as it was; the last one says that nothing else waits', async ({ page }) => {
  await list(page);
  await (await open(page, 'Okafor, Ada')).getByRole('button', { name: 'Approve' }).click();
  await expect(toggle(page, 'Kowalski, Jan')).toBeFocused();
  await page.keyboard.press('Enter');
  const form = answer(page, 'Kowalski, Jan');
  await expect(form).toContainText('The drops for the eyes');
  // In words alone there is nothing to approve as it stands.
  await expect(form.getByRole('button', { name: 'Approve' })).toHaveCount(0);
  await expect(form.getByRole('button', { name: 'Prescribe…' })).toBeFocused();
  await page.keyboard.press('r');
  const why = form.getByLabel('What the desk tells the patient');
  await expect(why).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(form.locator('[data-field=refuse] .f-error')).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.type('Needs to be seen first', { delay: 40 });
  await page.keyboard.press('Enter');
  await expect(page.locator('.repeats-all')).toBeFocused();
  await expect(page.locator('.repeats-all')).toContainText('Nothing else waits for a doctor');
  expect((await said(page, 'op:refuse_repeat'))[0]).toMatchObject({ version: 1, reason: 'Needs to be seen first' });
  await expect(page.getByRole('row', { name: /Kowalski, Jan/ })).toContainText('Refused: to call');
});

test('what speaks against it stands there before the answer, and takes a reason', async ({ page }) => {
  await list(page);
  await page.evaluate(() => {
    const { fake } = /** @type {any} */ (window);
    fake.handle('ask:prescription_warnings', (/** @type {any} */ { items }) => [{ item_id: items[0].item_id, kind: 'interaction', row_id: items[0].item_id, what: 'Warfarin', advice: 'Watch the INR.' }]);
  });
  const form = await open(page, 'Okafor, Ada');
  await expect(form.locator('.repeat-item.warned')).toHaveCount(1);
  await expect(form).toContainText('Does not go with Warfarin. Watch the INR.');
  await expect(form).not.toContainText('Nothing that is known here speaks against it.');
  const why = form.getByLabel('Prescribe it all the same, because');
  await expect(why).toBeFocused();
  await form.getByRole('button', { name: 'Approve' }).click();
  await expect(form.locator('.f-error')).toContainText('Say why, or leave the medicine out.');
  expect(await said(page, 'op:approve_repeat')).toEqual([]);
  await expectAccessible(page);
  await why.fill('Stable for years');
  await why.press('Enter');
  await expect(toggle(page, 'Kowalski, Jan')).toBeFocused();
  const [operation] = await said(page, 'op:approve_repeat');
  const [first, second] = operation.prescription.items;
  expect(first.all_the_same).toEqual({ reason: 'Stable for years', seen: [first.item_id] });
  expect(second.all_the_same).toBeNull();
});

test('what came up since it was opened is said at the answer', async ({ page }) => {
  await list(page);
  const form = await open(page, 'Okafor, Ada');
  await expect(form).toContainText('Nothing that is known here speaks against it.');
  await page.evaluate(() => {
    const { fake } = /** @type {any} */ (window);
    fake.handle('op:write_prescription', (/** @type {any} */ { items }) => {
      if (!items[0].all_the_same) throw fake.refusal('prescription.warned', { warnings: [{ item_id: items[0].item_id, kind: 'allergy', row_id: items[0].item_id, what: 'Amlodipine' }] });
      return null;
    });
  });
  await form.getByRole('button', { name: 'Approve' }).click();
  await expect(form).toContainText('The patient is allergic to: Amlodipine');
  await expect(form.getByLabel('Prescribe it all the same, because')).toBeFocused();
  await page.keyboard.type('Tolerated', { delay: 40 });
  await page.keyboard.press('Enter');
  await expect(toggle(page, 'Kowalski, Jan')).toBeFocused();
});

test('one of two is left out; a dose that is missing is said; another one is added in the dialog', async ({ page }) => {
  await list(page);
  const form = await open(page, 'Okafor, Ada');
  await form.getByRole('checkbox', { name: /^Amlodipine/ }).uncheck();
  const metformin = form.getByRole('group', { name: /^Metformin/ });
  await metformin.getByLabel('Dose').fill('');
  await form.getByRole('button', { name: 'Approve' }).click();
  await expect(metformin.locator('.f-error')).toBeVisible();
  await metformin.getByLabel('Days').fill('many');
  await metformin.getByLabel('Dose').fill('2 tablets');
  await form.getByRole('button', { name: 'Approve' }).click();
  await expect(metformin.locator('.f-error')).toContainText('Days are a whole number');
  await metformin.getByLabel('Days').fill('90');
  await form.getByRole('checkbox', { name: /^Metformin/ }).uncheck();
  await expect(form.getByRole('button', { name: 'Approve' })).toBeDisabled();
  await form.getByRole('checkbox', { name: /^Metformin/ }).check();
  await form.getByRole('button', { name: 'More…' }).click();
  const dialog = page.locator('cd-prescribe-dialog');
  await expect(dialog.locator('.prescribe-item')).toHaveCount(1);
  await expect(dialog.getByLabel('Dose')).toHaveValue('2 tablets');
  await expect(dialog.getByLabel(/^Days/)).toHaveValue('90');
  await dialog.getByRole('button', { name: 'Approve and prescribe' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(toggle(page, 'Kowalski, Jan')).toBeFocused();
  expect((await said(page, 'op:approve_repeat'))[0].prescription.items.map((/** @type {any} */ one) => [one.medicine, one.dose])).toEqual([['Metformin', '2 tablets']]);
});

test('what was stopped meanwhile is given again by decision alone', async ({ page }) => {
  await list(page);
  await page.evaluate((id) => {
    const { fake } = /** @type {any} */ (window);
    const line = { item_id: id, medicine_id: null, medicine: 'Amlodipine', ingredient: 'amlodipine', strength: '5 mg', form: 'tablet', dose: '1 tablet', frequency: 'in the morning', days: null, quantity: null, instructions: null, prescribed_on: '2026-09-17', practitioner: 'Dr Wei Chen', struck: null, repeated: false, until: null, is_current: false, stopped: { on: '2026-11-20', reason: 'Swollen feet', at: null, by: 'Dr Wei Chen' } };
    fake.handle('ask:patient_medicines', () => [line]);
  }, AMLODIPINE);
  const form = await open(page, 'Okafor, Ada');
  await expect(form.locator('.repeat-gone')).toContainText('stopped 20 Nov 2026 by Dr Wei Chen');
  await expect(form.getByRole('checkbox', { name: /^Amlodipine/ })).not.toBeChecked();
  await expect(form.getByRole('button', { name: 'Approve' })).toBeDisabled();
  await expect(form.getByRole('button', { name: 'Refuse…' })).toBeFocused();
});

test('a restricted record takes its reason in the list too', async ({ page }) => {
  await list(page);
  await page.evaluate(() => {
    const { fake } = /** @type {any} */ (window);
    fake.handle('op:open_chart', (/** @type {any} */ { reason }) => {
      if (!reason) throw fake.refusal('chart.reason_needed');
      return null;
    });
    fake.handle('ask:patient_medicines', () => []);
    fake.handle('ask:prescription_warnings', () => []);
  });
  await toggle(page, 'Kowalski, Jan').click();
  const form = answer(page, 'Kowalski, Jan');
  await expect(form.getByLabel('Reason')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(form.locator('.f-error')).toContainText('Say why you need this record.');
  await expectAccessible(page);
  await page.keyboard.type('Treats him', { delay: 40 });
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await said(page, 'op:open_chart')).at(-1)?.reason).toBe('Treats him');
  await expect(form).toHaveCount(0);
});

test('Escape closes the row, and nothing is answered', async ({ page }) => {
  await list(page);
  const form = await open(page, 'Okafor, Ada');
  await expect(form.getByRole('button', { name: 'Approve' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(form).toHaveCount(0);
  await expect(toggle(page, 'Okafor, Ada')).toBeFocused();
  expect(await said(page, 'op:approve_repeat')).toEqual([]);
});

test('a colleague was first: it says so, and the row stays until it is read again', async ({ page }) => {
  await list(page);
  const form = await open(page, 'Okafor, Ada');
  await page.evaluate(() => {
    const { fake } = /** @type {any} */ (window);
    fake.handle('op:approve_repeat', () => {
      throw fake.refusal('repeat.settled', { status: 'refused', by: 'Dr Ada Adeyemi', at: '2026-11-23T10:00:00.000000Z' });
    });
  });
  await form.getByRole('button', { name: 'Approve' }).click();
  await expect(form.getByRole('alert')).toContainText('Dr Ada Adeyemi refused this meanwhile.');
});

test('what was typed in an answer outlives a crash', async ({ page }) => {
  await list(page);
  const form = await open(page, 'Okafor, Ada');
  await form.getByRole('group', { name: /^Metformin/ }).getByLabel('Quantity').fill('28 tablets');
  await expect.poll(async () => (await said(page, 'keep_typed')).length).toBeGreaterThan(0);
  await page.reload();
  const again = await open(page, 'Okafor, Ada');
  await again.getByRole('button', { name: 'Take it over' }).click();
  await expect(again.getByRole('group', { name: /^Metformin/ }).getByLabel('Quantity')).toHaveValue('28 tablets');
});

test('the desk sees no answer of its own, and whoever reads no records opens nothing', async ({ page }) => {
  await page.goto('/repeats?as=novak&repeats');
  await expect(page.getByRole('table', { name: 'Waiting for an answer' })).toBeVisible();
  await expect(page.getByRole('button', { name: /^Open the request/ })).toHaveCount(0);
  await page.keyboard.press('ArrowDown');
  expect(await said(page, 'op:open_chart')).toEqual([]);
});
