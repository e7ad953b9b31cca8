import { isMap, isScalar, type YAMLMap } from 'yaml'
import { type Change, type Editable, jobIn, stepsNode } from './edit'
import { commentOf } from './edit-steps'
import { isMapping, type Meaning, withJob, withSteps } from './meaning'
import { knownPin } from './pins'
import { endOf, pairOf, type Splice, startOf } from './splice'

/** Writes the full-length commit in place of each tag that is known, and the version behind it as a comment. */
export function pinChange(editable: Editable): Change {
  const { file } = editable
  const splices = file.jobs.flatMap(({ id }) => {
    const found = jobIn(editable, id)
    const steps = 'ok' in found ? null : stepsNode(found.node)
    return (steps?.items ?? []).flatMap((step) =>
      isMap(step) ? pinSplices(editable.text, step, steps?.flow) : [],
    )
  })
  return {
    splices,
    wanted: (before) =>
      file.jobs.reduce(
        (whole, { id }) => withJob(whole, id, (job) => withSteps(job, (steps) => steps.map(pinned))),
        before,
      ),
  }
}

function pinned(step: Meaning): Meaning {
  if (!isMapping(step) || typeof step.uses !== 'string') return step
  const pin = knownPin(step.uses)
  return pin === null ? step : { ...step, uses: `${nameOf(step.uses)}@${pin.sha}` }
}

function nameOf(uses: string): string {
  return uses.slice(0, uses.indexOf('@'))
}

function pinSplices(text: string, step: YAMLMap, inFlow = false): Splice[] {
  const pair = pairOf(step, 'uses')
  if (pair === null || !isScalar(pair.value) || typeof pair.value.value !== 'string') return []
  const pin = knownPin(pair.value.value)
  if (pin === null) return []
  const [start, end] = [startOf(pair.value), endOf(text, pair.value)]
  // The quotes, an anchor and the name stay as they are written.
  const at = start + text.slice(start, end).lastIndexOf('@') + 1
  const ref = /^[\w.]+/.exec(text.slice(at, end))?.[0] ?? ''
  const splices = [{ start: at, end: at + ref.length, insert: pin.sha }]
  if (inFlow || step.flow) return splices
  const comment = commentOf(text, pair)
  if (comment !== undefined && /^v?\d+(?:\.\d+)*$/.test(comment)) {
    const from = text.indexOf(comment, text.indexOf('#', end))
    return [...splices, { start: from, end: from + comment.length, insert: pin.version }]
  }
  return [...splices, { start: end, end, insert: ` # ${pin.version}` }]
}
