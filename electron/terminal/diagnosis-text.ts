import type { Diagnosis } from '../../shared/domain/diagnosis/diagnosis'
import type { Repair } from '../../shared/domain/finding'

/** A diagnosis as a person reads it at a terminal: cause, where it stands, what was found, what came of it, what mends it. */
export function diagnosisText(diagnosis: Diagnosis): string {
  const { title, says, confidence, evidence, consequences, repair } = diagnosis
  const facts = evidence.map(
    ({ label, wanted, found }) => `  ${label}: wanted ${wanted ?? '—'}, found ${found ?? '—'}`,
  )
  const later = consequences.map(({ line, title: what }) => `  then, line ${line}: ${what}`)
  const next = repair === null ? [] : [`  → ${repairText(repair)}`]
  return [`${title} (${confidence})`, `  ${says}`, ...place(diagnosis), ...facts, ...later, ...next].join(
    '\n',
  )
}

function place({ jobName, line, excerpt }: Diagnosis): string[] {
  const where = [jobName, line === null ? null : `line ${line}`].filter((part) => part !== null).join(', ')
  if (where === '' && excerpt === null) return []
  const said = (excerpt ?? '').split('\n').map((each) => each.trim())
  return [`  ${where}: ${said.join('\n    ')}`]
}

/** What would mend it, as one line. */
export function repairText(repair: Repair): string {
  switch (repair.kind) {
    case 'plan':
    case 'test-run':
    case 'remove-keys':
      return repair.says
    case 'open-page':
      return `${repair.label}: ${repair.url}`
    case 'someone-else':
      return `Ask ${repair.who}: ${repair.what}`
    case 'recover':
      return repair.failure.sentence
    default: {
      const unreachable: never = repair
      return unreachable
    }
  }
}
