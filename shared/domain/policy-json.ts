import { editJson } from './json-edit'
import { decodePolicy, parsePolicy } from './policy-document'

/** A policy statement as it stands in JSON, with whatever elements it has. */
export interface RawStatement {
  [element: string]: unknown
  Sid?: string
  Condition?: Record<string, Record<string, unknown>>
}

/** A policy for editing: all of it, in its order. `statements` is what `Statement` holds, with or without brackets. */
export interface RawPolicy {
  elements: Record<string, unknown>
  statements: RawStatement[]
}

/** Reads a policy for editing; its shape is checked by `parsePolicy` first. */
export function readRawPolicy(text: string): { ok: true; raw: RawPolicy } | { ok: false; error: string } {
  const parsed = parsePolicy(text)
  if (!parsed.ok) return parsed
  const elements: { Statement: RawStatement | RawStatement[] } = JSON.parse(decodePolicy(text))
  const statements = Array.isArray(elements.Statement) ? elements.Statement : [elements.Statement]
  return { ok: true, raw: { elements: { ...elements }, statements } }
}

/** A policy with other statements; all its other elements stay, in order. */
export function withStatements({ elements }: RawPolicy, statements: object[]): string {
  return printPolicy({ ...elements, Statement: statements })
}

/** The policy with other statements and every byte kept that means the same; `text` as IAM gave it. */
export function editStatements(text: string, { elements }: RawPolicy, statements: object[]): string {
  const single = !Array.isArray(elements.Statement) && statements.length === 1
  const plain = text.trim().startsWith('%') ? decodePolicy(text) : text
  return editJson(plain, { ...elements, Statement: single ? statements[0] : statements })
}

/** The form in which Rolecall writes a policy. */
export function printPolicy(document: object): string {
  return `${JSON.stringify(document, null, 2)}\n`
}
