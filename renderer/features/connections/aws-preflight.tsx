import { useQuery } from '@tanstack/react-query'
import type { AwsPreflight as Preflight } from '../../../shared/contract/connections'
import { FEATURE_WORDS, type FeatureVerdict } from '../../../shared/domain/preflight'
import { api } from '../../api'
import { Problem } from '../../ui/problem'
import { OwnPolicies } from './own-policies'
import styles from './preflight.module.css'
import { PreflightSection } from './preflight-section'
import { VerdictTable } from './verdict-table'

const FRESH_FOR_MS = 10 * 60_000

/** What the connected profiles may do, feature by feature, with what is missing by name. */
export function AwsPreflight() {
  const query = useQuery(
    api.connections.preflightAws.queryOptions({ input: { profile: null }, staleTime: FRESH_FOR_MS }),
  )
  return (
    <PreflightSection
      id="permissions"
      title="What Rolecall may do in AWS"
      lead="Found without changing anything: what only reads is tried, the rest is asked of IAM’s policy simulator, which does not know every condition of your organization’s policies."
      query={query}
    >
      {(preflights, again) => (
        <>
          <div className="stack">
            {preflights.map((preflight) => (
              <OfProfile key={preflight.profile} preflight={preflight} onRetry={again} />
            ))}
          </div>
          {preflights.slice(0, 1).map(({ partition, account }) => (
            <OwnPolicies key={account} partition={partition} account={account} />
          ))}
        </>
      )}
    </PreflightSection>
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
        <VerdictTable
          caption={`What the profile ${profile} may do`}
          lines={features.map((verdict) => ({ ...verdict, words: FEATURE_WORDS[verdict.feature] }))}
        />
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
