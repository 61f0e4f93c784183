// What a person would see at a glance: texts that are cut, controls that lie on each other, words of the wrong language.
import type { Page } from 'playwright-core'
import { dialects } from '../../src/dialects/index.js'
import { ROLES } from '../../src/order/people-calls.js'
import { SEEDED_TEXTS } from './seed.js'
import type { Language } from './stage.js'

/** Each fault in words; none if all is well. */
export async function layoutFaults(page: Page): Promise<readonly string[]> {
  return (await page.evaluate(LOOK)) as readonly string[]
}

/** Runs in the page, as a text: what is looked at is not of this program. */
const LOOK = `(async () => {
  const frame = () => new Promise((done) => requestAnimationFrame(done))
  await frame()
  await frame()
  const faults = []
  const nameOf = (element) => {
    const text = (element.getAttribute('aria-label') || element.textContent || element.placeholder || '').trim()
    return element.tagName.toLowerCase() + '.' + String(element.className.baseVal ?? element.className).split(' ')[0] +
      ' “' + text.slice(0, 40) + '”'
  }
  const isSeen = (element) => {
    if (element.closest('.unseen, [aria-hidden="true"], script, style, noscript, svg, canvas') !== null) return false
    return element.checkVisibility({ opacityProperty: true, visibilityProperty: true })
  }
  const hides = (style, axis) => ['hidden', 'clip'].includes(style['overflow' + axis])
  const scrolls = (style, axis) => ['auto', 'scroll'].includes(style['overflow' + axis])

  // Data may be cut where its whole text is told besides; a label never.
  const isTold = (element, text) => {
    const told = element.closest('[title]')
    return told !== null && told.title.includes(text) && element.closest('td, dd, .code, .soft') !== null
  }
  const cutBy = (element, box) => {
    let [isLookedAcross, isLookedDown] = [true, true]
    for (let at = element; at !== null && at !== document.documentElement; at = at.parentElement) {
      const style = getComputedStyle(at)
      const frame = at.getBoundingClientRect()
      if (isLookedAcross && hides(style, 'X') && (box.right > frame.right + 1.5 || box.left < frame.left - 1.5)) return at
      if (isLookedDown && hides(style, 'Y') && (box.bottom > frame.bottom + 2.5 || box.top < frame.top - 2.5)) return at
      if (scrolls(style, 'X')) isLookedAcross = false
      if (scrolls(style, 'Y')) isLookedDown = false
      if (style.position === 'fixed') break
    }
    return null
  }
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  const range = document.createRange()
  for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
    const text = node.data.trim()
    const element = node.parentElement
    if (text === '' || !isSeen(element)) continue
    range.selectNodeContents(node)
    for (const box of range.getClientRects()) {
      if (box.width < 1 || isTold(element, text)) continue
      const frame = cutBy(element, box)
      if (frame === null) continue
      faults.push('cut: ' + nameOf(element) + ' in ' + nameOf(frame))
      break
    }
  }

  // What is typed may be longer than its field; what the field says of itself may not.
  const canvas = document.createElement('canvas').getContext('2d')
  for (const field of document.querySelectorAll('input[placeholder], textarea[placeholder]')) {
    if (!isSeen(field) || field.value !== '' || field.placeholder === '') continue
    const style = getComputedStyle(field)
    canvas.font = style.font
    const room = field.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight)
    const longest = field.tagName === 'TEXTAREA' ? Infinity : room
    if (canvas.measureText(field.placeholder).width > longest + 1) faults.push('cut: ' + nameOf(field))
  }

  if (document.scrollingElement.scrollWidth > innerWidth + 1) faults.push('the page scrolls sideways')
  for (const table of document.querySelectorAll('.ant-table-content, .ant-table-body')) {
    const beyond = table.scrollWidth - table.clientWidth
    if (isSeen(table) && beyond > 1) faults.push('a table scrolls sideways by ' + beyond + ': ' + nameOf(table))
  }

  const panels = [...document.querySelectorAll('.panel')].map((element) => ({ element, ...element.getBoundingClientRect().toJSON() }))
  panels.forEach((one, index) => {
    const next = panels[index + 1]
    if (next === undefined || next.element.parentElement !== one.element.parentElement) return
    if (next.top < one.bottom && Math.abs(next.top - one.top) > 1) faults.push('not in line: ' + nameOf(next.element))
  })

  const CONTROLS = 'button, a[href], input, select, textarea, [role="combobox"], [role="tab"], [role="switch"]'
  // Parts of one control lie on each other on purpose.
  const wholeOf = (element) => element.closest(
    '.ant-select, .ant-picker, .ant-segmented, .ant-input-affix-wrapper, .ant-input-number, label') ?? element
  const shownBox = (element) => {
    const box = element.getBoundingClientRect()
    let [left, top, right, bottom] = [box.left, box.top, box.right, box.bottom]
    for (let at = element.parentElement; at !== null; at = at.parentElement) {
      const style = getComputedStyle(at)
      if (style.overflowX === 'visible' && style.overflowY === 'visible') continue
      const frame = at.getBoundingClientRect()
      left = Math.max(left, frame.left)
      right = Math.min(right, frame.right)
      top = Math.max(top, frame.top)
      bottom = Math.min(bottom, frame.bottom)
    }
    return { left, top, right, bottom }
  }
  const front = document.querySelector('.ant-modal-wrap')
  const wholes = new Set()
  for (const control of (front ?? document).querySelectorAll(CONTROLS)) {
    if (isSeen(control) && control.closest('.ant-table-sticky-scroll') === null) wholes.add(wholeOf(control))
  }
  const shown = [...wholes].map((element) => ({ element, ...shownBox(element) }))
    .filter(({ left, top, right, bottom }) => right - left > 1 && bottom - top > 1)
  shown.forEach((one, index) => {
    for (const other of shown.slice(index + 1)) {
      if (one.element.contains(other.element) || other.element.contains(one.element)) continue
      const across = Math.min(one.right, other.right) - Math.max(one.left, other.left)
      const down = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top)
      if (across > 2 && down > 2) faults.push('overlap: ' + nameOf(one.element) + ' and ' + nameOf(other.element))
    }
  })
  return [...new Set(faults)]
})()`

