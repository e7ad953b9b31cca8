import { useMemo, useState } from 'react'
import { useSearchParams } from 'react-router'
import { AS_DETECTED, type Dispatchable, type TestChoice } from '../../../shared/contract/test-runs'
import type { RepositoryName } from '../../../shared/domain/ids'
import { type CommonOffer, offerFor, withinOffer } from './common-choice'
import { useDetected } from './start-queries'

/** Which repositories are to be tested, and with what. */
export interface TestOrderForm {
  picked: RepositoryName[]
  isPicked(name: RepositoryName): boolean
  toggle(name: RepositoryName): void
  pickAll(all: boolean): void
  /** Of each repository the workflows of ours. */
  workflows: ReadonlyMap<RepositoryName, Dispatchable[]>
  /** What can be chosen for all. */
  offer: CommonOffer
  /** What was chosen for all, as it was typed. */
  asked: TestChoice
  /** What of it holds for all that are picked now. */
  common: TestChoice
  setCommon(choice: TestChoice): void
  own: ReadonlyMap<RepositoryName, TestChoice>
  setOwn(name: RepositoryName, choice: TestChoice | null): void
}

/** The choices of the page; `?repositories=` picks some at first. */
export function useTestOrder(names: readonly RepositoryName[]): TestOrderForm {
  const [params] = useSearchParams()
  const detected = useDetected().data
  const [asked, setCommon] = useState<TestChoice>(AS_DETECTED)
  const [own, setAllOwn] = useState<ReadonlyMap<RepositoryName, TestChoice>>(new Map())
  const [chosen, setChosen] = useState<ReadonlySet<string>>(
    () => new Set(params.get('repositories')?.split(',') ?? []),
  )
  const offer = useMemo(() => {
    const alike = (detected ?? []).filter(
      ({ repository, workflows: { length } }) => length > 0 && chosen.has(repository) && !own.has(repository),
    )
    return offerFor(alike, asked.workflowPath)
  }, [detected, chosen, own, asked.workflowPath])
  const workflows = useMemo(
    () => new Map((detected ?? []).map((each) => [each.repository, each.workflows])),
    [detected],
  )
  const common = withinOffer(asked, offer)
  return {
    picked: names.filter((name) => chosen.has(name)),
    isPicked: (name) => chosen.has(name),
    toggle(name) {
      const next = new Set(chosen)
      if (!next.delete(name)) next.add(name)
      setChosen(next)
    },
    pickAll: (all) => setChosen(new Set(all ? names : [])),
    workflows,
    offer,
    asked: { ...asked, workflowPath: common.workflowPath },
    common,
    setCommon,
    own,
    setOwn(name, choice) {
      const next = new Map(own)
      if (choice === null) next.delete(name)
      else next.set(name, choice)
      setAllOwn(next)
    },
  }
}
