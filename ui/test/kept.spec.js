// Every dialog keeps what is typed in it: after the window ended as in a crash it is offered where it was typed.
import { expect } from '@playwright/test';
import { expectAccessible, said, test } from './checks.js';

/** @typedef {import('@playwright/test').Page} Page */
/** @typedef {import('@playwright/test').Locator} Locator */

const ADA = '01934f00-0000-7000-8000-000000001001';
const offer = (/** @type {Page} */ page) => page.locator('.typed-offer');

/**
 * Typed, lost with the window, offered again and taken over.
 * @param {Page} page @param {() => Promise<any>} open from an address on @param {() => Promise<any>} type @param {() => Promise<any>} stands
 */
async function survives(page, open, type, stands) {
  await open();
  await expect(offer(page)).toHaveCount(0);
  await type();
  await expect.poll(async () => (await said(page, 'keep_typed')).length).toBeGreaterThan(0);
  await open();
  await offer(page).getByRole('button', { name: 'Take it over' }).click();
  await expect(offer(page)).toHaveCount(0);
  await stands();
}

test('prescribing: medicines, how they are taken, the reason against a warning and the note', async ({ page }) => {
  const dialog = page.locator('cd-prescribe-dialog');
  const open = async () => {
    await page.goto(`/patients/${ADA}/medicines?as=chen`);
    await page.getByRole('button', { name: 'Prescribe', exact: true }).click();
    await expect(page.getByRole('combobox', { name: 'Add a medicine' })).toBeFocused();
  };
  await survives(page, open, async () => {
    await page.keyboard.type('amox caps', { delay: 40 });
    await expect(page.getByRole('option').first()).toContainText('Amoxicillin');
    await page.keyboard.press('Enter');
    await dialog.getByLabel('How often').fill('three times a day');
    await page.keyboard.press('Enter');
    await dialog.getByLabel('Prescribe it all the same, because').fill('Tolerated twice since');
    await dialog.getByLabel('Note').fill('Call if there is a rash');
    await expect.poll(async () => JSON.stringify(await said(page, 'keep_typed'))).toContain('Call if there is a rash');
  }, async () => {
    await expect(dialog.getByRole('group', { name: /^Amoxicillin/ }).getByLabel('How often')).toHaveValue('three times a day');
    await expect(dialog.getByLabel('Note')).toHaveValue('Call if there is a rash');
  });
  await expectAccessible(page, 'cd-prescribe-dialog');
  // What speaks against it is asked anew, with what was said to it.
  await dialog.locator('[data-submit]').click();
  await expect(dialog.locator('.prescribe-warning')).toContainText('Penicillin');
  await expect(dialog.getByLabel('Prescribe it all the same, because')).toHaveValue('Tolerated twice since');
  await dialog.getByLabel('Prescribe it all the same, because').press('Enter');
  await expect(dialog).toHaveCount(0);
  const { items, note } = (await said(page, 'op:write_prescription')).at(-1);
  expect([items[0].medicine, items[0].frequency, items[0].all_the_same.reason, note]).toEqual(['Amoxicillin', 'three times a day', 'Tolerated twice since', 'Call if there is a rash']);
  expect(items[0].medicine_id).toBeTruthy();
  await open();
  await page.waitForLoadState('networkidle');
  await expect(offer(page)).toHaveCount(0);
});

test('what a dialog opens with is not typed: repeating a prescription offers nothing by itself', async ({ page }) => {
  await page.goto(`/patients/${ADA}/medicines?as=chen`);
  await page.getByRole('button', { name: 'Repeat last' }).click();
  await expect(page.locator('cd-prescribe-dialog .prescribe-item').first()).toBeVisible();
  await page.waitForTimeout(2500);
  expect(await said(page, 'keep_typed')).toEqual([]);
});

