import type { Failure } from '../failure'
import type { Evidence, Finding, LinkName, LintLevel, Repair, Status, StepKind } from '../finding'

/** What a link says of one check; whatever is left out is empty. */
export interface Verdict {
  breaks?: boolean
  lint?: LintLevel
  evidence?: Evidence[]
  repair?: Repair | null
}

/** Builds a finding of one link. `check` is unique within it. */
export function finding(
  link: LinkName,
  check: string,
  status: Status,
  says: string,
  verdict: Verdict = {},
): Finding {
  return {
    check: `${link}.${check}`,
    link,
    status,
    breaks: verdict.breaks ?? false,
    lint: verdict.lint ?? null,
    says,
    evidence: verdict.evidence ?? [],
    repair: verdict.repair ?? null,
  }
}

/** A part that could not be read or decided: never ok, and never taken for broken either. */
export function unknownFinding(link: LinkName, check: string, failure: Failure, evidence: Evidence[] = []) {
  return finding(link, check, 'unknown', failure.sentence, { evidence, repair: { kind: 'recover', failure } })
}

/** One comparison; parts that are left out are null. */
export function evidence(
  label: string,
  wanted: string | null,
  found: string | null,
  source: string,
  line: number | null = null,
): Evidence {
  return { label, wanted, found, source, line }
}

/** A repair that a plan of ours carries out. */
export function planned(says: string, ...steps: [StepKind, ...StepKind[]]): Repair {
  return { kind: 'plan', steps, says }
}
