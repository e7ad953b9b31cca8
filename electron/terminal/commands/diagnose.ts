import { diagnoseText } from '../../../shared/domain/diagnosis/diagnose-text'
import type { Diagnosis } from '../../../shared/domain/diagnosis/diagnosis'
import type { RepositoryName } from '../../../shared/domain/ids'
import { diagnosisText } from '../diagnosis-text'
import { EXIT } from '../exit'
import { visible } from '../printable'
import { readLogFile, readWholeLog } from '../read-log-file'
import type { Session } from '../session'
import { theRun } from './runs'

/** `diagnose R`: why a run failed, the latest by default. */
export async function diagnoseVerb(
  session: Session,
  repository: RepositoryName,
  runId: number | null,
): Promise<number> {
  const id = await theRun(session, repository, runId)
  const diagnoses = await session.client.runs.diagnose({ repository, runId: id })
  const nothing = 'Nothing to diagnose: the run did not fail, and nothing of it was skipped.'
  session.print(answer(session.json, { repository, runId: id, diagnoses }, nothing))
  return diagnoses.length === 0 ? EXIT.fine : EXIT.bad
}

/** `diagnose --log FILE --repository R`: what a text tells, held against the world. */
export async function diagnoseKnownLog(
  session: Session,
  file: string,
  repository: RepositoryName,
  runId: number | null,
): Promise<number> {
  const text = await readWholeLog(file)
  const diagnoses = await session.client.runs.diagnoseText({ repository, runId, text })
  session.print(answer(session.json, { repository, runId, diagnoses }, NOTHING))
  return codeOf(diagnoses)
}

/** `diagnose --log FILE`: what a text tells by itself. Needs no connection and no home. */
export async function diagnoseLog(file: string, json: boolean): Promise<number> {
  const diagnoses = diagnoseText(await readLogFile(file))
  const told = answer(json, { diagnoses }, NOTHING)
  process.stdout.write(`${json ? told : visible(told)}\n`)
  return codeOf(diagnoses)
}

const NOTHING = 'Nothing in this log tells of a failure.'

/** What is not known is no cause found, though its last errors are shown. */
function codeOf(diagnoses: readonly Diagnosis[]): number {
  return diagnoses.some(({ cause }) => cause !== 'unknown') ? EXIT.bad : EXIT.fine
}

interface Answer {
  repository?: RepositoryName
  runId?: number | null
  diagnoses: readonly Diagnosis[]
}

function answer(json: boolean, body: Answer, nothing: string): string {
  if (json) return JSON.stringify(body, null, 2)
  return body.diagnoses.map(diagnosisText).join('\n\n') || nothing
}
