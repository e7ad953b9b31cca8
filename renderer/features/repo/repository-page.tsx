import { SkeletonBox } from '@primer/react'
import type { RepositoryView } from '../../../shared/contract/fleet'
import type { RepositoryName } from '../../../shared/domain/ids'
import type { RunSummary } from '../../../shared/domain/run'
import { failureOf } from '../../api'
import { Problem } from '../../ui/problem'
import { useRepositoryParam } from '../../ui/repository-param'
import { SkeletonLines } from '../../ui/skeleton-lines'
import { Unread } from '../../ui/unread'
import { useTitle } from '../../ui/use-title'
import { useLiveRuns, useOpenRuns } from '../runs/open-runs'
import { RunsTable } from '../runs/runs-table'
import { AccessWaits } from '../setup/access-waits'
import { ChangesSection } from '../setup/changes-section'
import { ChainPanel } from './chain-panel'
import { PolicySection } from './policy-section'
import { RepositoryHeader } from './repository-header'
import { useReadAgain, useRepository } from './repository-queries'
import { SetupLine } from './setup-line'
import { VariablesSection } from './variables-section'
import { WorkflowsSection } from './workflows-section'

/** One repository: its chain with the evidence, and below it everything the chain was read from. */
export function RepositoryPage() {
  const repository = useRepositoryParam()
  useTitle(repository)
  const view = useRepository(repository)
  const again = useReadAgain(repository)
  const retry = () => again.mutate()
  return (
    <div className="page">
      <RepositoryHeader
        repository={repository}
        view={view.data}
        reading={again.isPending}
        onReadAgain={retry}
      />
      <div className="notices">
        {view.error && <Problem failure={failureOf(view.error)} onRetry={() => void view.refetch()} />}
        {again.error && <Problem failure={failureOf(again.error)} onRetry={retry} />}
        {view.data?.row.failure && <Problem failure={view.data.row.failure} onRetry={retry} />}
      </div>
      {view.isPending && <Skeleton />}
      {view.data && <Body view={view.data} />}
    </div>
  )
}

function Body({ view }: { view: RepositoryView }) {
  const { repository } = view.chain
  const { runs } = view.observation
  return (
    <>
      <SetupLine view={view} />
      <AccessWaits repository={repository} />
      <ChainPanel chain={view.chain} />
      <WorkflowsSection workflows={view.observation.workflows} />
      <VariablesSection jobs={view.values} observation={view.observation} />
      <PolicySection repository={repository} />
      <section className="section" aria-labelledby="runs">
        <h2 className="section-title" id="runs">
          Runs
        </h2>
        {runs.known ? (
          <LiveRuns repository={repository} runs={runs.value} />
        ) : (
          <Unread failure={runs.failure} />
        )}
      </section>
      <ChangesSection repository={repository} />
    </>
  )
}

function LiveRuns({ repository, runs }: { repository: RepositoryName; runs: readonly RunSummary[] }) {
  const open = useOpenRuns(repository)
  return <RunsTable runs={useLiveRuns(runs, open)} open={open} label={`Runs of ${repository}`} />
}

function Skeleton() {
  return (
    <div className="stack">
      <SkeletonBox height="16px" width="60%" />
      <SkeletonBox height="240px" />
      <SkeletonLines lines={8} />
    </div>
  )
}
