import { Button } from '@primer/react'
import type { ReactNode } from 'react'
import type { ModelChoice } from '../../../shared/contract/setup'
import type { ModelId } from '../../../shared/domain/ids'
import type { ModelAvailability } from '../../../shared/domain/observation'
import { Countdown } from '../../ui/countdown'
import styles from './model-facts.module.css'

/** What is known of the chosen model: where it runs, whether the account may call it, and how long it lives. */
export function ModelFacts({ choice, onChoose }: { choice: ModelChoice; onChoose(model: ModelId): void }) {
  const { name, provider, destinations, why, instead } = choice
  return (
    <dl className={styles.facts} aria-label={`About ${choice.id}`}>
      <Fact title="Model">{provider && !name.includes(provider) ? `${name}, ${provider}` : name}</Fact>
      <Fact title="Runs in">{destinations.map(regionWords).join(', ')}</Fact>
      <Fact title="Access">{accessWords(choice)}</Fact>
      <Fact title="Life">
        <Life choice={choice} />
      </Fact>
      {why && <Fact title="Refused">{why}</Fact>}
      {instead && (
        <Fact title="Instead">
          <Button size="small" variant="link" onClick={() => onChoose(instead)}>
            {instead}
          </Button>
        </Fact>
      )}
    </dl>
  )
}

function Fact({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className={styles.fact}>
      <dt>{title}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Life({ choice: { lifecycle, legacyAt, endOfLifeAt } }: { choice: ModelChoice }) {
  if (lifecycle === 'ACTIVE' && endOfLifeAt === null) return 'Current'
  return (
    <>
      {lifecycle === 'LEGACY' && `Legacy${legacyAt ? ` since ${legacyAt.slice(0, 10)}` : ''}`}
      {lifecycle === 'LEGACY' && endOfLifeAt && '; '}
      {endOfLifeAt && <Countdown to={endOfLifeAt} />}
    </>
  )
}

function regionWords(region: string): string {
  return region === 'global' ? 'any commercial region' : region
}

const AGREEMENT: Record<ModelAvailability['agreement'], string> = {
  AVAILABLE: 'Agreement in place',
  PENDING: 'Agreement being made',
  NOT_AVAILABLE: 'Agreement to accept, which the plan does',
  ERROR: 'AWS could not say whether there is an agreement',
}

function accessWords({ availability, formMissing, provider }: ModelChoice): string {
  const form = formMissing ? ['Anthropic’s form to submit, which the plan asks for'] : []
  if (!availability) return [...form, provider === 'Anthropic' ? 'Not read' : 'Told by the plan'].join('; ')
  const { agreement, authorized, inRegion } = availability
  return [
    ...form,
    AGREEMENT[agreement],
    ...(authorized ? [] : ['the account is not authorized']),
    ...(inRegion ? [] : ['not open to the account in this region']),
  ].join('; ')
}
