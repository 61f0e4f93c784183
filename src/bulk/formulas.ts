/**
 * Spreadsheets carry out what begins like a formula. Text that does is written with an apostrophe before it, which
 * they show as text, and which is taken off again where such a file is read.
 */
export function formulaSafe(text: string): string {
  return /^'*[=+\-@\t\r]/.test(text) ? `'${text}` : text
}

export function plainText(cell: string): string {
  return cell.charCodeAt(0) === APOSTROPHE && /^'+[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell
}

const APOSTROPHE = 0x27
