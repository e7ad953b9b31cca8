import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { diagnosesPage } from '../../../shared/domain/diagnosis/page'
import { isMarked, ROWS } from '../../../shared/domain/diagnosis/registry'

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

test('every file of rules is in the registry', () => {
  const registry = readFileSync(join(FOLDER, '..', 'registry.ts'), 'utf8')
  const files = readdirSync(FOLDER).map((file) => file.replace(/\.ts$/, ''))
  expect(files.filter((file) => !registry.includes(`'./rows/${file}'`))).toEqual([])
})

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
