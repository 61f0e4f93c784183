// The console has no text and no style that nothing shows.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { eachNode, flat, SOURCES } from './sources.js'
import { readTexts } from './stage.js'

test('every text of the console is asked for', () => {
  const named = new Set<string>()
  const composed: RegExp[] = []
  eachNode((node) => {
    if (ts.isStringLiteralLike(node)) named.add(node.text)
    if (ts.isTemplateExpression(node)) {
      const parts = [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)]
      composed.push(new RegExp(`^${parts.map(escaped).join('.+')}$`))
    }
    for (const group of groupsOf(node)) composed.push(new RegExp(`^${escaped(group)}\\.`))
  })
  // A template that is all of one value says nothing.
  const telling = composed.filter(({ source }) => /\w{2}/.test(source))
  const isAsked = (key: string) => named.has(key) || telling.some((pattern) => pattern.test(key))
  const plain = [...flat(readTexts('en')).keys()].map((key) => key.replace(/_(one|other)$/, ''))
  expect(plain.filter((key) => !isAsked(key))).toEqual([])
})

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

/** Whose words it shows: `wordText('speed', …)`, `<Status group="partStatus" …>`. */
function groupsOf(node: ts.Node): readonly string[] {
  if (ts.isCallExpression(node) && node.expression.getText() === 'wordText')
    return literalsIn(node.arguments[0])
  return ts.isJsxAttribute(node) && node.name.getText() === 'group' ? literalsIn(node.initializer) : []
}

function literalsIn(node: ts.Node | undefined): readonly string[] {
  if (node === undefined) return []
  if (ts.isStringLiteral(node)) return [node.text]
  return ts.isConditionalExpression(node) ? [node.whenTrue, node.whenFalse].flatMap(literalsIn) : []
}

test('every class that has a style is named by the code', () => {
  const rules = readdirSync(join(SOURCES, 'styles'))
    .map((name) => readFileSync(join(SOURCES, 'styles', name), 'utf8'))
    .join('\n')
    .replace(/\/\*.*?\*\/|@import [^;]*;/gs, '')
    .replace(/\{[^{}]*\}/g, '{}')
  // Ant Design's own, and what the router sets on a link that leads to where one is.
  const ours = [...new Set([...rules.matchAll(/\.([a-z][\w-]*)/gi)].map(([, name]) => name ?? ''))].filter(
    (name) => !name.startsWith('ant-') && name !== 'active',
  )
  const words = new Set<string>()
  const beginnings: string[] = []
  eachNode((node) => {
    if (ts.isStringLiteralLike(node)) for (const word of node.text.split(/\s+/)) words.add(word)
    if (ts.isTemplateExpression(node)) {
      for (const part of [node.head, ...node.templateSpans.map(({ literal }) => literal)]) {
        const all = part.text.split(/\s+/)
        for (const word of all) words.add(word)
        const last = all.at(-1) ?? ''
        if (last.endsWith('-')) beginnings.push(last)
      }
    }
  })
  const isNamed = (name: string) => words.has(name) || beginnings.some((one) => name.startsWith(one))
  expect(ours.length).toBeGreaterThan(50)
  expect(ours.filter((name) => !isNamed(name))).toEqual([])
})