test('a review of a result, what is said about a file, and why a medicine is stopped or wrong', async ({ page }) => {
  const view = page.locator('cd-file-view');
  await survives(page, async () => {
    await page.goto('/to-review?as=chen');
    await page.getByRole('link', { name: 'Review the result of Okafor, Ada' }).click();
    await expect(view.getByRole('group', { name: 'What is to be done about it?' })).toBeVisible();
  }, async () => {
    await view.getByLabel('Book', { exact: true }).check();
    await view.getByLabel('What the desk is asked').fill('Book with me this week');
    await view.getByLabel('Note for the record').fill('Creatinine up');
    await expect.poll(async () => JSON.stringify(await said(page, 'keep_typed'))).toContain('Creatinine up');
  }, async () => {
    await expect(view.getByLabel('Book', { exact: true })).toBeChecked();
    await expect(view.getByLabel('What the desk is asked')).toHaveValue('Book with me this week');
    await expect(view.getByLabel('Note for the record')).toHaveValue('Creatinine up');
    await expectAccessible(page, 'cd-file-view');
  });

  const file = page.locator('cd-file-dialog');
  await survives(page, async () => {
    await page.goto(`/patients/${ADA}/files?as=gupta`);
    await page.getByRole('button', { name: 'Attach file' }).first().click();
    await expect(file.getByRole('button', { name: 'Choose a file' })).toBeFocused();
  }, async () => {
    await file.locator('input[type=file]').setInputFiles({ name: 'scan.pdf', mimeType: 'application/pdf', buffer: Buffer.from('x') });
    await file.getByLabel('Title').fill('Letter of the eye doctor');
    await file.getByLabel('Note').fill('Original goes back');
    await expect.poll(async () => JSON.stringify(await said(page, 'keep_typed'))).toContain('Original goes back');
  }, async () => {
    await expect(file.getByLabel('Title')).toHaveValue('Letter of the eye doctor');
    await expect(file.getByLabel('Note')).toHaveValue('Original goes back');
    // The file is chosen again, and leaves the title alone.
    await expect(file.getByRole('button', { name: 'Choose a file' })).toBeVisible();
    await file.locator('input[type=file]').setInputFiles({ name: 'scan.pdf', mimeType: 'application/pdf', buffer: Buffer.from('x') });
    await expect(file.getByLabel('Title')).toHaveValue('Letter of the eye doctor');
  });

  const medicines = async () => page.goto(`/patients/${ADA}/medicines?as=chen`);
  const stop = page.locator('cd-medicine-stop');
  await survives(page, async () => {
    await medicines();
    await page.getByRole('button', { name: /^Stop Metformin/ }).click();
  }, () => stop.getByLabel('Why?').fill('Does not agree with her'), () => expect(stop.getByLabel('Why?')).toHaveValue('Does not agree with her'));
  const strike = page.locator('cd-strike-medicine');
  await survives(page, async () => {
    await medicines();
    await page.getByRole('button', { name: /^Amlodipine.*was entered in error$/ }).click();
  }, () => strike.getByLabel('Why is it wrong?').fill('Her sister’s'), () => expect(strike.getByLabel('Why is it wrong?')).toHaveValue('Her sister’s'));
});

test('an answer to a task, beside another task that is done meanwhile', async ({ page }) => {
  const rows = page.locator('.task');
  const box = page.locator('#task-say');
  await survives(page, async () => {
    await page.goto('/tasks');
    await rows.first().getByRole('button', { name: /^Answer/ }).click();
    await expect(box).toBeFocused();
  }, () => box.fill('She calls back'), () => expect(box).toHaveValue('She calls back'));
  await rows.nth(1).getByRole('button', { name: /^Done/ }).click();
  await expect(box).toHaveValue('She calls back');
  await expectAccessible(page);
  await box.press('Escape');
  await expect(box).toHaveCount(0);
  expect((await said(page, 'forget_typed')).at(-1).key).toMatch(/^task answer /);
});

test('a walk-in with somebody new, a booking that is edited, a reason why it is cancelled', async ({ page }) => {
  const walkIn = page.locator('cd-walk-in');
  await survives(page, async () => {
    await page.goto('/waiting');
    await expect(page.locator('cd-waiting')).toBeVisible();
    await page.locator('main').focus();
    await page.keyboard.press('w');
    await expect(walkIn.locator('cd-patient-picker input')).toBeFocused();
  }, async () => {
    await page.keyboard.type('Zoltan Nagy', { delay: 20 });
    await page.getByRole('option', { name: /Create/ }).click();
    await walkIn.getByLabel('Phone').fill('+36 1 555 0199');
    await walkIn.locator('textarea').fill('Cut on the hand');
    await expect.poll(async () => JSON.stringify(await said(page, 'keep_typed'))).toContain('Cut on the hand');
  }, async () => {
    await expect(walkIn.getByLabel('Given names')).toHaveValue('Zoltan');
    await expect(walkIn.getByLabel('Phone')).toHaveValue('+36 1 555 0199');
    await expect(walkIn.locator('textarea')).toHaveValue('Cut on the hand');
    await expectAccessible(page, 'cd-walk-in');
  });

  const dialog = page.locator(':is(cd-edit-appointment, cd-cancel) dialog');
  const onDay = async (/** @type {string} */ key) => {
    await page.goto('/today');
    await page.locator(`.ec-event[data-id][aria-label*="Okafor Ada"][aria-label*=", 10:45–"]`).focus();
    await page.waitForTimeout(60);
    await page.keyboard.press(key);
    await expect(dialog).toBeVisible();
  };
  await survives(page, () => onDay('e'), () => dialog.locator('#edit-note').fill('Brings the X-ray'), () => expect(dialog.locator('#edit-note')).toHaveValue('Brings the X-ray'));
  await survives(page, () => onDay('x'), () => dialog.getByLabel('Other reason').fill('Missed the bus'), () => expect(dialog.getByLabel('Other reason')).toHaveValue('Missed the bus'));
});

