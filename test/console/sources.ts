// The console's code and texts, for what is to be true of all of them.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

export const SOURCES = fileURLToPath(new URL('../../console/src', import.meta.url))

export type Tree = { readonly [name: string]: string | Tree }

/** Texts by their keys: `orders.title`. */
export function flat(tree: Tree, prefix = ''): Map<string, string> {
  const found = new Map<string, string>()
  for (const [name, value] of Object.entries(tree)) {
    if (typeof value === 'string') found.set(prefix + name, value)
    else for (const [key, text] of flat(value, `${prefix}${name}.`)) found.set(key, text)
  }
  return found
}

interface Source {
  readonly name: string
  readonly tree: ts.SourceFile
}

export const sources: readonly Source[] = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name))
  .map((name) => ({
    name,
    tree: ts.createSourceFile(name, readFileSync(join(SOURCES, name), 'utf8'), ts.ScriptTarget.Latest, true),
  }))

export function eachNode(visit: (node: ts.Node, name: string) => void): void {
  for (const { name, tree } of sources) {
    const walk = (node: ts.Node): void => {
      visit(node, name)
      node.forEachChild(walk)
    }
    walk(tree)
  }
}
