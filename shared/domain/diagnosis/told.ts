import type { Evidence, Finding, Repair } from '../finding'
import type { Consequence, Diagnosis } from './diagnosis'
import type { Row } from './row'
import type { Scene } from './scene'
import { settling, soundFindings, wrongFindings } from './settle'
import { type Telling, tellings } from './tell'

const MOST_CONSEQUENCES = 8

/** The cause that a job's log tells, split by looking at the world; null where no row knows the log. */
export function toldCause(scene: Scene, rows: readonly Row[], green = false): Diagnosis | null {
  if (!scene.log) return null
  const told = tellings(scene.log, rows, green)
  const findings = wrongFindings(scene)
  for (const [index, telling] of told.entries()) {
    const chosen = choose(telling, findings, scene)
    if (chosen) return diagnosisOf(chosen, telling, scene, consequencesOf(chosen.row, told.slice(index + 1)))
  }
  return null
}

interface Chosen {
  row: Row
  said: Readonly<Record<string, string>>
  confidence: Diagnosis['confidence']
  evidence: Evidence[]
  repair: Repair | null
}

/** The first row that a finding or a probe settles, else the first that the text alone is enough for. */
function choose({ rows }: Telling, findings: readonly Finding[], scene: Scene): Chosen | null {
  for (const { row, said } of rows) {
    const by = settling(row, findings)
    if (by) {
      const repair = by.repair ?? row.otherwise(scene)
      return { row, said, confidence: 'certain', evidence: by.evidence, repair }
    }
    const probe = row.probe?.(scene, said)
    if (probe) return { row, said, repair: row.otherwise(scene), ...probe }
  }
  const alone = rows.find(({ row }) => !row.onlySettled)
  if (!alone) return null
  const { row, said } = alone
  const evidence = row.alone === 'possible' ? soundFindings(scene).flatMap((one) => one.evidence) : []
  return { row, said, confidence: row.alone ?? 'likely', evidence, repair: row.otherwise(scene) }
}

function diagnosisOf(
  { row, said, confidence, evidence, repair }: Chosen,
  { line }: Telling,
  scene: Scene,
  consequences: Consequence[],
): Diagnosis {
  return {
    cause: row.cause,
    row: row.row,
    title: row.title,
    says: row.says(said, scene),
    confidence,
    jobId: scene.job?.id ?? null,
    jobName: scene.job?.name ?? null,
    line: line.number,
    excerpt: line.text.trim(),
    evidence,
    consequences,
    repair,
  }
}

/** One for each further text; what repeats the cause is none. */
function consequencesOf(cause: Row, later: readonly Telling[]): Consequence[] {
  const seen = new Set([cause.cause])
  const found = later.flatMap(({ line, rows }) => {
    if (rows.some(({ row }) => seen.has(row.cause))) return []
    const [first] = rows.filter(({ row }) => !row.onlySettled).map(({ row }) => row)
    if (!first) return []
    seen.add(first.cause)
    const { cause: name, row, title } = first
    return [{ cause: name, row, title, line: line.number, excerpt: line.text.trim() }]
  })
  return found.slice(0, MOST_CONSEQUENCES)
}
