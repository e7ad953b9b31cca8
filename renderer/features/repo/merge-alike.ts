import type { Evidence, Finding } from '../../../shared/domain/finding'

/** Findings that say the same of several jobs or triggers become one that holds the evidence of all. */
export function mergeAlike(findings: readonly Finding[]): Finding[] {
  const merged = new Map<string, Finding>()
  for (const finding of findings) {
    const key = JSON.stringify([finding.status, finding.breaks, finding.says, finding.repair])
    const like = merged.get(key)
    merged.set(key, like ? { ...like, evidence: union(like.evidence, finding.evidence) } : finding)
  }
  return [...merged.values()]
}

function union(one: readonly Evidence[], other: readonly Evidence[]): Evidence[] {
  const known = new Set(one.map((each) => JSON.stringify(each)))
  return [...one, ...other.filter((each) => !known.has(JSON.stringify(each)))]
}
