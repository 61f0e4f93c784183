// What the hub can say in words of its own, read from its source: the texts of faults, reasons and problems.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

const SOURCES = fileURLToPath(new URL('../../src', import.meta.url))

/**
 * The reference's samples, commands for a terminal and programs of others are no pages of the console; and what is told
 * by a table of refusals has its text by their kind.
 */
const ELSEWHERE =
  /^(cli|client|http\/openapi|http\/guide|http\/native\/errors|order\/rejection)|\/errors\.ts$/
/** Members whose text is shown to people. */
const TOLD = /^(problem|reason|fault|state|what|warnings|carrier)$/
/** Functions that return such a text, or get one. */
const TELLING =
  /(problem|reason|fault|parked|wrong|unreadable|restWith|outOfPlace|CsvFault|stateOfOrder|refusalOf|checkOptions|decode|noFault|warningsOf|said|absence|told)/i
const CHECKING = /^check/

export interface Saying {
  /** What stands in its holes is `SAMPLE`. */
  readonly text: string
  readonly file: string
}

export const SAMPLE = 'X7'

export function sayings(): readonly Saying[] {
  const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
  return files
    .filter((file) => file.endsWith('.ts') && !ELSEWHERE.test(file))
    .sort()
    .flatMap((file) => {
      const text = readFileSync(join(SOURCES, file), 'utf8')
      const tree = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
      return saidIn(tree).map((one) => ({ text: one, file }))
    })
}

/** A text counts as said where a member, a variable, a function or a call that tells something has it. */
function saidIn(tree: ts.SourceFile): readonly string[] {
  const found = new Set<string>()
  const visit = (node: ts.Node, isTold: boolean): void => {
    if (isTold && (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node))) {
      if (isProse(node) && !node.text.startsWith('{')) found.add(node.text)
      return
    }
    if (isTold && ts.isTemplateExpression(node)) {
      // What is put together with another text is looked for whole; what is JSON is an answer of some API.
      for (const text of variantsOf(node)) if (!/^(X7, |\{)/.test(text)) found.add(text)
      return
    }
    node.forEachChild((child) => visit(child, tells(node, child, isTold)))
  }
  visit(tree, false)
  return [...found]
}

/** Whether what stands in `child` is told, as far as `node` decides that. */
function tells(node: ts.Node, child: ts.Node, isTold: boolean): boolean {
  if (ts.isPropertyAssignment(node)) {
    const name = node.name.getText()
    return (
      child === node.initializer && (TOLD.test(name) || CHECKING.test(name) || isProblemTable(node, isTold))
    )
  }
  if (ts.isVariableDeclaration(node)) {
    const name = node.name.getText()
    return child === node.initializer && (/^[A-Z_]+$/.test(name) ? isCapitals(name) : TELLING.test(name))
  }
  if (ts.isFunctionDeclaration(node)) {
    const name = node.name?.getText() ?? ''
    return TELLING.test(name) || CHECKING.test(name)
  }
  if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
    if (node.expression === child) return false
    return TELLING.test(node.expression.getText().split('.').at(-1) ?? '')
  }
  // What is compared, and what a type or a key is, is not told.
  if (ts.isBinaryExpression(node) && isComparison(node)) return false
  if (ts.isTypeNode(child) || ts.isCaseClause(node) || ts.isElementAccessExpression(node)) return false
  if (ts.isConditionalExpression(node) && child === node.condition) return false
  if (ts.isIfStatement(node) && child === node.expression) return false
  return isTold
}

function isProblemTable({ parent }: ts.PropertyAssignment, isTold: boolean): boolean {
  return isTold && ts.isObjectLiteralExpression(parent) && ts.isVariableDeclaration(parent.parent)
}

function isCapitals(name: string): boolean {
  return /^(NO_|LOST|WRONG|PROBLEMS|TOO_)/.test(name)
}

function isComparison({ operatorToken }: ts.BinaryExpression): boolean {
  return [ts.SyntaxKind.EqualsEqualsEqualsToken, ts.SyntaxKind.ExclamationEqualsEqualsToken].includes(
    operatorToken.kind,
  )
}

/** A word alone is a name of the code's own, but for what a thing is or how it stands. */
function isProse(node: ts.StringLiteralLike): boolean {
  const { parent, text } = node
  const isWord = ts.isPropertyAssignment(parent) && /^(what|state)$/.test(parent.name.getText())
  return isWord || /\p{L}.* .*\p{L}|\p{Script=Han}/u.test(text)
}

/** What can only be one of the engine's own words. */
const WORDS = [
  [/role$/, 'admin'],
  [/(status|state)$/i, 'cancelled'],
  [/(what|wish\.kind)$/, 'order'],
] as const

/** One text for each way in which its holes can be filled with what stands in the code. */
function variantsOf(node: ts.TemplateExpression): readonly string[] {
  let texts = [node.head.text]
  for (const { expression, literal } of node.templateSpans) {
    const choices = choicesOf(expression)
    texts = texts.flatMap((text) => choices.map((choice) => text + choice + literal.text))
  }
  return texts.filter((text) => /\p{L}.* |\p{Script=Han}/u.test(text.replaceAll(SAMPLE, '')))
}

function choicesOf(node: ts.Expression): readonly string[] {
  if (!ts.isConditionalExpression(node)) {
    const [, word] = WORDS.find(([name]) => name.test(node.getText())) ?? []
    return [word ?? SAMPLE]
  }
  return [node.whenTrue, node.whenFalse].flatMap((one) => {
    if (ts.isStringLiteralLike(one)) return [one.text]
    return ts.isTemplateExpression(one) ? variantsOf(one) : choicesOf(one)
  })
}
