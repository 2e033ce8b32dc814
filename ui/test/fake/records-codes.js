// Diagnosis codes: a few of the real list.
import { handle } from './registry.js';

const CODES = [
  ['I10', 'Essential (primary) hypertension', 4], ['E11', 'Type 2 diabetes mellitus', 0], ['E11.9', 'Type 2 diabetes mellitus without complications', 2], ['E10.9', 'Type 1 diabetes mellitus without complications', 0], ['J00', 'Acute nasopharyngitis [common cold]', 0],
  ['J20.9', 'Acute bronchitis, unspecified', 0], ['R05.1', 'Acute cough', 0], ['R05.9', 'Cough, unspecified', 0], ['R51.9', 'Headache, unspecified', 0], ['G43.909', 'Migraine, unspecified, not intractable, without status migrainosus', 0], ['M54.50', 'Low back pain, unspecified', 0],
];

handle('ask:diagnosis_codes', ({ text, limit }) => {
  const wanted = text.toLowerCase().split(/\s+/).filter(Boolean);
  return CODES.filter(([code, title, often]) => {
    const words = String(title).toLowerCase().split(/[^a-z0-9]+/);
    return (wanted.length || Number(often) > 0) && wanted.every((/** @type {string} */ word) => words.some((one) => one.startsWith(word)) || String(code).replace('.', '').toLowerCase().startsWith(word.replace('.', '')));
  })
    .sort((a, b) => Number(b[2]) - Number(a[2]))
    .slice(0, limit)
    .map(([code, title, often]) => ({ code_system: 'icd10cm', code, title, favourite: Number(often) > 0 }));
});
