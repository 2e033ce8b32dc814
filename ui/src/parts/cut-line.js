import { html, nothing } from 'lit';
import { words } from '../words/en.js';

/** Said with a list that ends before all are told. @param {any[]} rows @param {number} most as many as the clinic answers at once, see the question's `MOST` in core/src */
export const cutLine = (rows, most) => (rows.length >= most ? html`<p class="muted cut-line" role="note">${words.common.cut(rows.length)}</p>` : nothing);
