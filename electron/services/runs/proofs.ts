import PQueue from 'p-queue'
import { observeChain } from '../../../shared/domain/chain'
import { asOfRun } from '../../../shared/domain/diagnosis/as-of-run'
import { ourJobOf, type Scene } from '../../../shared/domain/diagnosis/scene'
import { wrongFindings } from '../../../shared/domain/diagnosis/settle'
import { ExpectedFailure } from '../../../shared/domain/failure'
import { type AccountId, parseRoleArn, type RepositoryName } from '../../../shared/domain/ids'
import type { JobLog } from '../../../shared/domain/log'
import type { ChainContext } from '../../../shared/domain/picture'
import { proveSignIn, type ReadSignIns, tooOld, unsought } from '../../../shared/domain/proof/prove'
import type { RunProof, SignInEvent, SignInProof } from '../../../shared/domain/proof/sign-in'
import { type SoughtSignIn, soughtSignIns, timeOfEvent } from '../../../shared/domain/proof/sought'
import { valueOr } from '../../../shared/domain/reading'
import type { RunState, RunSummary } from '../../../shared/domain/run'
import type { SignInPage, SignInsAsked } from '../../clients/aws-port'
import type { ConnectionService } from '../connections'
import type { FleetService } from '../fleet/fleet'

export interface ProofsParts {
  connections: ConnectionService
  fleet: FleetService
  now: () => number
  log: (repository: RepositoryName, jobId: number) => Promise<JobLog>
}

/** What cannot change any more. */
const FINAL: readonly SignInProof['state'][] = ['found', 'refused', 'unasked', 'too-old', 'absent']

/** Runs whose proof is remembered. */
const KEPT = 500

/** LookupEvents for each account and region (CloudTrail API reference). */
const PACE = { interval: 1_050, intervalCap: 2 }

/** A busy account has more than this in half a minute only where something signs in without end. */
const MOST_PAGES = 20

/** Finds what AWS itself recorded of the sessions of a run. */
export class Proofs {
  private readonly kept = new Map<string, RunProof>()
  private readonly queues = new Map<string, PQueue>()

  constructor(private readonly parts: ProofsParts) {}

  /** One entry for each exchange of a job of ours. Empty where the run has no such job. */
  async of(state: RunState): Promise<RunProof> {
    const { run } = state
    const key = `${run.repository} ${run.id} ${run.attempt}`
    const before = this.kept.get(key)
    if (before) return before
    const proof = await this.prove(state)
    const isFinal = run.status === 'completed' && proof.signIns.every((one) => FINAL.includes(one.state))
    if (isFinal) this.keep(key, proof)
    return proof
  }

  private async prove({ run, jobs }: RunState): Promise<RunProof> {
    const context = await this.parts.fleet.context(run.repository, false)
    const text = await this.fileAt(run)
    const premises = asOfRun(context, run, text)
    const chain = observeChain(premises)
    const scenes = jobs
      .filter(({ status }) => status === 'completed')
      .map((job): Scene => ({ run, job, chain, premises, log: null }))
    const signIns = await Promise.all(scenes.map((scene) => this.proofsOf(scene, run, premises)))
    const { repository, id: runId, attempt } = run
    return {
      repository,
      runId,
      attempt,
      readAt: new Date(this.parts.now()).toISOString(),
      signIns: signIns.flat(),
    }
  }

  private async proofsOf(scene: Scene, run: RunSummary, premises: ChainContext): Promise<SignInProof[]> {
    const { job } = scene
    const ours = ourJobOf(scene)
    if (!job || !ours) return []
    if (job.conclusion === 'skipped') return [unsought(job, 'unasked', 'The job was skipped.')]
    const log = await this.parts.log(run.repository, job.id)
    const sought = soughtSignIns(run, job, ours, log.available ? log.log.lines : null)
    if (sought.length === 0) {
      return [unsought(job, 'unasked', 'The job never asked AWS for a role.')]
    }
    const wrong = wrongFindings(scene).filter(({ link }) => link === 'provider' || link === 'trust')
    const repair = wrong.find((finding) => finding.repair)?.repair ?? null
    const { facts } = premises.observation
    return Promise.all(
      sought.map(async (one) => {
        const old = tooOld(one, this.parts.now())
        if (old) return old
        const account = accountOf(one, premises)
        if (!one.region || !account) {
          const what = one.region ? 'The AWS account' : 'The region'
          return unsought(job, 'unread', `${what} that the job asked is hidden, so CloudTrail was not asked.`)
        }
        const read = await this.read(account, one)
        const others = othersThen(one, run, premises)
        const known = { facts, now: this.parts.now(), others, repair }
        return { ...proveSignIn(one, read, known), account }
      }),
    )
  }

  private async read(account: AccountId, sought: SoughtSignIn): Promise<ReadSignIns> {
    const { region } = sought
    try {
      if (region === null) return { known: true, events: [] }
      const { client } = this.parts.connections.lineOf(account)
      const queue = this.queueOf(`${account} ${region}`)
      const events: SignInEvent[] = []
      let next: string | null = null
      for (let page = 0; page < MOST_PAGES; page += 1) {
        const asked: SignInsAsked = { region, ...timeOfEvent(sought), next }
        const answer: SignInPage = await queue.add(() => client.signIns(asked))
        events.push(...answer.events)
        next = answer.next
        if (next === null) break
      }
      return { known: true, events }
    } catch (error) {
      if (error instanceof ExpectedFailure) return { known: false, failure: error.failure }
      throw error
    }
  }

  private queueOf(key: string): PQueue {
    const queue = this.queues.get(key) ?? new PQueue(PACE)
    this.queues.set(key, queue)
    return queue
  }

  /* Without it the file of the default branch has to do. */
  private async fileAt({ repository, workflowPath, headSha }: RunSummary): Promise<string | null> {
    if (workflowPath === null) return null
    try {
      return await this.parts.connections.github().file(repository, workflowPath, headSha)
    } catch (error) {
      if (error instanceof ExpectedFailure) return null
      throw error
    }
  }

  private keep(key: string, proof: RunProof): void {
    this.kept.set(key, proof)
    const [oldest] = this.kept.keys()
    if (this.kept.size > KEPT && oldest !== undefined) this.kept.delete(oldest)
  }
}

/** The account of the role; of a hidden one that of the setup. */
function accountOf({ role }: SoughtSignIn, { setup }: ChainContext): AccountId | null {
  const named = role === null ? null : parseRoleArn(role)
  return named?.account ?? setup?.account ?? null
}

/** Whether another run of the repository was going then; a session name with the run's number is nobody else's. */
function othersThen(
  { sessionName, from, to }: SoughtSignIn,
  { id }: RunSummary,
  { observation }: ChainContext,
): boolean {
  if (sessionName?.includes(String(id))) return false
  return valueOr(observation.runs, []).some(
    (other) =>
      other.id !== id &&
      Date.parse(other.createdAt) <= to &&
      (other.status !== 'completed' || Date.parse(other.updatedAt) >= from - 1_000),
  )
}
