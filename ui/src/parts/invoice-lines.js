// The lines of a draft as they are typed, and as they travel: amounts as text here, whole minor units there.
import { money, moneyTyped, parseMoney } from '../format.js';
import { say } from '../messages.js';
import { words } from '../words/en.js';

/** @typedef {{service_id: string|null, description: string, quantity: string, unit: string, discount: string, reason: string, tax_rate_id: string, practitioner_id: string|null, price_list: string|null, listed: string, share_of: number|null}} TypedLine `price_list`: where the price `listed` stands */
/** @typedef {import('../bindings/InvoiceItem').InvoiceItem} InvoiceItem */
/** @typedef {import('../bindings/Discount').Discount} Discount */

const w = words.invoice;

/** "10 %" · "5.00", or nothing. @param {Discount | null | undefined} discount */
export function discountTyped(discount) {
  if (!discount) return '';
  return discount.kind === 'percent' ? `${percent(discount.value)} %` : moneyTyped(discount.value);
}

/** 1050 → "10.5" @param {number} points */
export const percent = (points) => String(points / 100);

/** Null when nothing was typed, undefined when it means nothing. @param {string} text @returns {{kind: 'percent'|'amount', value: number} | null | undefined} */
export function parseDiscount(text) {
  const plain = text.trim();
  if (!plain) return null;
  if (plain.endsWith('%')) {
    const figure = plain.slice(0, -1).trim().replace(',', '.');
    if (!/^\d{1,3}(\.\d{1,2})?$/.test(figure)) return undefined;
    const points = Math.round(Number(figure) * 100);
    return points <= 10_000 ? { kind: 'percent', value: points } : undefined;
  }
  const value = parseMoney(plain);
  return value === null ? undefined : { kind: 'amount', value };
}

/** @param {InvoiceItem} item @returns {TypedLine} */
export function typedLine(item) {
  const discount = item.discount_kind ? { kind: /** @type {any} */ (item.discount_kind), value: item.discount_value ?? 0, reason: '' } : null;
  return {
    service_id: item.service_id, description: item.description, quantity: String(item.quantity), unit: moneyTyped(item.unit_minor), discount: discountTyped(discount),
    reason: item.discount_reason ?? '', tax_rate_id: item.tax_rate_id ?? '', practitioner_id: item.practitioner_id, price_list: item.price_list, listed: moneyTyped(item.unit_minor), share_of: item.share_of_minor ?? null,
  };
}

/** @param {Partial<TypedLine>} [line] @returns {TypedLine} */
export const blankLine = (line = {}) => ({ service_id: null, description: '', quantity: '1', unit: '', discount: '', reason: '', tax_rate_id: '', practitioner_id: null, price_list: null, listed: '', share_of: null, ...line });

/** What is wrong, as "field.position" → sentence. @param {TypedLine[]} lines @returns {Record<string, string>} */
export function lineErrors(lines) {
  /** @type {Record<string, string>} */
  const errors = {};
  lines.forEach((line, at) => {
    if (!line.description.trim()) errors[`description.${at}`] = w.needed;
    if (!/^\d{1,5}$/.test(line.quantity.trim()) || Number(line.quantity) < 1 || Number(line.quantity) > 10_000) errors[`quantity.${at}`] = w.quantityBad;
    if (parseMoney(line.unit) === null) errors[`unit.${at}`] = line.unit.trim() ? words.checkout.notMoney(moneyTyped(4500)) : say({ code: 'field.required' });
    const discount = parseDiscount(line.discount);
    if (discount === undefined) errors[`discount.${at}`] = w.discountBad(money(500));
    if (discount && !line.reason.trim()) errors[`reason.${at}`] = w.reasonNeeded;
  });
  return errors;
}

/** @param {string} text @param {string} reason @returns {Discount | null} */
export function discountSent(text, reason) {
  const discount = parseDiscount(text);
  return discount ? { ...discount, reason: reason.trim() } : null;
}

/** @param {TypedLine} line */
export const sentLine = (line) => ({
  service_id: line.service_id, description: line.description.trim(), quantity: Number(line.quantity), unit_minor: parseMoney(line.unit) ?? 0,
  discount: discountSent(line.discount, line.reason), tax_rate_id: line.tax_rate_id || null, practitioner_id: line.practitioner_id, ...(line.share_of !== null && line.unit.trim() === line.listed && line.quantity.trim() === '1' ? { share_of_minor: line.share_of } : {}),
});
