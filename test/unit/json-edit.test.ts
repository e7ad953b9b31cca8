import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { editJson } from '../../shared/domain/json-edit'

/* What an edit may not do is told by bytes: the text before and after it must be the one that stood there. */

describe('editing a JSON text in place', () => {
  it.each([
    [
      'adds to a list on one line',
      '{"a": ["x", "y"],  "b":1}',
      { a: ['x', 'y', 'z'], b: 1 },
      '{"a": ["x", "y", "z"],  "b":1}',
    ],
    ['adds to a compact list', '{"a":["x"]}', { a: ['x', 'y'] }, '{"a":["x","y"]}'],
    ['makes a list of a lone value', '{"a" : "x" }', { a: ['x', 'y'] }, '{"a" : ["x", "y"] }'],
    ['cuts the first', '[ "x" , "y" ]', ['y'], '[ "y" ]'],
    ['cuts the last', '[ "x" , "y" ]', ['x'], '[ "x" ]'],
    ['cuts one in the middle', '["x",  "y", "z"]', ['x', 'z'], '["x", "z"]'],
    ['cuts and adds', '["x",  "y", "z"]', ['y', 'n'], '["y",  "n"]'],
    [
      'adds a member laid out as the last',
      '{\n\t"a" :1,\n\t"b" :2\n}',
      { a: 1, b: 2, c: 3 },
      '{\n\t"a" :1,\n\t"b" :2,\n\t"c" :3\n}',
    ],
    ['takes a member out', '{ "a": 1, "b": 2 }', { b: 2 }, '{ "b": 2 }'],
    ['keeps escapes that mean the same', '{"a":"\\u0041","b":1}', { a: 'A', b: 2 }, '{"a":"\\u0041","b":2}'],
    ['keeps the order of members', '{"b":1,"a":[1]}', { a: [1, 2], b: 1 }, '{"b":1,"a":[1,2]}'],
    ['takes a member of any name out', '{ "toString": [], "a": 1 }', { a: 1 }, '{ "a": 1 }'],
    ['brackets a lone object', '{"s":{"a":1}}', { s: [{ a: 1 }, { b: 2 }] }, '{"s":[{"a":1},{"b":2}]}'],
  ])('%s', (_, text, wanted, edited) => {
    expect(editJson(text, wanted)).toBe(edited)
  })

  it('means what is wanted whatever stood before, and is itself where it meant that', () => {
    const json = fc.jsonValue({ maxDepth: 4 }).map((value): unknown => JSON.parse(JSON.stringify(value)))
    fc.assert(
      fc.property(json, json, fc.constantFrom(0, 2, '\t'), (before, wanted, indent) => {
        const text = JSON.stringify(before, null, indent)
        expect(JSON.parse(editJson(text, wanted))).toEqual(wanted)
        expect(editJson(text, JSON.parse(text))).toBe(text)
      }),
    )
  })
})
