// A table that somebody chose, as text: what spreadsheets save is UTF-8 or, of old, the writing of Western Windows.

/** @param {File} file @returns {Promise<string>} */
export async function textOf(file) {
  const bytes = await file.arrayBuffer();
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
