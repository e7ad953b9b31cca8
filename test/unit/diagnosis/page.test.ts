import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { diagnosesPage } from '../../../shared/domain/diagnosis/page'
import { FAMILIES_BY_FILE, isMarked, ROWS } from '../../../shared/domain/diagnosis/registry'
import type { Family } from '../../../shared/domain/diagnosis/row'

const PAGE = '../../../docs/diagnoses.md'
const FOLDER = 'shared/domain/diagnosis/rows'

/* `npm run docs:diagnoses` writes the page; everywhere else it must be what the rules say. */
test('docs/diagnoses.md is what the rules say', async () => {
  await expect(diagnosesPage()).toMatchFileSnapshot(PAGE)
})

test('every one of the thirty rows has a rule, and no other number', () => {
  const rows = new Set(ROWS.flatMap(({ row }) => row ?? []))
  expect([...rows].sort((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, index) => index + 1))
})

test('every file of rules is found by itself, and brings some', () => {
  expect([...FAMILIES_BY_FILE.keys()].sort()).toEqual(readdirSync(FOLDER).sort())
  const brings = [...FAMILIES_BY_FILE.values()].map((families) => families.flatMap(({ rows }) => rows).length)
  expect(Math.min(...brings)).toBeGreaterThan(0)
})

/* The names of files say nothing of the order: where it decides, two stages must. */
test('families of one stage share no text', () => {
  const families = [...FAMILIES_BY_FILE.values()].flat()
  const shared = families.flatMap((one, at) =>
    families.slice(at + 1).flatMap((other) => (one.stage === other.stage ? sharedTexts(one, other) : [])),
  )
  expect(shared).toEqual([])
})

function sharedTexts(one: Family, other: Family): string[] {
  const known = ({ rows }: Family, text: string) => rows.some(({ pattern }) => pattern.test(text))
  const texts = ({ rows }: Family) => rows.flatMap((row) => row.texts)
  return [
    ...texts(one).filter((text) => known(other, text)),
    ...texts(other).filter((text) => known(one, text)),
  ]
}

describe.each(ROWS.map((row) => ({ ...row, name: `${row.cause} (${row.row})` })))('$name', (row) => {
  test('knows its own texts, and no line of them is passed over', () => {
    for (const text of row.texts) {
      expect(row.pattern.test(text.replaceAll(/[’`‘]/g, "'")), text).toBe(true)
      expect(isMarked(text), text).toBe(true)
    }
  })

  test('says what it is, how it is told apart and what mends it', () => {
    const scene = { run: null, job: null, chain: null, premises: null, log: null }
    expect(row.says({}, scene).length).toBeGreaterThan(20)
    expect(row.title).not.toMatch(/[.!]$/)
    expect(Math.min(row.toldBy.length, row.mend.length)).toBeGreaterThan(10)
    expect(row.otherwise(scene)).not.toBeNull()
  })
})
