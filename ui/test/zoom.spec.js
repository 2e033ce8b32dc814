// The smallest window at 200 %: nothing on any screen is cut off for good, and the page itself never scrolls sideways.
import { expect } from '@playwright/test';
import { test } from './checks.js';

/** @typedef {import('@playwright/test').Page} Page */

/** 1024×700 and 1280×800, with everything twice as large. */
const WINDOWS = [{ width: 512, height: 350 }, { width: 640, height: 400 }];
const OKAFOR = '/patients/01934f00-0000-7000-8000-000000001001';

/**
 * What cannot be brought into sight: it sticks out of something that does not scroll, or of the window.
 * @param {Page} page @returns {Promise<string[]>}
 */
const outOfReach = (page) =>
  page.evaluate(() => {
    /** @type {string[]} */
    const found = [];
    const wide = document.documentElement.scrollWidth;
    if (wide > innerWidth) found.push(`the page is ${wide} wide`);
    const top = [...document.querySelectorAll('dialog[open]')].at(-1) ?? document.body;
    for (const one of top.querySelectorAll('button, a[href], input, select, textarea, summary, [tabindex="0"]')) {
      const { left, right, top: above, bottom, width } = one.getBoundingClientRect();
      if (!width || !one.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || one.closest('.visually-hidden, .skip, [aria-hidden=true]')) continue;
      let [scrollsX, scrollsY, why] = [false, false, ''];
      for (let around = one.parentElement; around; around = around.parentElement) {
        const { overflowX, overflowY } = getComputedStyle(around);
        const edge = around.getBoundingClientRect();
        scrollsX ||= /auto|scroll/.test(overflowX) && around.scrollWidth > around.clientWidth;
        scrollsY ||= /auto|scroll/.test(overflowY) && around.scrollHeight > around.clientHeight;
        if (!scrollsX && /hidden|clip/.test(overflowX) && (left < edge.left - 1 || right > edge.right + 1)) why ||= `cut by ${around.localName}.${around.className}`;
        if (!scrollsY && /hidden|clip/.test(overflowY) && (above < edge.top - 1 || bottom > edge.bottom + 1)) why ||= `cut by ${around.localName}.${around.className}`;
      }
      if ((!scrollsX && (left < -1 || right > innerWidth + 1)) || (!scrollsY && (above < -1 || bottom > innerHeight + 1))) why ||= 'outside the window';
      if (why) found.push(`${one.localName}.${one.className} ${one.getAttribute('aria-label') ?? one.textContent?.trim()}: ${why}`);
    }
    // What is in sight is not under its neighbour either.
    for (const one of document.querySelectorAll('.top :is(button, input)')) {
      const { x, y, width, height } = one.getBoundingClientRect();
      const hit = document.elementFromPoint(x + width / 2, y + height / 2);
      if (width && top === document.body && !(hit && (one.contains(hit) || hit.contains(one)))) found.push(`${one.className} is under ${hit?.className}`);
    }
    return found;
  });

/** @type {[string, string[]][]} */
const PLACES = [
  ['the day', ['/today?as=novak']],
  ['what stands beside it', ['/waiting?as=novak', '/patients?as=novak', `${OKAFOR}?as=novak`]],
  ['the calendar', ['month', 'week', 'hours', 'leave', 'waitlist', 'calls', 'to-be-moved', 'overbooked', 'file'].map((page) => `/calendar/${page}?as=novak`)],
  ['the accounts', ['period?as=silva&locked&tills-open', 'work?as=silva', 'reports?as=silva', 'till?as=silva&tills-open'].map((page) => `/billing/${page}`)],
  ['admin', ['glance', 'clinic', 'people', 'permissions', 'practitioners', 'specialties', 'rooms', 'services', 'identifiers', 'messages', 'connections', 'history', 'security'].map((page) => `/admin/${page}?as=admin`)],
  ['the way in', ['first_run', 'new_clinic', 'sign_in', 'sign_in&sample', 'locked', 'change_password', 'away&stuck', 'older', 'newer', 'problem'].map((phase) => `/?phase=${phase}`)],
];

for (const size of WINDOWS) {
  for (const [name, paths] of PLACES) {
    test(`${name}, ${size.width}×${size.height}: nothing is out of reach`, async ({ page }) => {
      await page.setViewportSize(size);
      /** @type {Record<string, string[]>} */
      const found = {};
      for (const path of paths) {
        await page.goto(path);
        await expect(page.locator('h1').first()).toBeAttached();
        await page.waitForTimeout(400);
        const out = await outOfReach(page);
        if (out.length) found[path] = out;
      }
      expect(found).toEqual({});
    });
  }

  test(`dialogs, ${size.width}×${size.height}: nothing is out of reach`, async ({ page }) => {
    await page.setViewportSize(size);
    /** @type {Record<string, string[]>} */
    const found = {};
    for (const key of ['b', 'w', 'm', 'x', 'e', 'Control+k', 'F1', 'Control+Shift+L']) {
      await page.goto('/today?as=novak');
      await page.locator('.card:has(.is-booked)').first().focus();
      await page.waitForTimeout(100);
      await page.keyboard.press(key);
      await expect(page.locator('dialog[open]')).toBeVisible();
      await page.waitForTimeout(300);
      const out = await outOfReach(page);
      if (out.length) found[key] = out;
    }
    expect(found).toEqual({});
  });
}

test('at 200 % the field to find somebody is a mark that opens the palette', async ({ page }) => {
  await page.setViewportSize(WINDOWS[0]);
  await page.goto('/today?as=novak');
  await page.locator('.find').click();
  await expect(page.locator('.palette[open] input')).toBeFocused();
});

test('at 200 % the pages of Admin stand in one line, and the open one is in sight', async ({ page }) => {
  await page.setViewportSize(WINDOWS[0]);
  await page.goto('/admin/history?as=admin');
  const line = page.locator('.pages-nav');
  await expect(line.locator('[aria-current]')).toBeInViewport({ ratio: 1 });
  expect((await line.boundingBox())?.height).toBeLessThan(50);
});

test('rows and buttons are as close as this workstation wants them, for everybody and after a restart', async ({ page }) => {
  await page.goto('/today?as=novak');
  await expect(page.locator('.ec-event[data-id]').first()).toBeVisible();
  const root = page.locator('html');
  const control = () => page.locator('.top .book').evaluate((button) => button.getBoundingClientRect().height);
  await expect(root).toHaveAttribute('data-density', 'compact');
  expect(await control()).toBe(32);
  for (const [choice, name, height] of /** @type {[string, string, number][]} */ ([['For fingers', 'touch', 44], ['Comfortable', 'comfortable', 36]])) {
    await page.locator('.me').click();
    await page.getByRole('menuitemradio', { name: choice }).or(page.getByRole('menuitemcheckbox', { name: choice })).or(page.getByRole('menuitem', { name: choice })).click();
    await expect(root).toHaveAttribute('data-density', name);
    await expect.poll(control).toBe(height);
  }
  await page.reload();
  await expect(root).toHaveAttribute('data-density', 'comfortable');
  await page.goto('/today?as=chen');
  await expect(root).toHaveAttribute('data-density', 'comfortable');
});
