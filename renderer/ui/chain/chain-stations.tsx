import { Link } from 'react-router'
import { type Chain, LINKS, type LinkName } from '../../../shared/domain/finding'
import { isQuiet, StatusGlyph } from '../status-glyph'
import { LINK_TITLES, linkSentence, statusWords } from '../words'
import styles from './chain-stations.module.css'

/** The chain as seven stations on one line, whole up to the first break; each opens its findings. */
export function ChainStations({ chain, open }: { chain: Chain; open: LinkName }) {
  const firstBreak = LINKS.findIndex((link) => chain.links[link].breaks)
  const quiet = isQuiet(chain.state)
  return (
    <nav aria-label="Links of the chain">
      <ol className={styles.stations}>
        {LINKS.map((link, index) => {
          const { status, findings } = chain.links[link]
          const breaks = chain.links[link].breaks && !quiet
          const worst = findings.find((finding) => finding.status === status)
          return (
            <li key={link} className={styles.place} data-beyond={firstBreak >= 0 && index > firstBreak}>
              <Link
                to={`?link=${link}`}
                replace
                preventScrollReset
                className={styles.station}
                aria-current={link === open ? 'true' : undefined}
                aria-label={linkSentence(link, status, breaks, worst?.says ?? '')}
              >
                <span className={styles.glyph}>
                  <StatusGlyph status={status} breaks={breaks} quiet={quiet} size={24} />
                </span>
                <span className={styles.title}>{LINK_TITLES[link]}</span>{' '}
                <span className={styles.status} data-breaks={breaks}>
                  {statusWords(status, breaks)}
                </span>
              </Link>
            </li>
          )
        })}
      </ol>
    </nav>
  )
}
