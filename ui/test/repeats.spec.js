// Repeat requests: noted at the desk after a look at the names, approved or refused by a doctor, handed over or told.
import { expect } from '@playwright/test';
import { expectAccessible, said, test } from './checks.js';

/** @typedef {import('@playwright/test').Page} Page */

const ADA = '01934f00-0000-7000-8000-000000001001';
const JAN = '01934f00-0000-7000-8000-000000001002';
const AMLODIPINE = '01934f00-0000-7000-8000-000000007501';
const METFORMIN = '01934f00-0000-7000-8000-000000007502';

/** @param {Page} page @param {string} name */
const table = (page, name) => page.getByRole('table', { name });

/** @param {Page} page @param {string} as @param {string} [query] */
async function list(page, as, query = '&repeats') {
  await page.goto(`/repeats?as=${as}${query}`);
  await expect(page.getByRole('heading', { name: 'Repeat requests' })).toBeVisible();
}

/** @param {Page} page @param {string} [who] @param {string} [query] */
async function note(page, who = ADA, query = '?as=novak') {
  await page.goto(`/patients/${who}${query}`);
  await page.getByRole('button', { name: 'Request…' }).click();
  const dialog = page.locator('cd-repeat-dialog');
  await expect(dialog.getByText('How they get it')).toBeVisible();
  return dialog;
}

test('the desk sees names and strengths after a look that is recorded, and notes what is asked for', async ({ page }) => {
  await page.goto(`/patients/${ADA}?as=novak`);
  await expect(page.getByRole('region', { name: 'More of a medicine' })).toContainText('Nothing is asked for.');
  expect(await said(page, 'op:look_at_medicines')).toEqual([]);
  await page.getByRole('button', { name: 'Request…' }).press('Enter');
  const dialog = page.locator('cd-repeat-dialog');
  await expect(dialog.getByRole('checkbox')).toHaveCount(2);
  await expect(dialog.getByRole('checkbox').first()).toBeFocused();
  expect(await said(page, 'op:look_at_medicines')).toEqual([{ op: 'look_at_medicines', patient_id: ADA }]);
  await expect(dialog).toContainText('Names alone, and that you looked is recorded.');
  // Neither how it is taken nor what is over.
  for (const hidden of ['in the morning', 'With food', 'Simvastatin', 'Ibuprofen']) await expect(dialog).not.toContainText(hidden);
  await page.keyboard.press('Enter');
  await expect(dialog.locator('.f-error')).toContainText('Choose a medicine, or say in words what is asked for.');
  await expectAccessible(page, 'cd-repeat-dialog');
  await page.keyboard.press('Space');
  await dialog.getByLabel('Note').fill('Runs out on Friday');
  await dialog.getByLabel('Send', { exact: true }).check();
  await dialog.getByLabel('Note').press('Enter');
  await expect(dialog).toHaveCount(0);
  const seen = page.getByRole('region', { name: 'More of a medicine' });
  await expect(seen).toContainText('Metformin 500 mg tablet');
  await expect(seen).toContainText('Runs out on Friday');
  await expect(seen).toContainText('To be sent · last prescribed by Dr Wei Chen');
  await expect(seen).toContainText('Waits for a doctor');
  await expectAccessible(page);
  const [operation] = await said(page, 'op:request_repeat');
  expect(operation).toMatchObject({ patient_id: ADA, item_ids: [METFORMIN], text: null, note: 'Runs out on Friday', way: 'send' });
  await expect(page.getByRole('link', { name: 'Repeats' })).toBeVisible();
});

