/** Columns as many tables have them. */
import { numberText } from '../words'

/** Numbers stand below one another by their digits. */
export function numberColumn<Row>(key: string, title: string, of: (row: Row) => number) {
  return {
    key,
    title,
    align: 'right' as const,
    className: 'number',
    render: (_: unknown, row: Row) => numberText(of(row)),
  }
}