test('a draft invoice, a payment, and a correction of money', async ({ page }) => {
  const invoice = page.locator('cd-invoice');
  const account = page.locator('cd-patient-billing');
  await page.goto(`/patients/${ADA}`);
  await account.getByRole('button', { name: 'New invoice' }).click();
  await invoice.getByLabel('Add a service').selectOption({ label: 'Follow-up · €45.00' });
  await invoice.getByRole('button', { name: 'Save draft' }).click();
  await expect(invoice).toHaveCount(0);
  expect((await said(page, 'forget_typed')).at(-1).key).toMatch(/^invoice /);
  await account.getByRole('button', { name: 'Draft' }).first().click();
  await invoice.getByLabel('Discount, line 1').fill('10 %');
  await invoice.getByLabel('Reason, line 1').fill('Family');
  // Whoever signs out leaves it behind: the draft is there still, what was typed is not in it.
  await invoice.evaluate((dialog) => dialog.remove());
  await account.getByRole('button', { name: 'Draft' }).first().click();
  await expect(invoice.getByLabel('Discount, line 1')).toHaveValue('');
  await offer(page).getByRole('button', { name: 'Take it over' }).click();
  await expect(invoice.getByLabel('Reason, line 1')).toHaveValue('Family');
  await expect(invoice.locator('.invoice-sums')).toContainText('€40.50');

  const payment = page.locator('cd-payment');
  await survives(page, async () => {
    await page.goto('/billing/unpaid?as=silva');
    await page.getByRole('button', { name: 'Take payment from Smith, John' }).click();
    await expect(payment.getByLabel('Amount in EUR')).toHaveValue('75.00');
  }, async () => {
    await payment.getByLabel('Amount in EUR').fill('20');
    await payment.getByLabel('Note').fill('The rest on Friday');
  }, async () => {
    await expect(payment.getByLabel('Amount in EUR')).toHaveValue('20');
    await expect(payment.getByLabel('Note')).toHaveValue('The rest on Friday');
  });

  const refund = page.locator('cd-refund');
  await survives(page, async () => {
    await page.goto('/billing/payments?as=silva');
    await page.getByRole('button', { name: 'More for R-2026-00001' }).click();
    await page.getByRole('menuitem', { name: 'Refund…' }).click();
    await expect(refund.getByLabel('Amount in EUR')).toHaveValue('20.00');
  }, async () => {
    await refund.getByLabel('Amount in EUR').fill('5');
    await refund.getByLabel('Reason').fill('Paid twice');
  }, async () => {
    await expect(refund.getByLabel('Amount in EUR')).toHaveValue('5');
    await expect(refund.getByLabel('Reason')).toHaveValue('Paid twice');
  });
});

test('a visit goes on being kept after its first save, and is offered where it is found then', async ({ page }) => {
  await page.goto(`/patients/${ADA}/visits/new?as=chen`);
  const field = (/** @type {string} */ name) => page.locator('cd-visit-form').getByLabel(name, { exact: true });
  await field('Reason').fill('Cough');
  await page.keyboard.press('Control+s');
  await expect(page.getByText('Draft saved')).toBeVisible();
  await field('Plan').fill('Tea with honey');
  await expect.poll(async () => (await said(page, 'keep_typed')).at(-1)?.text ?? '').toContain('Tea with honey');
  const { visit_id: id } = (await said(page, 'op:start_visit'))[0];
  expect((await said(page, 'keep_typed')).at(-1).key).toBe(`visit ${id}`);
});

test('the count of a till, why a problem is wrong, and why a restricted record is opened', async ({ page }) => {
  const counted = page.locator('#f-till-counted');
  await survives(page, async () => {
    await page.goto('/billing/till');
    await expect(counted).toBeVisible();
  }, () => counted.fill('312.50'), () => expect(counted).toHaveValue('312.50'));
  await expectAccessible(page);
  const problem = page.locator('cd-problem-dialog');
  await survives(page, async () => {
    await page.goto(`/patients/${ADA}/problems?as=chen`);
    await page.getByRole('button', { name: /^Edit problem/ }).first().click();
    await expect(problem.locator('dialog')).toBeVisible();
  }, async () => {
    await problem.getByRole('button', { name: 'Entered in error…' }).click();
    await problem.getByLabel('Why is it wrong?').fill('Her sister’s');
  }, () => expect(problem.getByLabel('Why is it wrong?')).toHaveValue('Her sister’s'));
  const reason = page.locator('.chart-shut input');
  await survives(page, async () => {
    await page.goto('/patients/01934f00-0000-7000-8000-000000001006?as=chen');
    await expect(reason).toBeVisible();
  }, () => reason.fill('Called about the result'), () => expect(reason).toHaveValue('Called about the result'));
});

test('whoever signs out a moment after a word has it kept while they are still there', async ({ page }) => {
  await page.goto(`/patients/${ADA}/visits/new?as=chen`);
  await page.locator('cd-visit-form').getByLabel('Reason', { exact: true }).fill('Cough');
  await page.locator('button.me').click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page.locator('button.me')).toHaveCount(0);
  const names = await page.evaluate(() => /** @type {any} */ (window).fake.calls.map((/** @type {any} */ call) => call.name));
  expect(names.indexOf('keep_typed')).toBeGreaterThan(0);
  expect(names.indexOf('keep_typed')).toBeLessThan(names.indexOf('sign_out'));
});
