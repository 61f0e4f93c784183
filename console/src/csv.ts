/** The first rows of a CSV file (RFC 4180), so that a person sees what will be read. It is the hub that judges them. */
export function firstRows(text: string, most: number): readonly (readonly string[])[] {
  const rows: string[][] = []
  let [row, value, quoted]: [string[], string, boolean] = [[], '', false]
  const endRow = () => {
    if (row.length > 0 || value !== '') rows.push([...row, value])
    row = []
    value = ''
  }
  for (let at = text.startsWith('\ufeff') ? 1 : 0; at < text.length && rows.length < most; at += 1) {
    const one = text.charAt(at)
    if (quoted) {
      if (one !== '"') value += one
      else if (text.charAt(at + 1) === '"') {
        value += '"'
        at += 1
      } else quoted = false
    } else if (one === '"') quoted = true
    else if (one === ',') {
      row.push(value)
      value = ''
    } else if (one === '\n') endRow()
    else if (one !== '\r') value += one
  }
  if (rows.length < most) endRow()
  return rows
}
