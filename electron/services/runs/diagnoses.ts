import { observeChain } from '../../../shared/domain/chain'
import { asOfRun } from '../../../shared/domain/diagnosis/as-of-run'
import { diagnose } from '../../../shared/domain/diagnosis/diagnose'
import { diagnoseText } from '../../../shared/domain/diagnosis/diagnose-text'
import type { Diagnosis } from '../../../shared/domain/diagnosis/diagnosis'
import { readText } from '../../../shared/domain/diagnosis/read-text'
import { isRefusal } from '../../../shared/domain/diagnosis/rows/refused-role'
import { diagnoseDispatch } from '../../../shared/domain/diagnosis/without-log'
import { ExpectedFailure, type Failure } from '../../../shared/domain/failure'
import type { RepositoryName } from '../../../shared/domain/ids'
import type { JobLog } from '../../../shared/domain/log'
import { type ChainContext, pictureOf } from '../../../shared/domain/picture'
import type { SignInProof } from '../../../shared/domain/proof/sign-in'
import type { RunJob, RunState, RunSummary } from '../../../shared/domain/run'
import type { ConnectionService } from '../connections'
import type { FleetService } from '../fleet/fleet'
import type { Proofs } from './proofs'
import { NOT_STARTABLE } from './starting'

export interface DiagnosesParts {
  connections: ConnectionService
  fleet: FleetService
  log: (repository: RepositoryName, jobId: number) => Promise<JobLog>
  proofs: Proofs
}

/** Reads what a diagnosis needs and no more: the logs that matter, the world, the workflow file where the run found it. */
export class Diagnoses {
  constructor(private readonly parts: DiagnosesParts) {}

  /** Causes of a completed run, decisive first; of a green one, what it did not show. */
  async of(state: RunState): Promise<Diagnosis[]> {
    const { run } = state
    if (run.status !== 'completed') return []
    const premises = await this.premisesOf(run.repository)
    const fileAtRun = premises && (await this.fileAt(run))
    const worth = worthReading(state, premises && asOfRun(premises, run, fileAtRun))
    const logs = await Promise.all(worth.map((job) => this.logOf(run.repository, job)))
    const seen = { run: state, logs: logs.flat(), premises, fileAtRun }
    const told = diagnose(seen)
    return told.some(isRefusal) ? diagnose({ ...seen, signIns: await this.signInsOf(state) }) : told
  }

  /** Causes that a text tells; exact where it belongs to a repository, better to a run of it. */
  async ofText(repository: RepositoryName, state: RunState | null, text: string): Promise<Diagnosis[]> {
    const premises = await this.premisesOf(repository)
    const fileAtRun = state && premises ? await this.fileAt(state.run) : null
    return diagnoseText(readText(text), { run: state, premises, fileAtRun })
  }

  /** Why GitHub starts no run, or would not; empty where nothing of the workflow tells. */
  async ofRefusal(repository: RepositoryName, refused: Failure): Promise<Diagnosis[]> {
    if (refused.code !== NOT_STARTABLE && refused.code !== '422') return []
    const premises = await this.premisesOf(repository)
    const told = diagnoseDispatch(refused, premises && observeChain(premises))
    return told.row === null && told.cause === 'dispatch-refused' ? [] : [told]
  }

  private async logOf(repository: RepositoryName, { id, name }: RunJob) {
    const log = await this.parts.log(repository, id)
    return log.available ? [{ jobId: id, jobName: name, log: log.log }] : []
  }

  /** What AWS recorded; nothing where CloudTrail cannot be asked, which the run's own proof tells. */
  private async signInsOf(state: RunState): Promise<SignInProof[]> {
    return (await unlessFailed(this.parts.proofs.of(state)))?.signIns ?? []
  }

  /* A diagnosis is still worth having where the clouds cannot be read: it is then only less certain. */
  private premisesOf(repository: RepositoryName): Promise<ChainContext | null> {
    return unlessFailed(this.parts.fleet.context(repository, true))
  }

  private fileAt({ repository, workflowPath, headSha }: RunSummary): Promise<string | null> {
    if (workflowPath === null) return Promise.resolve(null)
    return unlessFailed(this.parts.connections.github().file(repository, workflowPath, headSha))
  }
}

/** Of a green run only the jobs of ours say something; of any other those that did not succeed. */
function worthReading({ run, jobs }: RunState, premises: ChainContext | null): RunJob[] {
  if (run.conclusion !== 'success') {
    return jobs.filter(({ conclusion }) => conclusion !== 'success' && conclusion !== 'skipped')
  }
  const ours = premises && pictureOf(premises).jobs.some(({ scope }) => scope.path === run.workflowPath)
  return ours ? jobs.filter(({ conclusion }) => conclusion === 'success') : []
}

async function unlessFailed<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof ExpectedFailure) return null
    throw error
  }
}