test('what waits already cannot be asked for again; somebody else was first', async ({ page }) => {
  let dialog = await note(page, ADA, '?as=novak&repeats');
  await expect(dialog.getByRole('checkbox')).toHaveCount(2);
  for (const box of await dialog.getByRole('checkbox').all()) await expect(box).toBeDisabled();
  await expect(dialog).toContainText('asked for already');
  await expect(dialog.getByLabel('Something else, in words')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  dialog = await note(page);
  await dialog.getByRole('checkbox', { name: /^Amlodipine/ }).check();
  await page.evaluate(() => {
    const { fake } = /** @type {any} */ (window);
    fake.handle('op:request_repeat', () => {
      throw fake.refusal('repeat.waiting', { item_id: null, by: 'P. Sousa' });
    });
  });
  await dialog.getByRole('button', { name: 'Ask the doctor' }).click();
  await expect(dialog.locator('.f-error')).toContainText('This is asked for already (P. Sousa noted it), and waits for a doctor.');
});

test('of a restricted record nothing is shown: it is noted in words', async ({ page }) => {
  await page.goto(`/patients/${JAN}?as=novak`);
  await page.evaluate(() => {
    const { fake } = /** @type {any} */ (window);
    fake.handle('op:look_at_medicines', () => {
      throw fake.refusal('repeat.restricted');
    });
  });
  await page.getByRole('button', { name: 'Request…' }).click();
  const dialog = page.locator('cd-repeat-dialog');
  await expect(dialog).toContainText('This record is restricted, so what is taken is not shown here.');
  const words = dialog.getByLabel('In words');
  await expect(words).toBeFocused();
  await dialog.getByRole('button', { name: 'Ask the doctor' }).click();
  await expect(dialog.locator('.f-error')).toBeVisible();
  await words.fill('The white tablets');
  await expectAccessible(page, 'cd-repeat-dialog');
  await dialog.getByRole('button', { name: 'Ask the doctor' }).click();
  await expect(page.getByRole('region', { name: 'More of a medicine' })).toContainText('The white tablets');
  expect((await said(page, 'op:request_repeat'))[0]).toMatchObject({ item_ids: [], text: 'The white tablets', way: 'collect' });
});

test('the desk hands over what is ready and tells what was refused; names stand there after a look', async ({ page }) => {
  await page.goto('/today?as=novak&repeats');
  const link = page.getByRole('link', { name: 'Repeats' });
  await expect(link.locator('.rail-count')).toHaveText('2');
  await link.click();
  const answered = table(page, 'For the desk');
  await expect(answered.locator('tbody tr')).toHaveCount(2);
  await expect(answered).toContainText('Ready to collect');
  const refused = answered.getByRole('row', { name: /García, Luis/ }).filter({ hasText: 'Refused: to call' });
  await expect(refused).toContainText('Blood values first: please book');
  await expect(refused).toContainText('7700 900127');
  const waiting = table(page, 'Waiting for an answer');
  // The oldest first; what somebody else noted is a number until one looks.
  const ada = waiting.locator('tbody tr').first();
  await expect(ada).toContainText('2 medicines');
  await expect(ada).not.toContainText('Metformin');
  await expectAccessible(page);
  await ada.getByRole('button', { name: /^Show/ }).click();
  await expect(ada).toContainText('Metformin 500 mg tablet');
  expect(await said(page, 'op:look_at_medicines')).toHaveLength(1);
  await answered.getByRole('button', { name: /^Handed over/ }).click();
  await expect(answered.locator('tbody tr')).toHaveCount(1);
  await answered.getByRole('button', { name: /^Told/ }).click();
  await expect(answered).toHaveCount(0);
  await expect(link.locator('.rail-count')).toHaveCount(0);
  expect((await said(page, 'op:hand_over_repeat')).map((one) => [one.end, one.version])).toEqual([['handed_over', 2], ['told', 2]]);
  await ada.getByRole('button', { name: /^Withdraw/ }).click();
  const dialog = page.locator('cd-repeat-withdraw');
  await expect(dialog.getByLabel('Why is it not wanted any more?')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(dialog.locator('.f-error')).toBeVisible();
  await expectAccessible(page, 'cd-repeat-withdraw');
  await page.keyboard.type('Found another box', { delay: 30 });
  await page.keyboard.press('Enter');
  await expect(waiting.locator('tbody tr')).toHaveCount(1);
});

test('a doctor approves in the chart with a changed quantity, and the desk sees that it is ready', async ({ page }) => {
  await page.goto('/today?as=chen&repeats');
  const link = page.getByRole('link', { name: 'Repeats' });
  await expect(link.locator('.rail-count')).toHaveText('2');
  await link.click();
  const waiting = table(page, 'Waiting for an answer');
  await expect(waiting.locator('tbody tr').first()).toContainText('Okafor, Ada');
  // What it is about is read once it is opened.
  await expect(waiting).not.toContainText('Metformin');
  await expectAccessible(page);
  await waiting.getByRole('link', { name: 'Okafor, Ada' }).click();
  const asked = page.getByRole('region', { name: 'Asked for more' });
  await expect(asked).toContainText('Amlodipine 5 mg tablet');
  await expect(asked).toContainText('Runs out on Friday');
  await expectAccessible(page);
  await asked.getByRole('button', { name: /^Approve/ }).click();
  const dialog = page.locator('cd-prescribe-dialog');
  await expect(dialog.getByRole('heading', { name: 'Approve a repeat request' })).toBeVisible();
  await expect(dialog.locator('.prescribe-item')).toHaveCount(2);
  await expect(dialog.locator('.prescribe-asked')).toContainText('Runs out on Friday');
  await expectAccessible(page, 'cd-prescribe-dialog');
  const metformin = dialog.getByRole('group', { name: /^Metformin/ });
  await metformin.getByLabel(/^Quantity/).fill('180 tablets');
  await metformin.getByLabel(/^Quantity/).press('Enter');
  await expect(dialog).toHaveCount(0);
  await expect(asked).toHaveCount(0);
  await expect(link.locator('.rail-count')).toHaveText('1');
  const [operation] = await said(page, 'op:approve_repeat');
  expect(operation).toMatchObject({ version: 1, prescription: { patient_id: ADA, visit_id: null } });
  const items = operation.prescription.items.map((/** @type {any} */ one) => [one.repeats_id, one.quantity]);
  expect(items.sort()).toEqual([[AMLODIPINE, null], [METFORMIN, '180 tablets']]);
  expect(await said(page, 'op:write_prescription')).toEqual([]);
  await link.click();
  await expect(table(page, 'For the desk').locator('tbody tr').last()).toContainText('Ready to collect');
});

test('what speaks against it takes a reason here too; what was said in words is prescribed from the list', async ({ page }) => {
  await page.goto(`/patients/${JAN}/medicines?as=chen&repeats`);
  const asked = page.getByRole('region', { name: 'Asked for more' });
  await expect(asked).toContainText('The drops for the eyes');
  await asked.getByRole('button', { name: /^Approve/ }).click();
  const dialog = page.locator('cd-prescribe-dialog');
  await expect(dialog.locator('.prescribe-asked')).toContainText('The drops for the eyes');
  await expect(page.getByRole('combobox', { name: 'Add a medicine' })).toBeFocused();
  await page.keyboard.type('ibup', { delay: 40 });
  await expect(page.getByRole('option').first()).toContainText('Ibuprofen');
  await page.keyboard.press('Enter');
  await dialog.getByLabel('How often').fill('at night');
  await page.evaluate(() => {
    const { fake } = /** @type {any} */ (window);
    fake.handle('op:write_prescription', (/** @type {any} */ one) => {
      if (!one.items[0].all_the_same) throw fake.refusal('prescription.warned', { warnings: [{ item_id: one.items[0].item_id, kind: 'allergy', row_id: one.items[0].item_id, what: 'NSAID' }] });
      return null;
    });
  });
  await page.keyboard.press('Enter');
  await expect(dialog.locator('.prescribe-warning')).toContainText('The patient is allergic to: NSAID');
  await dialog.getByLabel('Prescribe it all the same, because').fill('Drops only');
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  const sent = await said(page, 'op:approve_repeat');
  expect(sent.at(-1).prescription.items[0].all_the_same).toMatchObject({ reason: 'Drops only' });
});

test('a doctor refuses with what the desk tells; a colleague was first', async ({ page }) => {
  await page.goto(`/patients/${ADA}/medicines?as=chen&repeats`);
  const asked = page.getByRole('region', { name: 'Asked for more' });
  await asked.getByRole('button', { name: /^Refuse/ }).click();
  const dialog = page.locator('cd-repeat-refuse');
  const why = dialog.getByLabel('What the desk tells the patient');
  await expect(why).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(dialog.locator('.f-error')).toBeVisible();
  await expectAccessible(page, 'cd-repeat-refuse');
  await why.fill('Needs to be seen first');
  await page.evaluate(() => {
    const { fake } = /** @type {any} */ (window);
    fake.handle('op:refuse_repeat', () => {
      throw fake.refusal('repeat.settled', { status: 'approved', by: 'Dr Ada Adeyemi', at: '2026-11-23T10:00:00.000000Z' });
    });
  });
  await page.keyboard.press('Enter');
  await expect(dialog).toContainText('Dr Ada Adeyemi approved this meanwhile.');
  await expect(why).toHaveValue('Needs to be seen first');
});

test('a refusal goes to the desk', async ({ page }) => {
  await page.goto(`/patients/${ADA}/medicines?as=chen&repeats`);
  const asked = page.getByRole('region', { name: 'Asked for more' });
  await asked.getByRole('button', { name: /^Refuse/ }).click();
  await page.locator('cd-repeat-refuse').getByLabel('What the desk tells the patient').fill('Needs to be seen first');
  await page.keyboard.press('Enter');
  await expect(asked).toHaveCount(0);
  expect((await said(page, 'op:refuse_repeat'))[0]).toMatchObject({ version: 1, reason: 'Needs to be seen first' });
});

test('what was typed outlives a crash', async ({ page }) => {
  const dialog = await note(page);
  await dialog.getByRole('checkbox', { name: /^Metformin/ }).check();
  await dialog.getByLabel('Note').fill('Her daughter collects it');
  await expect.poll(async () => (await said(page, 'keep_typed')).length).toBeGreaterThan(0);
  await page.reload();
  const again = await note(page);
  await again.getByRole('button', { name: 'Take it over' }).click();
  await expect(again.getByLabel('Note')).toHaveValue('Her daughter collects it');
  await expect(again.getByRole('checkbox', { name: /^Metformin/ })).toBeChecked();
  await again.getByRole('button', { name: 'Ask the doctor' }).click();
  await expect(again).toHaveCount(0);
  expect((await said(page, 'forget_typed')).length).toBeGreaterThan(0);
});

test('nobody asks for anything; the nurse sees the list, the accountant none of it', async ({ page }) => {
  await page.goto('/repeats?as=novak');
  await expect(page.getByText('Nobody is asking for more of a medicine.')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Repeats' })).toHaveCount(0);
  await expectAccessible(page);
  await list(page, 'gupta');
  await expect(table(page, 'Waiting for an answer').getByRole('button', { name: /^Withdraw/ })).toHaveCount(2);
  await page.goto(`/patients/${ADA}?as=silva&repeats`);
  await expect(page.locator('.patient-head')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Request…' })).toHaveCount(0);
  expect(await said(page, 'ask:repeat_requests')).toEqual([]);
});

test('after an answer the next request is one key away', async ({ page }) => {
  await page.goto(`/patients/${ADA}/medicines?as=chen&repeats`);
  await page.getByRole('button', { name: /^Refuse/ }).click();
  await page.locator('cd-repeat-refuse').getByRole('textbox').fill('Blood values first');
  await page.keyboard.press('Enter');
  const next = page.getByRole('link', { name: 'Next request: Kowalski, Jan' });
  await expect(next).toBeFocused();
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`${JAN}/medicines`));
  await expect(page.getByRole('region', { name: 'Asked for more' })).toContainText('The drops for the eyes');
  await expect(next).toHaveCount(0);
  await page.getByRole('button', { name: /^Refuse/ }).click();
  await page.locator('cd-repeat-refuse').getByRole('textbox').fill('Come in, please');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status').filter({ hasText: 'Nothing else waits for a doctor' })).toBeVisible();
  await expect(page.locator('.repeat-answers').getByRole('link', { name: 'Repeat requests' })).toBeFocused();
});
