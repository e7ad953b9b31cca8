import { ROWS } from './registry'
import type { Row } from './row'

const GENERATED =
  '<!-- Written from shared/domain/diagnosis by `npm run docs:diagnoses`. Change the rules, not this page. -->'

/** The page that docs/diagnoses.md is: every cause with its texts, how it is told apart, and what mends it. */
export function diagnosesPage(): string {
  const numbered = Array.from({ length: 30 }, (_, index) => index + 1)
  return `${[
    '# What a failed run may mean',
    GENERATED,
    `Rolecall knows ${CAUSES.length} causes. The same text may have several: they are told apart by looking at the repository, the role, the account and Bedrock, for the very job, event and ref of the run. \`certain\` means that text and observation agree, \`likely\` that the text says so and nothing contradicts, \`possible\` that it is one of several. Where no rule knows a failure, Rolecall says \`unknown\` and shows the last errors.`,
    'A text counts where somebody failed with it: not in the script that a step repeats, in a listing or a difference, in the name of a test or an issue, nor in a step that went well. The first one is the cause; what comes after it in the same job are its consequences.',
    '## The rows',
    ...numbered.map((row) => section(row)),
    '## Beside the rows',
    ...CAUSES.filter(({ row }) => row === null).map((cause) => causeText(cause, 3)),
    ...OTHERS,
  ].join('\n\n')}\n`
}

/** Rows that share a cause are told once, with all of their texts. */
const CAUSES: readonly Row[] = ROWS.filter(
  ({ cause, row }, index) => ROWS.findIndex((other) => other.cause === cause && other.row === row) === index,
)

function section(row: number): string {
  return [
    `### ${row}`,
    ...CAUSES.filter((cause) => cause.row === row).map((cause) => causeText(cause, 4)),
  ].join('\n\n')
}

function causeText(cause: Row, level: number): string {
  const texts = new Set(
    ROWS.filter((row) => row.cause === cause.cause && row.row === cause.row).flatMap((row) => row.texts),
  )
  return [
    `${'#'.repeat(level)} ${cause.title}`,
    `Cause \`${cause.cause}\`${cause.green ? '; looked for in green jobs, too' : ''}.`,
    ['```', ...texts, '```'].join('\n'),
    `- Told by: ${cause.toldBy}`,
    `- Mended by: ${cause.mend}`,
  ]
    .join('\n\n')
    .replace('\n\n- Mended', '\n- Mended')
}

const OTHERS = [
  '## Without a text',
  [
    '- `startup-failure`: GitHub refused the workflow before any job began, so there is no log. The committed files are judged; row 11 is told so.',
    '- `cancelled`, `timed-out`, `approval-required`: the run’s own conclusion.',
    '- `green-skipped`: the run succeeded, and the job or a step that calls Bedrock was skipped. It proves nothing.',
    '- `green-other-role`: the run succeeded, and the role in its log, or an access key, is not what the chain names.',
    '- `unknown`: none of these. Its excerpt shows the last errors of the log.',
  ].join('\n'),
]
