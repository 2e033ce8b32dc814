// Writing a visit's note with templates and snippets, and from one fill-in field to the next.
import { expect } from '@playwright/test';
import { expectAccessible, said, test } from './checks.js';

/** @typedef {import('@playwright/test').Page} Page */

const ADA = '01934f00-0000-7000-8000-000000001001';
const DRAFT = '01934f00-0000-7000-8000-000000007202';

/** @param {Page} page @param {string} [row] @param {string} [who] @param {string} [more] */
async function open(page, row = DRAFT, who = 'chen', more = '') {
  await page.goto(`/patients/${ADA}/visits/${row}?as=${who}${more}`);
  await expect(page.locator('.visit-form')).toBeVisible();
  await expect(field(page, 'Reason')).toBeFocused();
}

/** @param {Page} page @param {string} name */
const field = (page, name) => page.locator('cd-visit-form').getByLabel(name, { exact: true });
/** What is selected in the field that has the focus. @param {Page} page */
const selected = (page) => page.evaluate(() => {
  const area = /** @type {HTMLTextAreaElement} */ (document.activeElement);
  return area.value.slice(area.selectionStart, area.selectionEnd);
});
const dialog = (/** @type {Page} */ page) => page.locator('cd-templates');

test('a template by keys: found by its words, filled in, Tab from one field to the next', async ({ page }) => {
  await open(page, 'new');
  await expect(page.locator('.note-tools')).toContainText('Type / for snippets');
  await page.keyboard.press('Control+Shift+F');
  const box = dialog(page).getByRole('combobox');
  await expect(box).toBeFocused();
  // What is for everybody and for this doctor's specialty comes first; what is hidden is not there.
  await expect(dialog(page).getByRole('option')).toHaveText([/Back pain.*General practice/, /Cold or cough.*For everybody/, /Skin check.*Dermatology/]);
  await expect(dialog(page).locator('.template-preview')).toContainText('Keep moving.');
  await expectAccessible(page, 'cd-templates');
  await page.keyboard.type('cough col', { delay: 40 });
  await expect(dialog(page).getByRole('option')).toHaveCount(1);
  await page.keyboard.press('Enter');
  await expect(dialog(page)).toHaveCount(0);
  await expect(field(page, 'Reason')).toHaveValue('Cough for [days]');
  await expect(field(page, 'Plan')).toHaveValue('Fluids and rest.');
  await expect(page.locator('.note-open')).toContainText('3 things to fill in');
  await expectAccessible(page, '.visit-form');
  expect(await selected(page)).toBe('[days]');
  await page.keyboard.type('3 days');
  await page.keyboard.press('Tab');
  await expect(field(page, 'Findings')).toBeFocused();
  expect(await selected(page)).toBe('[°C]');
  await page.keyboard.press('Tab');
  expect(await selected(page)).toBe('[…]');
  await page.keyboard.press('Shift+Tab');
  expect(await selected(page)).toBe('[°C]');
  await page.keyboard.type('37.2');
  await page.keyboard.press('Tab');
  await page.keyboard.type('clear');
  await expect(page.locator('.note-open')).toHaveText('');
  // Nothing is left: Tab goes on as everywhere.
  await page.keyboard.press('Tab');
  await expect(field(page, 'Assessment')).toBeFocused();
  await page.keyboard.press('Control+s');
  await expect(page.getByText('Draft saved')).toBeVisible();
  expect((await said(page, 'op:start_visit'))[0].text).toMatchObject({ reason: 'Cough for 3 days', findings: 'Temperature 37.2. Chest: clear.', plan: 'Fluids and rest.', history: null });
});