/** All texts that are seen, each with whether it is data: code, or what is marked as of another language. */
const READ = `(() => {
  const found = new Set()
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
    const element = node.parentElement
    if (node.data.trim() === '' || element.closest('script, style, noscript, .code, .json, pre, [lang]:not(html)')) continue
    if (element.checkVisibility()) found.add(node.data.trim())
  }
  for (const element of document.querySelectorAll('[aria-label], [placeholder], [title]')) {
    if (element.closest('.code, .json, pre, .time, [lang]:not(html), [aria-hidden="true"]') !== null) continue
    // What the library names for itself within its fields, whose own names are ours.
    if (element.matches('.anticon, .ant-input-number-action, .ant-select-clear')) continue
    for (const name of ['aria-label', 'placeholder', 'title']) {
      const text = element.getAttribute(name)
      if (text === null || text.trim() === '' || element.querySelector('[lang]')?.textContent === text) continue
      found.add(text.trim())
    }
  }
  found.add(document.title)
  return [...found]
})()`

export async function strangeTexts(page: Page, language: Language): Promise<readonly string[]> {
  const texts = (await page.evaluate(READ)) as readonly string[]
  return texts.filter((text) => isKey(text) || isOfAnother(text, language))
}

/** `orders.title`: a text that there is none of. */
function isKey(text: string): boolean {
  return /^[a-z][A-Za-z]+(\.[A-Za-z_-]+){1,3}$/.test(text) && !/\.(csv|example|com)$/.test(text)
}

function isOfAnother(text: string, language: Language): boolean {
  const rest = DATA.reduce<string>((left, one) => left.replaceAll(one, ' '), text)
  return language === 'zh' ? /[A-Za-z]{2,}/.test(rest) : /\p{Script=Han}/u.test(rest)
}

/** Names and codes: the same in any language. What the seed made is not of the console's texts. */
const DATA: readonly (string | RegExp)[] = [
  /\bhttps?:\/\/\S+|\/v1\/\S+/g,
  ...SEEDED_TEXTS,
  ...dialects.map(({ title }) => title),
  ...ROLES,
  'Entrepôt',
  'client_code',
  /npx entrepot .*/g,
  /\btenant \d+\b/g,
  // Operations and columns, by the names that programs know them by.
  /\b[a-z]+(?:[A-Z][a-z]+)+\b/g,
  /(?<=列：)[^。]+/g,
  /\b[A-Z][A-Z0-9]+(?:[-_/.][A-Z0-9]+)*\b/g,
]
