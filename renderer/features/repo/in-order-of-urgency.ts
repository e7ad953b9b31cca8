import type { Finding } from '../../../shared/domain/finding'

/** What breaks runs first, then what is not in order, then what is but carries a risk. */
export function inOrderOfUrgency(findings: readonly Finding[]): Finding[] {
  return findings.toSorted((one, other) => weight(one) - weight(other))
}

function weight({ status, breaks, lint }: Finding): number {
  if (breaks) return 0
  if (status !== 'ok') return 1
  return lint ? 2 : 3
}
