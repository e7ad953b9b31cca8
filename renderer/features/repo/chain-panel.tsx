import { useSearchParams } from 'react-router'
import { type Chain, LINKS, LinkName } from '../../../shared/domain/finding'
import { ChainStations } from '../../ui/chain/chain-stations'
import { LINK_TITLES } from '../../ui/words'
import styles from './chain-panel.module.css'
import { FindingView } from './finding-view'
import { inOrderOfUrgency } from './in-order-of-urgency'
import { mergeAlike } from './merge-alike'

/** The chain drawn large; the chosen station lies open below it. At first that is the one to look at. */
export function ChainPanel({ chain }: { chain: Chain }) {
  const [params] = useSearchParams()
  const asked = LinkName.safeParse(params.get('link'))
  const open = asked.success ? asked.data : (chain.headline?.link ?? lastOf(LINKS))
  const report = chain.links[open]
  return (
    <section className={styles.panel} aria-label="Chain">
      <ChainStations chain={chain} open={open} />
      <div className={styles.findings}>
        <h2 className={styles.title}>{LINK_TITLES[open]}</h2>
        {report.findings.length === 0 && <p className="muted">There was nothing to check here.</p>}
        {inOrderOfUrgency(mergeAlike(report.findings)).map((finding) => (
          <FindingView key={finding.check} finding={finding} chain={chain} />
        ))}
      </div>
    </section>
  )
}

function lastOf(links: typeof LINKS): LinkName {
  return links[links.length - 1] ?? 'lastRun'
}
