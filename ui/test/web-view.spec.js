// The web view's own menu and keys: what would throw away what is open is off, what helps with text stays.
import { expect } from '@playwright/test';
import { test } from './checks.js';

/** @typedef {import('@playwright/test').Page} Page */

/** @param {Page} page */
async function today(page) {
  await page.goto('/today?as=novak');
  await expect(page.locator('.ec-event[data-id]').first()).toBeVisible();
}

/** Whether the web view would do what it does with this key. @param {Page} page @param {string} at @param {KeyboardEventInit} key */
const leftTo = (page, at, key) =>
  page.evaluate(
    (/** @type {any} */ { at: selector, key: init }) => document.querySelector(selector).dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, cancelable: true, composed: true, ...init })),
    /** @type {any} */ ({ at, key }),
  );

test('no key of the web view throws away what is open', async ({ page }) => {
  await today(page);
  for (const key of [
    { key: 'F5' }, { key: 'F5', ctrlKey: true }, { key: 'r', ctrlKey: true }, { key: 'R', ctrlKey: true, shiftKey: true }, { key: 'f', ctrlKey: true }, { key: 'g', ctrlKey: true }, { key: 'F3' }, { key: 'p', ctrlKey: true },
    { key: 's', ctrlKey: true }, { key: 'u', ctrlKey: true }, { key: 'ArrowLeft', altKey: true }, { key: 'ArrowRight', altKey: true }, { key: 'BrowserBack' }, { key: 'Backspace' },
  ]) {
    expect(await leftTo(page, 'main', key), JSON.stringify(key)).toBe(false);
    await page.keyboard.press('Escape');
  }
  // In a field the text's own keys stay.
  for (const key of [{ key: 'Backspace' }, { key: 'z', ctrlKey: true }, { key: 'c', ctrlKey: true }, { key: 'v', ctrlKey: true }, { key: 'a', ctrlKey: true }, { key: 'ArrowLeft' }, { key: 'ArrowLeft', ctrlKey: true }]) {
    expect(await leftTo(page, '.find-input', key), JSON.stringify(key)).toBe(true);
  }
  expect(await leftTo(page, '.find-input', { key: 'F5' })).toBe(false);
});

test('Ctrl+F finds as Ctrl+K does, and in a dialog nothing', async ({ page }) => {
  await today(page);
  await page.keyboard.press('Control+f');
  await expect(page.locator('cd-palette dialog[open]')).toBeVisible();
  expect(await leftTo(page, 'cd-palette input', { key: 'f', ctrlKey: true })).toBe(false);
});

test('the web view’s own menu comes on text to type in or to copy alone', async ({ page }) => {
  await today(page);
  const menuOf = (/** @type {string} */ selector) =>
    page.evaluate((at) => document.querySelector(at)?.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true, composed: true })), selector);
  expect(await menuOf('.rail')).toBe(false);
  expect(await menuOf('body')).toBe(false);
  expect(await menuOf('.status-me')).toBe(false);
  expect(await menuOf('.find-input')).toBe(true);
  await page.evaluate(() => getSelection()?.selectAllChildren(/** @type {Element} */ (document.querySelector('.status-me'))));
  expect(await menuOf('.status-me')).toBe(true);
  expect(await menuOf('.rail')).toBe(false);
});
