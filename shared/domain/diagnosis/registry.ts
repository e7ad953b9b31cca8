import type { Row } from './row'
import { ABSENT_ROWS } from './rows/absent-settings'
import { APP_TOKEN_ROWS } from './rows/app-token'
import { ID_TOKEN_ROWS, NOTHING_LOADED_ROW } from './rows/id-token'
import { LOST_ROWS } from './rows/lost-credentials'
import { MALFORMED_ROWS } from './rows/malformed-settings'
import { ACCESS_ROWS } from './rows/model-access'
import { MODEL_ID_ROWS, WRAPPER_ROW } from './rows/model-id'
import { OTHER_PROVIDER_ROWS } from './rows/other-provider'
import { PERMISSION_ROWS } from './rows/permission'
import { PROVIDER_ROWS } from './rows/provider'
import { REFUSED_ROWS } from './rows/refused-role'
import { RUNNER_ROWS } from './rows/runner'
import { SERVICE_ROWS } from './rows/service'
import { SESSION_ROWS } from './rows/session'
import { STARTUP_ROWS } from './rows/startup'

/**
 * Every row, in the order in which a job meets them; of rows that share a text, the first settled one wins. A new row
 * takes one file under `rows/`, and its line here.
 */
export const ROWS: readonly Row[] = [
  ...STARTUP_ROWS,
  ...RUNNER_ROWS,
  ...ID_TOKEN_ROWS,
  ...ABSENT_ROWS,
  NOTHING_LOADED_ROW,
  ...MALFORMED_ROWS,
  ...PROVIDER_ROWS,
  ...REFUSED_ROWS,
  ...SESSION_ROWS,
  ...APP_TOKEN_ROWS,
  ...LOST_ROWS,
  ...ACCESS_ROWS,
  ...PERMISSION_ROWS,
  ...MODEL_ID_ROWS,
  ...SERVICE_ROWS,
  ...OTHER_PROVIDER_ROWS,
  WRAPPER_ROW,
]

/** Rows that count in a job that succeeded. */
export const GREEN_ROWS: readonly Row[] = ROWS.filter(({ green }) => green)

/** Lines that tell no cause by themselves and that probes and undoing look for. */
const SIGNS = [
  'Authenticated as assumedRoleId',
  'Proceeding with IAM user credentials',
  'aws-access-key-id:',
  'output-env-credentials:',
  'role-to-assume:',
  ':assumed-role/',
]

const MARKED = new RegExp(
  [...new Set([...ROWS.flatMap(({ marks }) => marks), ...SIGNS])]
    .map((mark) => mark.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('|'),
  'i',
)

/** Whether some row may match a line, or part of it where it is wrapped. */
export function isMarked(text: string): boolean {
  return MARKED.test(text)
}
