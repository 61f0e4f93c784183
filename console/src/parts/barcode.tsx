/** A text as a barcode with the text below it; a text that no barcode can hold stands alone. */
import { code128 } from '../code128'

const HEIGHT = 48
/** Modules of white that a scanner needs at either end. */
const QUIET = 10

export function Barcode({ text }: { text: string }) {
  const widths = code128(text)
  if (widths === null) return <span className="code">{text}</span>
  const bars: { readonly at: number; readonly width: number }[] = []
  let at = QUIET
  for (const [index, width] of widths.entries()) {
    if (index % 2 === 0) bars.push({ at, width })
    at += width
  }
  const whole = at + QUIET
  return (
    <figure className="barcode">
      <svg
        role="img"
        aria-label={text}
        viewBox={`0 0 ${whole} ${HEIGHT}`}
        preserveAspectRatio="none"
        width={whole * 1.5}
        height={HEIGHT}
      >
        <rect width={whole} height={HEIGHT} fill="#fff" />
        {bars.map((bar) => (
          <rect key={bar.at} x={bar.at} width={bar.width} height={HEIGHT} fill="#000" />
        ))}
      </svg>
      <figcaption className="code">{text}</figcaption>
    </figure>
  )
}
