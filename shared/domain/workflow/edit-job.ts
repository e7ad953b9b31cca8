import { isMap, isScalar, type YAMLMap } from 'yaml'
import type { Change } from './edit'
import { changed, isMapping, withJob } from './meaning'
import { endOf, entryFirst, indentOf, linesBelow, pairOf, replaced, type Splice } from './splice'

/** Lets a job name an environment: its own of the object form is replaced by name, its address stays. */
export function environmentChange(
  text: string,
  jobId: string,
  job: YAMLMap | null,
  name: string,
  written: string,
): Change {
  return {
    splices: job && environmentSplices(text, job, written),
    wanted: (file) =>
      withJob(file, jobId, (one) =>
        changed(one, 'environment', (before) => (isMapping(before) ? { ...before, name } : name)),
      ),
  }
}

function environmentSplices(text: string, job: YAMLMap, written: string): Splice[] | null {
  const declared = pairOf(job, 'environment')
  if (declared !== null) {
    const named = isMap(declared.value) ? pairOf(declared.value, 'name')?.value : declared.value
    return isScalar(named) ? [replaced(text, named, written)] : null
  }
  if (job.flow) return [entryFirst(job, `environment: ${written}`)]
  const above = pairOf(job, 'runs-on')
  if (above === null) return null
  return [linesBelow(text, endOf(text, above), [`${indentOf(text, job)}environment: ${written}`])]
}
