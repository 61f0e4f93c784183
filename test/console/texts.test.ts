// Every text of the console is in both languages, and no text stands in its code.

import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import { eachNode, flat, sources } from './sources.js'
import { readTexts } from './stage.js'

const en = flat(readTexts('en'))
const zh = flat(readTexts('zh'))
/** Chinese has one form for all numbers. */
const singular = (key: string) => key.endsWith('_one')

describe('languages', () => {
  test('have the same texts', () => {
    expect([...zh.keys()].sort()).toEqual([...en.keys()].filter((key) => !singular(key)).sort())
  })

  test('put the same values into them', () => {
    const values = (text: string | undefined) => [...(text ?? '').matchAll(/\{\{\w+\}\}/g)].map(String).sort()
    const different = [...zh.keys()].filter((key) => `${values(zh.get(key))}` !== `${values(en.get(key))}`)
    expect(different).toEqual([])
  })

  test('leave nothing empty, and nothing untranslated', () => {
    expect([...en, ...zh].filter(([, text]) => text.trim() === '')).toEqual([])
    const same = [...zh].filter(([key, text]) => text === en.get(key)).map(([key]) => key)
    // Names, and words that are written the same.
    const names =
      /^(brand|languages\..*|address\.(ioss|vat)|(line|stock|findBy)\.(sku|findSku)|money\.afterSale|station\.of)$/
    expect(same.filter((key) => !names.test(key))).toEqual([])
  })
})

/** Attributes and options that people read. */
const READ =
  /^(title|label|placeholder|alt|okText|cancelText|description|message|subTitle|confirm|lead|aria-label)$/

describe('code', () => {
  test('has no text of its own for people', () => {
    const found: string[] = []
    eachNode((node, name) => {
      if (ts.isJsxText(node) && /\p{L}/u.test(node.text)) found.push(`${name}: ${node.text.trim()}`)
      if (ts.isJsxAttribute(node) && READ.test(node.name.getText())) {
        const { initializer } = node
        if (initializer !== undefined && ts.isStringLiteral(initializer))
          found.push(`${name}: ${initializer.text}`)
      }
      if (
        ts.isPropertyAssignment(node) &&
        READ.test(node.name.getText()) &&
        ts.isStringLiteral(node.initializer)
      ) {
        found.push(`${name}: ${node.initializer.text}`)
      }
    })
    expect(sources.length).toBeGreaterThan(20)
    expect(found).toEqual([])
  })

  test('asks only for texts that there are', () => {
    const found: string[] = []
    let asked = 0
    eachNode((node, name) => {
      if (!ts.isCallExpression(node) || node.expression.getText() !== 't') return
      const [key] = node.arguments
      asked += 1
      if (key !== undefined && ts.isStringLiteral(key) && !en.has(key.text) && !en.has(`${key.text}_other`)) {
        found.push(`${name}: ${key.text}`)
      }
      if (key !== undefined && ts.isTemplateExpression(key)) {
        const starts = key.head.text
        if (![...en.keys()].some((one) => one.startsWith(starts))) found.push(`${name}: ${key.getText()}`)
      }
    })
    expect(asked).toBeGreaterThan(100)
    expect(found).toEqual([])
  })
})
