// Facts side by side where the line may break: between two of them, not inside one.
import { html } from 'lit';
import { isolated } from '../words/isolate.js';

/** "30 min · Dr Chen · Room 3" @param {unknown[]} list */
export const facts = (list) => list.filter(Boolean).map((one, i, all) => html`${i ? ' ' : ''}<span class="fact">${isolated(String(one))}${i + 1 < all.length ? ' ·' : ''}</span>`);
