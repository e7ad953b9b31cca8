import { Link, SkeletonBox } from '@primer/react'
import type { StepAction } from '../../../shared/domain/plan'
import { failureOf } from '../../api'
import styles from './agreement-offer.module.css'
import { useOffers } from './setup-queries'

/** What is agreed to: the public offer's terms and prices, read from AWS Marketplace before anything is accepted. */
export function AgreementOfferView({
  action,
}: {
  action: Extract<StepAction, { kind: 'accept-agreement' }>
}) {
  const offers = useOffers(action.account, action.region, action.model)
  const [offer] = offers.data ?? []
  return (
    <section className={styles.offer} aria-label={`Offer for ${action.model}`}>
      <h2 className={styles.title}>AWS Marketplace’s offer for {action.model}</h2>
      {offers.isPending && <SkeletonBox height="48px" />}
      {offers.error && <p>{failureOf(offers.error).sentence}</p>}
      {offers.isSuccess && !offer && <p>There is no public offer for it in {action.region}.</p>}
      {offer && (
        <>
          <p className="muted">
            Accepting it cannot be taken back from here: others of the account may call the model from then
            on. {offer.refundPolicy}
          </p>
          <ul className={styles.prices}>
            {offer.prices.map(({ dimension, price, unit, description }) => (
              <li key={dimension}>
                {description ?? dimension}: ${price} {unit && `per ${unit}`}
              </li>
            ))}
          </ul>
          {offer.legalUrl && (
            <Link href={offer.legalUrl} target="_blank" rel="noreferrer" inline>
              Read the terms
            </Link>
          )}
        </>
      )}
    </section>
  )
}
