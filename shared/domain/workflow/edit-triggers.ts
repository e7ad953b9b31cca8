import { isMap, isScalar, isSeq, type Node, type Pair } from 'yaml'
import type { Change } from './edit'
import { changed, isList, isMapping, type Meaning } from './meaning'
import { endOf, indentOf, linesBelow, type Splice, startOf } from './splice'

const EVENT = 'workflow_dispatch'

/** Adds `workflow_dispatch` to `on:`, in the form in which it is written. */
export function dispatchChange(text: string, on: Pair): Change {
  return {
    splices: dispatchSplices(text, on),
    wanted: (file) =>
      changed(file, 'on', (events) => withDispatch(events, isMap(on.value) && on.value.flow === true)),
  }
}

function withDispatch(events: Meaning, inFlow: boolean): Meaning {
  if (isMapping(events)) return { ...events, [EVENT]: inFlow ? {} : null }
  return isList(events) ? [...events, EVENT] : [events, EVENT]
}

function dispatchSplices(text: string, { key, value }: Pair): Splice[] | null {
  if (isScalar(value)) {
    const start = startOf(value)
    const end = endOf(text, value)
    return [{ start, end, insert: `[${text.slice(start, end)}, ${EVENT}]` }]
  }
  if (!isMap(value) && !isSeq(value)) return null
  const last = value.items.at(-1)
  if (last === undefined) return null
  const end = endOf(text, last)
  if (value.flow) return [{ start: end, end, insert: isSeq(value) ? `, ${EVENT}` : `, ${EVENT}: {}` }]
  if (isMap(value)) return [linesBelow(text, endOf(text, key), [`${indentOf(text, value)}${EVENT}:`])]
  return [linesBelow(text, end, [`${dashIndent(text, last as Node)}- ${EVENT}`])]
}

function dashIndent(text: string, item: Node): string {
  const start = startOf(item)
  const line = text.slice(text.lastIndexOf('\n', start - 1) + 1, start)
  return line.slice(0, line.indexOf('-'))
}
