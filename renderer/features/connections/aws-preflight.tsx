import { SyncIcon } from '@primer/octicons-react'
import { Button } from '@primer/react'
import { useQuery } from '@tanstack/react-query'
import type { AwsPreflight as Preflight } from '../../../shared/contract/connections'
import { FEATURE_WORDS, type FeatureVerdict } from '../../../shared/domain/preflight'
import { api, failureOf } from '../../api'
import { Problem } from '../../ui/problem'
import { SkeletonLines } from '../../ui/skeleton-lines'
import styles from './aws-preflight.module.css'
import { OwnPolicies } from './own-policies'
import { VerdictMark } from './verdict-mark'

const FRESH_FOR_MS = 10 * 60_000

/** What the connected profiles may do, feature by feature, with what is missing by name. */
export function AwsPreflight() {
  const options = api.connections.preflightAws.queryOptions({
    input: { profile: null },
    staleTime: FRESH_FOR_MS,
  })
  const { data, error, isPending, isFetching, refetch } = useQuery(options)
  return (
    <section className="section" aria-labelledby="permissions">
      <div className="line section-title">
        <h2 className={styles.title} id="permissions">
          What Rolecall may do in AWS
        </h2>
        <Button
          size="small"
          leadingVisual={SyncIcon}
          loading={isFetching && !isPending}
          onClick={() => void refetch()}
        >
          Check again
        </Button>
      </div>
      <p className="section-lead">
        Found without changing anything: what only reads is tried, the rest is asked of IAM’s policy
        simulator, which does not know every condition of your organization’s policies.
      </p>
      {isPending && <SkeletonLines lines={7} />}
      {error && <Problem failure={failureOf(error)} onRetry={() => void refetch()} />}
      <div className="stack">
        {data?.map((preflight) => (
          <OfProfile key={preflight.profile} preflight={preflight} onRetry={() => void refetch()} />
        ))}
      </div>
      {data?.[0] && <OwnPolicies partition={data[0].partition} account={data[0].account} />}
    </section>
  )
}

function OfProfile({ preflight, onRetry }: { preflight: Preflight; onRetry(): void }) {
  const { profile, account, features, organization, failure } = preflight
  const lacking = features.filter(({ allowed }) => allowed !== 'yes')
  return (
    <details className={styles.profile} open={lacking.length > 0 || failure !== null}>
      <summary className={styles.summary}>
        <b>{profile}</b> <span className="mono">{account}</span>{' '}
        <span className="muted">{failure ? 'could not be asked' : summaryOf(features)}</span>
      </summary>
      {failure && <Problem failure={failure} onRetry={onRetry} />}
      {features.length > 0 && (
        <div className="table-scroller">
          <table className="table">
            <caption className="visually-hidden">What the profile {profile} may do</caption>
            <thead>
              <tr>
                <th scope="col">May it?</th>
                <th scope="col">What for</th>
                <th scope="col">What is missing</th>
              </tr>
            </thead>
            <tbody>
              {features.map((verdict) => (
                <Feature key={verdict.feature} verdict={verdict} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {organization && (
        <p className={styles.organization}>
          Organization <span className="mono">{organization.id}</span>: {organization.says}
        </p>
      )}
    </details>
  )
}

function summaryOf(features: readonly FeatureVerdict[]): string {
  const count = (verdict: FeatureVerdict['allowed']) =>
    features.filter(({ allowed }) => allowed === verdict).length
  const [no, unknown] = [count('no'), count('unknown')]
  if (no + unknown === 0) return 'may do everything, as far as AWS tells'
  const parts = [...(no > 0 ? [`${no} missing`] : []), ...(unknown > 0 ? [`${unknown} not known`] : [])]
  return `${parts.join(', ')} of ${features.length}`
}

function Feature({ verdict: { feature, allowed, says } }: { verdict: FeatureVerdict }) {
  return (
    <tr>
      <td>
        <VerdictMark allowed={allowed} />
      </td>
      <th scope="row" className={styles.feature}>
        {FEATURE_WORDS[feature]}
      </th>
      <td className={styles.says}>{allowed === 'yes' ? '' : says}</td>
    </tr>
  )
}