test('what is written is never replaced: the template asks, fills the empty ones, or adds below', async ({ page }) => {
  await open(page);
  await page.getByRole('button', { name: /^Use a template/ }).click();
  await dialog(page).getByRole('combobox').fill('cold');
  await page.keyboard.press('Enter');
  await expect(dialog(page).getByRole('list', { name: 'Already written' })).toHaveText(/Reason\s*Findings/);
  await expect(dialog(page).getByRole('button', { name: 'Add below what is written' })).toBeFocused();
  await expectAccessible(page, 'cd-templates');
  await dialog(page).getByRole('button', { name: 'Fill the empty ones only' }).click();
  await expect(field(page, 'Reason')).toHaveValue('Cough for a week');
  await expect(field(page, 'Findings')).toHaveValue('Clear lungs.');
  await expect(field(page, 'Plan')).toHaveValue('Fluids and rest.');
  await page.keyboard.press('Control+Shift+F');
  await dialog(page).getByRole('combobox').fill('cold');
  await page.keyboard.press('Enter');
  await expect(dialog(page).getByRole('button', { name: 'Add below what is written' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(field(page, 'Reason')).toHaveValue('Cough for a week\nCough for [days]');
  await expect(field(page, 'Findings')).toHaveValue('Clear lungs.\nTemperature [°C]. Chest: […].');
  expect(await selected(page)).toBe('[days]');
  // Esc in the choice changes nothing.
  await page.keyboard.press('Control+Shift+F');
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toHaveCount(0);
  await expect(field(page, 'Plan')).toHaveValue('Fluids and rest.\nFluids and rest.');
});

test('Ctrl+Z takes a template and a snippet back', async ({ page }) => {
  await open(page);
  await field(page, 'Plan').fill('Tea.');
  await field(page, 'Plan').press('End');
  await page.keyboard.type(' /chest', { delay: 40 });
  await page.keyboard.press('Enter');
  await expect(field(page, 'Plan')).toHaveValue('Tea. Chest clear on both sides, no wheeze.');
  await page.keyboard.press('Control+z');
  await expect(field(page, 'Plan')).toHaveValue('Tea. /chest');
  await expect(page.locator('.snippet-list')).toBeHidden();
  await page.goto(`/patients/${ADA}/visits/new?as=chen`);
  await expect(field(page, 'Reason')).toBeFocused();
  await page.keyboard.press('Control+Shift+F');
  await dialog(page).getByRole('combobox').fill('skin');
  await page.keyboard.press('Enter');
  await expect(field(page, 'Findings')).toHaveValue('[site]: [size in mm]');
  await field(page, 'Findings').focus();
  await page.keyboard.press('Control+z');
  await expect(field(page, 'Findings')).toHaveValue('');
});

test('snippets at the caret: words in any order, arrows, Enter, Escape', async ({ page }) => {
  await open(page, 'new');
  const list = page.locator('.snippet-list');
  await field(page, 'Findings').focus();
  await page.keyboard.type('Calm. /', { delay: 40 });
  await expect(list.getByRole('option')).toHaveText([/chest clear/, /heart normal/, /knee/, /safety net/]);
  const place = await list.boundingBox();
  const area = await field(page, 'Findings').boundingBox();
  expect(place && area && place.x > area.x && place.y > area.y).toBeTruthy();
  await expect(field(page, 'Findings')).toHaveAttribute('aria-activedescendant', 'snippet-list-0');
  await expectAccessible(page, '.visit-form');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await expect(list.locator('[aria-selected="true"]')).toContainText('safety net');
  // By its words in any order, and by those of the text after the names.
  await page.keyboard.type('nor he', { delay: 40 });
  await expect(list.getByRole('option')).toHaveText([/heart normal/]);
  await page.keyboard.press('Enter');
  await expect(field(page, 'Findings')).toHaveValue('Calm. Heart sounds normal, regular.');
  await expect(list).toBeHidden();
  await expect(field(page, 'Findings')).not.toHaveAttribute('aria-activedescendant', /./);
  // One with fill-in fields: the first is selected.
  await field(page, 'Plan').focus();
  await page.keyboard.type('/safe', { delay: 40 });
  await page.keyboard.press('Tab');
  expect(await selected(page)).toBe('[what]');
  await page.keyboard.type('worse');
  await page.keyboard.press('Tab');
  expect(await selected(page)).toBe('[days]');
});

test('a slash is a slash: after Escape, in a value, in a word', async ({ page }) => {
  await open(page, 'new');
  const list = page.locator('.snippet-list');
  await field(page, 'History').focus();
  await page.keyboard.type('120/80, and/or /', { delay: 40 });
  await expect(list).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(list).toBeHidden();
  await page.keyboard.type('knee', { delay: 40 });
  await expect(list).toBeHidden();
  await page.keyboard.press('Enter');
  await expect(field(page, 'History')).toHaveValue('120/80, and/or /knee\n');
  await page.keyboard.type('/nothing of the kind', { delay: 40 });
  await expect(list).toBeHidden();
  await page.keyboard.press('Enter');
  await page.keyboard.type('/kn', { delay: 40 });
  await expect(list).toBeVisible();
  await field(page, 'Plan').click();
  await expect(list).toBeHidden();
});

test('what is not filled in is asked about on signing and on finishing', async ({ page }) => {
  await open(page);
  await field(page, 'Plan').fill('Tablets for [days], [same or changed]. Potassium [3.5-5.0].');
  await page.keyboard.press('Control+Shift+Enter');
  const asked = page.locator('cd-unfilled');
  await expect(asked.locator('li')).toHaveText([/Plan\s*\[days\] \[same or changed\]/]);
  await expect(asked.getByRole('button', { name: 'Go back and fill in' })).toBeFocused();
  await expectAccessible(page, 'cd-unfilled');
  await page.keyboard.press('Enter');
  await expect(field(page, 'Plan')).toBeFocused();
  expect(await selected(page)).toBe('[days]');
  expect(await said(page, 'op:save_visit')).toEqual([]);
  await page.keyboard.press('Control+Shift+Enter');
  await asked.getByRole('button', { name: 'Sign all the same' }).click();
  await expect(page.locator('cd-sign-visit')).toContainText('Okafor, Ada');
  await page.keyboard.press('Escape');
  // Saving a draft asks nothing.
  await field(page, 'Plan').fill('Rest for [days].');
  await page.keyboard.press('Control+s');
  await expect(page.getByText('Draft saved')).toBeVisible();
  await page.goto('/today?as=chen');
  await page.evaluate(() => {
    const { world } = /** @type {any} */ (window).fake;
    const one = world.appointments.find((/** @type {any} */ appointment) => appointment.patient_id.endsWith('1001') && appointment.practitioner_id.endsWith('0103') && appointment.status === 'confirmed');
    one.status = 'in_room';
    history.pushState(null, '', `/patients/${one.patient_id}/visits/of-${one.id}?as=chen`);
    dispatchEvent(new PopStateEvent('popstate'));
  });
  await expect(field(page, 'Reason')).toBeFocused();
  await page.keyboard.type('Cough for [days]', { delay: 20 });
  await page.keyboard.press('Control+Enter');
  await expect(asked).toContainText('[days]');
  await page.keyboard.press('Escape');
  expect(await said(page, 'op:change_status')).toEqual([]);
  await page.keyboard.press('Control+Enter');
  await asked.getByRole('button', { name: 'Finish all the same' }).click();
  await expect(page.getByText(/^Finished: /)).toBeVisible();
});

test('a selection becomes a snippet of one’s own', async ({ page }) => {
  await open(page);
  await field(page, 'Findings').fill('Ears: drums normal on both sides.');
  await field(page, 'Findings').evaluate((/** @type {HTMLTextAreaElement} */ area) => area.setSelectionRange(6, area.value.length));
  await page.getByRole('button', { name: 'New snippet…' }).click();
  const form = page.locator('cd-snippet');
  await expect(form.getByLabel('Text')).toHaveValue('drums normal on both sides.');
  await page.keyboard.press('Enter');
  await expect(form.locator('.f-error')).toBeVisible();
  await page.keyboard.type('/knee', { delay: 40 });
  await expectAccessible(page, 'cd-snippet');
  await page.keyboard.press('Enter');
  await expect(form.locator('.f-error')).toBeVisible();
  await form.getByLabel('Name').fill('/ears');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Snippet saved: /ears')).toBeVisible();
  expect((await said(page, 'op:add_snippet')).at(-1)).toMatchObject({ name: 'ears', text: 'drums normal on both sides.', clinic: false });
  await field(page, 'Plan').focus();
  await page.keyboard.type('/ears', { delay: 40 });
  await expect(page.locator('.snippet-list').getByRole('option')).toHaveCount(1);
  // Kept on a page of their own, and what is typed here is offered again.
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: 'My snippets' }).click();
  await expect(page.getByRole('button', { name: '/ears' })).toBeVisible();
  await page.goBack();
  await expect(page.locator('.typed-offer')).toBeVisible();
});

test('a clinic without templates says so, and everybody has their own snippets', async ({ page }) => {
  await open(page, DRAFT, 'gupta', '&templates=none');
  await page.getByRole('button', { name: /^Use a template/ }).click();
  await expect(dialog(page)).toContainText('There are no note templates yet.');
  await expectAccessible(page, 'cd-templates');
  await page.keyboard.press('Escape');
  // Her own, and nobody else's.
  await field(page, 'Plan').focus();
  await page.keyboard.type('/', { delay: 40 });
  await expect(page.locator('.snippet-list')).toContainText('dressing');
  await expect(page.locator('.snippet-list')).not.toContainText('knee');
});
