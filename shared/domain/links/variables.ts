import type { Finding } from '../finding'
import { isCalledOnly, type Picture } from '../picture'
import { conventionFindings, fixedFindings } from './convention-findings'
import { notSetUp } from './not-set-up'
import { otherNames } from './other-names'
import { settingFindings } from './setting-findings'
import { staticKeys } from './static-keys'

/** Whether every name that our jobs read has a value at that job, and the one that the setup wants. */
export function variablesLink(picture: Picture): Finding[] {
  const { setup, jobs } = picture
  if (jobs.length > 0) {
    return [
      ...jobs.flatMap((job) => settingFindings(picture, job)),
      ...fixedFindings(picture),
      ...otherNames(picture),
      ...staticKeys(picture),
    ]
  }
  const held =
    setup && !isCalledOnly(picture)
      ? [...conventionFindings(picture, setup), ...fixedFindings(picture)]
      : notSetUp(picture, 'variables')
  return [...held, ...staticKeys(picture)]
}
